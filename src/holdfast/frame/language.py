"""Words in the language of the process, from the catalogue `holdfast` where one is installed.

The standard library's `gettext.gettext` looks for a catalogue on the disk at every call when there
is none, which took a fifth of the time of a page. Here it is looked for once.
"""

import gettext as catalogues
from functools import cache


@cache
def _catalogue() -> catalogues.NullTranslations:
    return catalogues.translation("holdfast", fallback=True)


def gettext(message: str) -> str:
    """Return the message in the language of the process, itself where there is no other."""
    return _catalogue().gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """Like `gettext`, in the form that fits the number."""
    return _catalogue().ngettext(one, many, number)
