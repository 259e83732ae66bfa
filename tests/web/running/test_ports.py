"""A port that is taken is named before anything is built or any address printed."""

import socket
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command

from holdfast.web.running import guard

HERE = "127.0.0.1"


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which something listens."""
    with socket.socket() as other:
        other.bind((HERE, 0))
        other.listen()
        yield other.getsockname()[1]


def test_it_works() -> None:
    with socket.socket() as other:
        other.bind((HERE, 0))
        port = other.getsockname()[1]

    guard.check_port(HERE, port)
    guard.check_port("[::1]", 0)


def test_the_demonstration_says_what_to_do_and_builds_nothing(
    settings, monkeypatch, capsys, taken: int
) -> None:
    from holdfast.web.running.management.commands.demo import Command

    settings.DEMONSTRATION = True
    monkeypatch.setattr(Command, "prepare", lambda *_: pytest.fail("it began to build"))

    with pytest.raises(CommandError, match=f"listens on port {taken} already") as told:
        call_command("demo", "--port", str(taken))

    assert "--port" in str(told.value)
    assert "make demo PORT=" in str(told.value)
    assert "localhost" not in capsys.readouterr().out


@pytest.mark.django_db
def test_a_practice_says_it_too(capsys, taken: int) -> None:
    with pytest.raises(CommandError, match=f"port {taken} already"):
        call_command("serve", "--port", str(taken))
    assert "Holdfast is at" not in capsys.readouterr().out


def test_no_such_port() -> None:
    with pytest.raises(guard.Refused, match="ports go up to 65535"):
        guard.check_port(HERE, 70000)
