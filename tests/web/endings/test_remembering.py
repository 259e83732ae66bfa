"""Before therapy starts, a mark that an erasure left counts as the former client it is of."""

from datetime import timedelta

import pytest

from holdfast.web.endings.marking import mark
from holdfast.web.endings.models import Marker
from holdfast.web.jobs import worker
from holdfast.web.screening.actions.enquiring import enquire
from holdfast.web.screening.desk_findings import shown
from holdfast.web.screening.models import Finding
from holdfast.web.screening.told import ToldOf, Wanted

pytestmark = pytest.mark.django_db

SAM = ToldOf("Sam Okoro", born="1988-05-09")
BO = ToldOf("Bo Lund", born="1990")


@pytest.fixture
def marked(anna, now) -> Marker:
    """What was left of Sam Okoro, once a client of Anna's, when the record was erased."""
    return _marked(anna, now)


def _marked(therapist, now, born: str = "1988-05-09", **more) -> Marker:
    return Marker.objects.create(
        therapist=therapist, mark=mark("Sam Okoro", born), clauses=["bacp-2018 37b"],
        made_at=now, **more,
    )  # fmt: skip


def _found(asker: ToldOf, now, *others: ToldOf) -> list[Finding]:
    enquiry = enquire(asker, others, Wanted("individual"), now=now)
    worker.work(now)
    return list(Finding.objects.filter(enquiry=enquiry))


@pytest.mark.parametrize("born", ["1988-05-09", "9.5.1988", "9 May 1988"])
def test_who_comes_back_after_an_erasure_is_found(marked, anna, now, born: str) -> None:
    (found,) = _found(ToldOf("Sam  OKORO", born=born), now)

    content = found.opened()
    assert (found.therapist, found.side, content["strength"]) == (anna, "therapist", 1.0)
    assert [tie["kind"] for tie in content["ties"]] == ["former_client"]
    assert content["situation"]["act"] == "resume_therapy"
    (step,) = shown([found], now)[0].steps
    assert step.words.endswith(f": a former client of {anna.shown_name}")


def test_who_is_close_to_them_is_found_for_the_desk_alone(marked, anna, now) -> None:
    ex = ToldOf("Sam Okoro", relation="ex_partner", born="1988-05-09")
    (found,) = _found(BO, now, ex)

    assert (found.therapist, found.side, found.tells) == (anna, "client", False)
    assert [tie["kind"] for tie in found.opened()["ties"]] == ["ex_partner", "former_client"]


@pytest.mark.parametrize("born", ["", "1988", "1988-05-10", "--05-09"])
def test_less_than_the_mark_was_made_of_finds_nobody(marked, now, born: str) -> None:
    assert _found(ToldOf("Sam Okoro", born=born), now) == []


@pytest.mark.parametrize("born", ["", "--05-09"])
def test_a_name_without_a_year_is_nobody(anna, now, born: str) -> None:
    _marked(anna, now, born)

    assert _found(ToldOf("Sam Okoro", born=born), now) == []


def test_a_year_is_less_sure_than_a_day(anna, now) -> None:
    _marked(anna, now, "1988")
    (found,) = _found(ToldOf("Sam Okoro", born="1988"), now)

    assert found.opened()["strength"] == 0.5


def test_what_no_rule_needs_any_more_does_not_count(anna, now) -> None:
    _marked(anna, now, until=now.date())
    assert _found(SAM, now) == []

    _marked(anna, now, until=now.date() + timedelta(days=1))
    assert len(_found(SAM, now)) == 1
