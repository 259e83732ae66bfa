"""What screening in the application gives away: to an onlooker who reads lists, and by time.

The onlooker names one person under ten invented enquirers and reads what intake is shown. In half
of the worlds that person is a client of one of the therapists. The lists come from the
application's own check: matching, ties, the memory of names, the third enquiry that waits.
`screening_offers.py` measures the rule by itself, in many more worlds.
"""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from screening_offers import _auc as area_of
from screening_web import GIVEN, invented

SINCE = date(2025, 9, 2)
THERAPISTS = 6
ENQUIRIES = 10


@dataclass(frozen=True)
class Seen:
    """What the lists of one world show: how often whoever is missing most is missing."""

    most: int
    right: bool  # it is the therapist whose client the person is
    lost: float  # therapists missing from a list, on average


def report_onlooker(worlds: int) -> None:
    """Print how well the onlooker does."""
    rng = random.Random(3)
    seen = [(world(rng, tied=number % 2 == 0), number % 2 == 0) for number in range(worlds)]
    auc = area_of([(each.most + rng.random() * 1e-6, tied) for each, tied in seen])
    guessed = sum(each.right for each, tied in seen if tied) / max(1, worlds // 2)
    lost = sum(each.lost for each, _tied in seen) / worlds
    print(
        f"\nOnlooker, {THERAPISTS} therapists, {worlds} worlds, {ENQUIRIES} enquiries each: area "
        f"{auc:.2f} (aim: at most .55); therapist guessed if a client {guessed:.2f} (chance "
        f"{1 / THERAPISTS:.2f}); offers lost an enquiry {lost:.1f}"
    )


def world(rng: random.Random, *, tied: bool) -> Seen:
    """Build a practice, let the onlooker ask ten times, take it all back."""
    from django.db import transaction

    with transaction.atomic():
        seen = _asked(rng, tied)
        transaction.set_rollback(True)
    return seen


def _asked(rng: random.Random, tied: bool) -> Seen:
    from pages_practice import NOW

    therapists = house(rng)
    theirs = rng.choice(therapists)
    given, surname, born, phone = invented(rng)
    if tied:
        client(theirs, f"{given} {surname}", born, phone)
    everybody, lists = {str(each.pk) for each in therapists}, []
    for number in range(ENQUIRIES):
        enquiry = asked(rng, (f"{given} {surname}", born, phone), NOW + timedelta(hours=number))
        lists += [set(row.therapists) for row in enquiry.lists.all()]
    absent = Counter(each for listed in lists for each in sorted(everybody - listed))
    most, times = absent.most_common(1)[0] if absent else ("", 0)
    lost = sum(len(everybody - listed) for listed in lists) / max(1, len(lists))
    return Seen(times, most == str(theirs.pk), lost)


def asked(rng: random.Random, person: tuple[str, str, str], now: Any) -> Any:
    """One invented enquirer names the person; the worker's check answers."""
    from holdfast.web.screening.actions.checking import check
    from holdfast.web.screening.actions.enquiring import enquire
    from holdfast.web.screening.told import ToldOf, Wanted

    name, born, phone = person
    other = ToldOf(name, "ex_partner", born=born, phone=phone)
    own, surname, when, number = invented(rng)
    asker = ToldOf(f"{own} {surname}", born=when, phone=number)
    enquiry = enquire(asker, [other], Wanted("individual"), now=now)
    check(str(enquiry.pk), now=now)
    return enquiry


def house(rng: random.Random) -> list[Any]:
    """Six therapists, without the ceremony of their invitation."""
    from holdfast.web.accounts.models import User
    from holdfast.web.practice.models import Therapist
    from pages_practice import NOW

    found = []
    for number in range(THERAPISTS):
        name = f"{rng.choice(GIVEN)} House{number}"
        user = User.objects.invite(f"t{number}@example.org", name, ["therapist"], NOW)
        found.append(Therapist.objects.create(user=user, since=SINCE, languages=["en"]))
    Therapist.objects.exclude(pk__in=[each.pk for each in found]).update(until=SINCE)
    return found


def client(therapist: Any, name: str, born: str, phone: str) -> None:
    """Somebody in therapy with that therapist."""
    from holdfast.web.practice.actions import people, therapies
    from pages_practice import NOW

    who = {"by": therapist.user, "now": NOW}
    therapy = therapies.open_therapy(kind="individual", therapist=therapist, since=SINCE, **who)
    card = people.new_card("therapy", now=NOW, name=name, birth=born)
    people.add_participant(therapy, card, since=SINCE, **who)
    people.add_contact_point(card, about=therapy, kind="phone", value=phone, **who)


def two_sorts_of_enquiries(many: int) -> tuple[Any, list[str], list[str]]:
    """A coordinator, and ids of released enquiries: a client named, and a stranger named.

    All lists have the same number of therapists, so that no page is longer than another by that.
    """
    from conftest import person
    from pages_practice import NOW

    rng, then = random.Random(11), NOW - timedelta(days=1)
    therapists = house(rng)
    found: tuple[list[str], list[str]] = ([], [])
    while min(map(len, found)) < many:
        tied = len(found[0]) <= len(found[1])
        given, surname, born, phone = invented(rng)
        if tied:
            client(rng.choice(therapists), f"{given} {surname}", born, phone)
        enquiry = asked(rng, (f"{given} {surname}", born, phone), then)
        given_list = enquiry.lists.first()
        if given_list is not None and len(given_list.therapists) == THERAPISTS - 2:
            found[0 if tied else 1].append(str(enquiry.pk))
    return person("Ines Ito", "intake", now=NOW), found[0][:many], found[1][:many]
