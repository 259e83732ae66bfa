"""Form fields for the values of the terms: money in the practice's currency, times of day."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from holdfast.frame import Money
from holdfast.frame.money import PLACES


class MoneyField(forms.CharField):
    """An amount, written 60, 60.50 or 60.50 EUR; without a currency the practice's is meant."""

    def __init__(self, *, currency: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.currency = currency
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> str:
        """Return the amount as the terms write it ("60.00 GBP"), empty if nothing was written."""
        text = str(value or "").strip().upper()
        if not text:
            return ""
        if "," in text and "." not in text:
            text = text.replace(",", ".")  # 60,50 as many write it; 1,000.00 has both
        number, _space, currency = text.partition(" ")
        if re.match(r"\d{10}", number):
            raise ValidationError(
                _("This is a very large amount. Is the point in the right place?")
            )
        try:
            return str(Money.from_text(f"{number} {currency or self.currency}"))
        except ValueError:
            right = "60" if PLACES.get(self.currency) == 0 else "60.00"
            raise ValidationError(
                _("“%(given)s” is not an amount. Write for example %(right)s.")
                % {"given": str(value)[:40], "right": f"{right} {self.currency}"}
            ) from None


def time_field(**kwargs: Any) -> forms.TimeField:
    """A time of day on a 24-hour clock."""
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    messages = {"invalid": _("Write a time such as 17:30.")}
    return forms.TimeField(widget=widget, error_messages=messages, **kwargs)


def date_field(**kwargs: Any) -> forms.DateField:
    """A day."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    messages = {"invalid": _("Write a day that is in the calendar, such as 2026-03-31.")}
    return forms.DateField(widget=widget, error_messages=messages, **kwargs)
