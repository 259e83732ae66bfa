"""The names of languages, from the codes that a therapist's profile gives."""

import re

from django.conf.locale import LANG_INFO
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


def code_of(said: str) -> str | None:
    """Return the code of a language written by a name or as a code; None if neither.

    Names come first: "Twi" is a name, and would pass for a code.
    """
    low = said.strip().casefold()
    is_code = re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", low)
    return _codes().get(low) or (low if is_code else None)


def _codes() -> dict[str, str]:
    """Every language by its own name, by its English one, and by its name for the reader."""
    known = {code: info for code, info in LANG_INFO.items() if "name" in info}
    told = [(info[how], code) for how in ("name_local", "name") for code, info in known.items()]
    told += [(named(code), code) for code in (*known, *OTHERS)]
    return {name.casefold(): code for name, code in told}
