"""When a check is due."""

from datetime import date

import pytest

from holdfast.alliance import Cadence, HeldSession, due, unanswered_in_a_row

DAY = date(2026, 3, 27)


def session(number: int, answered: bool = False, day: date = DAY) -> HeldSession:
    return HeldSession(number, day, answered)


@pytest.mark.parametrize(
    ("cadence", "held", "today", "expected"),
    [
        (Cadence(), session(1), DAY, "due"),
        (Cadence(), session(1, answered=True), DAY, "answered"),
        (Cadence("every_second"), session(1), DAY, "due"),
        (Cadence("every_second"), session(2), DAY, "not_this_session"),
        (Cadence("none"), session(1), DAY, "not_asked"),
        (Cadence(paused_on=date(2026, 3, 1)), session(1), DAY, "paused_by_client"),
        (Cadence(paused_on=date(2026, 3, 28)), session(1), DAY, "due"),
        (Cadence(paused_on=date(2026, 3, 28)), session(1), date(2026, 3, 29), "paused_by_client"),
        (
            Cadence(paused_on=date(2026, 3, 1), resumed_on=date(2026, 3, 20)),
            session(1),
            DAY,
            "due",
        ),
        (
            Cadence(paused_on=date(2026, 3, 21), resumed_on=date(2026, 3, 20)),
            session(1),
            DAY,
            "paused_by_client",
        ),
    ],
)
def test_due(cadence: Cadence, held: HeldSession, today: date, expected: str):
    found = due(cadence, held, today)

    assert found.reason == expected
    assert found.due == (expected == "due")


def test_reminder_over_the_change_to_summer_time():
    assert not due(Cadence(), session(1), date(2026, 3, 28)).remind
    assert due(Cadence(), session(1), date(2026, 3, 29)).remind


def test_unanswered_in_a_row():
    held = [session(1, True), session(2), session(3)]

    assert unanswered_in_a_row(Cadence(), held) == 2
    assert unanswered_in_a_row(Cadence("every_second"), held) == 1
    assert unanswered_in_a_row(Cadence(paused_on=DAY), held) == 0
    assert unanswered_in_a_row(Cadence(), [session(1), session(2)]) == 0
    assert unanswered_in_a_row(Cadence(), []) == 0
