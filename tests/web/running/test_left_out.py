"""What an export of the whole practice leaves out: whatever is meant for one person, or for two."""

import base64
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import models

from holdfast.web.audit import models as audit
from holdfast.web.running import actions, backups, exporting, left_out

pytestmark = pytest.mark.django_db
HIDDEN, KEPT = "heron", "otter"
# Looked at one by one. Whoever adds a table decides here or in `running/left_out.py`.
GOES_ALONG = {
    "accounts": "user grant approval houserules newaddress",
    "vault": "vault entry index",
    "practice": "card cardname contactpoint emergencycontact therapist credential cover"
    " supervisionagreement therapy assignment participant session attendance contact crossing"
    " break promise emergencyopening practice importedrow joining logreader signal",
    "frame": "template draft agreement party signature withdrawal teachback remark agreedexception",
    "alliance": "rhythm pause asking check naming followup goal goalyes howfar learned addedwords",
    "codes": "decision addendum",
    "transference": "recordepisode",
    "consultation": "house countersignature sitting seat",
    "endings": "outreach approach comingback legalhold erasing certificate marker endingdraft"
    " endingplan endingparty endingsignature endingwithdrawal closing",
    "portal": "sharedentry statement statementanswer request reviewed release permission",
    "audit": "erasure entry head",
}


def test_each_table_was_decided_about() -> None:
    decided = {f"{app}.{name}" for app, names in GOES_ALONG.items() for name in names.split()}

    assert {model._meta.label_lower for model in left_out.tables()} == decided


def test_each_name_that_is_left_out_exists() -> None:
    from django.apps import apps

    for name in left_out.LEFT_OUT:
        found = apps.get_app_config(name[:-1]) if name.endswith(".") else apps.get_model(name)
        assert found, name


def _row(model: type[models.Model], texts: dict[str, str], **fields: object) -> models.Model:
    """Store a row with texts sealed into it."""
    row = model(**fields)
    row.seal(**texts)  # type: ignore[attr-defined]
    row.save(force_insert=True)
    return row


@pytest.fixture
def hidden(therapy, alice, bob, lead, now) -> None:
    """A word in each place that is for one person, or for two."""
    _outside_therapies(therapy, now)
    _decisions(therapy, alice.therapist, now)
    _to_colleagues(therapy, alice, bob, now)
    _others(therapy, alice, bob, lead, now)


def _outside_therapies(therapy, now) -> None:
    """People of an enquiry and of a circle, with what hangs on their cards."""
    from holdfast.web.practice.actions import people
    from holdfast.web.practice.models.cards import CardName, ContactPoint, EmergencyContact

    for held_by, word in (("enquiry", HIDDEN), ("circle", HIDDEN), ("therapy", KEPT)):
        card = people.new_card(held_by, now=now, name=word, note=word)
        _row(CardName, {"value": word}, card=card, kind="nick")
        _row(ContactPoint, {"value": word}, card=card, kind="phone")
        _row(EmergencyContact, {"name": word}, card=card)


def _decisions(therapy, therapist, now) -> None:
    """A weighing and a decision about a therapist's private life, and one of a therapy."""
    from holdfast.web.codes.models import Addendum, Decision, Weighing

    for where, word in ((None, HIDDEN), (therapy, KEPT)):
        own = {"therapy": where, "therapist": therapist}
        _row(Weighing, {"state": HIDDEN}, **own, begun_at=now, changed_at=now)
        decision = _row(
            Decision, {"content": word}, **own, review_on=now.date(), signed_at=now,
            signed_on=now.date(),
        )  # fmt: skip
        _row(
            Addendum, {"words": word, "colleague": word}, therapy=where, decision=decision,
            kind="note", by=uuid4(), at=now,
        )  # fmt: skip


def _to_colleagues(therapy, alice, bob, now) -> None:
    """A question, its draft and answer; supervision."""
    from holdfast.web.consultation import models as made
    from holdfast.web.practice.models import Signal, SupervisionAgreement

    _row(made.Draft, {"content": HIDDEN}, asker=alice, therapy=therapy, changed_at=now)
    asked = {"asker": alice, "to": bob, "source": "nothing", "asked_at": now}
    question = _row(made.Question, {"content": HIDDEN}, therapy=therapy, **asked)
    _row(made.Step, {"words": HIDDEN}, question=question, kind="answered", at=now)
    told = {"therapy": therapy, "since": now.date(), "found_at": now, "changed_at": now}
    _row(Signal, {"reason": HIDDEN}, **told, capability="consultation", kind="answered", key="a")
    _row(Signal, {"reason": KEPT}, **told, capability="frame", kind="drift", key="b")
    both = _row(
        SupervisionAgreement, {"ties": HIDDEN}, supervisor=bob, supervisee=alice.therapist,
        kind="responsible", since=now.date(),
    )  # fmt: skip
    _row(made.Declared, {"said": HIDDEN}, agreement=both, by=bob, at=now, on=now.date())
    sitting = made.Sitting.objects.create(
        kind=made.Sitting.Kind.values[0], on=now.date(), minutes=50, noted_by=bob, noted_at=now
    )
    seat = _row(
        made.Seat, {"note": HIDDEN}, sitting=sitting, therapist=alice.therapist, agreement=both
    )
    for kind in (made.Topic, made.Task):
        _row(kind, {"words": HIDDEN}, seat=seat, at=now)


def _others(therapy, alice, bob, lead, now) -> None:
    """A professional will, a concern somebody told of, and the reserved chain."""
    from holdfast.web.endings import models as endings
    from holdfast.web.portal.models import ConcernTold, SharedEntry

    will = _row(
        endings.Will, {"words": HIDDEN}, therapist=alice.therapist, colleague=bob, second=lead,
        made_on=now.date(),
    )  # fmt: skip
    _row(endings.WillTrial, {"found": HIDDEN}, will=will, on=now.date(), by=bob.pk, at=now)
    _row(endings.WillOpening, {"reason": HIDDEN}, will=will, by=bob, at=now, until=now)
    here = {"therapy": therapy, "participant": therapy.participants.get()}
    _row(ConcernTold, {"words": HIDDEN}, **here, at=now)
    _row(SharedEntry, {"words": KEPT}, **here, written_on=now.date(), shared_at=now)
    audit.record(HIDDEN, now=now, chain=audit.RESERVED)
    audit.record(KEPT, now=now)


def test_what_is_for_one_person_alone_is_in_no_file(
    keys, hidden, lead, second, alice, now, tmp_path: Path
) -> None:
    from holdfast.web.vault.models import Entry, Vault

    vault = Vault.objects.create(
        user=alice, public=b"p", salt=b"s", by_passphrase=b"x", by_recovery_key=b"y", made_at=now
    )
    Entry.objects.create(
        vault=vault, series=uuid4(), shelf="notes", written_at=now, sealed=b"shut", boxed_key=b"k"
    )
    row = actions.ask(reason="moving", by=lead, now=now)
    actions.agree(row, by=second, now=now)
    actions.make(row, now=now)
    private = backups.read_private(keys["Anna"])
    names = exporting.unpack(actions.path_of(row), private, tmp_path / "opened")
    files = {name: (tmp_path / "opened" / name).read_text() for name in names}

    assert [name for name, text in files.items() if HIDDEN in text] == []
    holding = {
        name.split("/")[1][:-6] for name, t in files.items() if KEPT in t and "jsonl" in name
    }
    assert holding == {
        "practice.card", "practice.cardname", "practice.contactpoint", "practice.emergencycontact",
        "practice.signal", "codes.decision", "codes.addendum", "portal.sharedentry", "audit.entry",
    }  # fmt: skip
    assert base64.b64encode(b"shut").decode() in files["tables/vault.entry.jsonl"]
