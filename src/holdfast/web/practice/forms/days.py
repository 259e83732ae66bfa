"""Which days can be right in a therapy: none before it began, no plan that nobody can foresee."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from holdfast.web.practice.models import Therapy

YEARS_AHEAD = 5
BEFORE = timedelta(days=365)  # the first call and the letters from before it began


def check_begun(day: date, therapy: Therapy, *, lead: timedelta = timedelta()) -> None:
    """Raise ValidationError for a day before the therapy began, or more than `lead` before it."""
    began = therapy.started_on
    if began is not None and day < began - lead:
        raise ValidationError(
            _("This lies before the therapy began, on %(day)s. Is the year right?"),
            params={"day": date_format(began, "j F Y")},
        )


def check_foreseeable(day: date, today: date, years: int = YEARS_AHEAD) -> None:
    """Raise ValidationError for a plan that lies more than so many years ahead."""
    if day.year - today.year > years:
        raise ValidationError(
            _("This is more than %(years)s years ahead. Is the year right?"),
            params={"years": years},
        )
