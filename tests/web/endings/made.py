"""Therapies that end or have ended, built through the acts, and requests at one known instant."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.test import Client

LONG_AGO = datetime(2022, 1, 11, 9, 0, tzinfo=UTC)


@pytest.fixture
def knock() -> Callable[..., Client]:
    """Sign somebody in without their password, at `now`, second factor and proof fresh."""

    def signed(user) -> Client:
        from holdfast.web.accounts.doors import FACTOR, PROVED, SEEN

        client = Client()
        client.force_login(user)
        session = client.session
        session[SEEN] = session[PROVED] = "2026-02-17T12:09:50+00:00"
        session[FACTOR] = "app"
        session.save()
        return client

    return signed


def long_ago(
    therapist, name: str = "Sam Okoro", user=None, ended: date = date(2023, 2, 14), **more
):
    """A therapy that began in 2022 and ended years ago, with one client."""
    from holdfast.web.endings.actions import plans
    from holdfast.web.practice.actions import people, therapies

    by = therapist.user
    therapy = therapies.open_therapy(
        kind=more.get("kind", "individual"), therapist=therapist, by=by, now=LONG_AGO,
        since=LONG_AGO.date(), zone="Europe/London",
    )  # fmt: skip
    card = people.new_card("therapy", now=LONG_AGO, name=name, birth=more.get("born", "1988-05-09"))
    people.add_participant(therapy, card, by=by, now=LONG_AGO, since=LONG_AGO.date(), user=user)
    at = datetime(ended.year, ended.month, ended.day, 18, tzinfo=UTC)
    plans.close(therapy, how="planned", on=ended, by=by, now=at)
    therapy.refresh_from_db()
    return therapy


@pytest.fixture
def sams(anna, sam):
    """Alice's therapy with Sam, which ended three years and three days ago."""
    return long_ago(anna, user=sam)


def a_plan_for(therapy, *, by, now):
    """A plan of a therapy's ending that waits for everybody in it, guardians too."""
    from holdfast.web.endings.actions import plans

    draft = plans.keep_draft(
        therapy, {"why": "It is done."}, last_on=date(2026, 3, 24), in_order_to="", by=by, now=now
    )
    signs = {"client": "assent", "guardian": "permission"}
    parties = [(signs[p.role], p) for p in therapy.participants.order_by("role")]
    return plans.fix(draft, parties, by=by, now=now)


@pytest.fixture
def offered(with_dana, alice, now):
    """A plan of the ending with Dana that waits for both signatures."""
    from holdfast.web.endings.actions import plans

    draft = plans.keep_draft(
        with_dana, {"why": "It is done.", "back": "A call is enough."},
        last_on=date(2026, 3, 24), in_order_to="", by=alice, now=now,
    )  # fmt: skip
    parties = [("consent", p) for p in with_dana.participants.clients()]
    plan = plans.fix(draft, parties, by=alice, now=now)
    return SimpleNamespace(
        plan=plan,
        client=plan.parties.get(therapist=None),
        therapist=plan.parties.get(participant=None),
    )
