"""Fixtures of the pages of screening."""

from .made import anna, at, ben, knock  # noqa: F401
