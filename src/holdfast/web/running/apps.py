"""The running app."""

from django.apps import AppConfig


class RunningConfig(AppConfig):
    """The running app."""

    name = "holdfast.web.running"
    label = "running"

    def ready(self) -> None:
        """Let the sign-in page of a demonstration say who to sign in as."""
        from holdfast.web.accounts import demonstration
        from holdfast.web.running.demonstration.people import who_signs_in

        demonstration.announced[:] = [who_signs_in]
