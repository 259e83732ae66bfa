"""A stolen database, with and without the keys that go with it."""

import json
import re
import uuid
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from holdfast.transference import Episode, Reaction
from holdfast.web.accounts.models import User
from holdfast.web.audit.models import Entry as AuditEntry
from holdfast.web.codes import kept
from holdfast.web.codes.actions.keeping import begin_in_vault, keep_in_vault
from holdfast.web.practice.models import Card, Therapy
from holdfast.web.sealing import keyring, primitives
from holdfast.web.transference import actions as transference
from holdfast.web.transference import opening
from holdfast.web.transference.kept import KeptEpisode, KeptReaction, Note
from holdfast.web.vault import actions as vaults
from holdfast.web.vault import drafts
from holdfast.web.vault.models import Entry, Index, OpenVault, Vault, VaultDraft

pytestmark = pytest.mark.django_db
SAID = ["Dana", "Whitfield", "dana@example.org", "could not sleep", "dreaded Tuesday"]


@pytest.fixture
def _a_record(alice, now: datetime) -> None:
    """A therapy with a client, a contact and a process note, written through the acts."""
    from holdfast.web.practice.actions import betweens, people, staff, therapies

    who = {"by": alice, "now": now}
    since = now.date()
    therapist = staff.add_therapist(alice, **who, since=since, codes=[], languages=["en"])
    therapy = therapies.open_therapy(kind="individual", therapist=therapist, **who, since=since)
    card = people.new_card("therapy", now=now, name="Dana Whitfield", note="could not sleep")
    client = people.add_participant(therapy, card, **who, since=since)
    people.add_contact_point(card, **who, about=therapy, kind="email", value="dana@example.org")
    betweens.note_contact(
        client, **who, channel="text", direction="in", purpose="support", at=now,
        note="could not sleep",
    )  # fmt: skip
    vault, _recovery = vaults.make_vault(alice, "six words that nobody else knows", now=now)
    transference.keep(vault, Note(now, str(therapy.pk), "", "I dreaded Tuesday"), now=now)
    reaction = Reaction("r", own_words="dreaded Tuesday")
    transference.keep(vault, KeptReaction(now, str(therapy.pk), reaction), now=now)
    episode = Episode("e", "dreaded Tuesday", False, frozenset({"wish.close"}))
    transference.keep(vault, KeptEpisode(now, str(therapy.pk), episode), now=now)
    series = begin_in_vault(vault, therapy, "dread_client", now=now, participant=client)
    begun = json.dumps({"text": ["I dreaded Tuesday"], "about": [str(therapy.pk)]})
    drafts.ToTheVault().keep(alice, "/notes/new/", "vault:noteform", begun, now)
    key = vaults.unlock(vault, "six words that nobody else knows", now=now)
    opening.note_lines(key)
    opening.reactions(key)
    kept.listed(key)
    weighed = kept.opened(key, series)
    assert weighed is not None
    row = kept.InVault(key, series, weighed, therapy, client, therapist)
    dreaded = replace(row.weighed(), thoughts={"need": "I dreaded Tuesday"})
    keep_in_vault(row, dreaded, now=now)


def dump() -> bytes:
    """Everything a thief of the database has, as one lump of bytes."""
    lump = bytearray()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value)
                    lump += raw if isinstance(raw, bytes) else raw.encode()
    return bytes(lump).lower()


@pytest.mark.usefixtures("_a_record")
def test_without_the_key_file_no_name_can_be_found(settings, tmp_path: Path) -> None:
    lump = dump()
    assert [word for word in SAID if word.lower().encode() in lump] == []

    settings.KEY_FILE = tmp_path / "other.json"
    keyring.write(keyring.new_ring(), settings.KEY_FILE)
    with pytest.raises(primitives.SealBroken):
        Card.objects.get().text("name")


@pytest.mark.usefixtures("_a_record")
def test_with_the_key_file_the_record_opens_and_the_vault_does_not() -> None:
    """This is said in the threat model: whoever has both reads everything but the vaults."""
    assert Therapy.objects.get().shown_title == "Dana Whitfield"

    vault = Vault.objects.get()
    boxed = [*Entry.objects.all(), *Index.objects.all(), *VaultDraft.objects.all()]
    assert {type(row) for row in boxed} == {Entry, Index, VaultDraft}
    for key in _server_keys(vault):
        for open_it in (primitives.unbox, primitives.unseal, primitives.unseal_entry):
            for row in boxed:
                for sealed in (row.boxed_key, row.sealed, vault.by_passphrase):
                    with pytest.raises(primitives.SealBroken):
                        open_it(key, bytes(sealed), row.bound_to())


def _server_keys(vault: Vault) -> list[bytes]:
    """Every key the server has or can derive, also those of accounts and therapies."""
    keys = [bytes(key) for key in keyring.ring().keys.values()]
    keys += [keyring.ring().root, keyring.ring().derived("sessions"), bytes(vault.salt)]
    keys += [user.key.plain() for user in User.objects.select_related("key")]
    keys += [therapy.key.plain() for therapy in Therapy.objects.select_related("key")]
    keys += [primitives.derive(key, "holdfast/box/1") for key in keys]
    return [key[:32].ljust(32, b"0") for key in keys]


@pytest.mark.usefixtures("_a_record")
def test_nothing_beside_an_entry_says_whom_it_is_about() -> None:
    therapy = Therapy.objects.get()
    ids = {str(therapy.pk), *(str(p.pk) for p in therapy.participants.all())}
    for row in (*Entry.objects.all(), *Index.objects.all(), *VaultDraft.objects.all()):
        values = [str(getattr(row, f.attname)) for f in row._meta.concrete_fields]
        assert ids.isdisjoint(values)
    entry = Entry.objects.first()
    assert entry is not None
    beside = {f.name for f in entry._meta.concrete_fields}

    assert beside == {
        "id", "vault", "series", "version", "shelf", "boxed_key", "sealed", "written_at",
        "replaced_at",
    }  # fmt: skip
    assert not OpenVault.objects.exists()
    assert Vault.objects.count() == 1


@pytest.mark.usefixtures("_a_record")
def test_no_time_beside_an_entry_fits_to_a_row_of_a_therapy(now: datetime) -> None:
    """A note of 14:52 would be about whoever's record was opened at 14:50."""
    assert {e.written_at for e in Entry.objects.all()} == {now.replace(hour=0, minute=0, second=0)}


@pytest.mark.usefixtures("_a_record")
def test_the_audit_holds_unlocking_and_never_an_entry() -> None:
    subjects = {f"{e.subject} {e.subject_id}" for e in AuditEntry.objects.all()}
    ids = {str(pk) for pk in Entry.objects.values_list("pk", flat=True)}
    ids |= {str(pk) for pk in Entry.objects.values_list("series", flat=True)}

    assert not [s for s in subjects if any(one in s for one in ids)]


@pytest.mark.usefixtures("_a_record")
def test_two_entries_of_one_text_look_nothing_alike(now: datetime) -> None:
    vault = Vault.objects.get()
    one, other = (vaults.write(vault, "notes", b"the same", now=now) for _ in range(2))

    assert bytes(one.sealed) != bytes(other.sealed)
    assert bytes(one.boxed_key) != bytes(other.boxed_key)


def rows_by_table() -> dict[str, set[tuple[str, ...]]]:
    """Every row there is, but for what each request overwrites: its session and its half key."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = {tuple(str(value) for value in row) for row in cursor.fetchall()}
    overwritten = {"accounts_session", "vault_openvault"}
    return {table: rows for table, rows in found.items() if table not in overwritten}


@pytest.mark.parametrize("is_open", [False, True])
@pytest.mark.usefixtures("_a_record")
def test_writing_leaves_no_minute_and_no_address_of_an_entry(alice, signed_in, is_open) -> None:
    """Held beside the audit of openings, either would say whom a note is about."""
    browser, about = signed_in(alice), str(Therapy.objects.get().pk)
    if is_open:
        words = "six words that nobody else knows"
        browser.post("/vault/open/", {"once": uuid.uuid4(), "passphrase": words})
    before = rows_by_table()
    fields = {"once": uuid.uuid4(), "about": about, "text": "I dreaded Tuesday"}
    browser.post("/draft/", {**fields, "draft": "vault:noteform"})
    kept = {row.pk for row in Entry.objects.all()}
    address = browser.post("/notes/new/", fields)["Location"]
    browser.post("/draft/", {**fields, "draft": "vault:noteform", "text": "Another"})
    series = str(Entry.objects.exclude(pk__in=kept).get().series)
    new = {t: rows - before[t] for t, rows in rows_by_table().items() if rows - before[t]}

    assert (series in address) is is_open
    assert new.keys() == {"accounts_once", "vault_entry", "vault_vaultdraft"}
    values = [v for rows in new.values() for row in rows for v in row]
    assert [v for v in values if re.search(r"\d\d:(?!00:00)\d\d:\d\d", v)] == []
    beside = [v for t in new for row in new[t] for v in row if t != "vault_entry"]
    assert [v for v in beside if series in v or series.replace("-", "") in v] == []
    assert browser.post("/notes/new/", fields)["Location"] in {"/notes/", "/notes/kept/"}
