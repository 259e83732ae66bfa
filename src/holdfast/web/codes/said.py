"""The therapist's own thoughts and plan beneath short titles, for the pages and the PDF."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdfast.web.codes.state import THOUGHTS

COURSES = {
    "do": gettext_lazy("Do it"),
    "adapted": gettext_lazy("Do it in another way than asked"),
    "not": gettext_lazy("Not do it"),
}


def thoughts_in_words(told: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the thoughts beneath short titles."""
    titles = {
        "what": _("What exactly"),
        "do_best": _("Doing it, at best"),
        "do_worst": _("Doing it, at worst"),
        "not_best": _("Not doing it, at best"),
        "not_worst": _("Not doing it, at worst"),
        "need": _("Whose need"),
    }
    return [(titles[name], told[name]) for name in THOUGHTS if told.get(name)]


def plan_in_words(told: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the plan beneath short titles."""
    asked = ": ".join(part for part in (told.get("colleague"), told.get("answered")) if part)
    said = [
        (_("What I will do"), str(COURSES.get(told.get("course", ""), ""))),
        (_("What the record holds"), told.get("decided", "")),
        (_("Whom I asked"), asked),
        (_("What the client is told"), told.get("told", "")),
    ]
    return [(title, text) for title, text in said if text]
