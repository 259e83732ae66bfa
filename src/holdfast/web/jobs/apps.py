"""The jobs app; it collects the kinds of work that the apps name in their `jobs.py`."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """The app that holds the list of work."""

    name = "holdfast.web.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Import every app's `jobs` module so that its kinds are known."""
        autodiscover_modules("jobs")
