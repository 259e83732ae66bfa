"""A signed decision: immutable, added to, printed, looked at again."""

import html
import io
import re
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError
from django.http import QueryDict
from pypdf import PdfReader

from holdfast.codes import again, shipped
from holdfast.web.codes import actions, contributes
from holdfast.web.codes.models import Addendum, Decision, awaits, due_on, unmet

from .deciding import QUIET, SINCE, a_decision, a_therapy, a_weighing, thought_through

SEXUAL = {"exploits": "yes"}


def _address(decision, extra: str = "") -> str:
    return f"/decisions/{decision.pk}/{extra}"


def test_it_works(knock, alice, signed) -> None:
    page = knock(alice).get(_address(signed))

    text = page.content.decode()
    assert "Permitted with safeguards" in text
    assert "Signed by Alice Ames" in text
    assert "The ceremony only, standing at the back." in text
    assert "Take it to supervision." in text
    assert signed.digest in text
    assert "wedding" not in text[text.index("<title>") : text.index("</title>")].lower()


def test_whose_answer_is_the_strictest(with_dana, now) -> None:
    content = a_decision(with_dana, now, answers={**QUIET, "social_part": "yes"}).opened()

    assert content["verdict"]["id"] == "avoid"
    assert content["strictest"] == ["ACA 2014"]


def test_the_wrong_person_knocks(knock, signed, ben, bob, dana, lead, supervisor, reader) -> None:
    for who in (bob, dana, lead, supervisor, reader):
        browser = knock(who)
        for part in ("", "pdf/", "steps/1/", "add/", "repair/", "second-look/"):
            assert browser.get(_address(signed, part)).status_code == 404


def test_a_supervisor_reads_and_adds_nothing(knock, signed, anna, supervisor, now) -> None:
    from holdfast.web.practice.actions import staff

    staff.agree_supervision(
        supervisor=supervisor, supervisee=anna, kind="responsible", since=SINCE, by=anna.user,
        now=now, covers_all=True,
    )  # fmt: skip
    browser = knock(supervisor)

    text = browser.get(_address(signed)).content.decode()
    assert "Permitted with safeguards" in text
    assert "Note that it is done" not in text
    assert browser.get(_address(signed, "pdf/")).status_code == 200
    assert browser.get(_address(signed, "add/")).status_code == 404


@pytest.mark.database
def test_it_never_changes(signed, alice, now) -> None:
    row = actions.add(signed, "note", "More.", by=alice, now=now)

    for change in (
        lambda: Decision.objects.filter(pk=signed.pk).update(review_on=date(2030, 1, 1)),
        lambda: signed.delete(),
        lambda: Addendum.objects.filter(pk=row.pk).update(kind="repair"),
        lambda: Addendum.objects.filter(pk=row.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_receipt_gives_the_same_answer_again(signed) -> None:
    content = signed.opened()

    assert again(shipped(), content["receipt"]).verdict == content["verdict"]["id"]
    assert sorted(signed.editions) == ["aca-2014.r1", "bacp-2018.r1", "holdfast-2026.r1"]


@pytest.mark.database
def test_everything_said_is_sealed(signed) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM codes_decision")
        stored = repr(cursor.fetchall())

    assert "wedding" not in stored
    assert "safeguards" not in stored


def test_a_step_done_later(knock, alice, signed, send) -> None:
    browser = knock(alice)
    before = len(unmet(signed, signed.opened()))

    answer = send(browser, _address(signed, "steps/1/"), on="2026-02-16", note="In session 24.")

    assert answer["Location"] == _address(signed)
    fresh = Decision.objects.whole().get(pk=signed.pk)
    assert len(unmet(fresh, fresh.opened())) == before - 1
    assert "In session 24." in browser.get(_address(signed)).content.decode()
    assert browser.get(_address(signed, "steps/1/"))["Location"] == _address(signed)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"on": "2026-02-18", "note": "x"}, "still to come"),
        ({"on": "1999-01-01", "note": "x"}, "This lies before the therapy began"),
        ({"on": "", "note": "x"}, "Please fill this in"),
        ({"on": "2026-02-16", "note": ""}, "Please fill this in"),
        ({"on": "2026-02-16", "note": "x", "fact_id": "other"}, "has changed meanwhile"),
    ],
)
def test_a_step_that_does_not_hold(knock, alice, signed, send, fields, says: str) -> None:
    answer = send(knock(alice), _address(signed, "steps/1/"), **fields)

    assert answer.status_code == 422
    assert says in answer.content.decode()


@pytest.mark.database
def test_a_step_is_noted_once(signed, alice, now) -> None:
    actions.meet(signed, "supervised", on=now.date(), note="x", by=alice, now=now)

    with pytest.raises(ValidationError, match="noted already"):
        actions.meet(signed, "supervised", on=now.date(), note="y", by=alice, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.add(signed, "step", "z", by=alice, now=now, fact="supervised", on=now.date())


def test_a_colleagues_answer_attaches(knock, alice, with_dana, now, send) -> None:
    decision = a_decision(with_dana, now, awaits=True)
    browser = knock(alice)
    assert awaits(Decision.objects.whole().get(pk=decision.pk))
    assert "Add the colleague's answer" in browser.get(_address(decision)).content.decode()

    refused = send(browser, _address(decision, "add/"), kind="consultation", words="Go.")
    assert refused.status_code == 422
    send(browser, _address(decision, "add/"), kind="consultation", words="Go.", colleague="Tom")

    assert not awaits(Decision.objects.whole().get(pk=decision.pk))
    assert "Tom" in browser.get(_address(decision)).content.decode()


@pytest.mark.parametrize(
    ("on", "says"), [("2120-01-01", "more than 5 years ahead"), ("2026-01-01", "still to come")]
)
def test_the_next_review_is_in_sight(knock, alice, signed, send, on: str, says: str) -> None:
    answer = send(knock(alice), _address(signed, "add/"), kind="review", words="Well.", on=on)

    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_a_review_sets_the_next_or_ends_it(signed, alice, now) -> None:
    def due() -> date | None:
        return due_on(Decision.objects.whole().get(pk=signed.pk))

    assert due() == now.date() + timedelta(days=33)
    actions.add(signed, "review", "Well.", by=alice, now=now, on=date(2026, 6, 1))
    assert due() == date(2026, 6, 1)
    actions.add(signed, "review", "Done.", by=alice, now=now + timedelta(minutes=1))
    assert due() is None


def test_repair(knock, alice, signed, send) -> None:
    browser = knock(alice)

    send(
        browser, _address(signed, "repair/"), happened="Her aunt asked who I was.",
        heard="I felt like a patient at my own wedding.", mended="I said sorry.",
        follow="We look again in March.",
    )  # fmt: skip

    text = browser.get(_address(signed)).content.decode()
    assert "I felt like a patient at my own wedding." in text
    assert "Whom you asked" not in text[text.index("Added since") :]


def test_against_a_prohibition_only_with_a_colleagues_answer(with_dana, alice, now) -> None:
    weighing = thought_through(a_weighing(with_dana), {**QUIET, **SEXUAL}, now)
    read = (("aca-2014", "A.4.b"),)
    with pytest.raises(actions.NotYet, match="Ask a colleague first"):
        actions.sign(weighing, read, by=alice, now=now)
    thought_through(weighing, {**QUIET, **SEXUAL}, now, colleague="Tom Reyes", answered="")
    with pytest.raises(actions.NotYet, match="Ask a colleague first"):
        actions.sign(weighing, read, by=alice, now=now)


def test_against_a_prohibition_is_never_worded_as_cleared(knock, alice, with_dana, now) -> None:
    decision = a_decision(
        with_dana, now, answers={**QUIET, **SEXUAL}, colleague="Tom Reyes", answered="Do not."
    )

    text = knock(alice).get(_address(decision)).content.decode()
    assert "Decided against" in text
    assert "after asking Tom Reyes" in text
    assert "Prohibited" in text


def test_not_doing_what_is_prohibited_needs_nobody(with_dana, now) -> None:
    decision = a_decision(with_dana, now, answers={**QUIET, **SEXUAL}, course="not")

    content = decision.opened()
    assert content["against"] == ""
    assert unmet(Decision.objects.whole().get(pk=decision.pk), content) == []


def test_what_is_only_recalled_is_read_first(knock, alice, bob, now, send) -> None:
    from .deciding import works_here

    therapy = a_therapy(works_here(bob, "apsychiatric-2013"), "Sam")
    weighing = thought_through(a_weighing(therapy, "end_to_date"), {}, now, course="not")
    browser, address = knock(bob), f"/weighings/{weighing.pk}/check/"
    form = browser.get(address).context["form"]
    assert "read" in form.fields, "choose a situation whose verdict rests on a recalled clause"

    refused = send(browser, address)
    assert refused.status_code == 422
    choices = [value for value, _label in form.fields["read"].choices]
    boxes = _boxes(refused.content.decode())
    assert "(optional)" not in boxes
    assert "ticked before you can sign" in boxes
    assert all(name in boxes.split("Not ticked yet:")[1] for _v, name in _to_read(form))
    assert send(browser, address, read=choices).status_code == 302
    assert [" ".join(pair) for pair in Decision.objects.get().opened()["read"]] == choices


def test_every_clause_is_ticked_before_signing() -> None:
    from holdfast.web.codes.forms.signing import SignForm

    two = [("bacp 4", "BACP 4"), ("bacp 9", "BACP 9")]
    sent = f"once={uuid4()}&read=bacp+4"
    form = SignForm(QueryDict(sent), to_read=two)

    assert form.errors == {"read": ["Not ticked yet: BACP 9. Read each at its source first."]}
    assert SignForm(QueryDict(f"{sent}&read=bacp+9"), to_read=two).is_valid()


def _to_read(form) -> list[tuple[str, str]]:
    return list(form.fields["read"].choices)


def _boxes(page: str) -> str:
    """The boxes on the page of signing, with what is said beside them."""
    (found,) = re.findall(r"<fieldset.*?</fieldset>", page, re.DOTALL)
    return html.unescape(found)


def test_signed_twice_is_one(knock, alice, with_dana, now) -> None:
    weighing = thought_through(a_weighing(with_dana), QUIET, now)
    browser, address = knock(alice), f"/weighings/{weighing.pk}/check/"
    fields = browser.get(address).context["form"].fields
    read = [value for value, _label in fields["read"].choices] if "read" in fields else []
    sent = {"once": uuid4(), "read": read}

    first, second = browser.post(address, sent), browser.post(address, sent)

    assert first["Location"] == second["Location"]
    assert Decision.objects.count() == 1


def test_the_pdf_is_tagged_and_names_nobody(knock, alice, signed) -> None:
    answer = knock(alice).get(_address(signed, "pdf/"))

    made = b"".join(answer) if answer.streaming else answer.content
    assert made.startswith(b"%PDF-")
    assert b"pdfuaid" in made
    assert b"/MarkInfo" in made
    assert "Dana" not in answer["Content-Disposition"]
    assert "wedding" not in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"


def test_the_pdf_is_made_whatever_was_written(knock, alice, with_dana, now) -> None:
    signed = a_decision(with_dana, now - timedelta(days=7))
    actions.add(signed, "note", "We laughed 😀. 李小龙 שלום مرحبا e\u20dd", by=alice, now=now)

    answer = knock(alice).get(_address(signed, "pdf/"))

    text = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(answer.content)).pages)
    assert "We laughed [grinning face]. [U+674E, U+5C0F, U+9F99]" in " ".join(text.split())


def test_a_corrected_revision_asks_for_a_second_look(
    knock, alice, signed, monkeypatch, send, now
) -> None:
    library = shipped()
    corrected = replace(
        library.editions["aca-2014"], revision=2, published_on=now.date(),
        revised_because="A.6.b was read too narrowly.",
    )  # fmt: skip
    newer = replace(library, revisions={**library.revisions, corrected.key: corrected})
    for place in ("models", "views.decisions"):
        monkeypatch.setattr(f"holdfast.web.codes.{place}.shipped", lambda: newer)
    browser = knock(alice)

    assert "second look" in browser.get("/decisions/").content.decode()
    assert "read too narrowly" in browser.get(_address(signed, "second-look/")).content.decode()
    signed.therapy.refresh_from_db()
    kinds = {f.kind for f in contributes.find([signed.therapy], now)}
    assert "second_look" in kinds
    send(browser, _address(signed, "second-look/"), words="It still holds.")
    assert "second look" not in browser.get("/decisions/").content.decode()


def test_the_list_keeps_to_ones_own(knock, signed, ben, bob, alice, begun) -> None:
    assert "wedding" not in knock(bob).get("/decisions/").content.decode()
    mine = knock(alice).get("/decisions/").content.decode()
    assert "Begun, not yet signed" in mine
    assert "Dana Whitfield" in mine


def test_the_list_leads_to_a_client(knock, alice, with_dana) -> None:
    browser = knock(alice)

    answer = browser.post("/decisions/", {"therapy": str(with_dana.pk)})
    assert answer["Location"] == f"/therapies/{with_dana.pk}/boundary/"
    assert browser.post("/decisions/", {"therapy": "x"}).status_code == 422


def test_the_same_queries_however_many(
    knock, alice, anna, with_dana, now, count_queries, django_assert_num_queries
) -> None:
    first = a_decision(with_dana, now)
    actions.add(first, "note", "x", by=alice, now=now)
    browser = knock(alice)
    listed = count_queries(browser, "/decisions/")
    shown = count_queries(browser, _address(first))
    for number in range(3):
        therapy = a_therapy(anna, f"Client {number}")
        a_decision(therapy, now)
        a_weighing(therapy)
    for _ in range(4):
        actions.add(first, "note", "x", by=alice, now=now)

    with django_assert_num_queries(listed):
        browser.get("/decisions/")
    with django_assert_num_queries(shown):
        browser.get(_address(first))
