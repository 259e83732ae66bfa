"""One's own feelings, weighed in the vault: the record gets what was decided and who was asked."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.utils import DatabaseError

from holdfast.codes import again, shipped
from holdfast.web.audit.models import Entry as AuditEntry
from holdfast.web.codes import actions, jobs, kept
from holdfast.web.codes.forms.choosing import is_apart
from holdfast.web.codes.kept import InVault
from holdfast.web.codes.models import Addendum, Decision, Weighing
from holdfast.web.codes.state import Weighed
from holdfast.web.endings.actions.after import SITUATIONS
from holdfast.web.vault import actions as vaults
from holdfast.web.vault.models import Entry

from .deciding import PLAN, THOUGHTS, a_therapy, thought_through
from .feelings import (
    DECIDED,
    FELT,
    OWN,
    a_decision,
    begun,
    found_behind,
    in_vault,
    open_vault,
    shut,
    sign_on_page,
    signed,
    start,
    thought,
)

pytestmark = pytest.mark.django_db


# From the first page to the signature.


def test_it_works(anna, vault, knock, send, with_dana, now) -> None:
    browser = knock(anna.user)
    page = browser.get(f"/therapies/{with_dana.pk}/boundary/").content.decode()
    marked = page.index("I am attracted to my client")
    assert "in your vault" in page[marked : page.index("</button>", marked)]

    address = start(browser, send, with_dana)["Location"]
    assert Entry.objects.get().shelf == "weighings"
    assert not Weighing.objects.exists()
    assert browser.get(address)["Location"].startswith("/vault/open/?next=")

    open_vault(browser)
    question = browser.get(address)["Location"]
    assert "only you read it" in browser.get(question).content.decode()
    send(browser, question, answer="some")
    send(browser, f"{address}thoughts/", **THOUGHTS | {"need": FELT})
    told = {**PLAN, "colleague": "Tom Reyes", "decided": DECIDED, "review_on": "2026-04-01"}
    assert send(browser, f"{address}plan/", **told)["Location"] == f"{address}check/"
    check = browser.get(f"{address}check/").content.decode()
    assert "The record gets" in check
    assert FELT in check
    page = sign_on_page(browser, send, f"{address}check/")["Location"]

    decision = Decision.objects.get()
    assert page == f"/decisions/{decision.pk}/"
    whole = browser.get(page).content.decode()
    for words in ("I am attracted to my client", FELT, DECIDED, "Permitted with safeguards"):
        assert words in whole
    shut(browser)
    told_now = browser.get(page).content.decode()
    assert DECIDED in told_now
    assert "Tom Reyes" in told_now
    assert "Open it to read on" in told_now
    for words in ("attracted", FELT, "Permitted with safeguards", "Take it to supervision"):
        assert words not in told_now


def test_the_record_holds_what_was_decided_and_who_was_asked(key, with_dana, now) -> None:
    decision = a_decision(key, with_dana, now)
    content = decision.opened()

    assert content.keys() == {
        "schema", "title", "decided", "plan", "awaits", "signed_by", "whole",
    }  # fmt: skip
    assert content["decided"] == DECIDED
    assert content["plan"] == {"colleague": "Tom Reyes"}
    assert content["title"] == "Weighed in private"
    assert decision.digest == hashlib.sha256(decision.text("content").encode()).hexdigest()


def test_what_was_signed_stays_in_the_vault_with_its_receipt(key, with_dana, now) -> None:
    decision = a_decision(key, with_dana, now)
    ((series, held),) = [kept.behind(key, decision.pk)]

    assert hashlib.sha256(held.signed.encode()).hexdigest() == decision.opened()["whole"]
    whole = held.content
    assert again(shipped(), whole["receipt"]).verdict == whole["verdict"]["id"]
    assert whole["thoughts"]["need"] == FELT
    assert decision.editions == [each["key"] for each in whole["receipt"]["editions"]]
    assert Entry.objects.get().series == series


def test_no_day_tells_when_it_was_begun(key, with_dana, now) -> None:
    series = begun(key, with_dana, now - timedelta(days=20))
    row = in_vault(key, with_dana, series)
    thought_through(row, {"work_affected": "some"}, now, decided=DECIDED)
    decision = signed(in_vault(key, with_dana, series), now)

    entry = Entry.objects.get()
    assert entry.written_at.date() == decision.signed_on
    assert (entry.version, entry.series == series) == (1, False)


@pytest.mark.database
def test_a_signed_row_never_changes(key, with_dana, now) -> None:
    decision = a_decision(key, with_dana, now)

    for change in (
        lambda: Decision.objects.filter(pk=decision.pk).update(digest="0" * 64),
        lambda: decision.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_it_need_not_be_signed(anna, key, knock, send, with_dana, now) -> None:
    series = begun(key, with_dana, now)
    browser = knock(anna.user)
    assert "attracted" not in browser.get("/decisions/").content.decode()
    assert "in your vault" in browser.get("/decisions/").content.decode()

    open_vault(browser)
    page = browser.get("/decisions/").content.decode()
    assert "I am attracted to my client" in page
    assert "Dana Whitfield" in page
    assert str(series) in page
    assert send(browser, f"/weighings/{series}/discard/")["Location"] == "/decisions/"
    assert not Entry.objects.exists()


# Without a vault, and what lay elsewhere before.


def test_without_a_vault_one_makes_it_first(anna, knock, send, with_dana) -> None:
    browser = knock(anna.user)
    answer = start(browser, send, with_dana)

    assert answer["Location"].startswith("/vault/make/?next=")
    assert not Weighing.objects.exists()
    assert not Entry.objects.exists()
    assert start(browser, send, with_dana, "wedding").status_code == 302
    assert Weighing.objects.count() == 1


def _as_before(therapy, now) -> Weighing:
    """A row as it lay under the key of the therapy before."""
    from holdfast.web.accounts import drafts

    person, therapist = therapy.participants.get(), therapy.assignments.get().therapist
    row = Weighing(
        therapy=therapy, participant=person, therapist=therapist, begun_at=now, changed_at=now
    )
    row.put(replace(Weighed("attracted"), thoughts={"need": FELT}))
    row.save()
    place = drafts.place_of(therapist.user, f"/weighings/{row.pk}/thoughts/", "thoughtsform")
    draft = drafts.Draft(user=therapist.user, place=place, at=now)
    draft.seal(fields=json.dumps({"need": [FELT]}))
    draft.save()
    return row


def test_what_lay_elsewhere_moves_once_there_is_a_vault(anna, with_dana, now) -> None:
    from holdfast.web.accounts.models import Draft

    row = _as_before(with_dana, now)
    actions.begin(with_dana, "wedding", therapist=anna, by=anna.user, now=now)
    jobs.into_vaults(now=now)
    assert Weighing.objects.filter(pk=row.pk).exists()

    vault = vaults.make_vault(anna.user, OWN, now=now)[0]
    jobs.into_vaults(now=now)
    jobs.into_vaults(now=now)
    entry = Entry.objects.get()
    held = kept.opened(vaults.unlock(vault, OWN, now=now), entry.series)
    assert held is not None
    assert held.weighed.thoughts["need"] == FELT
    assert (held.therapy, held.participant) == (
        str(with_dana.pk), str(with_dana.participants.get().pk),
    )  # fmt: skip
    assert entry.series != row.pk
    assert [each.weighed().situation for each in Weighing.objects.all()] == ["wedding"]
    assert not Draft.objects.exists()


def test_what_lay_elsewhere_is_not_signed_there(anna, with_dana, now) -> None:
    row = _as_before(with_dana, now)

    with pytest.raises(actions.NotYet, match="moves to your vault"):
        actions.sign(row, (), by=anna.user, now=now)
    assert not Decision.objects.exists()


def test_one_that_was_changed_from_outside_does_not_stop_the_others(anna, with_dana, now) -> None:
    broken, whole = _as_before(with_dana, now), _as_before(with_dana, now)
    state = bytes(broken.state)
    Weighing.objects.filter(pk=broken.pk).update(state=state[:-1] + bytes([state[-1] ^ 1]))
    vaults.make_vault(anna.user, OWN, now=now)
    jobs.into_vaults(now=now)

    assert list(Weighing.objects.values_list("pk", flat=True)) == [broken.pk]
    assert whole.pk != broken.pk
    assert Entry.objects.count() == 1


def test_its_page_asks_for_a_vault_and_then_moves_it(anna, knock, with_dana, now) -> None:
    row, browser = _as_before(with_dana, now), knock(anna.user)
    address = f"/weighings/{row.pk}/"
    assert browser.get(address)["Location"].startswith("/vault/make/?next=")

    vaults.make_vault(anna.user, OWN, now=now)
    moved = browser.get(address)["Location"]
    assert moved == f"/weighings/{Entry.objects.get().series}/"
    assert browser.get(address).status_code == 404
    open_vault(browser)
    assert "/questions/" in browser.get(moved)["Location"]


def test_no_other_way_lays_such_a_thing_under_a_server_key(anna, with_dana, now) -> None:
    own = [kind for kind in shipped().situations.values() if kind.own_feelings]
    assert {"attracted", "dread_client", "dream_of_client"} <= {kind.id for kind in own}

    for kind in own:
        with pytest.raises(ValueError, match="own feelings"):
            actions.begin(with_dana, kind.id, therapist=anna, by=anna.user, now=now)
    assert not any(is_apart(kind) for kind in own)
    assert {kind.id for kind in own}.isdisjoint(SITUATIONS.values())


# After the signature.


def test_a_step_done_later_stays_in_the_vault(anna, key, knock, send, with_dana, now) -> None:
    decision, browser = a_decision(key, with_dana, now), knock(anna.user)
    address = f"/decisions/{decision.pk}/steps/1/"
    assert browser.get(address)["Location"].startswith("/vault/open/")
    open_vault(browser)
    entries = AuditEntry.objects.exclude(kind__startswith="vault").count()

    answer = send(browser, address, on="2026-02-16", note="In the group on Monday.")
    assert answer["Location"] == f"/decisions/{decision.pk}/"
    assert "In the group on Monday." in browser.get(f"/decisions/{decision.pk}/").content.decode()
    assert not Addendum.objects.exists()
    opened = AuditEntry.objects.exclude(kind__startswith="vault")[entries:]
    assert not any("step" in entry.kind for entry in opened)
    assert browser.get(address)["Location"] == f"/decisions/{decision.pk}/"
    assert browser.get(f"/decisions/{decision.pk}/steps/9/").status_code == 404


def test_what_is_added_goes_into_the_record_and_the_page_says_so(
    anna, key, knock, send, with_dana, now
) -> None:
    decision, browser = a_decision(key, with_dana, now), knock(anna.user)
    address = f"/decisions/{decision.pk}/add/"
    assert "This goes into the record" in browser.get(address).content.decode()

    send(browser, address, kind="review", words="It holds.", colleague="", on="2026-06-01")
    assert Addendum.objects.get().shown == "It holds."
    assert "It holds." in browser.get(f"/decisions/{decision.pk}/").content.decode()


def test_a_colleague_is_asked_with_the_vault_open_and_the_record_gets_who(
    anna, ben, key, knock, send, with_dana, now
) -> None:
    from holdfast.web.consultation.actions import answering
    from holdfast.web.consultation.models import Question

    decision = a_decision(key, with_dana, now, awaits=True)
    series, _held = found_behind(key, decision)
    browser = knock(anna.user)
    page = f"/decisions/{decision.pk}/"
    from_record = browser.get(f"/consultation/ask/?from=decision&id={decision.pk}").content.decode()
    assert DECIDED in from_record
    assert "attract" not in from_record
    address = f"/consultation/ask/?from=reaction&id={series}"
    assert "Open your vault first" in browser.get(address).content.decode()

    open_vault(browser)
    assert f"from=reaction&amp;id={series}" in browser.get(page).content.decode()
    given = {"question": "What is this?", "hint": "Somebody.", "where": "inside",
             "to": str(ben.user.pk), "items": ["title"]}  # fmt: skip
    preview = send(browser, address, **given)["Location"]
    form = browser.get(preview).context["sending"]
    hidden = {f.html_name: f.value() for f in form.hidden_fields()}
    browser.post(preview, {**hidden, "looked": "on"})
    question = Question.objects.get()
    assert (question.source, question.source_id) == ("nothing", None)
    assert "I am attracted to my client" in str(question.copy)
    answering.open_it(question, by=ben.user, now=now)
    answering.answer(question, "Bring the attraction to me weekly.", by=ben.user, now=now)
    answering.attach(question, Decision.objects.whole().get(), by=anna.user, now=now)

    added = Addendum.objects.get()
    assert (added.shown, added.shown_colleague) == ("", "Bob Brandt")
    assert "Bob Brandt" in browser.get(page).content.decode()


def test_an_answer_to_what_the_record_holds_leaves_no_words_there(
    anna, ben, key, with_dana, now
) -> None:
    from holdfast.web.consultation.actions import answering
    from holdfast.web.consultation.models import Question

    decision = a_decision(key, with_dana, now, awaits=True)
    question = Question(
        asker=anna.user, therapy=with_dana, source="decision", source_id=decision.pk, to=ben.user,
        asked_at=now,
    )  # fmt: skip
    question.seal(content="{}", outside="")
    question.save()
    answering.open_it(question, by=ben.user, now=now)
    answering.answer(question, "Look at what you feel.", by=ben.user, now=now)

    assert Addendum.objects.get().shown == ""


# What does not hold.


def test_what_in_the_vault_is_not_what_was_signed_is_not_shown(
    anna, key, knock, with_dana, now
) -> None:
    decision = a_decision(key, with_dana, now)
    series, held = found_behind(key, decision)
    other = replace(held, signed=held.signed.replace("some", "much"))
    vaults.write(key.vault, kept.SHELF, other.as_bytes(), now=now, series=series, day_only=True)
    browser = knock(anna.user)
    open_vault(browser)
    page = browser.get(f"/decisions/{decision.pk}/").content.decode()

    assert "is not what was signed" in page
    assert "attracted" not in page
    assert DECIDED in page


def test_a_vault_that_was_thrown_away_leaves_the_record(anna, key, knock, with_dana, now) -> None:
    from holdfast.web.vault import after_death

    decision = a_decision(key, with_dana, now)
    after_death.destroy(key.vault, by=anna.user, now=now)
    vaults.make_vault(anna.user, OWN, now=now)
    browser = knock(anna.user)
    open_vault(browser)
    page = browser.get(f"/decisions/{decision.pk}/").content.decode()

    assert DECIDED in page
    assert "not in your vault any more" in page
    assert browser.get(f"/decisions/{decision.pk}/steps/1/").status_code == 404


def test_a_tampered_entry_is_refused_and_said(anna, key, knock, with_dana, now) -> None:
    series = begun(key, with_dana, now)
    entry = Entry.objects.get()
    Entry.objects.update(sealed=bytes(entry.sealed[:-1]) + bytes([entry.sealed[-1] ^ 1]))
    browser = knock(anna.user)
    open_vault(browser)

    assert browser.get(f"/weighings/{series}/")["Location"] == "/decisions/"
    page = browser.get("/decisions/").content.decode()
    assert "1 entry of your vault was changed from outside" in page
    assert "attracted" not in page


def test_what_the_record_is_to_hold_has_to_be_said(anna, key, knock, send, with_dana, now) -> None:
    row, browser = thought(key, with_dana, now, decided=""), knock(anna.user)
    open_vault(browser)
    address = f"/weighings/{row.series}/"
    told = {**PLAN, "decided": "", "review_on": "2026-04-01"}
    assert send(browser, f"{address}plan/", **told).status_code == 422
    assert "what the record is to hold" in browser.get(f"{address}check/").content.decode()
    assert send(browser, f"{address}check/").status_code == 422

    with pytest.raises(actions.NotYet, match="what the record is to hold"):
        actions.sign(row, (), by=anna.user, now=now)
    assert not Decision.objects.exists()


def test_signed_twice_is_one(anna, key, knock, with_dana, now) -> None:
    row, browser = thought(key, with_dana, now), knock(anna.user)
    open_vault(browser)
    address = f"/weighings/{row.series}/check/"
    read = [value for value, _label in browser.get(address).context["form"].fields["read"].choices]
    sent = {"once": uuid4(), "read": read}
    first, second = browser.post(address, sent), browser.post(address, sent)

    assert first["Location"] == second["Location"]
    late_one = browser.post(address, {**sent, "once": uuid4()})
    assert late_one["Location"] == f"/decisions/{Decision.objects.get().pk}/"
    for late in (lambda: signed(row, now), lambda: _kept_again(row, now)):
        with pytest.raises(ValidationError, match="meanwhile"):
            late()
    assert Entry.objects.count() == 1
    assert Decision.objects.count() == 1


def _kept_again(row: InVault, now) -> None:
    """What another tab still sends."""
    actions.keep(row, row.weighed(), by=row.therapist.user, now=now)


def test_a_form_sent_twice_leads_to_the_list(anna, key, knock, with_dana, now) -> None:
    row, browser = thought(key, with_dana, now), knock(anna.user)
    open_vault(browser)
    sent = {"once": uuid4(), **THOUGHTS}
    address = f"/weighings/{row.series}/thoughts/"

    assert browser.post(address, sent)["Location"] == f"/weighings/{row.series}/"
    assert browser.post(address, sent)["Location"] == "/decisions/"


def test_a_signed_one_leads_from_its_old_address(anna, key, knock, with_dana, now) -> None:
    decision = a_decision(key, with_dana, now)
    series, _held = found_behind(key, decision)
    browser = knock(anna.user)
    open_vault(browser)

    assert browser.get(f"/weighings/{series}/")["Location"] == f"/decisions/{decision.pk}/"


def test_going_back_after_signing_leads_on_while_the_vault_is_open(
    anna, bob, ben, key, knock, with_dana, now
) -> None:
    row, browser = thought(key, with_dana, now), knock(anna.user)
    decision = signed(row, now)
    address = f"/weighings/{row.series}/check/"
    assert browser.get(address).status_code == 404, "only the seal tells what became of it"

    open_vault(browser)
    assert browser.get(address)["Location"] == f"/decisions/{decision.pk}/"
    assert knock(bob).get(address).status_code == 404
    assert decision.pk != row.series


def test_no_row_tells_which_weighing_a_decision_was(anna, key, with_dana, now) -> None:
    row = thought(key, with_dana, now)
    signed(row, now)

    rows = [*Decision.objects.values(), *Entry.objects.values(), *AuditEntry.objects.values()]
    told = repr([{k: v.hex() if isinstance(v, bytes) else v for k, v in r.items()} for r in rows])
    for written in (str(row.series), row.series.hex, row.series.bytes.hex()):
        assert written not in told


def test_one_thrown_away_leaves_no_way_back(anna, key, knock, send, with_dana, now) -> None:
    series, browser = begun(key, with_dana, now), knock(anna.user)
    open_vault(browser)
    send(browser, f"/weighings/{series}/discard/")

    assert browser.get(f"/weighings/{series}/").status_code == 404


def test_a_legal_hold_keeps_it(anna, key, knock, send, with_dana, now) -> None:
    from holdfast.web.endings.actions.erasing import hold

    series, browser = begun(key, with_dana, now), knock(anna.user)
    open_vault(browser)
    hold(with_dana, "A claim was filed.", by=anna.user, now=now)
    answer = send(browser, f"/weighings/{series}/discard/")

    assert answer.status_code == 422
    assert "legal hold" in answer.content.decode()
    assert Entry.objects.exists()


def test_a_therapy_that_is_no_longer_ones_own(anna, ben, key, knock, with_dana, now) -> None:
    series, browser = begun(key, with_dana, now), knock(anna.user)
    with_dana.assignments.update(until=now.date() - timedelta(days=1))
    open_vault(browser)

    assert browser.get(f"/weighings/{series}/").status_code == 404
    assert str(series) not in browser.get("/decisions/").content.decode()


def test_the_same_queries_however_many(
    anna, key, knock, with_dana, now, count_queries, django_assert_num_queries
) -> None:
    decision = a_decision(key, with_dana, now)
    begun(key, with_dana, now)
    browser = knock(anna.user)
    open_vault(browser)
    listed = count_queries(browser, "/decisions/")
    shown = count_queries(browser, f"/decisions/{decision.pk}/")
    for number in range(3):
        therapy = a_therapy(anna, f"Client {number}")
        begun(key, therapy, now)
        a_decision(key, therapy, now)
    browser.get("/decisions/")

    with django_assert_num_queries(listed):
        browser.get("/decisions/")
    with django_assert_num_queries(shown):
        browser.get(f"/decisions/{decision.pk}/")
