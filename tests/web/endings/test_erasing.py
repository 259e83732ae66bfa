"""Legal holds, erasure by two people, what is left, and what a restore brings back."""

import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from frame.world import a_therapy, agreed, hold_sessions, join
from pypdf import PdfReader

from holdfast.web.accounts.models import Approval, User
from holdfast.web.endings.actions import erasing
from holdfast.web.endings.marking import mark
from holdfast.web.endings.models import Certificate, Erasing, LegalHold, Marker
from holdfast.web.jobs import worker
from holdfast.web.jobs.models import Job
from holdfast.web.practice.actions.forgetting import reaching
from holdfast.web.practice.models import Notice, Participant, Practice, Therapy
from holdfast.web.running import erasing as erasure
from holdfast.web.running import outside
from holdfast.web.screening.models import Finding
from holdfast.web.sealing.models import DataKey
from holdfast.web.sealing.primitives import SealBroken

from .made import long_ago

STAYS = {"endings.Erasing"}


@pytest.fixture(autouse=True)
def _outside(settings, tmp_path):
    settings.OUTSIDE = tmp_path / "outside"


@pytest.fixture
def full(anna, alice, sam, now):
    """A therapy that ended long ago, with something in it of what each capability keeps."""
    from holdfast.web.alliance.actions import aims
    from holdfast.web.endings.actions import after
    from holdfast.web.practice.actions import betweens, people

    therapy = a_therapy(anna, "Sam Okoro", user=sam)
    agreed(therapy)
    hold_sessions(therapy, weeks=4)
    place = therapy.participants.with_cards().get()
    betweens.note_contact(
        place, by=alice, now=now, channel="text", direction="in", purpose="support", at=now
    )
    betweens.note_crossing(
        place, by=alice, now=now, kind="gift", on=now.date(), initiated_by="client", discussed=True
    )
    people.add_contact_point(
        place.card, by=alice, now=now, about=therapy, kind="email", value="s@example.org",
        safe_for=["outreach"],
    )  # fmt: skip
    goal = aims.new_goal(therapy, place, now)
    aims.write_goal(goal, words="Sleep", tasks="", by=alice, now=now, by_client=None)
    from holdfast.web.endings.actions import plans

    draft = plans.keep_draft(
        therapy, {"why": "Done."}, last_on=None, in_order_to="", by=alice, now=now
    )
    plan = plans.fix(draft, [("consent", place)], by=alice, now=now)
    for party in plan.parties.all():
        plans.sign(party, how="paper", by=alice, now=now)
    after.write_letter(None, place, "Hello.", by=alice, now=now)
    plans.close(therapy, how="planned", on=now.date(), by=alice, now=now)
    place = full_place(therapy)
    after.approached(
        place, "coffee", asked_by="client", asked_on=now.date(), last_contact_on=now.date(),
        words="", therapist=anna, by=alice, now=now,
    )  # fmt: skip
    after.ask_to_come_back(place, "same", "", by=sam, now=now)
    therapy.refresh_from_db()
    return therapy


def full_place(therapy) -> Participant:
    """The client's place as it is stored now, with cards, keys and account."""
    return Participant.objects.with_cards().select_related("user").get(therapy=therapy)


def _rows_of(place: Participant) -> dict[str, int]:
    """How many rows of each model lead to a person."""
    found: Counter[str] = Counter()
    for model in apps.get_models():
        if model.__module__.startswith("holdfast.") and (wanted := reaching(model, place)):
            found[model._meta.label] = model._default_manager.filter(wanted).distinct().count()
    return {k: n for k, n in found.items() if n}


def _erased(place: Participant, alice, lead, now) -> Certificate:
    asked = erasing.ask(place, "asked", by=alice, now=now)
    waiting = next(a for a in erasing.waiting(lead) if a.erasing.pk == asked.pk)
    erasing.agree(waiting, by=lead, now=now)
    assert Job.objects.get(kind="running.erase").ids == {"erasing": str(asked.pk)}
    return erasure.carry_out(asked, now)


def test_it_works(full, alice, lead, sam, now) -> None:
    place = full.participants.with_cards().get()
    before = _rows_of(place)
    assert len(before) > 20, before

    certificate = _erased(place, alice, lead, now)

    assert _rows_of(place) == {}
    assert not Therapy.objects.filter(pk=full.pk).exists()
    keys = DataKey.objects.filter(pk__in=[place.card.key_id, full.key_id])
    assert all(k.destroyed_at and not bytes(k.wrapped) for k in keys)
    with pytest.raises(SealBroken):
        keys[0].plain()
    assert certificate.content["whole"]
    assert certificate.content["counts"]["session"] == 4
    assert certificate.agreed_by == lead.pk
    assert certificate.backups_gone_on > now.date()
    account = User.objects.get(pk=sam.pk)
    assert not account.is_active
    assert not bytes(account.name)


def test_the_worker_carries_out_what_was_agreed_to(full, alice, lead, now) -> None:
    asked = erasing.ask(full.participants.get(), "asked", by=alice, now=now)
    erasing.agree(_waiting(lead, asked), by=lead, now=now)

    worker.work(now)

    assert Job.objects.get(kind="running.erase").state == Job.State.DONE
    assert not Therapy.objects.filter(pk=full.pk).exists()
    assert Certificate.objects.get().agreed_by == lead.pk


def _waiting(user, asked: Erasing):
    return next(a for a in erasing.waiting(user) if a.erasing.pk == asked.pk)


def test_what_is_for_the_desk_alone_goes_and_is_not_counted(full, anna, alice, lead, now) -> None:
    place = full.participants.with_cards().get()
    row = Finding(card=place.card, therapist=anna, side="client", mark="m", found_at=now)
    row.seal(content="{}")
    row.save(force_insert=True)

    certificate = _erased(place, alice, lead, now)

    assert not Finding.objects.exists()
    assert "finding" not in certificate.content["counts"]


def test_what_nobody_agreed_to_or_a_hold_keeps_is_not_carried_out(full, alice, lead, now) -> None:
    asked = erasing.ask(full.participants.get(), "asked", by=alice, now=now)
    with pytest.raises(ValidationError, match="Nobody has agreed"):
        erasure.carry_out(asked, now)
    erasing.agree(_waiting(lead, asked), by=lead, now=now)
    erasing.hold(full, "A court asks", by=alice, now=now)
    with pytest.raises(ValidationError, match="legal hold"):
        erasure.carry_out(asked, now)
    assert Therapy.objects.filter(pk=full.pk).exists()


def test_a_hold_put_on_after_somebody_agreed_ends_the_work_and_asks_anew(
    full, alice, lead, now, knock
) -> None:
    asked = erasing.ask(full.participants.get(), "asked", by=alice, now=now)
    erasing.agree(_waiting(lead, asked), by=lead, now=now)
    hold = erasing.hold(full, "A court asks", by=alice, now=now)

    worker.work(now)

    job = Job.objects.get(kind="running.erase")
    assert (job.state, job.error, job.attempts) == (Job.State.DONE, "held", 1)
    assert Therapy.objects.filter(pk=full.pk).exists()
    assert _waiting(lead, asked).held
    assert (
        "asked anew once it is lifted"
        in knock(lead).get(reverse("endings:keeping")).content.decode()
    )
    decide = knock(lead).get(reverse("endings:decide", args=[asked.pk]), follow=True)
    assert "A legal hold stands on it" in decide.content.decode()
    assert "Agree: erase it now" not in decide.content.decode()

    later = now + timedelta(days=300)
    Notice.objects.all().delete()
    erasing.lift(hold, by=alice, now=later)
    worker.work(later)
    assert Therapy.objects.filter(pk=full.pk).exists(), "nothing goes ahead by itself"
    assert Notice.objects.get(user=lead).kind == Notice.Kind.ERASE_ASKED

    erasing.agree(_waiting(lead, asked), by=lead, now=later)
    worker.work(later)
    assert not Therapy.objects.filter(pk=full.pk).exists()
    assert Certificate.objects.get().agreed_by == lead.pk


def test_a_hold_that_came_while_the_work_was_on_the_list_stops_it_too(
    full, alice, lead, now
) -> None:
    """As if it had been put by a program that did not know of what was agreed to."""
    asked = erasing.ask(full.participants.get(), "asked", by=alice, now=now)
    erasing.agree(_waiting(lead, asked), by=lead, now=now)
    row = LegalHold(therapy=full, since=now.date(), by=alice.pk)
    row.seal(reason="A court asks")
    row.save(force_insert=True)

    worker.work(now)

    assert Job.objects.get(kind="running.erase").error == "held"
    assert Approval.objects.get().approved_at is None


def test_alone_the_wait_begins_again_when_a_hold_is_lifted(sams, alice, now) -> None:
    place = sams.participants.get()
    place.therapy = sams
    erasing.ask(place, "asked", by=alice, now=now)
    hold = erasing.hold(sams, "A claim.", by=alice, now=now)
    lifted = now + timedelta(days=30)

    assert erasing.waiting(alice)[0].alone_from is None
    assert erasing.put_in_force_what_waited(lifted) == 0
    erasing.lift(hold, by=alice, now=lifted)
    assert erasing.put_in_force_what_waited(lifted + timedelta(hours=71)) == 0
    assert erasing.put_in_force_what_waited(lifted + timedelta(hours=72)) == 1


def test_while_a_second_hold_stands_nothing_is_asked_anew(full, alice, lead, now) -> None:
    asked = erasing.ask(full.participants.get(), "asked", by=alice, now=now)
    holds = [erasing.hold(full, why, by=alice, now=now) for why in ("A claim.", "A court.")]
    Notice.objects.all().delete()

    erasing.lift(holds[0], by=alice, now=now)

    assert _waiting(lead, asked).held
    assert not Notice.objects.exists()


def test_what_stopped_half_way_is_finished_at_the_next_try(
    full, alice, lead, now, monkeypatch
) -> None:
    asked = erasing.ask(full.participants.get(), "asked", by=alice, now=now)
    erasing.agree(_waiting(lead, asked), by=lead, now=now)
    with monkeypatch.context() as broken:
        broken.setattr(erasure, "erase", lambda *_: 1 / 0)
        worker.work(now)
    assert Job.objects.get(kind="running.erase").state == Job.State.WAITING
    assert Therapy.objects.filter(pk=full.pk).exists()

    worker.work(now + timedelta(hours=1))

    assert Job.objects.get(kind="running.erase").state == Job.State.DONE
    assert not Therapy.objects.filter(pk=full.pk).exists()


def test_one_of_a_couple_is_erased_and_the_other_stays(anna, alice, lead, now) -> None:
    from holdfast.web.endings.actions import plans

    couple = a_therapy(anna, "Ann Berg", kind="couple")
    ben = join(couple, "Ben Berg", alice)
    agreed(couple)
    hold_sessions(couple, weeks=3)
    plans.close(couple, how="planned", on=now.date(), by=alice, now=now)
    one = couple.participants.with_cards().exclude(pk=ben.pk).get()

    certificate = _erased(one, alice, lead, now)

    ben = Participant.objects.with_cards().get(pk=ben.pk)
    assert ben.card.shown_name == "Ben Berg"
    assert couple.sessions.count() == 3
    assert couple.agreements.get().text("shown")
    assert not certificate.content["whole"]
    assert not Participant.objects.filter(pk=one.pk).exists()


def test_a_guardian_goes_with_the_child(anna, alice, lead, gwen, now) -> None:
    from holdfast.web.endings.actions import plans

    therapy = a_therapy(anna, "Mia Young", born="2014-03-01")
    child = therapy.participants.get()
    guardian = join(therapy, "Gwen Hale", alice, user=gwen, role="guardian", stands_for=child)
    plans.close(therapy, how="planned", on=now.date(), by=alice, now=now)

    _erased(Participant.objects.with_cards().get(pk=child.pk), alice, lead, now)

    assert DataKey.objects.get(pk=guardian.card.key_id).destroyed_at
    assert not Participant.objects.filter(therapy=therapy.pk).exists()


def test_it_takes_two(sams, alice, lead, bob, ben, now) -> None:
    place = sams.participants.get()
    place.therapy = sams
    erasing.ask(place, "asked", by=alice, now=now)
    asked = erasing.waiting(alice)[0]

    assert erasing.waiting(bob) == []
    with pytest.raises(ValidationError, match="somebody else"):
        erasing.agree(asked, by=alice, now=now)
    with pytest.raises(ValidationError, match="somebody else"):
        erasing.agree(asked, by=bob, now=now)
    erasing.agree(asked, by=lead, now=now)
    with pytest.raises(ValidationError, match="before"):
        erasing.agree(asked, by=lead, now=now)
    assert Participant.objects.filter(pk=place.pk).exists(), "the worker does it"


def test_alone_it_waits_72_hours(sams, alice, now) -> None:
    place = sams.participants.get()
    place.therapy = sams
    erasing.ask(place, "asked", by=alice, now=now)

    assert erasing.put_in_force_what_waited(now + timedelta(hours=71)) == 0
    assert erasing.put_in_force_what_waited(now + timedelta(hours=72)) == 1


def test_with_a_second_person_it_never_goes_ahead_by_itself(sams, alice, lead, now) -> None:
    place = sams.participants.get()
    place.therapy = sams
    erasing.ask(place, "asked", by=alice, now=now)

    assert erasing.put_in_force_what_waited(now + timedelta(days=30)) == 0


def test_what_is_refused_is_not_erased(sams, alice, lead, now) -> None:
    place = sams.participants.get()
    place.therapy = sams
    erasing.ask(place, "asked", by=alice, now=now)
    erasing.refuse(erasing.waiting(lead)[0], by=lead, now=now)
    assert not Job.objects.filter(kind="running.erase").exists()

    assert not Erasing.objects.exists()
    assert Approval.objects.get().refused_at
    assert Participant.objects.filter(pk=place.pk).exists()


def test_a_hold_stands_before_it(sams, alice, lead, now) -> None:
    place = sams.participants.get()
    place.therapy = sams
    erasing.ask(place, "asked", by=alice, now=now)
    hold = erasing.hold(sams, "A claim.", by=alice, now=now)

    with pytest.raises(ValidationError, match="legal hold"):
        erasing.agree(erasing.waiting(lead)[0], by=lead, now=now)
    erasing.lift(hold, by=alice, now=now)
    erasing.agree(erasing.waiting(lead)[0], by=lead, now=now)
    assert not LegalHold.objects.standing().exists()


def test_what_goes_on_is_not_erased(with_dana, alice, lead, now) -> None:
    place = with_dana.participants.get()
    place.therapy = with_dana

    with pytest.raises(ValidationError, match="goes on"):
        erasing.ask(place, "asked", by=alice, now=now)


def test_kept_long_enough_is_no_reason_before_its_day(sams, alice, lead, now) -> None:
    place = sams.participants.get()
    place.therapy = sams

    with pytest.raises(ValidationError, match="has to be kept until 14 February 2030"):
        erasing.ask(place, "kept", by=alice, now=now)
    assert not Erasing.objects.exists()
    later = now.replace(year=2030)
    erasing.ask(place, "kept", by=alice, now=later)
    with pytest.raises(ValidationError, match="has to be kept until"):
        erasing.agree(erasing.waiting(lead)[0], by=lead, now=now)


def test_where_no_rule_is_known_the_practice_decides(sams, alice, now) -> None:
    Practice.get()  # the row is made when it is first asked for
    Practice.objects.update(country="NZ")
    place = sams.participants.get()
    place.therapy = sams

    assert erasing.ask(place, "kept", by=alice, now=now).why == "kept"


def test_the_least_marker_stays_and_answers(knock, sams, alice, lead, now, send) -> None:
    place = sams.participants.with_cards().get()

    certificate = _erased(place, alice, lead, now)

    row = Marker.objects.get()
    assert row.mark == mark("sam  OKORO", "1988-05-09")
    assert row.until is None
    assert row.ended_on is None, "BACP counts no years, so the day is not kept"
    assert certificate.content["clauses"] == ["bacp-2018 37b"]
    address = reverse("endings:met_before")
    yes = send(knock(alice), address, name="Sam Okoro", born="1988-05-09").content.decode()
    no = send(knock(alice), address, name="Sam Okoro", born="1988-05-10").content.decode()
    assert "there is a mark" in yes
    assert "No mark" in no


def test_another_therapist_learns_nothing_from_a_marker(
    knock, sams, alice, bob, ben, lead, now, send
) -> None:
    _erased(sams.participants.with_cards().get(), alice, lead, now)

    said = send(knock(bob), reverse("endings:met_before"), name="Sam Okoro", born="1988-05-09")

    assert "No mark" in said.content.decode()


def test_the_day_of_the_end_stays_where_a_code_counts_from_it(anna, alice, lead, sam, now) -> None:
    anna.codes = ["aca-2014"]
    anna.save()
    therapy = long_ago(anna, user=sam)

    _erased(therapy.participants.with_cards().get(), alice, lead, now)

    assert Marker.objects.get().ended_on == date(2023, 2, 14)


def test_a_restore_repeats_it(full, alice, lead, now) -> None:
    """A restore brings rows and keys back; here by taking the erasure's transaction back."""
    place = full.participants.with_cards().get()
    asked = erasing.ask(place, "asked", by=alice, now=now)
    erasing.agree(erasing.waiting(lead)[0], by=lead, now=now)
    with transaction.atomic():
        erasure.carry_out(asked, now)
        transaction.set_rollback(True)
    assert Participant.objects.filter(pk=place.pk).exists(), "restored"
    later = now + timedelta(days=3)

    assert erasure.repeat(later) == 1

    assert _rows_of(place) == {}
    assert DataKey.objects.get(pk=full.key_id).destroyed_at
    assert Certificate.objects.get().repeated
    assert Marker.objects.exists()
    assert erasure.repeat(later) == 0
    assert outside.repeat_erasures(later) == 0


@pytest.mark.database
def test_certificates_and_markers_never_change(sams, alice, lead, now) -> None:
    certificate = _erased(sams.participants.with_cards().get(), alice, lead, now)

    for row in (certificate, Marker.objects.get()):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete("default")


def test_the_certificate_names_nobody_erased(knock, sams, alice, lead, now) -> None:
    certificate = _erased(sams.participants.with_cards().get(), alice, lead, now)
    browser = knock(lead)
    page = browser.get(reverse("endings:certificate", args=[certificate.pk])).content.decode()
    pdf = browser.get(reverse("endings:certificate_pdf", args=[certificate.pk]))

    assert "Sam" not in page.partition("<main")[2]
    assert "Alice Ames" in page
    assert "bacp-2018 37b" in page
    assert "18 May 2026" in page or str(certificate.backups_gone_on.year) in page
    assert pdf.content.startswith(b"%PDF")


def test_the_certificate_is_made_whatever_a_practice_is_called(
    knock, sams, alice, lead, now
) -> None:
    certificate = _erased(sams.participants.with_cards().get(), alice, lead, now)
    Practice.objects.update_or_create(
        only=True, defaults={"name": "Calm 😀 李小龙 שלום مرحبا e\u20dd"}
    )

    pdf = knock(lead).get(reverse("endings:certificate_pdf", args=[certificate.pk]))

    text = " ".join(PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text().split())
    assert "Calm [grinning face] [U+674E, U+5C0F, U+9F99]" in text


# The pages.


def test_due_is_shown_to_those_who_may_decide(knock, anna, alice, lead, bob, ben, sam) -> None:
    therapy = long_ago(anna, user=sam)
    Therapy.objects.filter(pk=therapy.pk).update(
        started_on=date(2015, 1, 1), ended_on=date(2019, 2, 17)
    )
    address = reverse("endings:keeping")

    own = knock(alice).get(address).content.decode()
    leads = knock(lead).get(address).content.decode()
    others = knock(bob).get(address).content.decode()

    assert "Sign out" in own, "the page has its menu"
    assert "7 years" in own
    assert "Sam Okoro" in own
    assert "Sam Okoro" not in leads
    assert therapy.code in leads
    assert "Kept until 17 February 2026." in leads
    assert ">due<" in leads
    assert "Ask to erase" in leads
    assert "not due yet" not in leads
    assert "Erase one sooner" not in leads
    assert therapy.code not in others


def test_what_is_not_due_is_not_offered_as_if_it_were(knock, lead, sams) -> None:
    text = knock(lead).get(reverse("endings:keeping")).content.decode()

    assert "Kept until 14 February 2030." in text
    assert "not due yet" in text
    assert "Ask to erase" not in text
    assert "Erase one sooner" in text


def test_too_early_only_a_wish_or_a_mistake_is_a_reason(knock, alice, sams, send) -> None:
    address = reverse("endings:erase", args=[sams.participants.get().pk])

    page = knock(alice).get(address).content.decode()

    assert "the person asked for it" in page
    assert "kept as long as it has to be" not in page
    assert send(knock(alice), address, why="kept", sure="on").status_code == 422
    assert not Erasing.objects.exists()


def test_asking_and_agreeing_on_the_pages(knock, alice, lead, sams, send, now) -> None:
    place = sams.participants.get()
    address = reverse("endings:erase", args=[place.pk])
    assert "It is not due yet" in knock(alice).get(address).content.decode()
    assert send(knock(alice), address, why="asked").status_code == 422
    send(knock(alice), address, why="asked", sure="on")
    asked = Erasing.objects.get()

    decide = reverse("endings:decide", args=[asked.pk])
    assert "Agree: erase" not in knock(alice).get(decide).content.decode()
    send(knock(lead), decide, answer="agree")
    worker.work(now)

    assert not Participant.objects.filter(pk=place.pk).exists()
    assert "Nothing was erased" not in knock(lead).get(reverse("endings:keeping")).content.decode()


@pytest.mark.parametrize("who", ["bob", "sam", "intake"])
def test_nobody_else_gets_in(who: str, request, knock, sams, ben) -> None:
    browser = knock(request.getfixturevalue(who))
    place = sams.participants.get()

    assert browser.get(reverse("endings:erase", args=[place.pk])).status_code == 404
    assert browser.get(reverse("endings:hold", args=[sams.pk])).status_code == 404


def test_the_list_asks_the_same_of_the_database_at_two_sizes(
    knock, lead, anna, count_queries
) -> None:
    long_ago(anna, "One")
    browser, address = knock(lead), reverse("endings:keeping")
    few = count_queries(browser, address)
    for number in range(4):
        long_ago(anna, f"Number {number}")

    assert count_queries(browser, address) == few


def test_when_the_last_backup_is_gone(tmp_path) -> None:
    from holdfast.web.running.backups import last_backup_gone

    (tmp_path / "holdfast-20260215T010000.backup").touch()
    (tmp_path / "holdfast-20251201T010000.backup").touch()

    gone = last_backup_gone(tmp_path, datetime(2026, 2, 17, tzinfo=UTC))

    assert gone.date() == date(2026, 5, 17)
