"""A log line says what and where, never what somebody wrote."""

import logging
import sys

import pytest

from holdfast.web.audit.logs import PlaceOnly


@pytest.fixture
def record() -> logging.LogRecord:
    try:
        raise ValueError("Dana Whitfield wrote: I could not say it")
    except ValueError:
        return logging.LogRecord(
            "django.request", logging.ERROR, __file__, 1, "Internal Server Error: /clients/?q=Dana",
            None, sys.exc_info(),
        )  # fmt: skip


def test_it_works(record: logging.LogRecord) -> None:
    line = PlaceOnly().format(record)

    assert "ERROR django.request ValueError at " in line
    assert "test_logs.record:" in line
    assert "Dana" not in line
    assert "clients" not in line


def test_our_own_words_are_kept() -> None:
    said = logging.LogRecord("holdfast.jobs", logging.WARNING, __file__, 1, "job %s", ("j1",), None)

    assert PlaceOnly().format(said).endswith("WARNING holdfast.jobs job j1")
