"""Numbers about the practice as its lead may see them: small ones are not told exactly."""

from django.utils.translation import gettext as _

FEW = 5


def told(number: int) -> str:
    """Return a count of people's doings in words; 1 to 4 could point at somebody."""
    if 0 < number < FEW:
        return _("fewer than {few}").format(few=FEW)
    return str(number)
