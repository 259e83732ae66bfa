"""Sentences to borrow for a concern: one's own, and a guardian's about the child's therapist."""

from django.utils.translation import gettext_lazy as _

OWN = (
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
OF_A_CHILD = (
    (_("What happened"), (
        _("I was told that in the session on … the therapist said …"),
        *OWN[0][1][1:],
    )),
    OWN[1],
    (_("What you want"), (
        *OWN[2][1][:2],
        _("I would like a different therapist for …"),
        _("Please do not tell the therapist yet."),
    )),
)  # fmt: skip
