"""Terms: reading, writing, the schema, and all that is wrong said at once."""

import json
from datetime import date, time

import pytest
from hypothesis import given, settings

import holdfast.frame as frame

from .made import agreement, record
from .schema_check import faults


@given(record(frame.Terms))
@settings(max_examples=30, deadline=None)
def test_what_is_written_reads_back(terms):
    plain = json.loads(json.dumps(frame.write_terms(terms)))

    assert frame.read_terms(plain) == terms


@given(record(frame.Agreement))
@settings(max_examples=30, deadline=None)
def test_the_file_reads_back_and_fits_the_schema(agreement):
    text = frame.dump_agreements((agreement,))

    assert frame.load_agreements(text) == (agreement,)
    assert faults(frame.write_agreement(agreement), frame.agreement_schema()) == []


def test_the_schema_refuses_what_reading_refuses():
    plain = frame.write_agreement(agreement())
    plain["terms"]["length"]["minutes"] = 5
    plain["terms"]["fee"]["frog"] = 1

    assert faults(plain, frame.agreement_schema()) == [".terms.length", ".terms.fee"]
    with pytest.raises(frame.InvalidForm) as wrong:
        frame.read_agreement(plain)
    assert [p.path for p in wrong.value.problems] == ["terms.length.minutes", "terms.fee.frog"]


def test_everything_wrong_is_said_at_once_with_what_would_be_right():
    with pytest.raises(frame.InvalidForm) as wrong:
        frame.read_terms(
            {
                "kind": "trio",
                "length": {"minutes": "50"},
                "fee": {"amount": "abc", "due": 3},
                "frequency": {"slots": [{"day": "mon"}, 7]},
                "contact": {"rules": "none"},
                "review": {"every_sessions": True},
            }
        )
    problems = wrong.value.problems

    assert {one.path: one.says for one in problems} == {
        "kind": "“trio” is not known here; write one of individual, couple, family, group.",
        "frequency.slots[0].start": "this key is needed; write 17:30.",
        "frequency.slots[1]": "“7” is not a set of keys; its keys are day, start.",
        "length.minutes": "“50” does not fit; write a whole number from 10 to 480.",
        "fee.amount": "“abc” is not an amount; write for example 60.00 EUR.",
        "fee.due": "“3” is not known here; write one of at_session, in_advance, after_invoice, "
        "monthly.",
        "contact.rules": "“none” is not a list; write one entry per line with -.",
        "review.every_sessions": "“True” does not fit; write a whole number from 1 to 100.",
    }


@pytest.mark.parametrize(
    ("data", "path", "part"),
    [
        ({"zone": "Mars/Base"}, "zone", "Europe/Berlin"),
        ({"frequency": {"pattern": "irregular"}}, "frequency", "3 in 8"),
        (
            {"frequency": {"every_weeks": 2, "slots": [{"day": "mon", "start": "09:00"}]}},
            "frequency",
            "needs first",
        ),
        (
            {"frequency": {"slots": [{"day": "mon", "start": "25:00"}]}},
            "frequency.slots[0].start",
            "17:30",
        ),
        ({"zone": "../../etc/passwd"}, "zone", "no time zone"),
        ([], "", "set of keys"),
    ],
)
def test_rules_across_fields(data, path, part):
    with pytest.raises(frame.InvalidForm) as wrong:
        frame.read_terms(data)

    assert [one.path for one in wrong.value.problems] == [path]
    assert part in wrong.value.problems[0].says


def test_a_choice_at_its_default_is_written():
    """A signed version must not change its meaning when a default does."""
    plain = frame.write_terms(frame.Terms(length=frame.Length()))

    assert plain == {
        "kind": "individual",
        "zone": "Europe/London",
        "length": {"minutes": 50, "grace": 5},
    }


def test_the_version_in_force_is_the_last_begun():
    first = agreement(1, date(2026, 1, 1))
    second = agreement(2, date(2026, 3, 1))
    correction = agreement(3, date(2026, 3, 1))
    all_ = (correction, first, second)

    assert frame.in_force(all_, date(2025, 12, 31)) is None
    assert frame.in_force(all_, date(2026, 2, 28)) == first
    assert frame.in_force(all_, date(2026, 3, 1)) == correction


# YAML ------------------------------------------------------------------------------------------

HEAD = "schema: holdfast/agreement/1\nin_force: 2026-01-05\nterms:\n"


def test_times_and_no_are_read_as_they_are_written():
    text = (
        HEAD + "  frequency: {slots: [{day: tue, start: 17:30}]}\n  social_media: {connect: no}\n"
    )
    (found,) = frame.load_agreements(text)

    assert found.terms.frequency.slots[0].start == time(17, 30)
    assert found.terms.social_media.connect == "no"


def test_versions_are_parted_by_dashes_and_sorted():
    later = HEAD.replace("2026-01-05", "2026-06-01") + "  length: {minutes: 60}\n"
    text = f"{later}---\n{HEAD}  length: {{minutes: 50}}\n"

    assert [one.terms.length.minutes for one in frame.load_agreements(text)] == [50, 60]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "the file is empty"),
        ("a: [", "line 1"),
        ("hello", "schema: holdfast/agreement/1"),
        ("schema: holdfast/agreement/9", "schema: holdfast/agreement/1"),
        (HEAD + "  length: {minutes: 50, minutes: 60}", "“minutes” stands twice"),
        (HEAD + "  length: {minutes: 50}\n  length: {}", "“length” stands twice"),
        (HEAD.replace("2026-01-05", "2026-02-30"), "in_force: "),
        ("schema: holdfast/agreement/1", "in_force: this key is needed"),
        (HEAD + "  zone: !!python/object:os.system x", "line 4"),
        ("a: \x00", "not YAML"),
        ("a:\n  " + "[" * 30_000, "line 2: this is nested too deeply"),
        ("- " * 30_000, "line 1: this is nested too deeply"),
        ("? [a]\n: b", "a key must be a word"),
        ("a: &x [1]\nb: *x", "line 2: aliases (*) are not read"),
    ],
)
def test_bad_yaml_is_said_plainly(text, part):
    with pytest.raises(frame.InvalidForm) as wrong:
        frame.load_agreements(text)

    assert part in str(wrong.value)


def test_problems_name_the_version():
    text = HEAD + "  length: {minutes: 5}\n---\n" + HEAD + "  length: {minutes: 900}\n"
    with pytest.raises(frame.InvalidForm) as wrong:
        frame.load_agreements(text)

    assert [one.path for one in wrong.value.problems] == [
        "version 1: terms.length.minutes",
        "version 2: terms.length.minutes",
    ]


# Money -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "minor", "shown"),
    [
        ("60.50 EUR", 6050, "60.50 EUR"),
        ("60 EUR", 6000, "60.00 EUR"),
        ("60.5 EUR", 6050, "60.50 EUR"),
        ("0.00 GBP", 0, "0.00 GBP"),
        ("500 JPY", 500, "500 JPY"),
        ("1.234 KWD", 1234, "1.234 KWD"),
    ],
)
def test_money_is_whole_minor_units(text, minor, shown):
    money = frame.Money.from_text(text)

    assert (money.minor, str(money)) == (minor, shown)


@pytest.mark.parametrize(
    "text", ["", "60", "EUR 60", "60,00 EUR", "-5 EUR", "1.005 EUR", "5.0 JPY"]
)
def test_what_is_no_money(text):
    with pytest.raises(ValueError, match=r"60\.00 EUR"):
        frame.Money.from_text(text)


def test_a_share_rounds_half_up():
    assert frame.Money(2501, "EUR").share(50) == frame.Money(1251, "EUR")
