"""What somebody sends to the real server never reaches its log, however odd it is."""

import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from gunicorn.config import Config

from holdfast.web.running.server_log import ServerLog

from .conftest import Place

HERE = "127.0.0.1"
FORM = "application/x-www-form-urlencoded"


@dataclass
class Running:
    """A server that answers, and what it logged."""

    port: int
    log: Path

    def sends(self, *lines: str, body: bytes = b"") -> str:
        """Send one request as it stands and return the answer."""
        head = "\r\n".join([*lines, "Connection: close", f"Content-Length: {len(body)}", "", ""])
        with socket.create_connection((HERE, self.port), timeout=20) as line:
            line.sendall(head.encode("latin-1") + body)
            return b"".join(iter(lambda: _some(line), b"")).decode("latin-1")


def _some(line: socket.socket) -> bytes:
    try:
        return line.recv(65536)
    except ConnectionResetError:  # the server hung up on what it did not read to the end
        return b""


@pytest.fixture
def running(place: Place) -> Iterator[Running]:
    with socket.socket() as free:
        free.bind((HERE, 0))
        port = free.getsockname()[1]
    log = place.folder / "server.log"
    command = [sys.executable, "-W", "ignore", "-m", "holdfast.web", "serve", "--no-worker"]
    with log.open("wb") as errors:
        server = subprocess.Popen(
            [*command, "--processes", "1", "--port", str(port)],
            env={**os.environ, **place.environment},
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
    try:
        _wait_for(port)
        yield Running(port, log)
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection((HERE, port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


def test_nothing_of_a_request_is_logged(running: Running) -> None:
    post, host = "POST /sign/ASECRET/?q=Whitfield HTTP/1.1", "Host: localhost"
    token = f"Cookie: csrf={'a' * 32}"
    for charset in ("; charset=utf-7", "; charset=nobodys", "; charset*=nobodys''%41", "; a*=b'c"):
        answer = running.sends(post, host, token, f"Content-Type: {FORM}{charset}", body=b"a=b")
        assert answer.startswith("HTTP/1.1 400")
        for header in ("Content-Security-Policy: default-src 'none'", "X-Frame-Options: DENY",
                       "Cache-Control: no-store", "X-Content-Type-Options: nosniff"):  # fmt: skip
            assert header in answer
        assert "ASECRET" not in answer

    odd = (
        (f"GET /sign/ASECRET/{'x' * 20_000}?q=Whitfield HTTP/1.1", host),
        ("GET /sign/ASECRET/ HTTP/1.1", host, f"X-Whitfield: {'x' * 70_000}"),
        ("GET /sign/ASECRET/?q=Whitfield", host),
        ("ASECRET /sign/ HTTP/9.9", host),
        ("GET /sign/ASECRET/ HTTP/1.1", host, "ASECRET Whitfield"),
        ("GET /sign/ASECRET/ HTTP/1.1", host, "Transfer-Encoding: ASECRET"),
        ("GET /sign/ASECRET/ HTTP/1.1", "Host: ASECRET.example"),
        ("GET /sign/ASECRET/ HTTP/1.1", host, "Cookie: session=ASECRET\xff; csrf=\xe9; =;; vault"),
        ("GET /sign/ASECRET/ HTTP/1.1", host, 'Cookie: messages="ASECRET\\073"; session=\x00'),
    )
    for lines in odd:
        assert " 500" not in running.sends(*lines).partition("\r\n")[0]

    logged = running.log.read_text("utf-8", errors="replace")
    for word in ("ASECRET", "Whitfield", "/sign", HERE, "Traceback", "?q", "ip="):
        assert word not in logged
    assert len(logged.splitlines()) <= len(odd) + 4
    assert "gunicorn.error" in logged


def test_an_error_is_logged_by_type_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    log = ServerLog(Config())
    try:
        try:
            try:
                raise KeyError("ASECRET")
            except KeyError as first:
                raise ValueError("ASECRET again") from first
        except ValueError:
            log.exception("Error handling request %s", "/sign/ASECRET/?q=Whitfield")
        log.warning("Invalid request from ip=127.0.0.1: ASECRET")
    finally:
        for handler in logging.getLogger("gunicorn.error").handlers[:]:
            logging.getLogger("gunicorn.error").removeHandler(handler)

    first, second = capsys.readouterr().err.splitlines()
    place = "test_server_log.test_an_error_is_logged_by_type_and_place:"
    assert "ERROR gunicorn.error ValueError at " in first
    assert place in first
    assert f"WARNING gunicorn.error at {place}" in second
    assert "ASECRET" not in first + second
