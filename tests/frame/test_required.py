"""What may not be missing, and who signs."""

from datetime import date, time

import pytest

import holdfast.frame as frame

from .made import FEE


def test_nothing_said_misses_what_bacp_asks_for():
    missing = frame.missing(frame.Terms(), codes=["BACP"])

    asked = {one.id for one in missing}
    # What BACP tells clients to expect in a contract.
    assert asked >= {"frequency", "length", "number", "place", "fee", "cancellation", "records"}
    assert asked >= {"confidentiality", "breaks", "incapacity", "ending", "review", "concerns"}
    assert all(clause.code == "BACP" for one in missing for clause in one.clauses)


def test_each_clause_says_how_far_it_was_checked():
    codes = {code.id for code in frame.requiring_codes()}
    clauses = [clause for one in frame.requirements() for clause in one.clauses]

    assert {clause.code for clause in clauses} == codes
    assert {clause.checked for clause in clauses} == {"wording", "summary", "memory"}


def test_every_place_that_is_asked_for_exists():
    schema = frame.agreement_schema()["properties"]["terms"]["properties"]
    for one in frame.requirements():
        for path in (path.strip() for need in one.needs for path in need.split("|")):
            name, *rest = path.split(".")
            term = schema[name]["anyOf"][0]

            assert not rest or rest[0] in term["properties"], path


@pytest.mark.parametrize("template", frame.templates(), ids=lambda one: one.id)
def test_a_template_misses_only_what_each_practice_must_say(template):
    missing = {one.id for one in frame.missing(template.terms, minor=template.id == "young_people")}

    assert missing <= {
        "frequency", "place", "fee", "emergencies", "records", "recording", "touch",
        "incapacity", "concerns",
    }  # fmt: skip


def complete() -> frame.Terms:
    data = frame.write_terms(frame.template("psychodynamic").terms)
    data["frequency"]["slots"] = [{"day": "tue", "start": "17:00"}]
    data["fee"]["amount"] = "60.00 GBP"
    data["place"]["address"] = "Mill Lane 3"
    data["emergencies"]["numbers"] = [{"name": "emergency services", "number": "999"}]
    data["records"]["years"] = 7
    data["incapacity"]["colleague"] = "Dr Ash"
    data["concerns"]["body"] = "BACP"
    return frame.read_terms(data)


def test_a_filled_template_is_complete():
    assert frame.missing(complete()) == ()


@pytest.mark.parametrize(
    ("change", "id_"),
    [
        ({"kind": "couple"}, "sharing"),
        ({"kind": "group", "sharing": {}}, "group"),
        ({"supervision": {"trainee": True, "told": "all"}}, "trainee"),
        ({"place": {"kinds": ["remote"], "address": "online"}}, "remote"),
        ({"touch": {"allowed": "ask_first"}}, "touch"),
        ({"recording": {"allowed": "with_written_consent"}}, "recording"),
        (
            {"work": {"method": "x", "is_about": "y", "risks": "z", "alternatives": "a"}},
            "voluntary",
        ),
    ],
)
def test_what_is_asked_for_depends_on_the_frame(change, id_):
    terms = frame.read_terms({**frame.write_terms(complete()), **change})

    assert [one.id for one in frame.missing(terms)] == [id_]


def test_a_minor_needs_a_word_on_the_guardian():
    assert [one.id for one in frame.missing(complete(), minor=True)] == ["guardian"]


def test_zero_is_filled():
    data = frame.write_terms(complete())
    data["breaks"] = {"notice_weeks": 0}
    data["fee"]["amount"] = "0.00 GBP"

    assert frame.missing(frame.read_terms(data)) == ()


# Signing ---------------------------------------------------------------------------------------

BORN = date(2010, 6, 15)


@pytest.mark.parametrize(
    ("place", "on", "extra", "expected"),
    [
        # England: 16 alone, younger if found to understand.
        ("GB-EAW", date(2026, 6, 14), {}, ("assent", True, "minor", True)),
        (
            "GB-EAW",
            date(2026, 6, 14),
            {"found_mature": True},
            ("consent", False, "found_mature", True),
        ),
        ("GB-EAW", date(2026, 6, 15), {}, ("consent", False, "age_alone", False)),
        ("GB-EAW", date(2028, 6, 15), {}, ("consent", False, "adult", False)),
        (
            "GB-EAW",
            date(2028, 6, 15),
            {"can_consent": False},
            ("assent", True, "cannot_consent", False),
        ),
        # Washington: 13 alone, younger never.
        ("US-WA", date(2023, 6, 14), {"found_mature": True}, ("assent", True, "minor", False)),
        ("US-WA", date(2023, 6, 15), {}, ("consent", False, "age_alone", False)),
        # California: from 12 if mature enough, younger never.
        ("US-CA", date(2022, 6, 14), {"found_mature": True}, ("assent", True, "minor", False)),
        (
            "US-CA",
            date(2022, 6, 15),
            {"found_mature": True},
            ("consent", False, "found_mature", True),
        ),
        # A minor who cannot consent does not sign alone at 16 either.
        ("GB-EAW", date(2026, 6, 15), {"can_consent": False}, ("assent", True, "minor", False)),
    ],
)
def test_who_signs(place, on, extra, expected):
    found = frame.who_signs(born=BORN, on=on, rule=frame.age_rule(place), **extra)

    assert (found.client, found.guardian, found.because, found.may_be_mature) == expected


def test_the_guardians_place_ends_at_majority():
    rule = frame.age_rule("GB-SCT")

    assert frame.who_signs(born=BORN, on=date(2026, 1, 1), rule=rule).until == date(2028, 6, 15)
    leap = frame.who_signs(born=date(2012, 2, 29), on=date(2026, 1, 1), rule=rule)
    assert leap.until == date(2030, 3, 1)


def test_an_unknown_birth_is_said():
    found = frame.who_signs(born=None, on=date(2026, 1, 1), rule=frame.age_rule("DE"))

    assert (found.client, found.because) == ("consent", "age_unknown")


def test_every_age_has_a_source_and_says_how_far_it_was_checked():
    for rule in frame.age_rules():
        assert rule.source
        assert rule.checked in ("wording", "summary", "memory")
        assert 10 <= (rule.mature_from or 12) <= rule.alone_from <= rule.majority


def test_an_unknown_place_lists_the_known():
    with pytest.raises(ValueError, match="US-WA"):
        frame.age_rule("XX")


def test_a_fee_and_a_slot_are_enough_for_the_made_terms():
    terms = frame.Terms(
        fee=frame.Fee(amount=FEE),
        frequency=frame.Frequency(slots=(frame.Slot(day="mon", start=time(9)),)),
    )
    ids = {one.id for one in frame.missing(terms)}

    assert not ids & {"fee", "frequency"}
