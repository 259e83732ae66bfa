"""The names of languages, from the codes that a therapist's profile gives."""

from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

# Languages that Django has no name for and people speak in therapy.
OTHERS = {
    "ti": _("Tigrinya"),
    "tw": _("Twi"),
    "yo": _("Yoruba"),
    "so": _("Somali"),
    "ps": _("Pashto"),
}


def named(code: str) -> str:
    """Return the name of a language; the code where none is known."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return str(OTHERS.get(code, code))
