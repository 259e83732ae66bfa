"""My records: what is kept, who opened it, asking for the rest, words that travel with it."""

import json
import re
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from holdfast.frame import reading_age
from holdfast.web.accounts.models import Letter
from holdfast.web.portal.actions import permitting
from holdfast.web.portal.how_long import THEIRS, YOURS, lines_for
from holdfast.web.portal.laws import AccessLaw, InvalidLaws, access_law, access_laws
from holdfast.web.portal.models import Permission, Release, Request, Statement, StatementAnswer
from holdfast.web.practice.actions import people
from holdfast.web.practice.actions.emergency import open_emergency
from holdfast.web.practice.words import role_words

from . import raised as world
from .test_my_copy import _hold, _part


@pytest.fixture
def place(with_dana):
    """Dana's place."""
    return with_dana.participants.select_related("card__key", "therapy__key").get()


@pytest.fixture
def couple(anna, dana, sam):
    """Dana and Sam, who have had one session together."""
    therapy = world.a_therapy(anna, "Dana", user=dana, kind="couple")
    world.join(therapy, "Sam", anna.user, user=sam)
    people = therapy.participants.select_related("card__key", "therapy__key")
    hers, his = people.get(user=dana), people.get(user=sam)
    _hold(therapy, datetime(2026, 1, 6, 14), _part(hers), _part(his), note="both of you")
    return hers, his


def _text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def _plain(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    blocks = re.sub(r"</(p|h\d|li|dt|dd|td|th|legend|label|button|div|option)>", ".\n", main)
    return re.sub(r"\.+", ".", re.sub(r"<[^>]+>", " ", blocks))


# What is kept -----------------------------------------------------------------------------------


def test_anybody_may_read_what_is_kept(client, db) -> None:
    page = _text(client.get(reverse("portal:kept")))

    assert "What is kept, and for how long" in page
    assert "Download everything" not in page


def test_whoever_is_no_client_reads_of_clients_and_not_of_themselves(
    client, with_dana, knock, dana, alice
) -> None:
    address = reverse("portal:kept")
    visitors, therapists = (_text(who.get(address)) for who in (client, knock(alice)))
    clients = _text(knock(dana).get(address))

    for said in (visitors, therapists):
        main = _plain(said).lower().partition("what is kept")[2]
        assert not re.search(r"\byou(r|rs)?\b", main), main
        assert "the record of the work" in main
        assert "a client who asks for it gets an answer within 1 month" in main
    assert "people who come here" in visitors
    assert "They read the same, said to them" in therapists
    assert "Your right to see it" in clients
    assert "You get an answer within 1 month" in clients


def test_it_works(with_dana, knock, dana) -> None:
    page = _text(knock(dana).get(reverse("portal:kept")))

    for said in ("Download everything", "Ask for the rest", "Who opened it", "7 years"):
        assert said in page


@pytest.mark.parametrize(
    ("country", "says"),
    [
        ("GB", "7 years after the end; or until you are 25 (26 if you were 17), if you were under"),
        ("US", "7 years after you last met or wrote; or until you are 21, if you were under 18"),
        ("DE", "10 years after the end"),
        ("ZZ", "Your practice says so"),
    ],
)
def test_how_long_is_what_erasure_goes_by(country: str, says: str) -> None:
    from holdfast.web.endings import retention

    lines = list(lines_for(country, YOURS))

    assert lines[0].long.startswith(says)
    assert lines[-1].what == "Private notes and journals"
    place = retention.for_country(country)
    assert lines[0].why == (place.rules["record"].source if place else lines[1].why)
    for line in lines_for(country, THEIRS):
        assert not re.search(r"\byour?\b", f"{line.what} {line.long}", re.IGNORECASE)


def test_who_opened_it_says_role_and_purpose_and_the_separate_log(with_dana, knock, dana, alice):
    empty = _text(knock(dana).get(reverse("portal:opened")))
    knock(alice).get(f"/therapies/{with_dana.pk}/")

    page = _text(knock(dana).get(reverse("portal:opened")))

    assert "Nobody has opened it yet" in empty
    assert "the work itself" in page
    assert "Alice" not in page
    for each in (empty, page):
        assert "that is in a separate list" in each


def test_an_emergency_opening_is_among_them(knock, dana, cover, with_dana, now) -> None:
    """In her own log at once: an opening is not hidden from whom it is about."""
    who = with_dana.participants.select_related("therapy__key", "card__key").get()
    open_emergency(who, by=cover, now=now, reason="her sister called, worried")

    page = _text(knock(dana).get(reverse("portal:opened")))

    assert role_words("cover") in page
    assert "her sister" not in page


def test_what_the_reserved_log_holds_is_not_in_it(with_dana, knock, dana, rita, now) -> None:
    from holdfast.web.audit import models as audit

    before = _text(knock(dana).get(reverse("portal:opened")))
    audit.record(
        "opened", now=now, actor=rita, role="reader", purpose="concern", about=with_dana,
        chain=audit.RESERVED,
    )  # fmt: skip

    assert len(_text(knock(dana).get(reverse("portal:opened")))) == len(before)


# The law ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "asked", "due"),
    [
        ("GB", date(2026, 1, 31), date(2026, 2, 28)),
        ("DE", date(2026, 2, 17), date(2026, 3, 17)),
        ("IE", date(2025, 12, 5), date(2026, 1, 5)),
        ("US", date(2026, 2, 17), date(2026, 3, 19)),
        ("NZ", date(2026, 2, 13), date(2026, 3, 13)),
        ("??", date(2026, 2, 17), date(2026, 3, 19)),
    ],
)
def test_by_when_an_answer_is_due(country: str, asked: date, due: date) -> None:
    assert access_law(country).due(asked) == due


def test_every_law_says_how_far_it_was_checked() -> None:
    assert all(law.checked == "memory" or law.source for law in access_laws().values())
    with pytest.raises(InvalidLaws):
        AccessLaw("XX", months=1, days=3)
    with pytest.raises(InvalidLaws):
        AccessLaw("XX", months=1, checked="summary")


# Asking for the rest ----------------------------------------------------------------------------


def _ask(browser, send, place, words: str = "The letters, please."):
    return send(browser, reverse("portal:ask", args=[place.pk]), words=words)


def _decide(page: str, how: str, **more: str) -> dict[str, str]:
    names = re.findall(r'name="do_([0-9a-f]+)"', page)
    found = {f"do_{name}": how for name in names}
    for key, value in more.items():
        found |= {f"{key}_{name}": value for name in names}
    return found


def test_asking_reaches_the_therapist_and_is_due_by_law(
    place, knock, send, dana, alice, now
) -> None:
    answer = _ask(knock(dana), send, place)

    row = Request.objects.get()
    assert answer["Location"] == reverse("portal:asked", args=[row.pk])
    assert row.due_on == date(2026, 3, 17)
    today = _text(knock(alice).get("/today/"))
    assert "asks for more of the record" in today
    assert "The letters" not in today
    assert b"The letters" not in bytes(row.words)
    assert "You have asked already" in _text(
        knock(dana).get(reverse("portal:ask", args=[place.pk]))
    )
    assert _ask(knock(dana), send, place).status_code == 422


def test_each_item_is_decided_and_what_is_held_back_is_named(
    place, knock, send, dana, alice
) -> None:
    _hold(place.therapy, datetime(2026, 1, 6, 14), _part(place), note="Marked note one")
    _hold(place.therapy, datetime(2026, 1, 13, 14), _part(place), note="Marked note two")
    _ask(knock(dana), send, place)
    row = Request.objects.get()
    here = reverse("portal:review", args=[row.pk])
    page = _text(knock(alice).get(here))
    given = _decide(page, "give")
    second = list(given)[1].removeprefix("do_")
    given |= {f"do_{second}": "hold", f"why_{second}": "other_person", f"say_{second}": "My aunt"}

    assert send(knock(alice), here, **given).status_code == 302

    said = _text(knock(dana).get(reverse("portal:asked", args=[row.pk])))
    assert "It tells of somebody else" in said
    assert "My aunt" in said
    files = knock(dana).get(reverse("portal:fetch", args=[row.pk, "json"])).content.decode()
    assert "Marked note one" in files
    assert "Marked note two" not in files
    assert "Notes of sessions" in json.dumps(json.loads(files)["left_out"])
    row.refresh_from_db()
    assert row.fetched_at is not None
    assert b"Marked" not in bytes(row.items.first().content)


def test_holding_back_needs_a_reason_and_every_item_a_decision(
    place, knock, send, dana, alice
) -> None:
    _hold(place.therapy, datetime(2026, 1, 6, 14), _part(place), note="One")
    _ask(knock(dana), send, place)
    here = reverse("portal:review", args=[Request.objects.get().pk])
    page = _text(knock(alice).get(here))

    nothing = send(knock(alice), here)
    no_reason = send(knock(alice), here, **_decide(page, "hold"))
    no_words = send(knock(alice), here, **_decide(page, "hold", why="else"))

    assert "Please decide about this one" in nothing.content.decode()
    assert "Please choose why it is held back" in no_reason.content.decode()
    assert "Please say the reason in words" in no_words.content.decode()
    assert Request.objects.get().answered_at is None


def test_past_its_day_the_client_is_told_and_shown_whom_to_turn_to(
    place, knock, send, dana, alice, at_now, now
) -> None:
    _ask(knock(dana), send, place)
    later = now + timedelta(days=40)
    at_now(later)

    page = _text(knock(dana, later).get(reverse("portal:asked", args=[Request.objects.get().pk])))

    assert "The day has passed" in page
    assert 'rel="noreferrer external"' in page
    assert "The day for an answer has passed" in _text(knock(dana, later).get("/overview/"))


def test_a_request_is_its_own_therapists_and_its_own_clients(
    place, knock, send, dana, sam, ben, alice
) -> None:
    _ask(knock(dana), send, place)
    row = Request.objects.get()

    for who, name in ((sam, "asked"), (ben.user, "review"), (alice, "asked"), (dana, "review")):
        assert knock(who).get(reverse(f"portal:{name}", args=[row.pk])).status_code == 404
        assert knock(who).get(reverse(f"portal:{name}", args=[uuid4()])).status_code == 404
    assert knock(sam).get(reverse("portal:fetch", args=[row.pk, "zip"])).status_code == 404
    assert knock(dana).get(reverse("portal:fetch", args=[row.pk, "zip"])).status_code == 404


def test_taking_it_back(place, knock, send, dana, alice) -> None:
    _ask(knock(dana), send, place)
    row = Request.objects.get()

    send(knock(dana), reverse("portal:asked", args=[row.pk]))

    page = _text(knock(alice).get(reverse("portal:review", args=[row.pk])))
    assert "The client took this back" in page
    assert _ask(knock(dana), send, place).status_code == 302


# One of a couple --------------------------------------------------------------------------------


def test_one_of_a_couple_gets_only_their_own_part(couple, knock, send, dana, alice) -> None:
    hers, _his = couple
    _ask(knock(dana), send, hers)
    here = reverse("portal:review", args=[Request.objects.get().pk])
    page = _text(knock(alice).get(here))

    assert "not everybody has permitted it" in page
    assert send(knock(alice), here, **_decide(page, "give")).status_code == 302
    row = Request.objects.get()
    assert (
        "both of you"
        not in knock(dana).get(reverse("portal:fetch", args=[row.pk, "json"])).content.decode()
    )
    assert "Not everybody it speaks of" in _text(
        knock(dana).get(reverse("portal:asked", args=[row.pk]))
    )


def test_what_speaks_of_both_goes_out_when_both_permit(
    couple, knock, send, dana, sam, alice
) -> None:
    hers, _his = couple
    send(knock(dana), reverse("portal:shared_part", args=[hers.pk]))
    release = Release.objects.get()
    permit = reverse("portal:permit", args=[release.pk])
    assert "asks to see what speaks of all of you" in _text(knock(sam).get(reverse("portal:kept")))

    send(knock(sam), permit, answer="no")
    waits = _text(knock(dana).get(reverse("portal:shared_part", args=[hers.pk])))
    send(knock(sam), permit, answer="yes")
    _ask(knock(dana), send, hers)
    row = Request.objects.get()
    here = reverse("portal:review", args=[row.pk])
    send(knock(alice), here, **_decide(_text(knock(alice).get(here)), "give"))

    assert "Not everybody has said yes so far" in waits
    assert "Sam" not in waits[waits.index("<main") :]
    fetched = knock(dana).get(reverse("portal:fetch", args=[row.pk, "json"])).content.decode()
    assert "both of you" in fetched


def test_permission_on_paper_is_the_therapists_to_record(
    couple, knock, send, dana, alice, ben
) -> None:
    hers, his = couple
    send(knock(dana), reverse("portal:shared_part", args=[hers.pk]))
    release = Release.objects.get()
    here = reverse("portal:permitted_on_paper", args=[release.pk, his.pk])

    assert knock(ben.user).get(here).status_code == 404
    assert send(knock(alice), here, answer="yes").status_code == 302
    assert Permission.objects.get(participant=his).how == "paper"


def test_yes_on_paper_over_somebodys_own_no_is_confirmed_and_told(
    couple, knock, send, dana, sam, alice, now
) -> None:
    hers, his = couple
    send(knock(dana), reverse("portal:shared_part", args=[hers.pk]))
    release = Release.objects.get()
    permit = reverse("portal:permit", args=[release.pk])
    send(knock(sam), permit, answer="no")
    here = reverse("portal:permitted_on_paper", args=[release.pk, his.pk])
    told = "The therapist wrote down an answer of yours from paper."

    assert here in _text(knock(alice).get(reverse("portal:permissions", args=[release.pk])))
    assert "signed in and said no on" in _text(knock(alice).get(here))
    unsure = send(knock(alice), here, answer="yes")
    assert unsure.status_code == 422
    assert "Please confirm that this is so now" in unsure.content.decode()
    assert not permitting.is_permitted(hers, now)

    assert send(knock(alice), here, answer="yes", sure="on").status_code == 302
    assert permitting.is_permitted(hers, now)
    assert told in _text(knock(sam).get("/", follow=True))
    assert told not in _text(knock(dana).get("/", follow=True))
    page = _text(knock(sam).get(permit))
    assert "You said no here." in page
    assert "you said yes on paper" in page
    assert reading_age(_plain(page)) <= 11

    send(knock(sam), permit, answer="no")
    assert told not in _text(knock(sam).get("/", follow=True))
    assert not permitting.is_permitted(hers, now)


def test_a_letter_says_that_something_is_there_where_an_address_is_safe(
    couple, knock, send, dana, sam, alice, now
) -> None:
    hers, his = couple
    send(knock(dana), reverse("portal:shared_part", args=[hers.pk]))
    release = Release.objects.get()
    people.add_contact_point(
        his.card, by=alice, now=now, about=his.therapy, kind="email", value="sam@example.org",
        safe_for=["account"],
    )  # fmt: skip
    paper = reverse("portal:permitted_on_paper", args=[release.pk, his.pk])

    send(knock(alice), paper, answer="yes")
    assert not Letter.objects.filter(kind="record").exists()
    send(knock(sam), reverse("portal:permit", args=[release.pk]), answer="no")
    send(knock(alice), paper, answer="yes", sure="on")

    letter = Letter.objects.get(kind="record")
    assert "There is something for you to read" in letter.text("body")
    assert "paper" not in letter.text("body")


def test_nobody_permits_for_somebody_else(couple, with_dana, knock, send, dana, sam, ben) -> None:
    hers, _his = couple
    send(knock(dana), reverse("portal:shared_part", args=[hers.pk]))
    permit = reverse("portal:permit", args=[Release.objects.get().pk])

    assert knock(dana).get(permit).status_code == 404
    assert knock(sam).get(reverse("portal:permit", args=[uuid4()])).status_code == 404
    alone = with_dana.participants.get()
    assert knock(dana).get(reverse("portal:shared_part", args=[alone.pk])).status_code == 404


# Own words --------------------------------------------------------------------------------------


def test_words_stay_with_the_record_and_are_answered_once(
    place, knock, send, dana, alice, now
) -> None:
    here = reverse("portal:add_words", args=[place.pk])
    send(knock(dana), here, kind="correction", words="I was born in May.")
    row = Statement.objects.get()
    answer = reverse("portal:answer_words", args=[row.pk])

    assert "I was born in May." in _text(knock(alice).get(f"/therapies/{place.therapy_id}/"))
    assert send(knock(alice), answer, outcome="kept").status_code == 422
    long = send(knock(alice), answer, outcome="kept", words="a" * 4001)
    assert "This is 4001 characters long; at most 4000 fit." in long.content.decode()
    assert send(knock(alice), answer, outcome="changed", words="Done.").status_code == 302
    assert send(knock(alice), answer, outcome="noted").status_code == 422
    page = _text(knock(dana).get(reverse("portal:my_words")))
    assert "the record was changed" in page
    assert "Done." in page
    assert (
        "I was born in May."
        in knock(dana).get(reverse("portal:copy", args=["json"])).content.decode()
    )
    assert StatementAnswer.objects.count() == 1


@pytest.mark.database
def test_words_cannot_be_changed_or_deleted(place, dana, now) -> None:
    from django.db import transaction

    from holdfast.web.portal.actions import statements

    row = statements.state(place, "Mine", kind="own_words", by=dana, now=now)

    for act in (lambda: Statement.objects.update(kind="not_so"), row.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_words_are_nobody_elses(place, knock, send, dana, sam, ben) -> None:
    send(knock(dana), reverse("portal:add_words", args=[place.pk]), kind="own_words", words="Mine")
    row = Statement.objects.get()

    assert knock(ben.user).get(reverse("portal:answer_words", args=[row.pk])).status_code == 404
    assert knock(sam).get(reverse("portal:add_words", args=[place.pk])).status_code == 404
    assert "Mine" not in _text(knock(sam).get(reverse("portal:my_words")))


# Size and words ---------------------------------------------------------------------------------


def _queries(browser, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as caught:
        _text(browser.get(address))
    return len(caught)


@pytest.mark.parametrize("name", ["kept", "opened", "my_words", "my_frame", "my_sessions"])
def test_the_same_queries_at_two_sizes(name: str, place, knock, dana, now) -> None:
    from holdfast.web.portal.actions import statements

    _hold(place.therapy, datetime(2026, 1, 6, 14), _part(place), note="x")
    statements.state(place, "One", kind="own_words", by=dana, now=now)
    browser, here = knock(dana), reverse(f"portal:{name}")
    small = _queries(browser, here)
    for week in range(1, 6):
        when = datetime(2025, 11, 4, 14) + timedelta(weeks=week)
        _hold(place.therapy, when, _part(place), note="x")
        statements.state(place, "More", kind="own_words", by=dana, now=now)

    assert _queries(browser, here) == small


def test_the_same_queries_to_review_a_request_at_two_sizes(
    place, knock, send, dana, alice, now
) -> None:
    """Ten times the sessions, promises, decisions and questions ask nothing more."""
    _ask(knock(dana), send, place)
    browser, here = knock(alice), reverse("portal:review", args=[Request.objects.get().pk])
    _something_of_each(place, 0, now)
    small = _queries(browser, here)
    for number in range(1, 6):
        _something_of_each(place, number, now)

    assert _queries(browser, here) == small


def _something_of_each(place, number: int, now: datetime) -> None:
    """One more row of what a therapist looks at before it is handed over."""
    from holdfast.web.consultation.models import Question, Step
    from holdfast.web.endings.models import Outreach
    from holdfast.web.practice.actions import betweens

    by = place.therapy.assignments.get().therapist.user
    when = datetime(2025, 10, 7, 14) + timedelta(weeks=number)
    _hold(place.therapy, when, _part(place), note="x")
    betweens.note_contact(
        place, by=by, now=now, channel="text", direction="in", purpose="support", at=now, note="y"
    )
    betweens.note_crossing(
        place, by=by, now=now, kind="gift", on=now.date(), initiated_by="client", discussed=True
    )
    question = Question(asker=by, therapy=place.therapy, source="nothing", to=by, asked_at=now)
    question.seal(content=json.dumps({"question": "What do you think?"}))
    question.save(force_insert=True)
    step = Step(question=question, kind="answered", at=now)
    step.seal(words="This.")
    step.save(force_insert=True)
    letter = Outreach(therapy=place.therapy, participant=place, written_at=now, sent_on=now.date())
    letter.seal(words="Hello.")
    letter.save(force_insert=True)


PAGES = ["kept", "opened", "my_words", "my_frame", "my_sessions"]


@pytest.mark.parametrize("name", PAGES)
def test_a_reader_of_eleven_can_read_it(name: str, place, knock, dana) -> None:
    page = _text(knock(dana).get(reverse(f"portal:{name}")))

    assert reading_age(_plain(page)) <= 11


@pytest.mark.parametrize("name", ["ask", "add_words"])
def test_a_reader_of_eleven_can_read_what_comes_before_writing(name, place, knock, dana) -> None:
    page = _text(knock(dana).get(reverse(f"portal:{name}", args=[place.pk])))

    assert reading_age(_plain(page)) <= 11
    assert "Your therapist reads this" in page
    assert "not for emergencies" in page


def test_a_reader_of_eleven_can_read_what_was_answered_shared_and_permitted(
    couple, knock, send, dana, sam, anna, now
) -> None:
    hers, _his = couple
    _ask(knock(dana), send, hers)
    asked = Request.objects.get()
    pages = [_text(knock(dana).get(reverse("portal:asked", args=[asked.pk])))]
    review = reverse("portal:review", args=[asked.pk])
    send(knock(anna.user), review, **_decide(_text(knock(anna.user).get(review)), "give"))
    pages.append(_text(knock(dana).get(reverse("portal:asked", args=[asked.pk]))))
    shared = reverse("portal:shared_part", args=[hers.pk])
    pages.append(_text(knock(dana).get(shared)))
    send(knock(dana), shared)
    pages.append(_text(knock(dana).get(shared)))
    permit = reverse("portal:permit", args=[Release.objects.get().pk])
    pages.append(_text(knock(sam).get(permit)))

    assert [reading_age(_plain(page)) for page in pages if reading_age(_plain(page)) > 11] == []


def test_no_words_stand_in_an_address_or_title(place, knock, dana) -> None:
    for name in ("ask", "add_words"):
        page = _text(knock(dana).get(reverse(f"portal:{name}", args=[place.pk])))
        title = page[page.index("<title>") : page.index("</title>")]
        assert "Dana" not in title
        assert "Whitfield" not in title
