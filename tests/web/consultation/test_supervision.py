"""Supervision: who reads what, minutes, what was agreed, how the two stand, countersigning."""

import re
from datetime import date, timedelta

import pytest
from codes.deciding import a_decision
from frame.world import a_therapy

from conftest import person
from holdfast.web.accounts.models import Grant, User
from holdfast.web.audit.models import Entry
from holdfast.web.consultation.actions import supervising
from holdfast.web.consultation.countersigned import to_countersign
from holdfast.web.consultation.minutes import Sat, totals
from holdfast.web.consultation.models import Countersignature, Declared, House, Seat, Task
from holdfast.web.practice.actions import staff

from . import consulting as made

pytestmark = pytest.mark.django_db
PAGE = "/supervision/"


def text(answer) -> str:
    """A page without the menu, in which one's own name stands."""
    page = answer.content.decode()
    return re.sub(r"<header class=\"topbar\">.*?</header>", "", page, flags=re.DOTALL)


@pytest.fixture
def agreement(sven, anna, now):
    """Sven supervises Alice, clients by code."""
    return made.supervised(sven, anna, now)


def test_a_session_with_topics_and_what_was_agreed(
    knock, send, alice, sven, agreement, therapy
) -> None:
    theirs, mine = knock(sven), knock(alice)
    noted = send(
        theirs, f"{PAGE}sessions/new/", on="2026-02-10", minutes="90", kind="individual",
        who=[str(agreement.pk)],
    )  # fmt: skip
    seat = noted["Location"]
    send(theirs, seat, therapy=str(therapy.pk), words="The late texts.")
    send(mine, seat, therapy="", words="How tired I am.")
    send(theirs, f"{seat}agree/", **{"task-words": "Say at the start when it ends."})
    form = mine.get(seat).context["task_form"]
    hidden = {f.html_name: f.value() for f in form.hidden_fields() if f.value()}
    mine.post(f"{seat}agree/", {**hidden, "task-words": "Read the chapter."})

    page = text(mine.get(seat))
    for said in ("The late texts.", "How tired I am.", "Read the chapter.", therapy.code):
        assert said in page
    assert "Dana" not in page
    assert "90 minutes" in page
    assert "Read the chapter." in text(theirs.get(PAGE))


def test_after_the_end_no_code_of_a_later_therapy_is_told(
    knock, send, sven, anna, agreement, therapy, now
) -> None:
    seat = send(
        knock(sven), f"{PAGE}sessions/new/", on="2026-02-10", minutes="60", kind="individual",
        who=[str(agreement.pk)],
    )["Location"]  # fmt: skip
    assert therapy.code in text(knock(sven).get(seat))
    agreement.until = now.date() - timedelta(days=1)
    agreement.save()
    later = a_therapy(anna, "Later Client")
    later.assignments.update(since=now.date())

    page = text(knock(sven).get(seat))
    assert later.code not in page
    assert therapy.code in page


def test_done_and_not_done_after_all(knock, alice, sven, agreement, now) -> None:
    seat = made.a_seat(agreement, now)
    task = supervising.add_task(seat, "Read it.", by=sven, now=now)
    browser = knock(alice)
    for done in (True, False):
        page = browser.get(f"{PAGE}sessions/{seat.pk}/")
        ((_task, form),) = page.context["tasks"]
        sent = {f.html_name: f.value() for f in form.hidden_fields() if f.value()}
        browser.post(f"{PAGE}agreed/{task.pk}/", sent)
        assert (Task.objects.get().done_at is not None) is done


def test_minutes_by_agreement_year_and_kind() -> None:
    sat = [
        ("a", Sat(date(2025, 12, 1), "individual", 60)),
        ("a", Sat(date(2026, 1, 5), "individual", 90)),
        ("a", Sat(date(2026, 1, 19), "group", 120)),
        (None, Sat(date(2026, 1, 20), "peer", 45)),
    ]
    found = totals(sat)

    assert [(t.year, t.minutes, t.sessions) for t in found["a"]] == [(2026, 210, 2), (2025, 60, 1)]
    assert found["a"][0].by_kind == {"individual": 90, "group": 120}
    assert found[None][0].minutes == 45


def test_in_a_group_each_sees_their_own(knock, send, sven, anna, ben, alice, bob, now) -> None:
    both = [made.supervised(sven, one, now) for one in (anna, ben)]
    browser = knock(sven)
    send(
        browser, f"{PAGE}sessions/new/", on="2026-02-10", minutes="90", kind="group",
        who=[str(a.pk) for a in both],
    )  # fmt: skip
    hers = Seat.objects.get(therapist=anna)
    supervising.add_topic(hers, "What Alice brought.", None, by=sven, now=now)

    assert "What Alice brought." in text(knock(alice).get(f"{PAGE}sessions/{hers.pk}/"))
    assert knock(bob).get(f"{PAGE}sessions/{hers.pk}/").status_code == 404
    assert "90 minutes" in text(knock(bob).get(PAGE))


def test_among_peers_it_is_one_s_own(knock, send, alice, anna, bob, ben, sven, lead) -> None:
    seat = send(knock(alice), f"{PAGE}sessions/new/", on="2026-02-10", minutes="60", kind="peer")[
        "Location"
    ]

    assert "Read by you alone." in text(knock(alice).get(seat))
    for user in (bob, sven, lead):
        assert knock(user).get(seat).status_code == 404


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"on": "2026-03-01"}, "still to come"),
        ({"on": "2024-01-01"}, "did not hold on that day"),
        ({"minutes": "0"}, "This has to be 1 or more."),
        ({"who": []}, "Choose one."),
        ({"kind": "group", "who": []}, "Choose who was there."),
    ],
)
def test_mistakes_lose_nothing(knock, send, sven, agreement, changed, says) -> None:
    given = {"on": "2026-02-10", "minutes": "60", "kind": "individual",
             "who": [str(agreement.pk)], **changed}  # fmt: skip
    answer = send(knock(sven), f"{PAGE}sessions/new/", **given)

    assert answer.status_code == 422
    assert says in text(answer)


def test_only_what_the_agreement_covers_is_brought(knock, send, sven, anna, therapy, now) -> None:
    other = made.a_therapy(anna, "Somebody Else")
    agreement = made.supervised(sven, anna, now, covers_all=False)
    agreement.therapies.set([therapy])
    seat = made.a_seat(agreement, now)
    browser, address = knock(sven), f"{PAGE}sessions/{seat.pk}/"

    assert other.code not in text(browser.get(address))
    assert send(browser, address, therapy=str(other.pk), words="x").status_code == 422


def test_the_notes_are_sealed_and_no_part_of_the_record(
    knock, alice, sven, agreement, therapy, now
) -> None:
    seat = made.a_seat(agreement, now)
    topic = supervising.add_topic(seat, "The late texts.", therapy, by=sven, now=now)

    assert b"late" not in bytes(topic.words)
    assert "late texts" not in text(knock(alice).get(f"/therapies/{therapy.pk}/"))


def test_the_codes_on_how_the_two_stand(knock, send, alice, sven, agreement) -> None:
    browser, address = knock(alice), f"{PAGE}{agreement.pk}/ties/"
    page = text(browser.get(address))
    assert "F.3.a" in page  # ACA on the bounds of supervision
    send(browser, address, tie="partner", objectivity="doubtful", harm="yes", words="Since May.")

    page = text(browser.get(address))
    assert "Prohibited" in page
    assert "F.3.b" in page
    assert "BACP 2018" in page
    assert "Since May." in text(knock(sven).get(address))
    assert b"partner" not in bytes(Declared.objects.get().said)


@pytest.mark.parametrize(
    ("tie", "said"),
    [
        ("none", "nothing against it"),
        ("friend", "etter avoided"),
        ("past_client", "etter avoided"),
        ("current_client", "rohibited"),
    ],
)
def test_each_tie_is_put_to_the_codes(knock, send, alice, agreement, tie, said) -> None:
    browser, address = knock(alice), f"{PAGE}{agreement.pk}/ties/"
    given = {"tie": tie, "objectivity": "doubtful", "harm": "yes"}
    if tie != "none":
        assert send(browser, address, **given).status_code == 422
    send(browser, address, **given, words="I would notice.")

    assert said in text(browser.get(address))


def test_agreements_that_do_not_name_the_supervisor(knock, alice, sven, anna, marked, now) -> None:
    made.supervised(sven, anna, now, "responsible")
    page = text(knock(alice).get(PAGE))

    assert "2 agreements with clients do not name the supervisor" in page
    assert f"/therapies/{marked.pk}/agreement/" in page


def test_strangers_find_nothing(knock, bob, ben, lead, sven, agreement, now) -> None:
    seat = made.a_seat(agreement, now)
    supervising.add_topic(seat, "The late texts.", None, by=sven, now=now)

    for user in (bob, lead):
        browser = knock(user)
        for path in (f"sessions/{seat.pk}/", f"{agreement.pk}/ties/"):
            assert browser.get(f"{PAGE}{path}").status_code == 404
    assert "late texts" not in text(knock(bob).get(PAGE))


def test_a_record_outside_the_agreement_is_not_there_and_the_knock_is_kept(
    knock, sven, anna, ben, now
) -> None:
    made.supervised(sven, anna, now, "responsible")
    other = made.a_therapy(ben, "Xenia Zahl")
    browser = knock(sven)

    assert browser.get(f"/therapies/{other.pk}/").status_code == 404
    entry = Entry.objects.get(kind="not opened")
    assert (entry.actor, entry.about) == (str(sven.pk), str(other.pk))
    made_up = "/therapies/0e39d9a4-49f5-4a0f-8a46-4a1d3e5c9d11/"
    assert browser.get(made_up).status_code == 404
    assert Entry.objects.filter(kind="not opened").count() == 2


def test_nobody_agrees_alone_to_what_opens_records(sven, anna, bob, lead, now) -> None:
    from django.core.exceptions import ValidationError

    given = {"supervisor": sven, "supervisee": anna, "kind": "responsible", "since": now.date(),
             "now": now, "covers_all": True}  # fmt: skip
    for by in (sven, bob):
        with pytest.raises(ValidationError):
            staff.agree_supervision(by=by, **given)
    assert staff.agree_supervision(by=anna.user, **given).agreed
    assert staff.agree_supervision(by=lead, **given).agreed


# Countersigning.


@pytest.fixture
def trainee(now):
    """A therapist in training with a client."""
    user = person("Tess Tann", "therapist", now=now)
    return made.works_here(user, trainee=True)


def test_it_waits_is_read_and_countersigned(knock, send, sven, trainee, lead, now) -> None:
    made.supervised(sven, trainee, now, "responsible")
    therapy = made.a_therapy(trainee, "Yara Ostrowski")
    made.house(lead, now - timedelta(days=9), trainees_only=True)
    decision = a_decision(therapy, now)
    browser = knock(sven)
    assert "waits for your countersignature" in text(browser.get("/overview/"))
    page = text(browser.get("/countersigning/"))
    assert therapy.code in page
    assert f"/decisions/{decision.pk}/" in page

    path = f"/countersigning/{decision.pk}/"
    assert send(browser, path, answer="talk", words="").status_code == 422
    send(browser, path, answer="talk", words="About the fee.")
    assert "to be talked over" in text(browser.get("/countersigning/"))
    send(browser, path, answer="signed", words="")

    assert "Nothing waits" in text(browser.get("/countersigning/"))
    assert browser.get(path).status_code == 404
    record = text(knock(trainee.user).get(f"/therapies/{therapy.pk}/"))
    assert "Decision countersigned by Sven Storm, 17 February 2026" in record
    assert Countersignature.objects.filter(answer="signed").get().digest == decision.digest


@pytest.mark.parametrize(
    ("kind", "wanted", "waits"),
    [
        ("responsible", {}, 1),
        ("consultative", {}, 0),
        ("responsible", {"trainees_only": True}, 0),
        ("responsible", {"decisions": False}, 0),
        ("responsible", {"decisions": False, "agreements": False}, 0),
    ],
)
def test_what_waits_follows_from_agreement_and_house(
    sven, anna, therapy, lead, now, kind, wanted, waits
) -> None:
    made.supervised(sven, anna, now, kind)
    made.house(lead, now, **wanted)
    a_decision(therapy, now)

    assert len(to_countersign(User.objects.get(pk=sven.pk), now)) == waits


def test_what_was_signed_before_it_was_wanted_does_not_wait(sven, anna, therapy, lead, now) -> None:
    made.supervised(sven, anna, now, "responsible")
    a_decision(therapy, now - timedelta(days=2))
    made.house(lead, now)

    assert to_countersign(sven, now) == []


def test_others_countersign_nothing(knock, sven, anna, therapy, lead, now) -> None:
    other = person("Otis Orr", "supervisor", now=now)
    Grant.objects.filter(user=other).update(in_force=True)
    made.supervised(sven, anna, now, "responsible")
    made.house(lead, now)
    decision = a_decision(therapy, now)

    assert knock(other).get(f"/countersigning/{decision.pk}/").status_code == 404


def test_the_lead_says_what_is_countersigned(knock, send, lead) -> None:
    browser = knock(lead)
    assert "/practice/countersigning/" in text(browser.get("/practice/supervision/"))
    assert send(browser, "/practice/countersigning/", decisions="on").status_code == 302

    house = House.present()
    assert (house.decisions, house.agreements, house.since) == (True, False, date(2026, 2, 17))


def test_the_same_queries_for_many(knock, alice, sven, agreement, therapy, now, count_queries):
    def add(number: int) -> None:
        seat = made.a_seat(agreement, now, date(2026, 1, 1 + number))
        supervising.add_topic(seat, "One.", therapy, by=sven, now=now)
        supervising.add_task(seat, "Two.", by=sven, now=now)

    add(0)
    browser = knock(alice)
    few = count_queries(browser, PAGE)
    for number in range(1, 5):
        add(number)

    assert count_queries(browser, PAGE) == few


def test_what_codes_say_lies_folded(knock, alice, anna, agreement) -> None:
    anna.codes = ["bacp-2018", "aca-2014"]
    anna.save(update_fields=["codes"])

    for address in (PAGE, f"{PAGE}{agreement.pk}/ties/"):
        page = text(knock(alice).get(address))
        folds = re.findall(r"<summary><b>(.*?)</b> (.*?)</summary>", page)
        assert len(folds) == 2, folds
        assert all(re.fullmatch(r"\(\d+ clauses?\)", count) for _code, count in folds)
        duties = page.partition('id="duties-title"')[2].partition("</section>")[0]
        outside = re.sub(r"<details.*?</details>", "", duties, flags=re.DOTALL)
        assert "At its source" in duties
        assert "At its source" not in outside
