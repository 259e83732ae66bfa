"""The frame app."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    """The frame app."""

    name = "holdfast.web.frame"
    label = "frame"

    def ready(self) -> None:
        """Tell others what agreements say about emergencies."""
        from holdfast.web.frame.emergencies import emergencies
        from holdfast.web.practice.models.arranged import tells_of_emergencies

        tells_of_emergencies(emergencies)
