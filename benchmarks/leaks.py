"""Whether the time an answer takes gives away what its bytes do not.

Each pair asks for two things that must not be told apart: an id that is somebody else's and one
that nothing has; an invitation to an address that signs in here already and to one that does not;
signing in, and asking for a letter, with a known address and an unknown one; what a therapist looks
at of a client who sent a concern about them to somebody else, and of one who did not. The two are
asked in random order, one after the other, 3,000 times each, and whatever they did is taken back.

A fourth sort is about screening: an enquiry that found a client, and one that found nobody,
both with as many offers.

Then somebody tries to tell them apart by one threshold on the time: it is chosen on half of the
pairs and tried on the other half. The area under the curve of that one threshold is (1 + hits -
false alarms) / 2; .5 is chance. It must lie between .45 and .55, and is judged only with at least
1,000 requests a world, since with fewer chance alone leaves these bounds.

At the end stands how well an onlooker who names one person under ten invented enquirers tells a
client from a stranger by the lists alone (`leaks_screening.py`).

Example: nice .venv/bin/python benchmarks/leaks.py --quick
         (300 requests a world; all 3,000 take about half an hour, most of it password hashes)
"""

import argparse
import json
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from uuid import uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "web"))
LOW, HIGH, ENOUGH = 0.45, 0.55, 1000
SOME = 20  # ids and addresses of each sort, asked for in turn

Asked = Callable[[int], Any]


@dataclass(frozen=True)
class Pair:
    """Two things to ask for that must not be told apart; each takes the number of the request."""

    name: str
    status: int  # what both are answered with
    one: Asked
    other: Asked


@dataclass(frozen=True)
class Told:
    """What the times of a pair say."""

    name: str
    one_ms: float
    other_ms: float
    auc: float


def main() -> int:
    """Ask, compare, print; returns 1 if a pair can be told apart."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=3000, help="a world")
    parser.add_argument("--quick", action="store_true", help="300 a world, and nothing is judged")
    parser.add_argument("--only", default="", help="pairs whose name holds this word")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    many = 300 if given.quick else given.requests
    told = []
    for pair in pairs():
        if given.only in pair.name:
            print(f"  {pair.name}", file=sys.stderr, flush=True)
            told.append(compare(pair, many))
    report(told, many, as_json=given.json)
    if not given.json and (not given.only or given.only in "onlooker"):
        from leaks_screening import report_onlooker

        report_onlooker(worlds=12 if given.quick else 60)
    return int(many >= ENOUGH and not all(LOW <= found.auc <= HIGH for found in told))


def pairs() -> list[Pair]:
    """Build a practice in a temporary database, and say what is asked of it."""
    from django.core.management import call_command

    from conftest import person  # sets Django up, with keys and a folder of its own
    from pages_asked import stop_the_clock
    from pages_practice import NOW

    call_command("migrate", verbosity=0)
    stop_the_clock()
    known = [f"known{n:02}@example.org" for n in range(SOME)]
    for address in known:
        person(f"{address.partition('@')[0]} Name", "client", now=NOW)
    bob, lena = person("Bob Brandt", "therapist", now=NOW), person("Lena Lund", "lead", now=NOW)
    theirs = somebody_elses(person("Alice Ames", "therapist", now=NOW))
    return [
        *about_ids(bob, theirs, [str(uuid4()) for _ in theirs]),
        *about_concerns(person),
        *about_screening(),
        *about_addresses(lena, known, [f"other{n:02}@example.org" for n in range(SOME)]),
    ]


def somebody_elses(by: Any) -> list[str]:
    """Therapies of a colleague, with a client each; returns their ids."""
    from holdfast.web.practice.actions import people, staff, therapies
    from pages_practice import NOW

    since, who = date(2025, 9, 2), {"by": by, "now": NOW}
    alice = staff.add_therapist(by, **who, since=since, codes=[], languages=["en"])
    ids = []
    for _ in range(SOME):
        therapy = therapies.open_therapy(kind="individual", therapist=alice, **who, since=since)
        card = people.new_card("therapy", now=NOW, name="Dana Whitfield")
        people.add_participant(therapy, card, **who, since=since)
        ids.append(str(therapy.pk))
    return ids


def about_ids(reader: Any, theirs: list[str], nobodys: list[str]) -> list[Pair]:
    """An id that is a colleague's, and one that nothing has."""
    browser = signed_in(reader)

    def asks(ids: list[str], page: str) -> Asked:
        return lambda number: browser.get(f"/therapies/{ids[number % SOME]}/{page}")

    return [
        Pair(
            f"{words}: somebody else's id, a random id",
            404,
            asks(theirs, page),
            asks(nobodys, page),
        )
        for words, page in (("relationship page", ""), ("agreement", "agreement/"))
    ]


def about_concerns(person: Callable[..., Any]) -> list[Pair]:
    """A client who sent a concern to a reader, and one who did not, to their own therapist."""
    from holdfast.web.portal.actions.concerns import send_concern
    from holdfast.web.portal.choosing import Choice, places_of
    from holdfast.web.practice.models import Participant, Therapy
    from holdfast.web.vault.actions import make_vault
    from pages_practice import NOW

    anna, rita = person("Anna Amsel", "therapist", now=NOW), person("Rita R", "reader", now=NOW)
    make_vault(rita, "kelp rock tide lantern harbour quiet", now=NOW)
    theirs = sorted(somebody_elses(anna))
    with_one, without = theirs[: SOME // 2], theirs[SOME // 2 :]
    for number, therapy in enumerate(theirs):
        user = person(f"client{number:02} Name", "client", now=NOW)
        Participant.objects.filter(therapy=therapy).update(user=user)
        if therapy in with_one:
            (place,) = places_of(user, NOW)
            send_concern(place, Choice(rita), "It felt wrong.", by=user, now=NOW, write_me=False)
    assert Therapy.objects.filter(pk__in=theirs).count() == SOME
    browser = signed_in(anna)

    def asks(ids: list[str], page: str) -> Asked:
        return lambda number: browser.get(f"/therapies/{ids[number % len(ids)]}/{page}")

    return [
        Pair(f"{words}: a concern elsewhere, none", 200, asks(with_one, page), asks(without, page))
        for words, page in (("own client's page", ""), ("own client's openings", "opened/"))
    ]


def about_addresses(lead: Any, known: list[str], unknown: list[str]) -> list[Pair]:
    """An address that signs in here, and one that does not."""
    from django.test import Client

    house, street = signed_in(lead), Client(SERVER_NAME="localhost")

    def sends(browser: Any, path: str, addresses: list[str], **fields: Any) -> Asked:
        return lambda number: browser.post(
            path, {"once": uuid4(), "address": addresses[number % SOME], **fields}
        )

    return [
        Pair(
            f"{words}: a known address, an unknown one",
            status,
            sends(browser, path, known, **fields),
            sends(browser, path, unknown, **fields),
        )
        for words, status, browser, path, fields in (
            ("invitation", 302, house, "/roles/invite/", {"name": "New", "roles": ["therapist"]}),
            ("asking for a letter", 302, street, "/recover/", {}),
            ("sign-in", 422, street, "/sign-in/", {"password": "not the right password"}),
        )
    ]


def about_screening() -> list[Pair]:
    """An enquiry that found a client, and one that found nobody, with as many offers."""
    from leaks_screening import two_sorts_of_enquiries

    reader, tied, untied = two_sorts_of_enquiries(SOME)
    browser = signed_in(reader)

    def asks(ids: list[str]) -> Asked:
        return lambda number: browser.get(f"/intake/{ids[number % SOME]}/")

    name = "enquiry: a client is named, a stranger is named"
    return [Pair(name, 200, asks(tied), asks(untied))]


def signed_in(user: Any) -> Any:
    """A browser in which somebody is signed in, every proof given just now."""
    from django.test import Client

    from holdfast.web.accounts.doors import FACTOR, PROVED, PROVED_TWICE, SEEN
    from pages_practice import NOW

    browser = Client(SERVER_NAME="localhost")
    browser.force_login(user)
    session = browser.session
    session[FACTOR] = "app"
    session[SEEN] = session[PROVED] = session[PROVED_TWICE] = NOW.isoformat()
    session.save()
    return browser


def compare(pair: Pair, many: int) -> Told:
    """Ask both in turn, in random order, and try to tell them apart by one threshold."""
    order = random.Random(pair.name)
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(-SOME, many):
        for which in order.sample((0, 1), 2):
            took = timed((pair.one, pair.other)[which], number, pair.status)
            if number >= 0:  # those before are for warming up
                times[which].append(took)
    one, other = times
    threshold, above = best_threshold(one[::2], other[::2])
    auc = area(one[1::2], other[1::2], threshold, above)
    return Told(pair.name, median(one), median(other), auc)


def timed(asked: Asked, number: int, status: int) -> float:
    """Milliseconds until the answer was there; what it did is taken back."""
    from django.db import transaction

    with transaction.atomic():
        started = perf_counter()
        answer = asked(number)
        took = (perf_counter() - started) * 1000
        transaction.set_rollback(True)
    if answer.status_code != status:
        raise RuntimeError(f"answered {answer.status_code}, not {status}")
    return took


def best_threshold(one: Sequence[float], other: Sequence[float]) -> tuple[float, bool]:
    """The time that parts the two best, and whether those above it are taken for `one`."""
    marks = sorted([*((at, 1 / len(one)) for at in one), *((at, -1 / len(other)) for at in other)])
    reached, best = 0.0, (0.0, marks[0][0], True)
    for at, step in marks:
        reached += step
        best = max(best, (abs(reached), at, reached < 0))
    return best[1], best[2]


def area(one: Sequence[float], other: Sequence[float], threshold: float, above: bool) -> float:
    """The area under the curve of one threshold: (1 + hits - false alarms) / 2."""
    over = [sum(at > threshold for at in times) / len(times) for times in (one, other)]
    return (1 + (over[0] - over[1]) * (1 if above else -1)) / 2


def report(told: list[Told], many: int, *, as_json: bool) -> None:
    """Print a line for each pair."""
    if as_json:
        print(json.dumps([asdict(found) for found in told], indent=2))
        return
    print(f"{many:,} requests a world, interleaved; an area between {LOW} and {HIGH} is chance.\n")
    print("| pair | median ms | median ms | area of one threshold | |\n|---|---|---|---|---|")
    for found in told:
        fits = LOW <= found.auc <= HIGH
        verdict = "" if many < ENOUGH else "holds" if fits else "can be told apart"
        print(f"| {found.name} | {found.one_ms:.2f} | {found.other_ms:.2f} | {found.auc:.3f} "
              f"| {verdict} |")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
