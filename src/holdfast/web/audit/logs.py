"""Logs without content: type and place of what happened, no words, addresses or query strings.

An error's message may quote what somebody wrote, and a path or address may tell who asked for
what. So a line says when, how grave, which part of the program, and where in it.
"""

import logging
from types import TracebackType


class PlaceOnly(logging.Formatter):
    """Format a record as its time, level, logger, and the type and place of its error."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; what the record says in words stays out unless it is one of ours."""
        parts = [self.formatTime(record), record.levelname, record.name]
        if status := getattr(record, "status_code", None):
            parts.append(str(status))
        if record.exc_info and record.exc_info[0] is not None:
            parts.append(f"{record.exc_info[0].__name__} at {place_of(record.exc_info[2])}")
        elif record.name.startswith("holdfast."):
            parts.append(record.getMessage())
        elif record.name.startswith("gunicorn."):
            parts.append(f"at {record.module}.{record.funcName}:{record.lineno}")
        return " ".join(parts)


def place_of(trace: TracebackType | None) -> str:
    """Return module, function and line of the innermost place of an error."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "an unknown place"
    code = trace.tb_frame.f_code
    module = trace.tb_frame.f_globals.get("__name__", "?")
    return f"{module}.{code.co_name}:{trace.tb_lineno}"
