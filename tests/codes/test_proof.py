# ruff: noqa: E501 - the tables of broken data read best with one case to a line
"""The proof: sound data pass, and each kind of broken data is caught with the fewest facts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.codes import Library, check, load
from holdfast.codes.proof import check as run

Change = Callable[[str, str, str], Path]
CODE = "example/2020.yaml"


@pytest.mark.parametrize("exhaustive", [True, False])
def test_sound_data_pass(small: Library, exhaustive: bool) -> None:
    report = check(small, exhaustive)

    assert report.findings == []
    assert report.slices == len(small.editions) * len(small.acts)
    assert report.points == 200


BROKEN = [
    # a gap: nobody says anything about a ceremony without doubt
    (CODE, "    when: {event_kind: ceremony, objectivity_doubtful: no, exploitative: no}\n",
     "    when: {event_kind: ceremony, objectivity_doubtful: no, exploitative: no, unusual: yes}\n",
     "gap: example-2020 / event", "event_kind: ceremony, exploitative: no, objectivity_doubtful: no, unusual: no"),
    # a contradiction: the permission holds beside the reason to avoid
    (CODE, "event_kind: ceremony, objectivity_doubtful: no, exploitative: no",
     "event_kind: ceremony, objectivity_doubtful: no",
     "contradiction: example-2020 / event: event_with_care (6) permits what event_doubtful (6) does not",
     "event_kind: ceremony, exploitative: yes, objectivity_doubtful: no"),
    # a rule that cannot fire
    (CODE, "any: [{exploitative: yes}, {dependence: high}]", "all: [{exploitative: yes}, {exploitative: no}]",
     "dead rule: example-2020: romance_exploits", ""),
    # a rule whose condition is always swallowed by the general one being set aside
    (CODE, "    general: yes\n    effect: avoid\n    when: {any: [{objectivity_doubtful: yes}, {exploitative: yes}]}\n",
     "    general: yes\n    effect: avoid\n    when: {person: current_client, therapy_over: yes}\n",
     "dead rule: example-2020: harm", ""),
    # a clause nobody cites
    (CODE, '    clauses: ["5(c)"]', '    clauses: ["5(b)"]', "uncited clause: example-2020: no rule names clause 5(c)", ""),
    # a clock that runs for the other time
    (CODE, "clocks: [{since: ended_on, years: 2}]",
     "clocks: [{since: ended_on, years: 2}, {since: last_contact_on, years: 5}]",
     "unused clock: example-2020: clause 5 declares 5 years since last_contact_on", ""),
    # a direction turned round: more dependence makes it milder
    (CODE, "{dependence: high}", "{dependence: none}",
     "direction: example-2020 / romance: more of dependence makes the verdict milder", "ended_on: 2 whole years ago"),
    # a clock turned round: prohibited only when it is long ago
    ("other/2015.yaml", "    effect: permit_if\n    when: {person: former_client, elapsed: {since: last_contact_on, at_least_years: 5}, exploitative: no}\n    safeguards: [consulted]",
     "    effect: prohibit\n    when: {person: former_client, elapsed: {since: last_contact_on, at_least_years: 5}, exploitative: no}",
     "direction: other-2015 / romance: more of exploitative makes the verdict milder", "exploitative: no"),
    # sex with a current client let through
    (CODE, "when: {person: [current_client, close_to_client]}",
     "when: {person: [current_client, close_to_client], objectivity_doubtful: yes}",
     "always prohibited: example-2020 / romance: romance is not prohibited here", "objectivity_doubtful: no, person: current_client"),
    # an act that nobody speaks of
    (CODE, "silent_on:\n  - act: gift\n", "silent_on: []\n",
     "silence: example-2020 / gift: no rule speaks of gift", ""),
    # an act that is said to be silent and is not
    (CODE, "silent_on:\n  - act: gift\n", "silent_on:\n  - act: gift\n  - act: event\n",
     "silence: example-2020 / event: event stands in silent_on, yet a rule gives", ""),
    # a fact nobody reads
    (CODE, "when: {unusual: yes}", "when: {exploitative: no}", "unread fact: no rule reads unusual", ""),
    ("facts.yaml", "crossing_secret", "crossing_hidden", "missing fact: facts.yaml has no crossing_secret", ""),
    ("acts.yaml", "  - {act: romance, when: {person: current_client}}\n", "  []\n", "acts.yaml names nothing under always_prohibited", ""),
    # a situation that asks what does not matter
    ("situations/events.yaml", "asks: [unusual", "asks: [event_kind, unusual",
     "situation: former_romance asks event_kind, which no rule for romance reads", ""),
    ("situations/events.yaml", "number: 61", "number: 43", "scarf and wedding have the same number 43", ""),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "says", "facts"), BROKEN)
def test_broken_data_are_caught(
    changed: Change, file: str, old: str, new: str, says: str, facts: str
) -> None:
    folder = changed(file, old, new)
    if "crossing_hidden" in new:
        folder = changed("house/2026.yaml", "crossing_secret", "crossing_hidden")

    found = [str(each) for each in check(load(folder), exhaustive=True).findings]

    mine = [each for each in found if says in each]
    assert mine, found
    assert all(part in mine[0] for part in facts.split(", "))


def test_a_rule_may_go_against_a_direction_if_it_says_so(changed: Change) -> None:
    changed(CODE, "{dependence: high}", "{dependence: none}")
    folder = changed(
        CODE,
        "    of: romance_unusual\n",
        "    of: romance_unusual\n    against_direction: [dependence]\n",
    )

    assert check(load(folder), exhaustive=True).findings == []


def test_a_duty_over_facts_of_its_own_is_not_dead(changed: Change) -> None:
    folder = changed(
        CODE,
        "    when: {event_kind: ceremony}\n    duty",
        "    when: {dependence: high}\n    duty",
    )

    assert check(load(folder), exhaustive=True).findings == []


def test_a_rule_that_never_holds_is_dead(changed: Change) -> None:
    folder = changed(
        CODE,
        "  - id: harm\n",
        "  - id: swallowed\n    clauses: [\"5\"]\n    acts: [romance]\n    kind: defeasible\n"
        "    effect: permit\n    when: {person: current_client}\n  - id: harm\n",
    )  # fmt: skip

    found = [str(each) for each in check(load(folder), exhaustive=True).findings]

    assert len(found) == 1
    assert "swallowed (line 82) fires but never holds" in found[0]


def test_too_many_points_name_the_rule_to_narrow(
    changed: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdfast.codes.proof.LIMIT", 20)

    found = [str(each) for each in check(load(changed(CODE, "a", "a"))).findings]

    assert any(
        "too many points: example-2020 / romance: 144 points are more than 20: narrow rule "
        "romance_exploits" in each for each in found
    ), found  # fmt: skip


def test_large_slices_are_sampled_in_the_quick_run(
    small: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("holdfast.codes.proof.WHOLE", 100)

    quick, whole = run(small), run(small, exhaustive=True)

    assert quick.sampled == ["example-2020 / romance"]
    assert whole.sampled == []
    assert quick.findings == whole.findings == []


def test_sampling_finds_a_gap_too(changed: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.codes.proof.WHOLE", 100)
    folder = changed(CODE, "when: {unusual: yes}", "when: {dependence: none}")
    folder = changed(CODE, "    kind: strict\n    effect: prohibit\n    when: {person: former_client",
                     "    kind: strict\n    effect: permit\n    when: {person: former_client")  # fmt: skip

    assert any(each.check == "direction" for each in run(load(folder)).findings)
