"""What is owed for a session that was held, called off or missed."""

from datetime import timedelta

import pytest

import holdfast.frame as frame

from .made import FEE

RULE = frame.Cancellation(notice_hours=48, late_percent=50, missed_percent=80)
CLIENT, THERAPIST = "called_off_by_client", "called_off_by_therapist"


@pytest.mark.parametrize(
    ("happened", "notice", "percent", "reason"),
    [
        ("held", None, 100, "held"),
        ("missed", None, 80, "missed"),
        (CLIENT, timedelta(days=4), 0, "in_time"),
        (CLIENT, timedelta(hours=48), 0, "in_time"),
        (CLIENT, timedelta(hours=47, minutes=59), 50, "late"),
        (CLIENT, timedelta(0), 50, "late"),
        (CLIENT, None, None, "not_noted"),
        (THERAPIST, timedelta(hours=1), 0, "by_therapist"),
        (THERAPIST, None, 0, "by_therapist"),
    ],
)
def test_by_the_agreement(happened, notice, percent, reason):
    assert frame.owed(RULE, happened, notice) == frame.Owed(percent, reason)


@pytest.mark.parametrize("happened", [CLIENT, "missed"])
def test_what_was_not_agreed_is_not_guessed(happened):
    assert frame.owed(None, happened, timedelta(hours=1)) == frame.Owed(None, "not_agreed")


def test_without_a_rule_the_rest_is_known():
    assert frame.owed(None, "held").percent == 100
    assert frame.owed(None, THERAPIST).percent == 0


def test_where_late_costs_nothing_the_time_does_not_matter():
    free = frame.Cancellation(late_percent=0)

    assert frame.owed(free, CLIENT) == frame.Owed(0, "not_noted")


def test_of_a_fee():
    assert frame.Owed(50, "late").of(FEE) == frame.Money(3000, "GBP")
    assert frame.Owed(None, "not_noted").of(FEE) is None


def test_what_falls_due_by_the_rule_is_no_drift():
    """The detectors over fees know the same arithmetic."""
    from .made import agreement, found, week

    version = agreement(cancellation=RULE)
    late = frame.owed(RULE, CLIENT, timedelta(0)).of(FEE)
    made = frame.Events(
        fees=tuple(
            frame.FeeDue(
                id=f"f{n}", due=week(n).date(), amount=late, status="paid", paid=week(n).date(),
                reason="late_cancellation", session=f"s{n}",
            )
            for n in range(8)
        )
    )  # fmt: skip

    assert found(made, versions=[version]) == {}
