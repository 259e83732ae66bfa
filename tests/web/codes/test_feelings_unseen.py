"""Of a feeling weighed in a vault nothing stands outside it, and others read the record alone."""

import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from pypdf import PdfReader

from holdfast.web.audit.models import Entry as AuditEntry
from holdfast.web.codes import actions, contributes, kept
from holdfast.web.codes.kept import InVault
from holdfast.web.codes.models import Decision
from holdfast.web.practice.models import Therapy
from holdfast.web.vault import actions as vaults
from holdfast.web.vault.models import Entry, VaultDraft

from .deciding import PLAN, THOUGHTS, thought_through
from .feelings import (
    DECIDED,
    FELT,
    LONG_AGO,
    OWN,
    a_decision,
    begun,
    found_behind,
    open_vault,
    signed,
    start,
    thought,
)

pytestmark = pytest.mark.django_db


# Nothing of it stands outside.


def _rows() -> dict[str, set[tuple[str, ...]]]:
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = {tuple(str(value) for value in row) for row in cursor.fetchall()}
    return {
        t: rows for t, rows in found.items() if t not in ("accounts_session", "vault_openvault")
    }


def test_up_to_the_signature_no_row_says_whom_it_is_about(
    anna, vault, knock, send, with_dana
) -> None:
    browser = knock(anna.user)
    open_vault(browser)
    browser.get(f"/therapies/{with_dana.pk}/boundary/")
    before = _rows()
    address = start(browser, send, with_dana)["Location"]
    question = browser.get(address)["Location"]
    form = browser.get(question).context["form"]
    browser.post("/draft/", {"draft": form["draft"].value(), "answer": "much", "once": uuid4()})
    send(browser, question, answer="some")
    send(browser, f"{address}thoughts/", **THOUGHTS | {"need": FELT})
    told = {**PLAN, "decided": DECIDED, "review_on": "2026-04-01"}
    send(browser, f"{address}plan/", **told)
    number = len(browser.get(f"{address}check/").context["said"]["safeguards"])
    assert number
    send(browser, f"{address}steps/1/", on="2026-02-16", note="Spoke with Tom.")
    browser.get(f"{address}check/")
    browser.get("/decisions/")
    new = {t: rows - before[t] for t, rows in _rows().items() if rows - before[t]}

    assert new.keys() <= {"accounts_once", "vault_entry", "vault_index", "vault_vaultdraft"}
    values = [value for rows in new.values() for row in rows for value in row]
    ids = {str(with_dana.pk), str(with_dana.participants.get().pk)}
    ids |= {one.replace("-", "") for one in ids}
    assert [v for v in values if any(one in v for one in ids)] == []
    assert [v for v in values if re.search(r"\d\d:(?!00:00)\d\d:\d\d", v)] == []
    series = str(Entry.objects.get().series)
    beside = [v for t in new for row in new[t] for v in row if t != "vault_entry"]
    assert [v for v in beside if series in v or series.replace("-", "") in v] == []


def _texts() -> str:
    """Everything that the keys of the server open, whatever row it stands in."""
    from django.apps import apps

    from holdfast.web.sealing.models import Sealed, SealedField

    found = []
    for model in apps.get_models():
        if issubclass(model, Sealed):
            names = [f.name for f in model._meta.concrete_fields if isinstance(f, SealedField)]
            found += [row.text(name) for row in model._default_manager.all() for name in names]
    return " ".join(found)


def test_with_every_key_of_the_server_no_feeling_can_be_read(
    key, with_dana, alice, now, anna
) -> None:
    dread = begun(key, with_dana, now, "dread_client")
    kept.listed(key)
    decision = a_decision(key, with_dana, now)
    actions.meet_in_vault(
        key.vault,
        *found_behind(key, decision),
        "supervised",
        now.date(),
        "Spoke with Tom.",
        now=now,
    )
    open_to_the_server = _texts()
    assert "Dana Whitfield" in open_to_the_server
    assert DECIDED in open_to_the_server

    for words in ("attract", "dread", "keep_working", "work_affected", FELT, "Spoke with Tom"):
        assert words not in open_to_the_server
        assert words not in repr(_rows())
    therapy, person = str(with_dana.pk), str(with_dana.participants.get().pk)
    for row in Entry.objects.all():
        beside = repr([getattr(row, f.attname) for f in row._meta.concrete_fields])
        assert not any(one in beside for one in (therapy, person, str(decision.pk)))
    rows = _rows()
    for series in Entry.objects.values_list("series", flat=True):
        pointing = [t for t, found in rows.items() if series.hex in repr(found).replace("-", "")]
        assert pointing == ["vault_entry"]
    assert {dread} < set(Entry.objects.values_list("series", flat=True))


def test_the_audit_says_that_a_decision_was_signed_and_nothing_before(key, with_dana, now) -> None:
    before = AuditEntry.objects.count()
    thought(key, with_dana, now)
    assert AuditEntry.objects.count() == before

    decision = a_decision(key, with_dana, now)
    (entry,) = AuditEntry.objects.order_by("number")[before:]
    assert (entry.kind, entry.subject_id) == ("decision signed", str(decision.pk))


def test_what_is_begun_in_a_form_is_kept_in_the_vault(anna, key, knock, with_dana, now) -> None:
    from holdfast.web.accounts.models import Draft

    row, browser = thought(key, with_dana, now), knock(anna.user)
    open_vault(browser)
    for part in ("questions/1/", "thoughts/", "plan/", "steps/1/"):
        address = f"/weighings/{row.series}/{part}"
        form = browser.get(address).context["form"]
        mark = form["draft"].value()
        assert mark.startswith("vault:"), part
        name = next(f.html_name for f in form.visible_fields())
        sent = {"draft": mark, name: "x", "once": uuid4()}
        browser.post("/draft/", sent, HTTP_REFERER=f"http://testserver{address}")

    assert VaultDraft.objects.count() == 4
    assert not Draft.objects.exists()


def test_a_session_that_ends_while_answering_loses_nothing(
    anna, key, knock, send, with_dana, now
) -> None:
    row, browser = thought(key, with_dana, now), knock(anna.user)
    open_vault(browser)
    address = f"/weighings/{row.series}/thoughts/"
    form = browser.get(address).context["form"]
    browser.cookies.pop("vault")
    fields = {"draft": form["draft"].value(), **THOUGHTS, "need": "Half a thou", "once": uuid4()}
    answer = browser.post(address, fields, HTTP_REFERER=f"http://testserver{address}")
    assert answer["Location"].startswith("/vault/open/")

    open_vault(browser)
    assert "Half a thou" in browser.get(address).content.decode()


# Who sees what.


def test_the_lead_never_can_and_others_read_the_record_alone(
    anna, ben, lead, supervisor, cover, dana, key, knock, with_dana, now
) -> None:
    from holdfast.web.practice.actions import staff

    staff.agree_supervision(
        supervisor=supervisor, supervisee=anna, kind="responsible", since=now.date(),
        by=lead, now=now, covers_all=True,
    )  # fmt: skip
    series, decision = begun(key, with_dana, now), a_decision(key, with_dana, now)

    for other in (ben.user, lead, supervisor, cover, dana):
        vaults.make_vault(other, OWN, now=now)
        browser = knock(other)
        open_vault(browser)
        for path in ("", "questions/1/", "thoughts/", "plan/", "check/", "steps/1/", "discard/"):
            assert browser.get(f"/weighings/{series}/{path}").status_code == 404
        assert browser.get(f"/decisions/{decision.pk}/steps/1/").status_code == 404
        asked = browser.get(f"/consultation/ask/?from=reaction&id={series}")
        assert "attract" not in asked.content.decode()
        page = browser.get(f"/decisions/{decision.pk}/")
        assert page.status_code == (200 if other == supervisor else 404)
        text = page.content.decode()
        assert "attract" not in text
        assert FELT not in text
        assert (DECIDED in text) is (other == supervisor)


def test_a_co_therapist_reads_what_was_decided(key, ben, knock, with_dana, now) -> None:
    with_dana.assignments.create(therapist=ben, since=now.date())
    decision = Decision.objects.get(pk=_signed_beside(key, with_dana, now).pk)

    text = knock(ben.user).get(f"/decisions/{decision.pk}/").content.decode()
    assert DECIDED in text
    assert "Nobody else can open it" in text
    assert "Open it to read on" not in text
    assert knock(ben.user).get(f"/decisions/{decision.pk}/steps/1/").status_code == 404


def _signed_beside(key, therapy, now) -> Decision:
    """Signed by whoever owns the vault, where several work together."""
    series = begun(key, therapy, now)
    held = kept.opened(key, series)
    therapist = key.vault.user.therapist
    row = InVault(key, series, held, therapy, therapy.participants.first(), therapist)
    thought_through(row, {"work_affected": "some"}, now, decided=DECIDED)
    row = replace(row, kept=kept.opened(key, series))
    return signed(row, now)


def test_pages_that_gather_hold_what_was_decided(
    anna, key, knock, with_dana, now, supervisor
) -> None:
    begun(key, with_dana, now, "dread_client")
    decision = a_decision(key, with_dana, now - timedelta(days=50))
    (therapy,) = Therapy.objects.with_keys().filter(pk=with_dana.pk)
    browser = knock(anna.user)

    (moment,) = contributes.moments(therapy, anna.user, LONG_AGO, now)
    assert (moment.title, moment.detail) == ("Weighed in private", DECIDED)
    (lane,) = contributes.lanes(therapy, anna.user, LONG_AGO, now)
    assert DECIDED in lane.points[0].words
    assert contributes.brief([therapy], anna.user, now) == {}
    (found,) = contributes.find([therapy], now)
    assert found.reason == {"decision": str(decision.pk), "title": "Weighed in private"}
    (part,) = contributes.copy(therapy.participants.get(), anna.user)
    assert part.rows[0]["decided"] == DECIDED
    assert "attract" not in json.dumps(part.rows, default=str)

    address = reverse("home:relationship", args=[with_dana.pk])
    page = browser.get(address).content.decode()
    assert DECIDED in page
    assert "attract" not in page
    assert "I dread or hate" not in page
    open_vault(browser)
    assert "I dread or hate" in browser.get(address).content.decode()
    assert contributes.panel(therapy, supervisor, now)[0].context["begun"] == []


def test_open_steps_are_told_before_a_session_while_the_vault_is_open(
    anna, key, knock, send, with_dana, now
) -> None:
    decision, browser = a_decision(key, with_dana, now), knock(anna.user)
    address = reverse("home:relationship", args=[with_dana.pk])
    assert "steps to do before you act" not in browser.get(address).content.decode()

    open_vault(browser)
    assert "2 steps to do before you act" in browser.get(address).content.decode()
    step = f"/decisions/{decision.pk}/steps/1/"
    send(browser, step, on="2026-02-16", note="In the group on Monday.")
    assert "steps to do before you act" not in browser.get(address).content.decode()


def test_what_rests_in_the_vault_is_never_on_paper(anna, key, knock, with_dana, now) -> None:
    begun(key, with_dana, now, "dread_client")
    a_decision(key, with_dana, now)
    browser = knock(anna.user)
    open_vault(browser)

    printed = browser.get(f"/therapies/{with_dana.pk}/brief/").content.decode()
    assert "steps to do before you act" not in printed
    page = browser.get(reverse("home:relationship", args=[with_dana.pk])).content.decode()
    (line,) = re.findall(r"<div([^>]*)><dt>[^<]*</dt><dd>2 steps to do before you act", page)
    (item,) = re.findall(r"<li([^>]*)><a [^>]*>I dread or hate", page)
    assert line == item == ' class="no-print"'


def test_the_pdf_holds_what_the_record_holds(anna, key, knock, with_dana, now) -> None:
    decision, browser = a_decision(key, with_dana, now), knock(anna.user)
    open_vault(browser)
    made = browser.get(f"/decisions/{decision.pk}/pdf/").content
    text = " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages).split()
    )

    assert DECIDED in text
    assert "Tom Reyes" in text
    assert "attract" not in text
    assert "What the codes say" not in text


def test_the_copy_of_the_vault_holds_all_of_it(anna, key, knock, with_dana, now) -> None:
    a_decision(key, with_dana, now)
    browser = knock(anna.user)
    open_vault(browser)
    copy = json.loads(browser.post("/vault/copy/").content)

    (entry,) = copy["entries"]
    assert entry["shelf"] == "weighings"
    assert FELT in entry["content"]["signed"]


def test_whoever_a_vault_was_left_to_reads_it(anna, ben, lead, key, knock, with_dana, now) -> None:
    from holdfast.web.vault import after_death
    from holdfast.web.vault.models import AfterDeath

    a_decision(key, with_dana, now)
    vaults.make_vault(ben.user, OWN, now=now)
    wish = after_death.choose(key, AfterDeath.Choice.PERSON, ben.user, now=now)
    AfterDeath.objects.filter(pk=wish.pk).update(said_at=now, agreed_at=now)
    browser = knock(ben.user)
    open_vault(browser)
    page = browser.get(f"/notes/left/{wish.pk}/?shelf=weighings").content.decode()

    assert "I am attracted to my client" in page
    assert FELT in page
    assert "a therapy that is not yours" in page
    assert "Dana" not in page
