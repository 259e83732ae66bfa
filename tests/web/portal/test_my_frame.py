"""What was agreed beside what happened: the therapist's side plainly, the client's as history."""

import re
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse

from holdfast.frame import reading_age
from holdfast.web.portal.facts import facts_of
from holdfast.web.portal.models import Concern, Statement

from . import raised as world
from .test_my_copy import _hold, _part
from .test_records import _plain

sys.path.insert(0, str(Path(__file__).parent.parent / "frame"))


@pytest.fixture
def place(with_dana):
    """Dana's place, with a signed agreement: Tuesdays at 14:00, 50 minutes, 60 pounds."""
    import world as framed

    framed.agreed(with_dana)
    return with_dana.participants.select_related("card__key", "therapy__key").get()


def _held(place, when: datetime, late: int = 0, over: int = 0, fee: int = 6000, **more):
    from holdfast.web.practice.actions import sessions

    by = place.therapy.assignments.get().therapist.user
    (one,) = sessions.plan_sessions(place.therapy, [when], minutes=50, by=by, now=world.BEGAN)
    start = one.starts_at + timedelta(minutes=late)
    end = start + timedelta(minutes=50 + over)
    part = sessions.Part(place, True, fee, "GBP")
    sessions.record_session(one, [part], by=by, now=end, started_at=start, ended_at=end, **more)
    return one


def _said(facts) -> list[tuple[str, str]]:
    return [(line.agreed, line.happened) for line in facts.different]


def test_late_starts_overruns_places_and_fees_stand_side_by_side(place, now) -> None:
    _held(place, datetime(2026, 1, 6, 14), late=12)
    _held(place, datetime(2026, 1, 13, 14), over=25)
    _held(place, datetime(2026, 1, 20, 14), where="outside")
    _held(place, datetime(2026, 1, 27, 14), fee=8000)

    said = _said(facts_of(place, now))

    assert ("Start at 14:00.", "It began at 14:12.") in said
    assert ("50 minutes.", "It was 75 minutes long.") in said
    assert ("A fee of 60.00 GBP.", "The fee was 80.00 GBP.") in said
    assert any(what == "We met outside." for _agreed, what in said)
    assert len(said) == 4


def test_within_what_nobody_minds_nothing_is_different(place, now) -> None:
    _held(place, datetime(2026, 1, 6, 14), late=4, over=4)

    assert facts_of(place, now).different == ()


def test_what_the_therapist_called_off_and_breaks_are_on_their_side(place, anna, now) -> None:
    from holdfast.web.practice.actions import betweens, sessions

    by = anna.user
    (one,) = sessions.plan_sessions(
        place.therapy, [datetime(2026, 2, 3, 14)], minutes=50, by=by, now=world.BEGAN
    )
    sessions.cancel_session(
        one, [], by=by, now=now, cancelled_by="therapist", cancelled_at=one.starts_at
    )
    betweens.announce_break(
        therapist=anna, by=by, now=now, since=date(2026, 2, 10), until=date(2026, 2, 14),
        announced_on=date(2026, 2, 9),
    )  # fmt: skip

    said = [what for _agreed, what in _said(facts_of(place, now))]

    assert "Your therapist called it off." in said
    assert any("said on 9 February 2026" in what for what in said)


def test_what_the_client_did_is_history_and_never_a_count(place, knock, dana, now, anna) -> None:
    from holdfast.web.practice.actions import sessions

    for week in range(4):
        (one,) = sessions.plan_sessions(
            place.therapy, [datetime(2026, 1, 6, 14) + timedelta(weeks=week)], minutes=50,
            by=anna.user, now=world.BEGAN,
        )  # fmt: skip
        sessions.cancel_session(
            one, [], by=anna.user, now=now, cancelled_by="client", cancelled_at=one.starts_at
        )

    facts = facts_of(place, now)
    page = knock(dana).get(reverse("portal:my_frame")).content.decode()

    assert facts.different == ()
    assert facts.together == ()
    assert len(facts.history) == 4
    assert "of 4" not in page
    assert "4 of" not in page


def test_drift_on_the_therapists_side_is_told_in_the_clients_words(place, now) -> None:
    import world as framed

    framed.a_drift(place.therapy)

    said = facts_of(place, now).together

    assert any("longer" in sentence for sentence in said)


def test_not_so_goes_to_the_therapist_with_the_line(place, knock, send, dana, alice, now) -> None:
    one = _held(place, datetime(2026, 1, 6, 14), late=12)
    here = reverse("portal:not_so", args=[place.pk, "session", one.pk])
    page = knock(dana).get(here).content.decode()

    assert "Your therapist reads it before you next meet" in page
    assert 'href="/help/"' in page
    assert reading_age(_plain(page)) <= 11
    send(knock(dana), here, words="It was I who was late.")

    row = Statement.objects.get()
    assert "It began at 14:12." in row.shown_line
    assert row.kind == "not_so"
    assert (
        "It was I who was late."
        in knock(alice).get(reverse("portal:answer_words", args=[row.pk])).content.decode()
    )
    assert "You said it was not so" in knock(dana).get(reverse("portal:my_frame")).content.decode()


def test_after_the_end_the_therapist_is_the_one_they_worked_with(place, knock, dana, now) -> None:
    one = _held(place, datetime(2026, 1, 6, 14))
    type(place).objects.filter(pk=place.pk).update(until=now.date() - timedelta(days=7))
    browser = knock(dana)

    for here in (
        reverse("portal:not_so", args=[place.pk, "session", one.pk]),
        reverse("portal:ask", args=[place.pk]),
        reverse("endings:mine"),
        reverse("endings:ask_back", args=[place.pk]),
    ):
        page = browser.get(here).content.decode()
        main = (
            page[page.index("<main") : page.index("</main>")]
            .lower()
            .replace("my therapist from before", "")
        )
        assert "your therapist" not in main
        assert "my therapist" not in main
        assert "the therapist" in main or here == reverse("endings:mine")


def test_not_so_leads_to_another_reader_with_the_line_and_sends_nothing(
    place, knock, dana, anna, rita
) -> None:
    one = _held(place, datetime(2026, 1, 6, 14), late=12)
    here = reverse("portal:not_so", args=[place.pk, "session", one.pk])
    write = reverse("portal:concern_write", args=[place.pk, anna.pk])
    browser = knock(dana)
    page = browser.get(here).content.decode()
    assert f'action="{write}"' in page
    line = re.search(r'name="line" value="([^"]+)"', page)[1]
    assert "It began at 14:12." in line

    browser.post(write, {"do": "keep", "words": "I had begun."})
    written = browser.post(write, {"do": "line", "line": line})

    words = written.context["form"]["words"].value()
    assert words.startswith("I had begun.")
    assert "It began at 14:12." in words
    assert "You read it once more before it is sent" in written.content.decode()
    assert not Concern.objects.exists()
    assert not Statement.objects.exists()


def test_a_line_of_somebody_else_is_not_there(place, knock, dana, sam, ben) -> None:
    other = world.a_therapy(ben, "Sam", user=sam)
    his = other.participants.select_related("card__key", "therapy__key").get()
    _hold(other, datetime(2026, 1, 6, 14), _part(his))
    theirs = other.sessions.get()

    for about, row in (("session", theirs.pk), ("session", uuid4()), ("note", theirs.pk)):
        here = reverse("portal:not_so", args=[place.pk, about, row])
        assert knock(dana).get(here).status_code == 404
    here = reverse("portal:not_so", args=[his.pk, "session", theirs.pk])
    assert knock(dana).get(here).status_code == 404


def test_of_a_couple_each_sees_what_they_took_part_in(anna, dana, sam, knock, now) -> None:
    therapy = world.a_therapy(anna, "Dana", user=dana, kind="couple")
    world.join(therapy, "Sam", anna.user, user=sam)
    people = therapy.participants.select_related("card__key", "therapy__key")
    hers, his = people.get(user=dana), people.get(user=sam)
    _hold(therapy, datetime(2026, 1, 6, 14), _part(hers), _part(his))
    _hold(therapy, datetime(2026, 1, 13, 14), _part(hers, came=False), _part(his))

    mine = [line.on for line in facts_of(hers, now).history]

    assert mine == [date(2026, 1, 6)]
    assert len(facts_of(his, now).history) == 2
    assert "13 Jan" not in knock(dana).get(reverse("portal:my_sessions")).content.decode()


@pytest.mark.parametrize(
    ("channel", "agreed"),
    [("text", "Text message: Mon"), ("social_media", "Nothing was agreed on that.")],
)
def test_beside_a_contact_stands_what_was_agreed_of_that_way(place, anna, now, channel, agreed):
    from holdfast.web.practice.actions import betweens
    from holdfast.web.practice.models import Contact

    betweens.note_contact(
        place, by=anna.user, now=now, channel=channel, direction=Contact.Direction.FROM_CLIENT,
        purpose="scheduling", at=datetime(2026, 2, 3, 15, 54, tzinfo=UTC), reply=False,
    )  # fmt: skip

    (line,) = [one for one in facts_of(place, now).history if one.about == "contact"]
    assert line.agreed.startswith(agreed)
    assert "at 15:54. From you, about: " in line.happened


def test_a_client_reads_who_covers_a_break(place, anna, bob, knock, dana, now) -> None:
    from holdfast.web.practice.actions import betweens

    betweens.announce_break(
        since=date(2026, 3, 2), until=date(2026, 3, 9), by=anna.user, now=now, therapist=anna,
        cover=bob,
    )  # fmt: skip

    page = knock(dana).get(reverse("portal:my_sessions")).content.decode()

    assert "Your therapist is away. Bob Brandt covers. Said on 17 February 2026." in page
