"""The agreement of a therapy, from nothing to a version in force and the next one."""

from datetime import datetime, timedelta

import pytest

from holdfast import frame
from holdfast.web.audit.models import Entry
from holdfast.web.frame import actions
from holdfast.web.frame.models import Agreement, Draft, Template

from .world import agreed, hold_sessions, join, offered


def _page(therapy, extra: str = "") -> str:
    return f"/therapies/{therapy.pk}/agreement/{extra}"


def test_it_works(knock, alice, with_dana) -> None:
    agreed(with_dana)

    text = knock(alice).get(_page(with_dana)).content.decode()
    assert "version 1 is in force" in text
    assert "Each session is 50 minutes long." in text or "50 minutes" in text
    assert "£60" in text
    assert "Dana Whitfield" in text
    assert "on paper, recorded by the therapist" in text
    assert "<title>Agreement " + with_dana.code in text


def test_nothing_agreed_yet(knock, alice, with_dana) -> None:
    text = knock(alice).get(_page(with_dana)).content.decode()

    assert "Nothing has been agreed in writing" in text
    assert "Begin the agreement" in text


def test_nobody_else_opens_it(knock, with_dana, ben, bob, dana, lead, intake) -> None:
    version = agreed(with_dana)
    for who in (bob, dana, lead, intake):
        browser = knock(who)
        for address in (
            _page(with_dana), _page(with_dana, "start/"), _page(with_dana, "plan/"),
            f"/agreements/{version.pk}/", f"/agreements/{version.pk}/pdf/",
            f"/agreements/{version.pk}/sign/", f"/agreements/{version.pk}/take-back/",
        ):  # fmt: skip
            assert browser.get(address).status_code == 404, address


def test_a_version_says_what_changed(knock, alice, with_dana, now) -> None:
    agreed(with_dana)
    second = agreed(with_dana, at=now - timedelta(days=1), length=frame.Length(minutes=60))

    text = knock(alice).get(f"/agreements/{second.pk}/").content.decode()

    assert "What changed" in text
    assert "60 minutes" in text
    assert "<del>" in text
    assert second.digest in text


def test_begin_with_a_template(knock, alice, with_dana, send) -> None:
    answer = send(knock(alice), _page(with_dana, "start/"), start="shipped:cbt")

    draft = Draft.objects.get(therapy=with_dana)
    assert answer["Location"] == _page(with_dana, "draft/")
    assert draft.origin == "template"
    assert draft.as_terms().work.method == frame.template("cbt").terms.work.method
    assert draft.as_terms().zone == with_dana.zone


def test_begin_with_a_template_of_the_practice(knock, alice, with_dana, send, lead, now) -> None:
    from holdfast.web.frame.actions.house import keep_template

    own = Template(name="Our usual", kind="individual")
    keep_template(own, frame.Terms(length=frame.Length(minutes=45)), by=lead, now=now)

    send(knock(alice), _page(with_dana, "start/"), start=f"own:{own.pk}")

    assert Draft.objects.get().as_terms().length.minutes == 45


def test_begin_with_what_happens_now(knock, alice, with_dana, send) -> None:
    hold_sessions(with_dana)

    send(knock(alice), _page(with_dana, "start/"), start="practice")

    draft = Draft.objects.get()
    terms = draft.as_terms()
    assert draft.origin == "practice"
    assert terms.length.minutes == 50
    assert [(slot.day, f"{slot.start:%H:%M}") for slot in terms.frequency.slots] == [
        ("tue", "14:00")
    ]
    assert terms.fee.amount == frame.Money(6000, "GBP")
    assert terms.confidentiality is None


def test_no_second_draft(knock, alice, with_dana, send, now) -> None:
    browser = knock(alice)
    send(browser, _page(with_dana, "start/"), start="shipped:cbt")

    answer = send(browser, _page(with_dana, "start/"), start="shipped:dbt")

    assert answer.status_code == 422
    assert "There is a draft already" in answer.content.decode()


def test_no_draft_beside_a_version_that_waits(knock, alice, with_dana, send) -> None:
    offered(with_dana)

    answer = send(knock(alice), _page(with_dana, "start/"), start="shipped:cbt")

    assert answer.status_code == 422
    assert "Take it back first" in answer.content.decode()


def test_take_a_version_back(knock, alice, with_dana, send) -> None:
    version = offered(with_dana)

    answer = send(knock(alice), f"/agreements/{version.pk}/take-back/")

    assert answer["Location"] == _page(with_dana, "draft/")
    assert Draft.objects.get().as_terms() == version.as_terms()
    text = knock(alice).get(f"/agreements/{version.pk}/").content.decode()
    assert "was taken back" in text
    assert "Make a link" not in text


def test_a_signed_version_is_never_taken_back(knock, alice, with_dana, send) -> None:
    version = agreed(with_dana)

    answer = send(knock(alice), f"/agreements/{version.pk}/take-back/")

    assert answer.status_code == 422
    assert "Everybody has signed" in answer.content.decode()


def test_discard_the_draft(knock, alice, with_dana, send) -> None:
    browser = knock(alice)
    send(browser, _page(with_dana, "start/"), start="shipped:cbt")

    send(browser, _page(with_dana, "draft/discard/"))

    assert not Draft.objects.exists()
    assert Entry.objects.filter(kind="draft discarded").exists()


def test_a_supervisor_with_responsibility_reads_and_changes_nothing(
    knock, supervisor, anna, alice, with_dana, now: datetime
) -> None:
    from holdfast.web.practice.actions import staff

    version = offered(with_dana)
    staff.agree_supervision(
        supervisor=supervisor, supervisee=anna, kind="responsible", since=now.date(), by=alice,
        now=now, covers_all=True,
    )  # fmt: skip
    browser = knock(supervisor)

    assert browser.get(_page(with_dana)).status_code == 200
    assert browser.get(f"/agreements/{version.pk}/pdf/").status_code == 200
    assert b"Take it back" not in browser.get(_page(with_dana)).content
    assert browser.get(_page(with_dana, "start/")).status_code == 404
    assert browser.get(f"/agreements/{version.pk}/sign/").status_code == 404


def test_what_is_signed_is_what_is_shown(with_dana) -> None:
    from holdfast.web.frame.text import blocks, digest_of

    version = agreed(with_dana, work=frame.Work(is_about="One line.\n\nAnother\nline."))

    shown = version.text("shown")
    assert digest_of(shown) == version.digest
    assert {s.digest for p in version.parties.all() for s in [p.signature]} == {version.digest}
    assert all(block.title and block.sentences for block in blocks(shown))
    assert "One line. Another line." in shown


def test_the_same_queries_for_many_versions(
    knock, alice, with_dana, now, django_assert_num_queries, count_queries
) -> None:
    agreed(with_dana)
    browser = knock(alice)
    few = count_queries(browser, _page(with_dana))
    for n in range(4):
        agreed(with_dana, at=now - timedelta(days=9 - n), length=frame.Length(minutes=51 + n))

    with django_assert_num_queries(few):
        assert browser.get(_page(with_dana)).status_code == 200
    assert Agreement.objects.count() == 5


@pytest.mark.database
def test_signing_rows_are_kept_by_the_database(with_dana) -> None:
    from django.db import DatabaseError, transaction

    version = agreed(with_dana)
    for change in (
        lambda: Agreement.objects.filter(pk=version.pk).update(digest="0" * 64),
        lambda: version.parties.all().update(signs="assent"),
        lambda: version.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_two_people_fix_at_once(alice, with_dana, now) -> None:
    from .world import terms_of

    draft = actions.start_draft(
        with_dana, terms_of(with_dana), origin="template", by=alice, now=now
    )
    same = Draft.objects.select_related("therapy__key").get(pk=draft.pk)
    who = with_dana.participants.get()
    actions.fix(draft, [("consent", who)], by=alice, now=now)

    with pytest.raises(actions.Refused, match="This draft is gone"):
        actions.fix(same, [("consent", who)], by=alice, now=now)
    assert Agreement.objects.count() == 1


def test_a_group_s_text_names_nobody(anna, alice) -> None:
    from .world import a_therapy

    group = a_therapy(anna, "Rosa Lind", kind="group")
    join(group, "Amir Said", alice)

    shown = agreed(group).text("shown")

    assert "Rosa" not in shown
    assert "Amir" not in shown
