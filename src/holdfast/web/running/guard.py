"""Before anything is served: is this database of the same world as the key file and the settings?

A demonstration has random keys, listens on the machine itself only, and its database cannot be
served as a practice, nor the other way round.
"""

import errno
import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from holdfast.web.running.models import Installation
from holdfast.web.sealing import keyring

UNFINISHED = "restore-unfinished"
PRACTICE, DEMONSTRATION = "practice", "demonstration"


class Refused(Exception):
    """It would not be safe to go on; the words say why and what to do."""


def world() -> str:
    """Return which world the settings ask for."""
    return DEMONSTRATION if settings.DEMONSTRATION else PRACTICE


def mark(now: datetime) -> Installation:
    """Tie a new database to its world, and note the version it was migrated by."""
    row, _ = Installation.objects.get_or_create(
        defaults={"world": world(), "version": "", "made_at": now}
    )
    if row.version != version("holdfast"):
        row.version = version("holdfast")
        row.save(update_fields=["version"])
    return row


def make_folder() -> None:
    """Make the folder of the installation, closed to others, where there is none yet."""
    Path(settings.DATA).mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def unfinished() -> Iterator[None]:
    """Let nothing be served from now on until what is done here has come to its end."""
    note = Path(settings.DATA) / UNFINISHED
    make_folder()
    note.touch()
    yield
    note.unlink()


def check_whole() -> None:
    """Refuse after a restore that stopped half way: what was erased may be there again."""
    if (Path(settings.DATA) / UNFINISHED).exists():
        raise Refused(
            "A restore did not come to its end, so that what was erased since may be here again. "
            "Run `holdfast restore` again."
        )


def check_world() -> None:
    """Refuse when the database, the key file and the settings are not whole and of one world."""
    check_whole()
    row = Installation.objects.first()
    if row is not None and row.world != world():
        raise Refused(f"This database is that of a {row.world} and is not served as a {world()}.")
    if keyring.ring().world != world():
        raise Refused(f"The key file is that of a {keyring.ring().world}, not of a {world()}.")


def check_address(host: str) -> None:
    """Refuse plain HTTP beyond this machine, and a demonstration that others could reach."""
    if is_here(host):
        return
    if settings.DEMONSTRATION:
        raise Refused("A demonstration listens on this machine only. Leave --host out.")
    if not settings.TLS:
        raise Refused(
            f"Listening on {host} in the clear would let others read along. Put a web server with "
            "TLS in front and say HOLDFAST_TLS=yes (docs/running.md shows how)."
        )


def check_port(host: str, port: int) -> None:
    """Refuse a port on which nothing can listen, before anybody is told an address."""
    trouble = _trouble(host, port)
    if trouble is None:
        return
    if trouble.errno != errno.EADDRINUSE:
        raise Refused(f"Nothing can listen on port {port}: {trouble.strerror}. Say another --port.")
    other = next((n for n in range(port + 1, port + 100) if _trouble(host, n) is None), port + 100)
    by_make = f" (make demo PORT={other})" if settings.DEMONSTRATION else ""
    raise Refused(
        f"Something listens on port {port} already. Stop that, or choose another port:"
        f" --port {other}{by_make}."
    )


def _trouble(host: str, port: int) -> OSError | None:
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
        try:
            tried.bind((host, port))
        except OverflowError:
            return OSError(errno.EINVAL, "ports go up to 65535")
        except OSError as error:
            return error
    return None


def is_here(host: str) -> bool:
    """Say whether an address is this machine itself."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
