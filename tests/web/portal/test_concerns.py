"""A client raises a concern to the reader they choose, who answers."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from conftest import person
from holdfast.web.accounts.models import Draft
from holdfast.web.audit import models as audit
from holdfast.web.audit.immutable import erasing
from holdfast.web.jobs import worker
from holdfast.web.portal.actions import concerns as acts
from holdfast.web.portal.models import Concern, ConcernTold, Mark, Writing
from holdfast.web.practice.models import Notice, Participant
from holdfast.web.vault.models import VaultDraft

from . import raised as world
from .raised import WORDS

pytestmark = pytest.mark.django_db


def address(user, now, name="portal:concern_write", therapist=None) -> str:
    place = world.place_of(user, now, therapist)
    return reverse(name, args=[place.participant.pk, place.therapist.pk])


def raised(send, browser, user, now, **fields):
    here = address(user, now)
    return send(browser, here, **{"words": WORDS, "tell": "no", "do": "send", **fields})


def test_it_works(with_dana, dana, rita, now, knock, send) -> None:
    browser = knock(dana)

    page = browser.get(reverse("portal:concern")).content.decode()
    assert page.index("Who reads it") < page.index("Begin to write")
    for said in ("Not for danger right now", "may have to pass on", "14 days"):
        assert said in page

    answer = send(browser, address(dana, now), words=WORDS, reader=str(rita.pk), do="check")
    assert "Nothing is sent yet" not in answer.content.decode()  # it may be, by way of “Back”
    assert "It is sent when you press" in answer.content.decode()
    assert not Concern.objects.exists()

    answer = raised(send, browser, dana, now, reader=str(rita.pk))
    assert answer.status_code == 302
    row = Concern.objects.get()
    assert (row.sender, row.reader, row.to_therapist) == (dana.pk, rita.pk, False)
    assert WORDS in browser.get(answer["Location"]).content.decode()

    theirs = knock(rita)
    here = reverse("portal:concern_read", args=[row.pk])
    assert WORDS not in theirs.get(here).content.decode()
    assert not Mark.objects.exists()
    world.open_vault(theirs, rita, now)
    page = theirs.get(here).content.decode()
    assert WORDS in page
    assert "Dana Whitfield" in page

    send(theirs, here, words="I have read it and will ring you on Thursday.")
    page = browser.get(answer["Location"]).content.decode()
    assert "ring you on Thursday" in page
    assert "has answered" in page


def test_the_way_in_shows_what_was_begun_in_one_s_vault(
    with_dana, dana, rita, now, knock, send
) -> None:
    world.a_vault(dana)
    browser = knock(dana)
    assert browser.get(reverse("portal:concern")).status_code == 200

    send(browser, address(dana, now), words=WORDS, reader=str(rita.pk), do="keep")

    assert VaultDraft.objects.filter(vault__user=dana).exists()
    assert "Go on" in browser.get(reverse("portal:concern")).content.decode()


def test_the_server_s_keys_open_neither_side_of_a_client_with_a_vault(
    with_dana, dana, rita, now
) -> None:
    world.a_vault(dana)
    row = world.a_concern(dana, rita, now).writings.get()

    assert row.open_as_client(dana, None) is None
    assert row.open_as_client(dana, world.KEYS[row.client_vault]) == WORDS
    assert row.open_as_reader(world.KEYS[row.reader_vault]) == WORDS


def test_words_moved_to_another_concern_do_not_open(with_dana, dana, rita, now) -> None:
    from holdfast.web.sealing.primitives import SealBroken

    one, other = (world.a_concern(dana, rita, now).writings.get() for _ in range(2))
    other.sealed, other.for_reader = one.sealed, one.for_reader

    with pytest.raises(SealBroken):
        other.open_as_reader(world.KEYS[rita.vault.pk])


def test_a_draft_without_a_vault_is_sealed_and_comes_back(
    with_dana, dana, rita, now, knock, send
) -> None:
    browser = knock(dana)
    send(browser, address(dana, now), words=WORDS, do="keep")

    assert Draft.objects.filter(user=dana).count() == 1
    assert WORDS in browser.get(address(dana, now)).content.decode()
    assert not Concern.objects.exists()


def test_a_draft_of_somebody_with_a_vault_lies_in_it_alone(
    with_dana, dana, rita, now, knock, send
) -> None:
    world.a_vault(dana)
    browser = knock(dana)
    send(browser, address(dana, now), words=WORDS, do="keep")

    assert not Draft.objects.exists()
    assert VaultDraft.objects.filter(vault__user=dana).count() == 1
    assert "Go on writing" in browser.get(reverse("portal:concern")).content.decode()
    assert WORDS not in browser.get(address(dana, now)).content.decode()
    world.open_vault(browser, dana, now)
    assert WORDS in browser.get(address(dana, now)).content.decode()
    draft = browser.get(address(dana, now)).context["form"].draft_name
    raised(send, browser, dana, now, reader=str(rita.pk), draft=draft)
    assert not VaultDraft.objects.exists()


def test_the_way_in_leads_back_to_what_is_in_the_vault(with_dana, dana, rita, now, knock) -> None:
    world.a_vault(dana)
    browser = knock(dana)
    start = reverse("portal:concern")

    assert "Begin to write" in browser.get(start).content.decode()
    browser.post(address(dana, now), {"words": WORDS, "do": "keep"})

    assert "Go on writing" in browser.get(start).content.decode()


def test_changing_what_was_checked_loses_nothing(with_dana, dana, rita, now, knock, send) -> None:
    browser = knock(dana)
    send(browser, address(dana, now), words="an older one", do="keep")
    page = send(browser, address(dana, now), words=WORDS, reader=str(rita.pk), do="change")

    assert WORDS in page.content.decode()
    assert "an older one" not in page.content.decode()


def test_only_outside_sends_and_stores_nothing(with_dana, dana, rita, now, knock, send) -> None:
    browser = knock(dana)
    page = send(browser, address(dana, now), words=WORDS, reader="outside", do="check")

    assert "Who outside can help" in page.content.decode()
    assert (
        send(browser, address(dana, now), words=WORDS, reader="outside", do="send").status_code
        == 404
    )
    assert not Concern.objects.exists()
    page = browser.get(address(dana, now, "portal:concern_outside")).content.decode()
    assert "BACP" in page or "British Association" in page
    assert page.index("British Association") < page.index("Rape Crisis England and Wales")
    assert "Last looked at" in page
    assert "United Kingdom: for the kind of work" in page


@pytest.mark.parametrize(
    "fields", [{"words": ""}, {"reader": ""}, {"reader": "00000000-0000-4000-8000-000000000000"},
               {"words": "x" * 12_001}]
)  # fmt: skip
def test_what_is_missing_is_said(with_dana, dana, rita, now, knock, send, fields) -> None:
    answer = raised(send, knock(dana), dana, now, **{"reader": str(rita.pk), **fields})

    assert answer.status_code == 422
    assert not Concern.objects.exists()


def test_sent_twice_is_one_concern(with_dana, dana, rita, now, knock) -> None:
    browser = knock(dana)
    form = browser.get(address(dana, now)).context["form"]
    sent = {
        "once": str(form["once"].value()), "opened": "", "words": WORDS, "reader": str(rita.pk),
        "tell": "no", "do": "send",
    }  # fmt: skip
    first, second = (browser.post(address(dana, now), sent) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert Concern.objects.count() == 1


def test_what_was_sent_is_not_sent_again_by_way_of_back(with_dana, dana, rita, now, knock) -> None:
    browser, here = knock(dana), address(dana, now)
    once = str(browser.get(here).context["form"]["once"].value())
    said = {"once": once, "opened": "", "words": WORDS, "reader": str(rita.pk), "tell": "no"}
    changing = browser.post(here, {**said, "do": "change"})
    assert str(changing.context["form"]["once"].value()) == once
    led = browser.post(here, {**said, "do": "send"})["Location"]

    for does in ("change", "check", "keep", "send"):
        again = browser.post(here, {**said, "words": f"{WORDS} More.", "do": does}, follow=True)
        assert again.request["PATH_INFO"] == led
        assert "Nothing was sent a second time" in again.content.decode()
    assert Concern.objects.count() == 1
    assert not Draft.objects.exists()


@pytest.mark.parametrize("vault", [False, True])
def test_what_was_kept_for_later_is_sent_under_the_same_id(
    with_dana, dana, rita, now, knock, vault: bool
) -> None:
    browser, here = knock(dana), address(dana, now)
    if vault:
        world.a_vault(dana)
        world.open_vault(browser, dana, now)
    form = browser.get(here).context["form"]
    said = {"once": str(form["once"].value()), "draft": form["draft"].value(), "words": WORDS}
    browser.post(here, {**said, "do": "keep"})

    assert str(browser.get(here).context["form"]["once"].value()) == said["once"]


@pytest.mark.parametrize("vault", [False, True])
def test_of_an_empty_form_nothing_is_kept(with_dana, dana, rita, now, knock, vault: bool) -> None:
    browser, here = knock(dana), address(dana, now)
    if vault:
        world.a_vault(dana)
        world.open_vault(browser, dana, now)
    form = browser.get(here).context["form"]
    said = {name: str(form[name].value() or "") for name in ("once", "draft", "tell", "tell_words")}
    browser.post(here, {**said, "words": WORDS, "do": "keep"}, follow=True)
    assert Draft.objects.exists() or VaultDraft.objects.exists()

    answer = browser.post(here, {**said, "words": "  ", "do": "keep"}, follow=True)

    assert "nothing is kept" in answer.content.decode()
    assert "Kept." not in answer.content.decode()
    assert not Draft.objects.exists()
    assert not VaultDraft.objects.exists()

    page = {"Referer": f"http://testserver{here}"}
    for words, status in ((WORDS, 204), ("", 422)):
        answer = browser.post("/draft/", {**said, "words": words}, headers=page)
        assert answer.status_code == status
    assert not Draft.objects.exists()
    assert not VaultDraft.objects.exists()


# Who may know.


def test_nobody_else_gets_through(with_dana, dana, sam, rita, alice, now, knock) -> None:
    row = world.a_concern(dana, rita, now)
    other = person("Rolf Reader", "reader", now=now)

    assert knock(sam).get(reverse("portal:concern_sent", args=[row.pk])).status_code == 404
    for user in (alice, other):
        assert knock(user).get(reverse("portal:concern_read", args=[row.pk])).status_code == 404


def test_it_is_in_the_reserved_audit_alone(with_dana, dana, rita, now, knock) -> None:
    world.a_concern(dana, rita, now)
    world.a_vault(dana)
    row = Concern.objects.get()
    browser = knock(rita)
    world.open_vault(browser, rita, now)
    before = audit.Entry.objects.filter(chain=audit.ORDINARY).count()
    browser.get(reverse("portal:concern_read", args=[row.pk]))

    assert audit.Entry.objects.filter(chain=audit.ORDINARY).count() == before
    kinds = audit.Entry.objects.filter(chain=audit.RESERVED).values_list("kind", flat=True)
    assert set(kinds) == {"concern sent", "concern read"}
    assert not Notice.objects.exists()


def test_the_therapist_is_told_only_when_the_client_wants_it(
    with_dana, dana, rita, alice, now, knock, send
) -> None:
    row = world.a_concern(dana, rita, now)
    assert not ConcernTold.objects.exists()
    page = f"/therapies/{with_dana.pk}/"
    assert "raised a concern" not in knock(alice).get(page).content.decode()

    send(knock(dana), reverse("portal:concern_tell", args=[row.pk]), words="I talked to Rita.")

    text = knock(alice).get(page).content.decode()
    assert "I talked to Rita." in text
    assert WORDS not in text
    with pytest.raises(ValidationError):
        acts.tell_therapist(
            world.stands(row), world.place_of(dana, now).participant, "again", by=dana, now=now
        )


def test_a_concern_to_the_therapist_themselves(
    with_dana, dana, alice, rita, now, knock, send
) -> None:
    world.a_vault(alice)
    answer = raised(send, knock(dana), dana, now, reader=str(alice.pk))
    row = Concern.objects.get()

    assert answer.status_code == 302
    assert row.to_therapist
    browser = knock(alice)
    world.open_vault(browser, alice, now)
    assert WORDS in browser.get(reverse("portal:concern_read", args=[row.pk])).content.decode()
    assert "A concern waits for you" in browser.get("/today/").content.decode()


# Nobody can make it go away.


def _refused(act) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        act()


@pytest.mark.database
def test_nobody_deletes_or_changes_it(with_dana, dana, rita, now) -> None:
    row = world.a_concern(dana, rita, now)
    acts.answer(world.stands(row), "Yes.", by=rita, role="reader", now=now)
    acts.withdraw(world.stands(row), by=dana, now=now)
    for model in (Concern, Writing, Mark):
        table = model._meta.db_table

        def delete(table=table) -> None:
            with connection.cursor() as cursor:
                cursor.execute(f'DELETE FROM "{table}"')

        def erase(delete=delete) -> None:
            with erasing("wanted gone", now + timedelta(days=365)):
                delete()

        _refused(delete)
        _refused(erase)
        _refused(lambda model=model: model.objects.update(keep_until=now))


def test_it_goes_when_its_retention_has_ended_and_the_record_is_gone(
    with_dana, dana, rita, now
) -> None:
    row = world.a_concern(dana, rita, now)
    assert row.keep_until.year == 2033
    assert acts.forget_what_was_kept(row.keep_until + timedelta(days=1)) == 0
    with erasing("the record", now):
        Participant.objects.filter(therapy=with_dana).delete()

    assert acts.forget_what_was_kept(row.keep_until - timedelta(days=1)) == 0
    assert acts.forget_what_was_kept(row.keep_until + timedelta(seconds=1)) == 1
    assert not Writing.objects.exists()


def test_the_end_of_the_record_leaves_it(with_dana, dana, rita, now) -> None:
    row = world.a_concern(dana, rita, now)
    with erasing("the record", now):
        Participant.objects.filter(therapy=with_dana).delete()
        with_dana.assignments.all().delete()

    assert Concern.objects.filter(pk=row.pk).exists()


def test_a_child_s_is_kept_until_they_are_grown(anna, rita, now) -> None:
    kid = person("Kim Child", "client", now=now)
    world.a_therapy(anna, "Kim Child", user=kid, born="2013")

    assert world.a_concern(kid, rita, now).keep_until.year >= 2038


# Taking back, settling, writing on.


def test_taken_back_unread_it_stays_shut(with_dana, dana, rita, now, knock, send) -> None:
    row = world.a_concern(dana, rita, now)
    page = knock(dana).get(reverse("portal:concern_withdraw", args=[row.pk])).content.decode()
    assert "What it cannot undo" in page
    send(knock(dana), reverse("portal:concern_withdraw", args=[row.pk]))
    browser = knock(rita)
    world.open_vault(browser, rita, now)

    text = browser.get(reverse("portal:concern_read", args=[row.pk])).content.decode()
    assert WORDS not in text
    assert "before you opened it" in text


def test_taken_back_after_it_was_read_it_takes_no_answer(with_dana, dana, rita, now) -> None:
    row = world.a_concern(dana, rita, now)
    acts.note_read(world.stands(row), by=rita, role="reader", now=now)
    acts.withdraw(world.stands(row), by=dana, now=now)

    assert world.stands(row).may_read
    with pytest.raises(ValidationError):
        acts.answer(world.stands(row), "Late.", by=rita, role="reader", now=now)
    with pytest.raises(ValidationError):
        acts.write_again(world.stands(row), "More.", by=dana, now=now)


def test_writing_on_opens_it_again_with_a_new_day(with_dana, dana, rita, now) -> None:
    row = world.a_concern(dana, rita, now)
    later = now + timedelta(days=3)
    acts.answer(world.stands(row), "Yes.", by=rita, role="reader", now=now + timedelta(days=1))
    acts.settle(world.stands(row), by=dana, now=now + timedelta(days=2))
    assert not world.stands(row).is_open
    acts.write_again(world.stands(row), "It happened again.", by=dana, now=later)

    stands = world.stands(row)
    assert stands.is_open
    assert stands.waits_for_reader()
    assert stands.answer_by == later + timedelta(days=14)


# The day.


def test_no_answer_by_the_day(with_dana, dana, rita, now, knock, at_now) -> None:
    row = world.a_concern(dana, rita, now, write_me=True)
    mail.outbox.clear()
    assert acts.tell_who_waits(now + timedelta(days=13)) == 0
    late = now + timedelta(days=14, hours=1)
    assert acts.tell_who_waits(late) == 1
    assert acts.tell_who_waits(late + timedelta(days=1)) == 0
    worker.work(late)

    (letter,) = [m for m in mail.outbox if m.to == ["dana@example.org"]]
    assert "concern" not in (letter.subject + letter.body).lower()
    at_now(late)
    text = knock(dana, late).get(reverse("portal:concern_sent", args=[row.pk])).content.decode()
    assert "none has come" in text
    assert "Who outside can help" in text


def test_an_answer_in_time_is_no_matter_for_the_day(with_dana, dana, rita, now) -> None:
    row = world.a_concern(dana, rita, now)
    acts.answer(world.stands(row), "Yes.", by=rita, role="reader", now=now)

    assert acts.tell_who_waits(now + timedelta(days=30)) == 0
    assert not world.stands(row).is_late(now + timedelta(days=30))


def test_no_letter_where_none_was_asked_for(with_dana, dana, rita, now) -> None:
    row = world.a_concern(dana, rita, now)
    worker.work(now)
    mail.outbox.clear()
    acts.answer(world.stands(row), "Yes.", by=rita, role="reader", now=now)
    worker.work(now)

    assert mail.outbox == []


# The record.


def test_the_record_opens_only_with_the_client_s_yes(
    with_dana, dana, rita, now, knock, send, at_now
) -> None:
    row = world.a_concern(dana, rita, now)
    browser, here = knock(rita), reverse("portal:concern_open_record", args=[row.pk])
    assert browser.get(here).status_code == 404
    browser.post(reverse("portal:concern_ask_record", args=[row.pk]))
    assert browser.get(here).status_code == 404
    send(knock(dana), reverse("portal:concern_record", args=[row.pk]), answer="yes")

    before = audit.Entry.objects.filter(chain=audit.ORDINARY).count()
    assert browser.get(here).status_code == 200
    assert audit.Entry.objects.filter(chain=audit.ORDINARY).count() == before
    opened = audit.Entry.objects.filter(kind="opened", chain=audit.RESERVED).get()
    assert (opened.role, opened.purpose) == ("reader", "concern")
    send(knock(dana), reverse("portal:concern_record", args=[row.pk]), answer="no")
    assert browser.get(here).status_code == 404


def test_that_the_reader_asks_before_they_open_the_record_is_said_before_the_first_word(
    with_dana, dana, rita, now, knock, send
) -> None:
    browser, here = knock(dana), address(dana, now)

    for page in (reverse("portal:concern"), here):
        assert "If they need to open it, they ask you first" in browser.get(page).content.decode()
    checked = send(browser, here, words=WORDS, reader=str(rita.pk), tell="no", do="check")
    assert "If they need to open it, they ask you first" in checked.content.decode()
    kept = browser.get(reverse("portal:kept")).content.decode()
    assert "unless they ask you and you say yes" in kept


def test_taking_back_speaks_of_the_record_only_if_it_was_opened_to_the_reader(
    with_dana, dana, rita, now, knock
) -> None:
    row = world.a_concern(dana, rita, now)
    acts.ask_for_record(world.stands(row), by=rita, role="reader", now=now)
    browser, here = knock(dana), reverse("portal:concern_withdraw", args=[row.pk])
    assert "look at your record" not in browser.get(here).content.decode()

    acts.answer_about_record(world.stands(row), lets=True, by=dana, now=now)
    assert "From now on they cannot look" in browser.get(here).content.decode()


def test_the_yes_lasts_two_weeks(with_dana, dana, rita, now) -> None:
    row = world.a_concern(dana, rita, now)
    acts.answer_about_record(world.stands(row), lets=True, by=dana, now=now)

    assert world.stands(row).record_open_until(now + timedelta(days=13))
    assert not world.stands(row).record_open_until(now + timedelta(days=14))


def test_a_planned_ending_is_shown_to_the_reader(with_dana, dana, rita, now, knock) -> None:
    from holdfast.web.practice.actions import therapies

    row = world.a_concern(dana, rita, now)
    therapies.end_therapy(with_dana, by=with_dana.assignments.get().therapist.user, now=now,
                          on=now.date())  # fmt: skip
    browser = knock(rita)
    world.open_vault(browser, rita, now)

    text = browser.get(reverse("portal:concern_read", args=[row.pk])).content.decode()
    assert "Planned in this therapy while the concern is open" in text


# People.


def test_an_account_that_changed_hands_finds_nothing(with_dana, dana, rita, now, knock) -> None:
    row = world.a_concern(dana, rita, now, write_me=True)
    later = now + timedelta(hours=1)
    audit.record("changed the address", now=later, actor=dana)
    browser = knock(dana)
    here = reverse("portal:concern_sent", args=[row.pk])

    assert browser.get(here).status_code == 404
    page = browser.get(reverse("portal:concern")).content.decode()
    assert "Rita" not in page
    assert "this stays shut" in page
    worker.work(later)
    mail.outbox.clear()
    acts.answer(world.stands(row), "Yes.", by=rita, role="reader", now=later)
    worker.work(later)
    assert mail.outbox == []
    acts.be_sure_who(world.stands(row), by=rita, role="reader", now=later + timedelta(hours=1))
    assert browser.get(here).status_code == 200


def test_a_new_account_at_the_same_place_finds_nothing(with_dana, dana, rita, now, knock) -> None:
    row = world.a_concern(dana, rita, now)
    new = person("Dana2 Whitfield", "client", now=now)
    with_dana.participants.update(user=new)

    assert knock(new).get(reverse("portal:concern_sent", args=[row.pk])).status_code == 404
    assert knock(dana).get(reverse("portal:concern_sent", args=[row.pk])).status_code == 200


def test_a_guardian_s_concern_is_their_own(anna, dana, gwen, rita, now, knock) -> None:
    therapy = world.a_therapy(anna, "Kim", user=dana, born="2013")
    child = therapy.participants.get()
    world.join(therapy, "Gwen", anna.user, user=gwen, role="guardian", stands_for=child)
    hers = world.a_concern(gwen, rita, now)
    kims = world.a_concern(dana, rita, now)

    for user, row in ((dana, hers), (gwen, kims)):
        assert knock(user).get(reverse("portal:concern_sent", args=[row.pk])).status_code == 404
    browser = knock(rita)
    world.open_vault(browser, rita, now)
    page = browser.get(reverse("portal:concern_read", args=[hers.pk])).content.decode()
    assert "as a guardian" in page


def test_a_guardian_raises_it_about_the_child_s_work(anna, dana, gwen, rita, knock) -> None:
    therapy = world.a_therapy(anna, "Kim", user=dana, born="2013")
    child = therapy.participants.get()
    world.join(therapy, "Gwen", anna.user, user=gwen, role="guardian", stands_for=child)

    hers, kims = (
        knock(user).get(reverse("portal:concern")).content.decode() for user in (gwen, dana)
    )

    assert "About Kim’s work with Alice" in hers
    assert "About your work" not in hers
    assert "About your work with Alice" in kims


@pytest.mark.parametrize("name", ["portal:my_sessions", "frame:mine"])
def test_the_tab_of_a_guardian_s_page_does_not_say_my(anna, dana, gwen, knock, name: str) -> None:
    therapy = world.a_therapy(anna, "Kim", user=dana, born="2013")
    child = therapy.participants.get()
    world.join(therapy, "Gwen", anna.user, user=gwen, role="guardian", stands_for=child)

    hers, kims = (knock(user).get(reverse(name)).content.decode() for user in (gwen, dana))

    assert "<title>My " not in hers
    assert "Kim" not in hers[hers.index("<title>") : hers.index("</title>")]
    assert "<title>My " in kims


def test_partners_see_nothing_of_each_other(anna, dana, sam, rita, now, knock) -> None:
    therapy = world.a_therapy(anna, "Dana", user=dana, kind="couple")
    world.join(therapy, "Sam", anna.user, user=sam)
    row = world.a_concern(dana, rita, now)

    browser = knock(sam)
    assert browser.get(reverse("portal:concern_sent", args=[row.pk])).status_code == 404
    assert "What you sent" not in browser.get(reverse("portal:concern")).content.decode()


def test_a_client_of_two_therapists_says_about_whom(anna, ben, dana, rita, now, knock) -> None:
    world.a_therapy(anna, "Dana", user=dana)
    world.a_therapy(ben, "Dana", user=dana)
    page = knock(dana).get(reverse("portal:concern")).content.decode()

    assert "Alice Ames" in page
    assert "Bob Brandt" in page
    row = world.a_concern(dana, rita, now, therapist=ben)
    assert row.therapist == ben.pk


def test_the_copy_one_makes_oneself_holds_them_and_another_s_does_not(
    with_dana, dana, rita, alice, now
) -> None:
    from holdfast.web.portal.contributes import copy

    row = world.a_concern(dana, rita, now)
    acts.answer(world.stands(row), "Yes, come by.", by=rita, role="reader", now=now)
    who = with_dana.participants.select_related("therapy__key").get()

    own = str(copy(who, dana))
    assert WORDS in own
    assert "Yes, come by." in own
    assert "oncern" not in str(copy(who, alice))


def test_the_copy_says_that_there_are_concerns_whose_words_open_only_in_the_vault(
    with_dana, dana, rita, now
) -> None:
    from holdfast.web.portal.copy_files import bundle_for

    world.a_vault(dana)
    row = world.a_concern(dana, rita, now)
    world.a_concern(dana, rita, now + timedelta(hours=1))
    acts.withdraw(world.stands(row), by=dana, now=now + timedelta(hours=2))

    (place,) = bundle_for(dana, "Riverside", now).said()["places"]

    assert "Your concerns and the answers" not in place["empty"]
    part = next(p for p in place["parts"] if p["title"] == "Your concerns and the answers")
    first, second = ({line["label"]: line["value"] for line in e["lines"]} for e in part["entries"])
    assert part["entries"][0]["title"].startswith("Sent on ")
    assert first["Who reads it"] == second["Who reads it"] == "Rita Rossi"
    assert (first["How it stands"], second["How it stands"]) == (
        "you took it back", "not answered yet",
    )  # fmt: skip
    assert "open only there" in first["The words"]
    assert WORDS not in str(part)


def test_several_concerns_are_told_apart_without_their_words(
    with_dana, dana, rita, now, knock
) -> None:
    world.a_vault(dana)
    first = world.a_concern(dana, rita, now)
    second = world.a_concern(dana, rita, now + timedelta(minutes=7))
    browser = knock(dana)

    page = browser.get(reverse("portal:concern")).content.decode()

    assert page.index("No. 2, sent on 17 February 2026 at 12:17") < page.index(
        "No. 1, sent on 17 February 2026 at 12:10"
    )
    assert WORDS not in page
    for row, at in ((first, "12:10"), (second, "12:17")):
        sent = browser.get(reverse("portal:concern_sent", args=[row.pk])).content.decode()
        assert f"on 17 February 2026 at {at}" in sent


def test_queries_do_not_grow_with_concerns(with_dana, dana, rita, now, knock) -> None:
    from django.test.utils import CaptureQueriesContext

    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert browser.get(reverse("portal:concerns")).status_code == 200
        return len(caught)

    browser = knock(rita)
    world.a_concern(dana, rita, now)
    browser.get(reverse("portal:concerns"))
    one = count()
    for _ in range(4):
        world.a_concern(dana, rita, now)

    assert count() == one
