"""The screening app."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """The screening app."""

    name = "holdfast.web.screening"
    label = "screening"

    def ready(self) -> None:
        """Hear of every card that is new, changed or going, in the same transaction."""
        from holdfast.web.practice.hearing import hears_of_cards
        from holdfast.web.screening.hearing import changed, going

        hears_of_cards(changed, going)
