"""The forms of signing in, and the form every other form is made of."""

from .once import Clash, OnceForm
from .plain import PlainForm

__all__ = ["Clash", "OnceForm", "PlainForm"]
