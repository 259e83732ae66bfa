"""Ask one practice for its pages, in this process, and print every time it took as JSON.

Run by `pages.py` in a process of its own, with HOLDFAST_DATA and DATABASE_URL of a practice that
`pages_practice.py` wrote. A request goes through everything a web server would call: middleware,
session, view, template. Each is asked twice in turn, with texts sealed and with opening them
replaced by looking up what they say, so that the difference is what sealing costs.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from wsgiref.util import setup_testing_defaults

from pages_practice import NOW

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "holdfast.web.settings")
NAMES, TEXTS = 200, 1000  # bytes: up to the first counts as a name, from the second as a text


def main() -> int:
    """Ask for each page so many times, as each of the two therapists."""
    requests = int(sys.argv[1])
    import django

    django.setup()
    stop_the_clock()
    marker = Path(os.environ["HOLDFAST_DATA"]) / "practice.json"
    who = json.loads(marker.read_text())["who"]
    found = [page for name, person in who.items() for page in pages(name, person, requests)]
    print(json.dumps(found))
    return 0


def stop_the_clock() -> None:
    """Let every request happen at the instant the practice was written for."""
    from holdfast.web.practice import clock

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return NOW.astimezone(tz)

    clock.datetime = Stopped  # type: ignore[attr-defined]


def pages(name: str, person: dict[str, Any], requests: int) -> Iterator[dict[str, Any]]:
    """Yield what was measured of each page for one person."""
    cookie = signed_in(person["user"])
    therapies = [f"/therapies/{key}/" for key in person["therapies"]]
    for page, paths in (
        ("Today", ["/today/"]),
        ("Clients", ["/clients/"]),
        ("Relationship", therapies),
    ):
        yield {"who": name, "page": page, **measured(paths, cookie, requests)}


def signed_in(user_id: str) -> str:
    """Sign somebody in, second factor proved; returns their cookie."""
    from django.test import Client

    from holdfast.web.accounts.doors import FACTOR, SEEN
    from holdfast.web.accounts.models import User

    browser = Client()
    browser.force_login(User.objects.get(pk=user_id))
    session = browser.session
    session[SEEN], session[FACTOR] = NOW.isoformat(), "app"
    session.save()
    return "; ".join(f"{m.key}={m.value}" for m in browser.cookies.values())


def measured(paths: list[str], cookie: str, requests: int) -> dict[str, Any]:
    """Warm up, then ask `requests` times sealed and as often unsealed, one after the other."""
    from django.core.handlers.wsgi import WSGIHandler

    app = WSGIHandler()
    opened = Opened()
    with opened.noted():
        for path in paths:
            ask(app, path, cookie)
    queries = sorted({counted(partial(ask, app, path, cookie)) for path in paths})
    sealed, unsealed = [], []
    for path in islice(cycle(paths), requests):
        sealed.append(timed(app, path, cookie))
        with opened.looked_up():
            unsealed.append(timed(app, path, cookie)[1])
    return {
        "sealed": [wall for wall, _processor in sealed],
        "processor": [processor for _wall, processor in sealed],
        "unsealed": unsealed,
        "queries": queries,
        "fields": opened.fields / len(paths),
        "keys": opened.keys / len(paths),
        "name_us": opened.microseconds(0, NAMES),
        "text_us": opened.microseconds(TEXTS, 10**9),
    }


def timed(app: Any, path: str, cookie: str) -> tuple[float, float]:
    """Milliseconds until the last byte of a page was there, and those this process worked."""
    started, worked = perf_counter(), process_time()
    ask(app, path, cookie)
    return (perf_counter() - started) * 1000, (process_time() - worked) * 1000


def ask(app: Any, path: str, cookie: str) -> bytes:
    """Ask as a web server does; anything but the page itself is an error."""
    environ: dict[str, Any] = {"PATH_INFO": path, "HTTP_COOKIE": cookie, "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    said: list[str] = []
    answer = app(environ, lambda status, headers, exc_info=None: said.append(status))
    body = b"".join(answer)
    answer.close()
    if said != ["200 OK"]:
        raise RuntimeError(f"{path} answered {said}")
    return body


def counted(act: Callable[[], object]) -> int:
    """How many queries an act asks."""
    from django.db import connection

    asked = 0

    def note(execute: Callable[..., Any], *given: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*given)

    with connection.execute_wrapper(note):
        act()
    return asked


class Opened:
    """What was opened while a page was made, and the same without opening it."""

    def __init__(self) -> None:
        self.plain: dict[bytes, bytes] = {}
        self.given: list[tuple[bytes, bytes, bytes]] = []
        self.fields = self.keys = 0

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Open for real, and remember what each sealed value says."""
        from holdfast.web.sealing import primitives

        unseal = primitives.unseal

        def note(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
            self.plain[sealed] = plain = unseal(key, sealed, bound_to)
            is_key = bound_to.startswith(b"datakey|")
            self.keys, self.fields = self.keys + is_key, self.fields + (not is_key)
            if not is_key:
                self.given.append((key, sealed, bound_to))
            return plain

        with replaced(note):
            yield

    @contextmanager
    def looked_up(self) -> Iterator[None]:
        """Answer from memory in place of opening."""
        plain = self.plain
        with replaced(lambda key, sealed, bound_to: plain[sealed]):
            yield

    def microseconds(self, least: int, most: int) -> float | None:
        """How long opening one value of that size takes, on average; None if there was none."""
        from holdfast.web.sealing.primitives import unseal

        chosen = [given for given in self.given if least <= len(given[1]) < most]
        if not chosen:
            return None
        many = list(islice(cycle(chosen), 2000))
        started = perf_counter()
        for key, sealed, bound_to in many:
            unseal(key, sealed, bound_to)
        return (perf_counter() - started) / len(many) * 1e6


@contextmanager
def replaced(unseal: Callable[[bytes, bytes, bytes], bytes]) -> Iterator[None]:
    """Put another function in place of the one that opens."""
    from holdfast.web.sealing import primitives

    real = primitives.unseal
    primitives.unseal = unseal  # type: ignore[assignment]
    try:
        yield
    finally:
        primitives.unseal = real


if __name__ == "__main__":
    sys.exit(main())
