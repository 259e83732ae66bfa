"""Asking a colleague: nothing on record reaches them, they see what is put to them, once answered
it stands."""

import re
from datetime import timedelta

import pytest
from codes.deciding import a_decision, a_weighing, thought_through
from django.core import mail
from django.db import DatabaseError, transaction

from conftest import person
from holdfast.web.audit.models import Entry
from holdfast.web.consultation.actions import asking
from holdfast.web.consultation.models import Attached, Draft, Question, Step
from holdfast.web.consultation.models.asking import state_of
from holdfast.web.jobs.worker import work
from holdfast.web.practice.models import Therapy

from . import consulting as made

pytestmark = pytest.mark.django_db
ASK = "/consultation/ask/"


@pytest.fixture
def cora(now):
    """A colleague who is asked."""
    user = person("Carl Kern", "therapist", now=now)
    made.works_here(user)
    return user


def text(answer) -> str:
    """A page without the menu, in which one's own name stands."""
    page = answer.content.decode()
    return re.sub(r"<header class=\"topbar\">.*?</header>", "", page, flags=re.DOTALL)


def fields(to, **more):
    return {"question": "Would you raise it?", "hint": "Somebody who works with wood.",
            "where": "inside", "to": str(to.pk), **more}  # fmt: skip


def copy_page(question) -> str:
    return f"/consultation/questions/{question.pk}/"


def test_no_marked_word_reaches_the_colleague(knock, send, alice, cora, marked, now) -> None:
    """The whole way: from a signal, with every item and everything on record written out."""
    signal = made.a_signal(marked, now)
    browser, address = knock(alice), f"{ASK}?from=drift&id={signal.pk}"
    keys = [key for key, _label in browser.get(address).context["form"].fields["items"].choices]
    written = made.everything_marked(marked)
    given = fields(cora, question=written, hint=written, items=keys)
    preview = send(browser, address, **given)
    assert preview.status_code == 302, text(preview)
    seen = browser.get(preview["Location"])
    assert _told(seen) == []
    left = len(seen.context["left"])
    sent = send(browser, preview["Location"], "sending", **({"looked": "on"} if left else {}))
    assert sent.status_code == 302, text(sent)

    question = Question.objects.get()
    other = knock(cora)
    first = other.get(copy_page(question))
    send(other, copy_page(question), could="read_on")
    then = other.get(copy_page(question))

    assert len(keys) > 4
    assert _told(first) + _told(then) == []
    assert "the client" in text(then)
    assert question.asker_id == alice.pk


def _told(page) -> list[str]:
    """What of the marked words stands in the colleague's copy; the words of the page may."""
    copies = re.findall(r'<div class="copy">.*?</div>\s*(?:<dl.*?</dl>)?', text(page), re.DOTALL)
    whole = " ".join(re.sub(r"<[^>]+>", " ", part) for part in copies).lower()
    assert whole
    return [piece for piece in made.pieces() if re.search(rf"(?<!\w){piece}(?!\w)", whole)]


def test_the_test_would_find_a_word(alice, marked, now) -> None:
    from holdfast.web.consultation.masking import mask

    assert mask(made.everything_marked(marked), (), now.date()) != ""
    assert "brackenfold" in made.pieces()
    assert "09" not in made.pieces()


def test_what_is_shown_is_what_is_sent(knock, send, alice, cora, therapy) -> None:
    browser = knock(alice)
    address = f"{ASK}?about={therapy.pk}"
    to = send(browser, address, **fields(cora, items=["therapy"]))["Location"]
    seen = browser.get(to).context["copy"]
    send(browser, to, "sending")

    question = Question.objects.get()
    assert question.copy == seen
    assert (
        question.copy["items"][0][1]
        == "Individual therapy, 3 sessions so far, begun some months ago."
    )
    assert not Draft.objects.exists()
    assert b"wood" not in bytes(question.content)


@pytest.mark.parametrize("name", ["@lena_k", "@SUM(1)", "@"])
def test_somebody_may_be_called_anything(
    knock, send, alice, anna, cora, therapy, dana, name: str
) -> None:
    made.a_therapy(anna, name)
    address = f"{ASK}?about={therapy.pk}"

    preview = send(knock(alice), address, **fields(cora, question=f"Would you ask {name} too?"))

    seen = knock(alice).get(preview["Location"])
    assert seen.status_code == 200
    assert name == "@" or f" {name} " not in text(seen)


def test_what_could_tell_is_pointed_out_and_taken_out(knock, send, alice, cora, therapy) -> None:
    browser = knock(alice)
    given = fields(cora, question="Her boss Karim phoned at 15:30. What now?")
    to = send(browser, f"{ASK}?about={therapy.pk}", **given)["Location"]
    page = browser.get(to)
    assert [one.text for one in page.context["left"]] == ["Karim", "15:30"]
    assert "“Karim”" in text(page)
    assert send(browser, to, "sending").status_code == 422

    send(browser, to, "out", take="yes", **{"out-out": ["0"]})
    page = browser.get(to)
    assert "Her boss [name] phoned at 15:30" in text(page)
    assert send(browser, to, "sending", looked="on").status_code == 302


def test_words_of_the_program_are_neither_pointed_out_nor_taken_out(
    knock, send, alice, cora, marked
) -> None:
    browser = knock(alice)
    given = fields(cora, question="Then Between phoned. What now?", items=["frame"])
    to = send(browser, f"{ASK}?about={marked.pk}", **given)["Location"]

    left = browser.get(to).context["left"]
    assert [one.text for one in left if one.kind == "name"] == ["Between"]
    send(browser, to, "out", take="yes", **{"out-out": ["0"]})

    copy = browser.get(to).context["copy"]
    assert copy["question"] == "Then [name] phoned. What now?"
    assert copy["items"][0][1].startswith("How often: ")
    assert "; Between sessions: " in copy["items"][0][1]


def test_it_is_looked_at_again_when_the_record_has_changed(
    knock, send, alice, cora, therapy, now
) -> None:
    from holdfast.web.practice.actions import people

    browser = knock(alice)
    given = fields(cora, question="Karim rang again. What now?")
    to = send(browser, f"{ASK}?about={therapy.pk}", **given)["Location"]
    seen = browser.get(to).context["sending"].digest
    people.add_emergency_contact(
        therapy.participants.get().card, by=alice, now=now, about=therapy, name="Karim Sole",
        relation="", phone="",
    )  # fmt: skip

    answer = send(browser, to, "sending", seen=seen, looked="on")
    assert answer.status_code == 422
    assert "has changed meanwhile" in text(answer)
    assert "Somebody close rang again" in text(browser.get(to))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"question": ""}, "Please fill this in."),
        ({"hint": ""}, "Please fill this in."),
        ({"to": ""}, "Choose whom you ask."),
        ({"to": "somebody"}, "Please choose one of these."),
        ({"where": "outside", "to": ""}, "Write their name"),
        ({"urgent": "on"}, "Say whom they should phone"),
        ({"urgent": "on", "phone": "abc"}, "There is no phone number in this."),
    ],
)
def test_mistakes_lose_nothing(knock, send, alice, cora, therapy, changed, says) -> None:
    given = {**fields(cora), "phone": "", **changed}
    answer = send(knock(alice), f"{ASK}?about={therapy.pk}", **given)

    assert answer.status_code == 422
    assert says in text(answer)
    assert not Draft.objects.exists()


def test_urgent_says_whom_to_phone(knock, send, alice, cora, therapy) -> None:
    browser = knock(alice)
    given = fields(cora, urgent="on", phone="Alice on 0117 496 0001", sign="on")
    to = send(browser, f"{ASK}?about={therapy.pk}", **given)["Location"]
    send(browser, to, "sending")
    page = text(knock(cora).get(copy_page(Question.objects.get())))

    assert "Alice on 0117 496 0001" in page
    assert "Asked by Alice Ames" in page
    assert "It is urgent." in text(knock(cora).get("/today/"))


def test_nobody_is_told_more_than_that_something_waits(alice, cora, therapy, now) -> None:
    made.a_question(alice, cora, now, therapy)
    work(now)

    (letter,) = mail.outbox
    assert letter.to == [cora.text("address")]
    assert "Alice" not in letter.subject + letter.body
    assert "question" not in letter.body.lower()


def test_first_only_the_hint_then_the_question(knock, send, alice, cora, therapy, now) -> None:
    question = made.a_question(alice, cora, now, therapy)
    browser = knock(cora)
    page = text(browser.get(copy_page(question)))
    assert "works with wood" in page
    assert "raise it" not in page

    send(browser, copy_page(question), could="read_on")
    assert "raise it" in text(browser.get(copy_page(question)))


def test_who_could_know_them_closes_it_without_a_reason(
    knock, send, alice, cora, therapy, now
) -> None:
    question = made.a_question(alice, cora, now, therapy)
    browser = knock(cora)
    send(browser, copy_page(question), could="close")

    page = text(browser.get(copy_page(question)))
    assert "wood" not in page + text(browser.get("/consultation/"))
    asked = text(knock(alice).get(f"/consultation/asked/{question.pk}/"))
    assert "could not take it on" in asked
    assert "could have known the person is not told" in asked
    assert {e.kind for e in Entry.objects.filter(subject_id=str(question.pk))} == {
        "colleague asked", "question closed",
    }  # fmt: skip


def test_it_can_be_closed_after_reading_too(knock, send, alice, cora, therapy, now) -> None:
    question = made.a_question(alice, cora, now, therapy)
    browser = knock(cora)
    send(browser, copy_page(question), could="read_on")
    assert send(browser, copy_page(question), words="").status_code == 422
    send(browser, copy_page(question), words="", close="on")

    assert state_of(question) == "closed"
    assert "raise it" not in text(browser.get(copy_page(question)))


def test_the_answer_comes_back(knock, send, alice, cora, therapy, now) -> None:
    question = made.a_question(alice, cora, now, therapy)
    browser = knock(cora)
    send(browser, copy_page(question), could="read_on")
    send(browser, copy_page(question), words="Raise it early.")

    mine, asked = knock(alice), f"/consultation/asked/{question.pk}/"
    assert "A colleague has answered your question." in text(mine.get("/today/"))
    assert "Raise it early." in text(mine.get(asked))
    send(mine, asked, words="Raised it in the next session.")
    page = text(mine.get(asked))
    assert "Raised it in the next session." in page
    assert "answered, noted" in page
    assert "has answered your question" not in text(mine.get("/today/"))


@pytest.mark.database
def test_what_was_sent_never_changes(alice, cora, therapy, now) -> None:
    question = made.answered(made.a_question(alice, cora, now, therapy), now)

    for rows, change in (
        (Question.objects.all(), {"urgent": True}),
        (Step.objects.filter(kind="answered"), {"words": b""}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()
    assert state_of(question) == "answered"


def test_taken_back_before_the_answer(knock, send, alice, cora, therapy, now) -> None:
    question = made.a_question(alice, cora, now, therapy)
    other = knock(cora)
    send(other, copy_page(question), could="read_on")
    send(knock(alice), f"/consultation/asked/{question.pk}/take-back/")

    page = text(other.get(copy_page(question)))
    assert "It was taken back" in page
    assert "raise it" not in page
    assert "wood" not in page
    late = send(other, copy_page(question), words="Too late.")
    assert "taken back meanwhile" in text(late)


def test_an_answer_cannot_be_taken_back(knock, send, alice, cora, therapy, now) -> None:
    question = made.answered(made.a_question(alice, cora, now, therapy), now)
    answer = send(knock(alice), f"/consultation/asked/{question.pk}/take-back/")

    assert "answered before" in text(answer)
    assert state_of(question) == "answered"


def test_sent_twice_is_sent_once(knock, alice, cora, therapy, send) -> None:
    browser = knock(alice)
    to = send(browser, f"{ASK}?about={therapy.pk}", **fields(cora))["Location"]
    form = browser.get(to).context["sending"]
    once = {f.html_name: f.value() for f in form.hidden_fields()}
    first, second = browser.post(to, once), browser.post(to, once)

    assert first["Location"] == second["Location"]
    assert Question.objects.count() == 1


# Decisions.


def test_it_is_added_to_the_decision_that_waits(knock, alice, cora, therapy, now) -> None:
    decision = a_decision(therapy, now - timedelta(days=2), awaits=True)
    browser = knock(alice)
    page = text(browser.get(f"/decisions/{decision.pk}/"))
    assert f"/consultation/ask/?from=decision&amp;id={decision.pk}" in page
    assert "B.7" in page  # what ACA says on consulting
    question = made.a_question(alice, cora, now, therapy, source="decision", source_id=decision.pk)
    made.answered(question, now, "Stay for the ceremony only.")

    page = text(browser.get(f"/decisions/{decision.pk}/"))
    assert "Stay for the ceremony only." in page
    assert "Carl Kern" in page
    assert "has answered" in page
    assert Attached.objects.get().decision == decision


def test_one_from_a_signal_can_be_added_later(knock, send, alice, cora, therapy, now) -> None:
    decision = a_decision(therapy, now - timedelta(days=2), awaits=True)
    question = made.answered(made.a_question(alice, cora, now, therapy), now)
    browser, asked = knock(alice), f"/consultation/asked/{question.pk}/"
    page = browser.get(asked)
    assert "A decision waits for it" in text(page)
    form = page.context["attaching"]
    hidden = {f.html_name: f.value() for f in form.hidden_fields() if f.value()}
    browser.post(f"{asked}attach/", {**hidden, "attach-decision": str(decision.pk)})

    assert Attached.objects.get().decision == decision
    assert "A decision waits for it" not in text(browser.get(asked))


def test_a_named_colleague_s_answer_counts_before_signing(alice, cora, therapy, now) -> None:
    """Acting against what is prohibited takes a named colleague's answer; this one is it."""
    from holdfast.web.codes.actions.signing import wanting
    from holdfast.web.codes.asking import advice_on
    from holdfast.web.codes.models import Weighing

    weighing = a_weighing(therapy, "end_to_date", now)
    thought_through(weighing, {}, now, answered="", colleague="")
    weighed = weighing.weighed()
    assert any(
        "colleague" in line for line in wanting(advice_on(weighing, weighed, now.date()), weighed)
    )
    question = made.a_question(alice, cora, now, therapy, source="weighing", source_id=weighing.pk)
    made.answered(question, now, "Do not.")

    row = Weighing.objects.select_related("therapy__key", "therapist").get()
    weighed = row.weighed()
    assert weighed.plan["colleague"] == "Carl Kern"
    assert weighed.plan["answered"] == "Do not."
    assert not any(
        "colleague" in line for line in wanting(advice_on(row, weighed, now.date()), weighed)
    )


# Who sees what.


def test_others_find_nothing(knock, alice, bob, ben, cora, lead, sven, anna, therapy, now) -> None:
    question = made.a_question(alice, cora, now, therapy)
    made.supervised(sven, anna, now, "responsible")

    for user in (bob, sven, lead):
        browser = knock(user)
        for path in ("asked", "questions"):
            assert browser.get(f"/consultation/{path}/{question.pk}/").status_code == 404
    assert "Carl Kern" not in text(knock(sven).get(f"/therapies/{therapy.pk}/"))
    assert knock(alice).get(copy_page(question)).status_code == 404
    assert knock(cora).get(f"/consultation/asked/{question.pk}/").status_code == 404


def test_only_from_what_is_one_s_own(knock, bob, ben, alice, marked, now) -> None:
    signal = made.a_signal(marked, now)
    decision = a_decision(marked, now)
    browser = knock(bob)

    for query in (
        f"from=signal&id={signal.pk}", f"from=drift&id={signal.pk}",
        f"from=decision&id={decision.pk}", f"about={marked.pk}", "from=nowhere&id=1",
        "from=signal", "from=signal&id=x", "about=x",
    ):  # fmt: skip
        assert browser.get(f"{ASK}?{query}").status_code == 404, query


def test_the_lead_sees_one_number_for_the_whole_practice(
    knock, lead, alice, anna, bob, ben, cora, therapy, now
) -> None:
    made.a_question(alice, cora, now, therapy)
    page = text(knock(lead).get("/overview/"))

    assert "fewer than 5" in page
    assert "questions to colleagues in the last 12 months" in page
    assert "Alice" not in page


def test_in_a_very_small_practice_it_is_not_counted(anna, alice, bob, therapy, now) -> None:
    from holdfast.web.consultation.contributes import standing

    made.a_question(alice, bob, now, therapy)

    assert standing(now) == ()


def test_the_client_finds_no_trace(knock, alice, cora, dana, therapy, now) -> None:
    made.answered(made.a_question(alice, cora, now, therapy), now)

    page = text(knock(dana).get("/", follow=True))
    assert "colleague" not in page.lower()


def test_the_client_s_own_copy_says_the_same_if_nobody_was_asked(
    alice, cora, dana, therapy, now
) -> None:
    from holdfast.web.consultation.contributes import copy

    who = therapy.participants.get()
    before = copy(who, dana)
    made.answered(made.a_question(alice, cora, now, therapy), now)

    assert copy(who, dana) == before
    assert "ask to read them" in before[0].left_out[0][1]


def test_on_request_whoever_asked_can_hand_questions_over(alice, bob, cora, therapy, now) -> None:
    from holdfast.web.consultation.contributes import copy

    who = therapy.participants.get()
    made.answered(made.a_question(alice, cora, now, therapy), now)

    on_request = copy(who, alice)[1]
    (row,) = on_request.rows
    assert not on_request.at_once
    assert row["answer"]
    assert copy(who, bob)[1].rows == []


def test_it_stands_on_the_relationship_page(knock, alice, cora, therapy, now) -> None:
    question = made.a_question(alice, cora, now, therapy)
    page = text(knock(alice).get(f"/therapies/{therapy.pk}/"))

    assert "awaiting consultation" in page
    assert "Asked of Carl Kern" in page
    assert f"/consultation/asked/{question.pk}/" in page
    assert "no answer yet" in page
    assert f"/consultation/ask/?about={therapy.pk}" in page


def test_an_answer_is_a_signal_until_something_is_noted(alice, bob, cora, therapy, now) -> None:
    from holdfast.web.consultation import contributes
    from holdfast.web.practice.actions.signals import keep_found

    question = made.answered(made.a_question(alice, cora, now, therapy), now)
    keep_found(therapy, contributes.find([therapy], now), now)
    signals = list(therapy.signals.filter(capability="consultation"))

    assert len(signals) == 1
    assert contributes.words(signals, bob) == {}
    assert "answered" in contributes.words(signals, alice)[signals[0].pk].headline
    asking.note_done(question, "Done.", by=alice, now=now)
    assert list(contributes.find([therapy], now)) == []


def test_a_reader_of_the_record_who_did_not_ask_draws_no_mark(
    alice, anna, sven, cora, therapy, now
) -> None:
    from holdfast.web.consultation import contributes

    made.a_question(alice, cora, now, therapy)
    span = (now - timedelta(days=30), now + timedelta(days=1))

    assert contributes.lanes(therapy, sven, *span) == ()
    assert list(contributes.moments(therapy, sven, *span)) == []
    (lane,) = contributes.lanes(therapy, alice, *span)
    assert [p.words for p in lane.points] == ["asked of Carl Kern"]
    assert lane.name == "Decisions"


# Outside.


def test_outside_by_a_link_for_one_use(client, knock, send, alice, therapy, now) -> None:
    browser = knock(alice)
    given = {**fields(alice), "where": "outside", "to": "", "outside": "Petra Outside"}
    to = send(browser, f"{ASK}?about={therapy.pk}", **given)["Location"]
    made_at = browser.get(send(browser, to, "sending")["Location"])
    secret = made_at.context["address"].rstrip("/").rpartition("/")[2]
    digits = made_at.context["digits"]
    path = f"/question/{secret}/"
    assert "wood" not in text(client.get(path))
    assert send(client, path, code="000000" if digits != "000 000" else "111111").status_code == 422
    assert send(client, path, code=digits).status_code == 302

    assert "works with wood" in text(client.get(path))
    send(client, path, could="read_on")
    assert "raise it" in text(client.get(path))
    assert "Alice" not in text(client.get(path))
    done = send(client, path, words="Plainly, and soon.")

    assert done["Location"] == "/question/"
    assert "raise it" not in text(client.get("/question/"))
    assert client.get(path)["Location"] == "/question/"
    question = Question.objects.get()
    page = text(browser.get(f"/consultation/asked/{question.pk}/"))
    assert "Plainly, and soon." in page
    assert "Petra Outside" in page


def test_five_tries_then_it_opens_with_nothing(client, send, alice, therapy, now) -> None:
    question = made.a_question(alice, None, now, therapy)
    link = asking.make_link(question, by=alice, now=now)
    wrong = "000000" if link.code != "000000" else "111111"
    for _try in range(5):
        answer = send(client, f"/question/{link.secret}/", code=wrong)

    assert "tried too often" in text(answer)
    assert send(client, f"/question/{link.secret}/", code=link.code).status_code == 422


def test_a_link_ends(client, send, alice, therapy, now, monkeypatch) -> None:
    question = made.a_question(alice, None, now, therapy)
    first = asking.make_link(question, by=alice, now=now)
    second = asking.make_link(question, by=alice, now=now)
    assert client.get(f"/question/{first.secret}/").status_code == 410
    assert client.get(f"/question/{second.secret}/").status_code == 200
    late = asking.make_link(question, by=alice, now=now - timedelta(hours=72))
    assert client.get(f"/question/{late.secret}/").status_code == 410
    third = asking.make_link(question, by=alice, now=now)
    send(client, f"/question/{third.secret}/", code=third.code)

    asking.withdraw(question, by=alice, now=now)

    gone = client.get(f"/question/{third.secret}/")
    assert gone.status_code == 410
    assert "wood" not in text(gone)


def test_opening_a_link_uses_nothing_up(client, alice, therapy, now) -> None:
    question = made.a_question(alice, None, now, therapy)
    link = asking.make_link(question, by=alice, now=now)
    for _time in range(3):
        assert client.get(f"/question/{link.secret}/").status_code == 200
    link.link.refresh_from_db()

    assert (link.link.used_at, link.link.tries) == (None, 0)


# Size.


def test_the_same_queries_for_many(knock, alice, cora, therapy, now, count_queries) -> None:
    pages = {alice: ("/consultation/", f"/therapies/{therapy.pk}/", "/today/"),
             cora: ("/consultation/", "/today/")}  # fmt: skip
    made.answered(made.a_question(alice, cora, now, therapy), now)
    made.a_question(alice, cora, now, therapy)
    browsers = {user: knock(user) for user in pages}
    few = {(u.pk, p): count_queries(browsers[u], p) for u, paths in pages.items() for p in paths}
    for _number in range(4):
        made.answered(made.a_question(alice, cora, now, therapy), now)
        made.a_question(alice, cora, now, therapy)

    many = {(u.pk, p): count_queries(browsers[u], p) for u, paths in pages.items() for p in paths}
    assert many == few


def test_asking_takes_the_same_queries_for_many_clients(
    knock, alice, anna, therapy, count_queries
) -> None:
    browser, address = knock(alice), f"{ASK}?about={therapy.pk}"
    few = count_queries(browser, address)
    for number in range(4):
        made.a_therapy(anna, f"Person Number{number}")

    assert count_queries(browser, address) == few
    assert Therapy.objects.count() == 5


def test_what_is_needed_is_not_called_optional() -> None:
    from holdfast.web.consultation.forms.answering import AnswerForm
    from holdfast.web.consultation.forms.asking import AskForm

    ask = AskForm(items=[], colleagues=[])

    assert not any("(optional)" in ask[name].as_field_group() for name in ("to", "outside"))
    assert "(optional)" not in AnswerForm()["words"].as_field_group()
