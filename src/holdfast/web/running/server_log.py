"""What the server itself logs: type and place, as everywhere; no address, path or query string.

gunicorn writes whole request lines, senders' addresses and chains of tracebacks through a
formatter of its own, which the settings of Django do not reach.
"""

from typing import Any

from gunicorn.glogging import Logger

from holdfast.web.audit.logs import PlaceOnly


class ServerLog(Logger):  # type: ignore[misc]
    """gunicorn's log through `PlaceOnly`, each line with the place that logged it."""

    def setup(self, cfg: Any) -> None:
        """Set up as gunicorn does, then take its own formatters away."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.setFormatter(PlaceOnly())

    def critical(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log what ends the server."""
        self.error_log.critical(msg, *args, stacklevel=2, **kwargs)

    def error(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log what went wrong."""
        self.error_log.error(msg, *args, stacklevel=2, **kwargs)

    def warning(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log what may go wrong."""
        self.error_log.warning(msg, *args, stacklevel=2, **kwargs)

    def exception(self, msg: object, *args: object, **kwargs: Any) -> None:
        """Log an error that was caught."""
        self.error_log.exception(msg, *args, stacklevel=2, **kwargs)
