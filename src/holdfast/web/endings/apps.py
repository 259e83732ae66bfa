"""The endings app."""

from django.apps import AppConfig


class EndingsConfig(AppConfig):
    """The endings app."""

    name = "holdfast.web.endings"
    label = "endings"

    def ready(self) -> None:
        """Tell the search for ties of former clients whose record was erased."""
        from holdfast.web.endings.remembering import former_clients
        from holdfast.web.screening.remembering import asks_also

        asks_also(former_clients)
