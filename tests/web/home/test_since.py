"""What the brief says of the time since the last session, on its page and on Today."""

from datetime import UTC, date, datetime

import pytest

from holdfast.web.practice import since
from holdfast.web.practice.actions import betweens
from holdfast.web.practice.models import Therapy

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everybody")]
LABEL = "Since the last session"


@pytest.fixture
def contact(alice, now):
    def noted(therapy, at: datetime, purpose: str = "scheduling", minutes: int | None = None):
        return betweens.note_contact(
            therapy.participants.get(), by=alice, now=now, channel="phone", direction="in",
            purpose=purpose, at=at, minutes=minutes, note="crying",
        )  # fmt: skip

    return noted


@pytest.fixture
def crossing(alice, now):
    def noted(therapy, on: date, kind: str = "gift", discussed: bool | None = None, at=now):
        return betweens.note_crossing(
            therapy.participants.get(), by=alice, now=at, kind=kind, on=on,
            initiated_by="client", discussed=discussed, note="a scarf",
        )  # fmt: skip

    return noted


def said(therapy, now) -> str:
    (fresh,) = Therapy.objects.with_keys().filter(pk=therapy.pk)
    line = since.lines([fresh], now).get(therapy.pk)
    return line.text if line else ""


def test_it_works(knock, alice, with_dana, contact, crossing) -> None:
    contact(with_dana, datetime(2026, 2, 14, 21, 30, tzinfo=UTC), "crisis", 20)
    contact(with_dana, datetime(2026, 2, 16, 9, 0, tzinfo=UTC))
    crossing(with_dana, date(2026, 2, 15))
    line = (
        f"<dt>{LABEL}</dt><dd>2 contacts; in a crisis: phone call, Saturday 14 February, 21:30, "
        "20 minutes; not yet talked about: gift.</dd>"
    )

    for address in ("/today/", "/today/2026-02-17/briefs/", f"/therapies/{with_dana.pk}/brief/"):
        assert line in knock(alice).get(address).content.decode(), address


def test_what_was_before_the_last_session_or_talked_about_is_not_said(
    with_dana, contact, crossing, now
) -> None:
    earlier = datetime(2026, 2, 6, 9, 0, tzinfo=UTC)
    contact(with_dana, datetime(2026, 2, 9, 21, 0, tzinfo=UTC), "crisis", 10)
    crossing(with_dana, date(2026, 2, 5), at=earlier)
    crossing(with_dana, date(2026, 2, 12), discussed=True)

    assert said(with_dana, now) == ""


def test_a_crossing_noted_since_counts_on_whichever_day_it_was(with_dana, crossing, now) -> None:
    crossing(with_dana, date(2026, 2, 5))
    crossing(with_dana, date(2026, 2, 10), "touch", discussed=False)
    crossing(with_dana, date(2026, 2, 12))

    assert said(with_dana, now) == "not yet talked about: gift (2), touch."


def test_a_session_called_off_ends_nothing(with_dana, contact, alice, now) -> None:
    contact(with_dana, datetime(2026, 2, 9, 21, 0, tzinfo=UTC))
    last = with_dana.sessions.held().order_by("-starts_at").first()
    type(last).objects.filter(pk=last.pk).update(state="cancelled")

    assert said(with_dana, now) == "1 contact."


def test_two_queries_for_many(
    anna, begin, contact, crossing, now, django_assert_num_queries
) -> None:
    many = [begin(anna, f"Client {n}", hour=9 + n, weeks=30) for n in range(3)]
    for therapy in many:
        contact(therapy, datetime(2026, 2, 14, 21, 30, tzinfo=UTC), "crisis", 20)
        crossing(therapy, date(2026, 2, 15))
    fresh = list(Therapy.objects.with_keys().filter(pk__in=[t.pk for t in many]))

    with django_assert_num_queries(2):
        assert len(since.lines(fresh, now)) == 3
