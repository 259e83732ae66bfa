"""Sentences to borrow for a concern, and what is said before the first word."""

from django.utils.translation import gettext_lazy as _

BORROW = (
    (_("What happened"), (
        _("In the session on … my therapist said …"),
        _("It has happened more than once that …"),
        _("We had agreed on … but then …"),
    )),
    (_("What it was like"), (
        _("When it happened I felt …"),
        _("I am not sure if it was OK. I would like to know."),
        _("I did not say so then, because …"),
    )),
    (_("What you want"), (
        _("I only want somebody to know."),
        _("I would like to talk to you about it."),
        _("I would like a different therapist."),
        _("Please do not tell my therapist yet."),
    )),
)  # fmt: skip
