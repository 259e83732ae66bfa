"""The shipped data: sound, and right where the codes' own words leave no doubt."""

from datetime import date, timedelta

import pytest

from holdfast.codes import Answer, Check, Library, Verdict, check, published, shipped, words
from holdfast.codes.answer import answer
from holdfast.codes.facts import Value
from holdfast.codes.library import DATA

ON = date(2026, 6, 1)
MAIN = ("apa-2017", "aca-2014", "nasw-2021", "aamft-2015", "bacp-2018")
V = Verdict


def ask(code: str, kind: str, on: date = ON, **known: Value) -> Answer:
    library = shipped()
    situation = library.situations[kind]
    facts = dict(situation.fixes) | known
    edition = library.editions[code]
    return answer(edition, situation.act, facts, on, library.facts, library.contradictions)


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped()


def test_the_quick_check_passes(library: Library) -> None:
    report = check(library)

    assert [str(each) for each in report.findings] == []
    assert report.points > 10_000


@pytest.mark.slow
def test_the_exhaustive_check_passes(library: Library) -> None:
    report = check(library, exhaustive=True)

    assert [str(each) for each in report.findings] == []
    assert report.sampled == []


def test_nothing_published_was_changed(library: Library) -> None:
    kept = published.read()

    assert [str(each) for each in published.changed(library, kept)] == []
    assert kept == published.meanings(library), "run `holdfast codes check --publish`"


def test_the_five_main_codes_are_complete(library: Library) -> None:
    assert all(library.editions[code].complete for code in MAIN)


def test_every_edition_can_be_asked_about(library: Library) -> None:
    for edition in library.revisions.values():
        assert edition.url.startswith("https://")
        assert edition.ethics_line
        assert edition.file.startswith("data/")
        for clause in edition.clauses.values():
            assert clause.url.startswith("http"), f"{edition.id} {clause.id}"


@pytest.mark.parametrize(
    ("code", "verdict", "mildest", "severest"),
    [
        ("aamft-2015", V.PROHIBITED, V.PROHIBITED, V.PROHIBITED),
        ("aca-2014", V.PROHIBITED, V.PROHIBITED, V.PROHIBITED),
        ("apa-2017", V.PROHIBITED, V.AVOID, V.PROHIBITED),
        ("nasw-2021", V.PROHIBITED, V.AVOID, V.PROHIBITED),
        ("us-tx-lpc", V.PROHIBITED, V.PROHIBITED, V.PROHIBITED),
    ],
)
def test_a_former_client_wants_to_date_after_three_years(
    code: str, verdict: Verdict, mildest: Verdict, severest: Verdict
) -> None:
    ended = ON.replace(year=ON.year - 3)
    given = ask(code, "former_client_dates", ended_on=ended, last_contact_on=ended)

    assert (given.verdict, given.mildest, given.severest) == (verdict, mildest, severest)


def test_bacp_has_its_exceptional_route() -> None:
    ended = ON.replace(year=ON.year - 3)
    given = ask("bacp-2018", "former_client_dates", ended_on=ended, last_contact_on=ended)

    assert given.verdict is V.AVOID
    assert given.mildest is V.WITH_SAFEGUARDS
    assert "37b" in {clause for c in given.deciding for clause in c.rule.clauses}


@pytest.mark.parametrize("code", ["apa-2017", "nasw-2021"])
def test_no_safeguard_makes_a_former_client_permitted(code: str, library: Library) -> None:
    ended = ON.replace(year=ON.year - 30)
    safe = {fact.id: True for fact in library.facts.values() if fact.is_safeguard}
    given = ask(code, "former_client_dates", ended_on=ended, last_contact_on=ended, **safe)

    assert given.mildest is V.AVOID


def test_the_seven_factors_are_asked() -> None:
    ended = ON.replace(year=ON.year - 3)
    given = ask("apa-2017", "former_client_dates", ended_on=ended, last_contact_on=ended)
    exception = next(c for c in given.cited if c.rule.is_exception and c.rule.effect)

    assert len({b.test.fact for b in exception.because}) == 7


CLOCKS = [
    ("apa-2017", "ended_on", 2, V.PROHIBITED, V.AVOID),
    ("aca-2014", "last_contact_on", 5, V.PROHIBITED, V.AVOID),
    ("us-tx-lpc", "ended_on", 5, V.PROHIBITED, V.AVOID),
]


@pytest.mark.parametrize("begun", [date(2016, 5, 10), date(2016, 2, 29), date(2015, 12, 31)])
@pytest.mark.parametrize(("code", "since", "years", "before", "mildest_after"), CLOCKS)
def test_a_clock_is_right_the_day_before_on_and_after(
    code: str, since: str, years: int, before: Verdict, mildest_after: Verdict, begun: date
) -> None:
    leap = begun == date(2016, 2, 29)
    over = date(2016 + years, 3, 1) if leap else begun.replace(year=begun.year + years)
    other = {"ended_on", "last_contact_on"} - {since}
    long_ago: dict[str, Value] = {fact: date(1990, 1, 1) for fact in other}

    def mildest(on: date) -> Verdict:
        return ask(code, "former_client_dates", on, **{since: begun}, **long_ago).mildest

    assert mildest(over - timedelta(days=1)) is before
    assert mildest(over).severity <= mildest_after.severity
    assert mildest(over + timedelta(days=1)) is mildest(over)


@pytest.mark.parametrize("kind", ["wedding", "graduation", "hospital_visit"])
def test_events_under_aca(kind: str) -> None:
    known: dict[str, Value] = {
        "objectivity": "intact", "harm_foreseen": False, "exploits": False, "serves_client": True,
        "social_part": False, "can_say_no": True, "overheard": False,
    }  # fmt: skip
    given = ask("aca-2014", kind, **known)
    doubtful = ask("aca-2014", kind, **known | {"objectivity": "doubtful"})

    assert given.verdict is V.WITH_SAFEGUARDS
    assert given.safeguards == ("client_consents", "consulted", "supervised", "reasons_written")
    cited = {clause for rule in given.duties for clause in rule.clauses}
    cited |= {clause for c in given.deciding for clause in c.rule.clauses}
    assert {"A.6.b", "A.6.c"} <= cited
    assert doubtful.verdict is V.AVOID


@pytest.mark.parametrize("code", MAIN)
def test_sex_with_a_current_client_is_prohibited_whatever_else_is_true(code: str) -> None:
    assert ask(code, "mutual_love").outlook.reachable == {V.PROHIBITED}


def test_what_is_recalled_says_so_wherever_it_is_shown(library: Library) -> None:
    for code in library.editions:
        for kind in library.situations:
            given = ask(code, kind)
            for cited in given.cited:
                recalled = any(
                    given.edition.clauses[c].check is Check.RECALLED for c in cited.rule.clauses
                )
                said = words.cited_words(cited, given, library.facts, ON)
                assert ("Read the clause first" in said) == recalled
            assert bool(words.read_first_words(given)) == bool(given.read_first)


def test_no_text_blames_or_scores() -> None:
    for path in DATA.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8").lower()
        assert not any(word in text for word in ("violation", "non-compliant", "risk score")), path
