"""Two worlds that differ in one act, and whether somebody in them can tell which one they are in.

    def act() -> None: ...    # what is done in the one world and not in the other

    assert differences(build, act, nothing, walk) == []

Each world is built from nothing inside a transaction that is taken back, so both begin alike. All
chance of the program (ids, nonces, tokens, salts) comes from `os.urandom`; here it comes from a
seed that is set anew before the common part, before the act, and before each request. So ids,
tokens and once ids are the same in both worlds wherever the program does the same, and pages are
compared byte for byte with nothing masked.
"""

import os
import random
import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from random import Random
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from django.core import mail, signing
from django.db import connection, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve, reverse
from forms_on_page import FoundForm, forms_on

ONCE = uuid.UUID(int=1)  # the id of a form that is sent
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
OF_ONE_KIND = 8  # pages of one kind that are looked at: days and sessions would go on for ever
LINK = re.compile(r'(?:href|hx-get|src)="([^"#]*)')
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
UNTIL = re.compile(r"expires=[^;]*; ")  # by the real clock; how long a cookie lasts stands beside
# Left alone: what would end the walk, and what is not made by the program.
SIGNS_OUT = "/leave/"
LEFT_OUT = re.compile(r"^/(sign-out|static|account/factors/)|/(draft|stay)/")


class Chance:
    """What stands in for the randomness of the operating system."""

    def __init__(self) -> None:
        self.random = Random(0)

    def begin(self, word: object) -> None:
        """Begin a stretch of chance that depends on `word` only."""
        self.random = Random(str(word))

    def urandom(self, size: int) -> bytes:
        """As `os.urandom`."""
        return self.random.randbytes(size)


@contextmanager
def seeded() -> Iterator[Chance]:
    """Let everything random follow from seeds: `uuid`, `secrets` and `random.SystemRandom`."""
    chance = Chance()
    with (
        patch.object(os, "urandom", chance.urandom),
        patch.object(random, "_urandom", chance.urandom),
        # Messages travel in a cookie that is signed with the second it was made in.
        patch.object(signing, "time", SimpleNamespace(time=lambda: 1_771_330_200.0)),
    ):
        yield chance


@dataclass(frozen=True)
class Answer:
    """All that reaches whoever asks, and how many queries it took to make."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    queries: int

    def against(self, other: "Answer") -> str:
        """Say in what the other one differs; empty if in nothing."""
        for name in ("status", "queries"):
            if getattr(self, name) != getattr(other, name):
                return f"{name} {getattr(self, name)} and {getattr(other, name)}"
        if self.body != other.body:
            return _where(self.body, other.body)
        return "; ".join(map(str, set(self.headers) ^ set(other.headers)))

    def without(self, word: str) -> "Answer":
        """The same with a word taken out that was put in by whoever asked."""
        marks = [(name, value.replace(word, "*")) for name, value in self.headers]
        body = self.body.replace(word.encode(), b"*")
        return Answer(self.status, tuple(marks), body, self.queries)


def _where(one: bytes, other: bytes) -> str:
    at = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return f"at byte {at}: {one[at - 60 : at + 60]!r} and {other[at - 60 : at + 60]!r}"


@dataclass
class Walk:
    """One person going everywhere, in one of the worlds; `told` is what they were shown."""

    chance: Chance
    told: dict[str, Answer] = field(default_factory=dict)

    def ask(
        self, browser: Client, path: str, sent: Mapping[str, Any] | None = None, name: str = ""
    ) -> Answer:
        """Ask once (a POST if something is sent), with chance begun for this request alone."""
        place = name or f"{'POST' if sent is not None else 'GET'} {path} {sorted(sent or {})}"
        self.chance.begin(place)
        self.told[place] = found = ask(browser, path, sent)
        return found

    def everywhere(self, browser: Client, *, send: bool = True) -> "Walk":
        """Follow every link; with one id of each kind, try every address that takes such an id.

        With `send` each form is also filled in and sent; what that did is taken back.
        """
        first = self.ask(browser, "/")
        assert "/sign-in/" not in dict(first.headers)["Location"], "Nobody is signed in here."
        waiting, seen = ["/", *addresses()], set[str]()
        kinds: Counter[str] = Counter()
        while waiting:
            path = waiting.pop(0)
            kind = shape(path)
            if (
                path in seen
                or path == SIGNS_OUT
                or LEFT_OUT.search(path)
                or kinds[kind] == OF_ONE_KIND
            ):
                continue
            seen.add(path)
            page = self.ask(browser, path)
            if page.status not in (200, 302):
                continue
            kinds[kind] += 1
            if kinds[kind] == 1:
                waiting += addresses(**_ids_in(path))
            text = page.body.decode(errors="replace") if is_html(page) else ""
            waiting += [link for link in LINK.findall(text) if link.startswith("/")]
            waiting += [to for name, to in page.headers if name == "Location" and to[:1] == "/"]
            for number, form in enumerate(
                forms_on(text, path) if send and kinds[kind] == 1 else ()
            ):
                self.send(browser, form, f"{path} {number}")
        return self

    def send(self, browser: Client, form: FoundForm, place: str) -> None:
        """Fill a form in and send it; the world and the browser are then as before."""
        if LEFT_OUT.search(form.action) or not form.action.startswith("/"):
            return
        data = form.filled("Dana Whitfield", wrong=False)
        cookies = browser.cookies.copy()
        with transaction.atomic():
            self.ask(browser, form.action, data, name=f"form {place} to {form.action}")
            transaction.set_rollback(True)
        browser.cookies = cookies


def ask(browser: Client, path: str, sent: Mapping[str, Any] | None = None) -> Answer:
    """Ask, and keep all that comes back."""
    asked: list[str] = []

    def note(execute: Callable[..., Any], statement: str, *given: Any) -> Any:
        asked.append(statement)
        return execute(statement, *given)

    with connection.execute_wrapper(note):
        answer = browser.get(path) if sent is None else browser.post(path, sent)
    body = answer.getvalue() if answer.streaming else answer.content
    cookies = [("Set-Cookie", UNTIL.sub("", str(c))) for c in answer.cookies.values()]
    headers = sorted([*answer.items(), *cookies])
    return Answer(answer.status_code, tuple(headers), body, len(asked))


def is_html(answer: Answer) -> bool:
    """Whether it is a page."""
    return "text/html" in dict(answer.headers).get("Content-Type", "")


def shape(path: str) -> str:
    """What pages of one kind have in common: the address without its ids, days and query."""
    return DAY.sub("*", ID.sub("*", path.partition("?")[0]))


def _ids_in(path: str) -> dict[str, str]:
    found = resolve(path.partition("?")[0]).kwargs
    return {name: str(value) for name, value in found.items() if isinstance(value, uuid.UUID)}


def addresses(**ids: str) -> list[str]:
    """All addresses that take just these ids, but the one that signs its reader out."""
    wanted = dict.fromkeys(ids, "uuid")
    return [
        reverse(name, kwargs=ids)
        for name, kinds in sorted(takes().items())
        if kinds == wanted and name != "accounts:leave"
    ]


@cache
def takes() -> dict[str, dict[str, str]]:
    """Every address of the project with what it takes and of which type: uuid, str, slug, day."""
    return dict(_patterns(get_resolver(), ""))


def _patterns(inside: URLResolver, prefix: str) -> Iterator[tuple[str, dict[str, str]]]:
    for entry in inside.url_patterns:
        if isinstance(entry, URLResolver):
            deeper = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from _patterns(entry, deeper)
        else:
            taken = {n: type(c).__name__ for n, c in entry.pattern.converters.items()}
            kinds = {n: kind.removesuffix("Converter").lower() for n, kind in taken.items()}
            yield f"{prefix}{entry.name}", kinds


def differences(
    build: Callable[[], Any],
    one: Callable[[Any], None],
    other: Callable[[Any], None],
    walk: Callable[[Any, Walk], object],
) -> list[str]:
    """Build twice, act once this way and once that, walk both; returns where they differ.

    `build` returns whatever `one`, `other` and `walk` are given.
    """
    first, second = (_told(build, act, walk) for act in (one, other))
    gone = [f"{place}: only in one of the worlds" for place in first.keys() ^ second.keys()]
    unlike = [
        f"{place}: {said}"
        for place in first.keys() & second.keys()
        if (said := first[place].against(second[place]))
    ]
    assert first, "Nobody went anywhere."
    return sorted([*gone, *unlike])


def _told(
    build: Callable[[], Any],
    act: Callable[[Any], None],
    walk: Callable[[Any, Walk], object],
) -> dict[str, Answer]:
    with seeded() as chance, transaction.atomic():
        mail.outbox.clear()
        chance.begin("build")
        world = build()
        chance.begin("act")
        act(world)
        gone = Walk(chance)
        chance.begin("walk")
        walk(world, gone)
        transaction.set_rollback(True)
    return gone.told


def nothing(world: Any) -> None:
    """The world in which it was not done."""


def same_answer(
    browser: Client,
    path: Callable[[str], str],
    ids: Iterable[str],
    method: str = "get",
    fields: Callable[[str], Mapping[str, Any]] = lambda _id: {},
) -> list[str]:
    """Ask for the same with each id; returns where the answers differ from the first."""
    answers = []
    with seeded() as chance:
        for one in ids:
            chance.begin("same")
            cookies = browser.cookies.copy()
            with transaction.atomic():
                sent = {"once": ONCE, **fields(one)} if method == "post" else None
                answers.append(ask(browser, path(one), sent).without(one))
                transaction.set_rollback(True)
            browser.cookies = cookies
    return [said for answer in answers[1:] if (said := answers[0].against(answer))]


def random_id() -> str:
    """An id that nothing has."""
    return str(uuid.uuid4())
