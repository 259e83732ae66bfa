"""Drift of fees and of crossings."""

from datetime import timedelta

import pytest

import holdfast.frame as frame

from .made import FEE, agreement, found, week


def fee(number, **changes):
    due = week(number).date()
    usual = {"amount": FEE, "status": "paid", "paid": due + timedelta(3), "session": f"s{number}"}
    return frame.FeeDue(id=f"f{number}", due=due, **{**usual, **changes})


def with_fees(*made):
    return frame.Events(fees=tuple(made))


def test_fees_paid_in_time_are_fine():
    assert found(with_fees(*(fee(n) for n in range(20)))) == {}


def test_late_and_still_open():
    late = [fee(n, paid=week(n).date() + timedelta(20)) for n in range(3)]
    unpaid = [fee(n, status="open", paid=None) for n in (3, 4)]
    drift = found(with_fees(*late, *unpaid), week(8))["fee_late"]

    assert (drift.seen, drift.of, dict(drift.happened)) == (5, 5, {"open": 2, "waived": 0})
    assert dict(drift.agreed) == {"amount": "60.00 GBP", "days": 7}


def test_what_may_still_be_paid_is_not_late():
    made = with_fees(*(fee(n, status="open", paid=None) for n in range(3)))

    assert found(made, week(2) + timedelta(hours=3)) == {}


def test_what_is_paid_after_today_is_not_known_today():
    made = with_fees(*(fee(n, paid=week(20).date()) for n in range(6)))

    assert found(made, week(7))["fee_late"].happened[0] == ("open", 0)


def test_waived_and_less():
    waived = [fee(n, status="waived", paid=None) for n in range(2)]
    less = [fee(n, amount=frame.Money(4000, "GBP")) for n in (2, 3)]
    drift = found(with_fees(*waived, *less))["fee_less"]

    assert (drift.seen, dict(drift.happened)["waived"]) == (4, 2)


def test_a_sliding_scale_is_what_was_agreed():
    low = agreement(fee=frame.Fee(amount=FEE, lowest=frame.Money(3000, "GBP")))
    made = with_fees(*(fee(n, amount=frame.Money(4000, "GBP")) for n in range(8)))

    assert found(made, versions=[low]) == {}


def test_more_than_agreed():
    made = with_fees(*(fee(n, amount=frame.Money(7000, "GBP")) for n in range(3)))
    raised = agreement(2, fee=frame.Fee(amount=frame.Money(7000, "GBP")))

    assert set(found(made)) == {"fee_more"}
    assert found(made, versions=[agreement(), raised]) == {}


def test_half_for_a_late_cancellation_is_as_agreed():
    half = agreement(cancellation=frame.Cancellation(late_percent=50, missed_percent=100))
    made = with_fees(*(fee(n, amount=FEE.share(50), reason="late_cancellation") for n in range(6)))

    assert found(made, versions=[half]) == {}
    assert "fee_less" in found(made)


def test_a_fee_of_nothing_is_never_late():
    free = agreement(fee=frame.Fee(amount=frame.Money(0, "GBP")))
    made = with_fees(
        *(fee(n, amount=frame.Money(0, "GBP"), status="open", paid=None) for n in range(8))
    )

    assert found(made, week(12), [free]) == {}


def test_a_fee_let_go_from_the_start_is_less_but_never_late():
    nothing = frame.Money(0, "GBP")
    made = with_fees(*(fee(n, amount=nothing, status="open", paid=None) for n in range(6)))

    assert set(found(made, week(12))) == {"fee_less"}


def test_an_exception_for_the_fee():
    months = frame.AgreedException(terms=("fee",), first=week(0).date(), last=week(9).date())
    made = [fee(n, status="waived", paid=None) for n in range(9)]
    events = frame.Events(fees=tuple(made), exceptions=(months,))

    assert found(events) == {}


def test_partners_pay_apart():
    hers = [fee(n, status="waived", paid=None, participant="p1") for n in range(5)]
    his = [frame.FeeDue(id=f"g{n}", due=week(n).date(), amount=FEE, status="paid",
                        paid=week(n).date(), participant="p2") for n in range(5)]  # fmt: skip
    findings = frame.find_drift([agreement()], with_fees(*hers, *his), week(6))

    assert [one.participant for one in findings.drifts] == ["p1"]


# Crossings ---------------------------------------------------------------------------------------


def crossing(number, kind, **changes):
    usual = {"discussed": True, "by": "client"}
    return frame.Crossing(
        id=f"x{number}", at=week(number) + timedelta(hours=1), kind=kind, **{**usual, **changes}
    )


def with_crossings(*made):
    return frame.Events(crossings=tuple(made))


def test_several_kinds_pile_up():
    made = [
        crossing(1, "invitation"),
        crossing(3, "self_disclosure", by="therapist"),
        crossing(6, "favour"),
    ]
    drift = found(with_crossings(*made))["crossings_many"]

    assert drift.key == "crossings_many:x1"
    assert dict(drift.happened) == {
        "dimensions": "favour invitation self_disclosure", "therapist": 1, "secret": 0,
    }  # fmt: skip
    assert "consult" in drift.options


@pytest.mark.parametrize(
    "made",
    [
        [crossing(1, "favour"), crossing(2, "favour"), crossing(3, "favour")],
        [crossing(1, "invitation"), crossing(3, "favour")],
        [crossing(1, "invitation"), crossing(20, "favour"), crossing(40, "online")],
        # A small gift is within the terms.
        [crossing(1, "invitation"), crossing(2, "gift", amount=frame.Money(500, "GBP")),
         crossing(3, "favour")],
    ],
)  # fmt: skip
def test_no_pile(made):
    assert found(with_crossings(*made)) == {}


def test_a_gift_above_what_was_agreed_counts():
    made = [
        crossing(1, "invitation"),
        crossing(2, "gift", amount=frame.Money(9000, "GBP")),
        crossing(3, "favour"),
    ]

    assert "crossings_many" in found(with_crossings(*made))


def test_a_pile_keeps_its_key_as_it_grows_and_ends_when_it_is_quiet():
    made = [crossing(n, kind) for n, kind in enumerate(["invitation", "favour", "online"])]
    more = [crossing(n, "other") for n in (10, 20, 30)]

    keys = {
        found(with_crossings(*made, *more[:n]), week(3 + 10 * n))["crossings_many"].key
        for n in range(4)
    }
    assert keys == {"crossings_many:x0"}
    assert found(with_crossings(*made, *more), week(43)) == {}


def test_not_spoken_of():
    made = [crossing(1, "favour", discussed=False), crossing(3, "favour", discussed=False)]

    assert found(with_crossings(*made), week(4)) == {}  # the next session is the place for it
    assert found(with_crossings(*made), week(6))["crossings_unspoken"].seen == 2
    spoken = [crossing(1, "favour", discussed=False), crossing(3, "favour", discussed=True)]
    assert found(with_crossings(*spoken), week(6)) == {}
    unknown = [crossing(n, "favour", discussed=None) for n in (1, 2, 3)]
    assert found(with_crossings(*unknown), week(6)) == {}


def test_one_that_is_kept_secret_is_enough():
    drift = found(with_crossings(crossing(1, "gift", secret=True)))["crossings_unspoken"]

    assert dict(drift.happened)["secret"] == 1


@pytest.mark.parametrize(
    ("kind", "term"),
    [
        ("touch", {"touch": frame.Touch(allowed="ask_first")}),
        ("self_disclosure", {"self_disclosure": frame.SelfDisclosure(allowed="when_it_helps")}),
        ("met_outside", {"outside": frame.Outside(arranged="part_of_method")}),
        ("met_outside", {"work": frame.Work(includes=("exposure_outside",))}),
    ],
)
def test_what_the_terms_allow_is_no_crossing(kind, term):
    made = with_crossings(crossing(1, kind), crossing(2, "invitation"), crossing(3, "favour"))

    assert "crossings_many" in found(made)
    assert found(made, versions=[agreement(**term)]) == {}


def test_agreeing_anew_on_gifts_starts_anew():
    made = with_crossings(crossing(1, "online"), crossing(2, "invitation"), crossing(3, "favour"))
    new = agreement(2, week(4).date(), gifts=frame.Gifts(accept="none"))

    assert found(made, week(5), [agreement(), new]) == {}
