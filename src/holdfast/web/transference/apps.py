"""The transference app."""

from django.apps import AppConfig


class TransferenceConfig(AppConfig):
    """The transference app."""

    name = "holdfast.web.transference"
    label = "transference"

    def ready(self) -> None:
        """Keep a vault from being destroyed while a therapy of its owner is under a legal hold."""
        from holdfast.web.transference import actions
        from holdfast.web.vault import after_death

        after_death.MUST_STAY.append(actions.must_stay)
