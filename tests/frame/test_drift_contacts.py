"""Drift of contacts between sessions: hours, purpose, who begins, how many, how long."""

from datetime import UTC, datetime, time, timedelta

import pytest
from scipy.stats import binomtest

import holdfast.frame as frame
from holdfast.frame.of_contacts import EARLIER_WEEKS, RECENT_WEEKS, _is_more, within

from .made import FIRST, LONDON, agreement, contact, found, nights, session, sessions, week


def with_contacts(*made, **others):
    return frame.Events(contacts=tuple(made), **others)


def test_one_contact_a_week_outside_the_hours():
    made = nights(4)

    assert "contact_hours" not in found(with_contacts(*made[:2]))
    drift = found(with_contacts(*made))["contact_hours"]
    assert drift.key == "contact_hours:c0"
    assert (drift.seen, drift.of) == (4, 4)
    assert dict(drift.agreed) == {"hours": "mon tue wed thu fri 09:00-18:00"}
    assert drift.evidence == ("c0", "c1", "c2", "c3")


def test_now_and_then_is_no_drift():
    assert found(with_contacts(*nights(8, every_days=49))) == {}


def test_one_bad_evening_is_one_fact():
    evening = [contact(f"c{n}", FIRST.replace(hour=20, minute=n)) for n in range(9)]

    assert found(with_contacts(*evening)) == {}


def test_it_closes_when_it_stops():
    made = with_contacts(*nights(4))

    assert "contact_hours" in found(made, week(4))
    assert found(made, week(12)) == {}


def test_a_crisis_under_the_emergency_term_is_inside_the_frame():
    made = with_contacts(*nights(8, purpose="crisis", channel="phone"))
    no_calls = agreement(emergencies=frame.Emergencies(call_therapist=False))

    assert found(made) == {}
    assert "contact_purpose" in found(made, versions=[no_calls])


def test_coaching_that_the_method_includes_is_inside_the_frame():
    made = with_contacts(*nights(20, every_days=2, purpose="coaching", channel="phone"))
    dbt = agreement(work=frame.Work(includes=("phone_coaching",)))

    assert "contact_purpose" in found(made)
    assert found(made, versions=[dbt]) == {}


def test_agreeing_on_coaching_closes_what_came_before():
    made = with_contacts(*nights(8, every_days=3, purpose="coaching", channel="phone"))
    dbt = agreement(2, week(4).date(), work=frame.Work(includes=("phone_coaching",)))

    assert "contact_purpose" in found(made, week(4))
    assert found(made, week(4), [agreement(), dbt]) == {}


def test_the_template_with_phone_coaching_keeps_coaching_inside():
    made = with_contacts(*nights(20, every_days=1, purpose="coaching", channel="phone"))
    dbt = frame.Agreement(version=1, in_force=FIRST.date(), terms=frame.template("dbt").terms)

    assert found(made, versions=[dbt]) == {}


def test_off_purpose_and_over_another_channel():
    support = [contact(f"c{n}", week(n).replace(hour=10), purpose="support") for n in range(4)]
    phone = [contact(f"c{n}", week(n).replace(hour=10), channel="phone") for n in range(4)]

    assert dict(found(with_contacts(*support))["contact_purpose"].agreed) == {"text": "scheduling"}
    assert "contact_purpose" in found(with_contacts(*phone))


def test_begun_by_the_therapist():
    made = [
        contact(f"c{n}", week(n).replace(hour=10), by="therapist", purpose="support")
        for n in range(4)
    ]
    replies = [
        contact(f"c{n}", week(n).replace(hour=10), by="therapist", reply=True) for n in range(9)
    ]

    drift = found(with_contacts(*made))["contact_by_therapist"]
    assert drift.options == ("talk", "consult", "reagree", "note", "set_aside")
    assert found(with_contacts(*replies)) == {}
    arranging = [frame.ContactMade(id=f"a{n}", at=one.at, channel="text", purpose="scheduling",
                                   by="therapist") for n, one in enumerate(made)]  # fmt: skip
    assert found(with_contacts(*arranging)) == {}


def test_whom_the_hours_bind():
    made = with_contacts(*nights(5, by="therapist", reply=True))
    rules = agreement().terms.contact.rules
    client_only = agreement(contact=frame.Contact(rules=rules, hours_bind="client"))
    any_time = agreement(contact=frame.Contact(rules=rules, sent_any_time=True))

    assert "contact_hours" in found(made)
    assert found(made, versions=[client_only]) == {}
    assert found(with_contacts(*nights(5)), versions=[any_time]) == {}
    assert "contact_hours" in found(made, versions=[any_time])


def test_a_row_without_hours_is_for_any_time():
    rule = frame.ContactRule(channel="text", purposes=("scheduling",))
    always = agreement(contact=frame.Contact(rules=(rule,)))

    assert found(with_contacts(*nights(9)), versions=[always]) == {}


def test_hours_are_local_on_both_sides_of_the_clock_change():
    """17:30 in London is 17:30 UTC in winter and 16:30 UTC in summer."""
    rules = (frame.ContactRule(channel="text", purposes=("scheduling",),
                               hours=(frame.Hours(start=time(9), end=time(18)),)),)  # fmt: skip
    version = agreement(contact=frame.Contact(rules=rules))
    winter = [contact(f"w{n}", datetime(2026, 3, 2 + n, 17, 30, tzinfo=UTC)) for n in range(5)]
    summer = [contact(f"s{n}", datetime(2026, 4, 6 + n, 17, 30, tzinfo=UTC)) for n in range(5)]

    assert found(with_contacts(*winter), versions=[version]) == {}
    assert "contact_hours" in found(with_contacts(*summer), versions=[version])


@pytest.mark.parametrize(
    ("local", "inside"),
    [
        (datetime(2026, 1, 6, 9, 0), True),
        (datetime(2026, 1, 6, 17, 59), True),
        (datetime(2026, 1, 6, 18, 0), False),
        (datetime(2026, 1, 10, 12, 0), False),  # a Saturday
        (datetime(2026, 1, 9, 23, 0), True),  # Friday night
        (datetime(2026, 1, 10, 1, 0), True),  # still Friday night
        (datetime(2026, 1, 11, 1, 0), False),
    ],
)
def test_hours_also_past_midnight(local, inside):
    hours = (
        frame.Hours(start=time(9), end=time(18)),
        frame.Hours(days=("fri",), start=time(22), end=time(2)),
    )

    assert within(local.replace(tzinfo=LONDON), hours) is inside


def test_a_client_of_a_couple_is_looked_at_alone():
    one = nights(5, participant="p1")
    other = [contact("d0", FIRST.replace(hour=21), participant="p2")]
    findings = frame.find_drift([agreement()], with_contacts(*one, *other), week(5))

    assert [(d.participant, d.key) for d in findings.drifts] == [("p1", "contact_hours:p1:c0")]


# More than before --------------------------------------------------------------------------------


def rising(before, after, weeks_before=16, weeks_after=4):
    """Return contacts within hours, `before` a week at first and then `after`."""
    made = []
    for number in range(weeks_before + weeks_after):
        count = before if number < weeks_before else after
        step = timedelta(hours=1)
        begin = (week(number) + timedelta(days=1)).replace(hour=9)
        made += [contact(f"c{number}.{n}", begin + n * step) for n in range(count)]
    return with_contacts(*made, sessions=sessions([50] * (weeks_before + weeks_after)))


def test_rising():
    events = rising(1, 4)
    drift = found(events, week(21))["contact_rising"]

    assert dict(drift.happened) == {"earlier": 12, "earlier_weeks": 12}
    assert drift.seen >= 12
    assert drift.since >= week(16)


@pytest.mark.parametrize(("before", "after"), [(1, 1), (1, 2), (4, 4), (0, 1)])
def test_no_rise_that_chance_would_give(before, after):
    assert found(rising(before, after), week(20)) == {}


def test_a_high_level_that_stays_is_still_a_rise():
    """The level before it is remembered; it does not become usual by going on."""
    early = found(rising(1, 4, weeks_after=5), week(22))["contact_rising"]
    late = found(rising(1, 4, weeks_after=30), week(46))["contact_rising"]

    assert early.key == late.key


def test_it_is_over_when_the_level_falls_back():
    events = rising(1, 4, weeks_after=6)
    calm = [contact(f"d{n}", (week(22 + n) + timedelta(1)).replace(hour=9)) for n in range(8)]
    both = with_contacts(*events.contacts, *calm, sessions=sessions([50] * 30))

    assert "contact_rising" not in found(both, week(30))


@pytest.mark.parametrize(
    ("count", "before", "weeks"), [(5, 2, 12), (8, 3, 12), (6, 5, 9), (12, 4, 8)]
)
def test_the_comparison_is_the_exact_binomial_test(count, before, weeks):
    share = RECENT_WEEKS / (RECENT_WEEKS + weeks)
    tail = binomtest(count, count + before, share, alternative="greater").pvalue
    doubled = count / RECENT_WEEKS >= 2 * before / weeks

    assert _is_more(count, before, weeks) is bool(doubled and tail < 0.001)
    assert EARLIER_WEEKS == 12


def test_limits_of_a_row():
    rule = frame.ContactRule(channel="phone", purposes=("support",), minutes=10, per_week=1)
    version = agreement(contact=frame.Contact(rules=(rule,)))
    made = [
        contact(f"c{n}.{m}", week(n) + timedelta(days=m), channel="phone", purpose="support",
                minutes=25)
        for n in range(5) for m in (1, 2, 3)
    ]  # fmt: skip
    kinds = found(with_contacts(*made), week(6), [version])

    assert dict(kinds["contact_long"].happened) == {"middle": 15}
    assert dict(kinds["contact_often"].agreed) == {"per_week": 1}
    # The first week began before the agreement did.
    assert kinds["contact_often"].seen == 4
    calm = [contact(f"c{n}", week(n), channel="phone", purpose="support", minutes=9)
            for n in range(9)]  # fmt: skip
    assert found(with_contacts(*calm), week(9), [version]) == {}


def test_no_contact_is_no_lack_of_data():
    events = with_contacts(sessions=tuple(session(n) for n in range(9)))
    findings = frame.find_drift([agreement()], events, week(9))

    assert not any(one.kind == "contact_hours" for one in findings.silences)
