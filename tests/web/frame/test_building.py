"""The builder: one form for each term, saved one by one."""

from dataclasses import fields, is_dataclass
from datetime import time
from typing import get_args, get_origin
from uuid import uuid4

import pytest

from holdfast import frame
from holdfast.web.frame import actions
from holdfast.web.frame.forms import labels, shape
from holdfast.web.frame.forms.terms import TermForm
from holdfast.web.frame.models import Draft, Remark

from .world import terms_of


@pytest.fixture
def draft(with_dana, alice, now):
    """A draft of Alice's therapy with Dana."""
    return actions.start_draft(with_dana, terms_of(with_dana), origin="template", by=alice, now=now)


def _page(draft, name: str = "") -> str:
    return f"/therapies/{draft.therapy_id}/agreement/draft/{name}"


def _terms(draft) -> frame.Terms:
    return Draft.objects.select_related("therapy__key").get(pk=draft.pk).as_terms()


def sent(form: TermForm, **changed) -> dict[str, object]:
    """What a browser sends for a form that was not touched, but for `changed`."""
    found: dict[str, object] = {"once": uuid4(), "opened": form.version, "draft": form.draft_name}
    for bound in form.visible_fields():
        value = bound.field.prepare_value(bound.initial)
        if isinstance(value, bool):
            found |= {bound.html_name: "on"} if value else {}
        elif isinstance(value, time):
            found[bound.html_name] = f"{value:%H:%M}"
        elif value is not None:
            found[bound.html_name] = value
    found |= changed
    return {key: value for key, value in found.items() if value is not None}


def test_it_works(knock, alice, draft) -> None:
    text = knock(alice).get(_page(draft)).content.decode()

    assert "Still missing" in text
    assert "BACP" in text
    assert "Each session" in text or "50 minutes" in text
    assert "a reader of" in text


@pytest.mark.parametrize("name", frame.TERM_NAMES)
@pytest.mark.parametrize("template", ["psychodynamic", "dbt", "group", "young_people"])
def test_a_form_that_nobody_touched_changes_nothing(name: str, template: str) -> None:
    terms = frame.template(template).terms
    opened = TermForm(None, name=name, terms=terms, currency="GBP")

    form = TermForm(_query(sent(opened)), name=name, terms=terms, currency="GBP")

    assert form.is_valid(), form.errors
    before = getattr(terms, name)
    assert form.value == (before if before is not None else shape.kind_of_term(name)())


def _query(data):
    from django.http import QueryDict

    found = QueryDict(mutable=True)
    for key, value in data.items():
        found.setlist(key, value if isinstance(value, list) else [value])
    return found


def _classes(kind):
    yield kind
    for field, hint in shape._fields(kind):
        base = shape._apart(hint).base
        inside = get_args(base)[0] if get_origin(base) is tuple else base
        if is_dataclass(inside) and inside is not frame.Money:
            yield from _classes(inside)
        assert field


def test_every_field_of_every_term_has_its_words() -> None:
    missing = [
        f"{kind.__name__}.{field.name}"
        for name in frame.TERM_NAMES
        for kind in _classes(shape.kind_of_term(name))
        for field in fields(kind)
        if field.name != "words" and f"{kind.__name__}.{field.name}" not in labels.LABELS
    ]

    assert missing == []


def test_every_term_stands_in_one_group() -> None:
    grouped = [name for _title, names in labels.GROUPS for name in names]

    assert sorted(grouped) == sorted(frame.TERM_NAMES)


def test_save_one_term_and_leave_the_others(knock, alice, draft) -> None:
    browser, before = knock(alice), _terms(draft)
    form = browser.get(_page(draft, "length/")).context["form"]

    answer = browser.post(_page(draft, "length/"), sent(form, minutes="60"))

    assert answer["Location"] == _page(draft) + "#length"
    after = _terms(draft)
    assert after.length.minutes == 60
    assert after.fee == before.fee


@pytest.mark.parametrize(
    ("written", "minor"),
    [("72.50", 7250), ("72,50", 7250), ("80", 8000), ("80.00 eur", 8000), ("१२", 1200)],
)
def test_money_as_people_write_it(knock, alice, draft, written: str, minor: int) -> None:
    browser = knock(alice)
    form = browser.get(_page(draft, "fee/")).context["form"]

    browser.post(_page(draft, "fee/"), sent(form, amount=written))

    assert _terms(draft).fee.amount.minor == minor


def test_a_fee_of_abc_loses_nothing(knock, alice, draft) -> None:
    browser = knock(alice)
    form = browser.get(_page(draft, "fee/")).context["form"]

    page = browser.post(_page(draft, "fee/"), sent(form, amount="abc", words="kept words"))

    text = page.content.decode()
    assert page.status_code == 422
    assert "“abc” is not an amount. Write for example 60.00 GBP." in text.replace("&quot;", "“")
    assert 'value="abc"' in text
    assert "kept words" in text
    assert _terms(draft).fee.amount.minor == 6000


@pytest.mark.parametrize(
    ("term", "fields", "says"),
    [
        ("fee", {"amount": "130", "lowest": "200"}, "The least is more than the fee itself."),
        ("length", {"minutes": "50", "grace": "60"}, "This is as long as the session itself."),
    ],
)
def test_values_that_cannot_both_be_meant(knock, alice, draft, term, fields, says) -> None:
    browser, before = knock(alice), _terms(draft)
    form = browser.get(_page(draft, f"{term}/")).context["form"]

    page = browser.post(_page(draft, f"{term}/"), sent(form, **fields))

    assert page.status_code == 422
    assert says in page.content.decode()
    assert _terms(draft) == before


def test_a_fee_of_many_digits_is_no_mistake_of_spelling(knock, alice, draft) -> None:
    browser = knock(alice)
    form = browser.get(_page(draft, "fee/")).context["form"]
    page = browser.post(_page(draft, "fee/"), sent(form, amount="99999999999999"))

    assert "This is a very large amount." in page.content.decode()


def test_add_a_row_to_the_contact_matrix(knock, alice, draft) -> None:
    browser, address = knock(alice), _page(draft, "contact/")
    form = browser.get(address).context["form"]
    more = {
        "rules-2-channel": "email",
        "rules-2-purposes": ["practical", "billing"],
        "rules-2-hours-0-days": ["mon", "wed"],
        "rules-2-hours-0-start": "09:00",
        "rules-2-hours-0-end": "12:30",
        "rules-2-reply_working_days": "2",
    }

    browser.post(address, sent(form, **more))

    rule = _terms(draft).contact.rules[2]
    assert rule.channel == "email"
    assert rule.purposes == ("practical", "billing")
    assert rule.hours == (frame.Hours(days=("mon", "wed"), start=time(9), end=time(12, 30)),)
    assert rule.reply_working_days == 2


def test_take_a_row_out(knock, alice, draft) -> None:
    browser, address = knock(alice), _page(draft, "contact/")
    form = browser.get(address).context["form"]

    browser.post(address, sent(form, **{"rules-0-out": "on"}))

    assert [rule.channel for rule in _terms(draft).contact.rules] == ["phone"]


def test_a_row_that_was_begun_says_what_it_lacks(knock, alice, draft) -> None:
    browser, address = knock(alice), _page(draft, "contact/")
    form = browser.get(address).context["form"]

    page = browser.post(address, sent(form, **{"rules-2-reply_working_days": "2"}))

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"rules-2-channel", "rules-2-purposes"}


def test_a_rhythm_must_hold_together(knock, alice, draft) -> None:
    browser, address = knock(alice), _page(draft, "frequency/")
    form = browser.get(address).context["form"]

    page = browser.post(address, sent(form, pattern="irregular"))

    assert page.status_code == 422
    assert "An irregular rhythm needs sessions and weeks" in page.content.decode()


def test_two_work_on_two_terms_at_once(knock, alice, draft) -> None:
    browser = knock(alice)
    fee = browser.get(_page(draft, "fee/")).context["form"]
    length = browser.get(_page(draft, "length/")).context["form"]

    browser.post(_page(draft, "fee/"), sent(fee, amount="70"))
    answer = browser.post(_page(draft, "length/"), sent(length, minutes="45"))

    assert answer.status_code == 302
    assert _terms(draft).fee.amount.minor == 7000
    assert _terms(draft).length.minutes == 45


def test_two_work_on_one_term_at_once(knock, alice, draft) -> None:
    browser = knock(alice)
    first = browser.get(_page(draft, "length/")).context["form"]
    second = browser.get(_page(draft, "length/")).context["form"]
    browser.post(_page(draft, "length/"), sent(first, minutes="45"))

    page = browser.post(_page(draft, "length/"), sent(second, minutes="80"))

    text = page.content.decode()
    assert page.status_code == 422
    assert "Somebody changed this while you were writing" in text
    assert [(c.saved, c.yours) for c in page.context["form"].clashes] == [("45", "80")]
    assert _terms(draft).length.minutes == 45


def test_leave_a_term_out(knock, alice, draft, send) -> None:
    send(knock(alice), _page(draft, "gifts/leave-out/"))

    assert _terms(draft).gifts is None


def test_save_and_go_on(knock, alice, draft) -> None:
    browser = knock(alice)
    form = browser.get(_page(draft, "frequency/")).context["form"]

    answer = browser.post(_page(draft, "frequency/"), sent(form, then="next"))

    assert answer["Location"] == _page(draft, "length/")


def test_talk_a_term_over(knock, alice, draft, send) -> None:
    browser = knock(alice)
    fields = {"once": uuid4(), "words": "Dana asks about August."}
    browser.post(_page(draft, "fee/remark/"), fields)

    said = Remark.objects.select_related("therapy__key").get()
    assert (said.term, said.shown) == ("fee", "Dana asks about August.")
    assert "1 remark" in browser.get(_page(draft)).content.decode()

    browser.post(f"/remarks/{said.pk}/answered/")
    assert Remark.objects.get().answered_at is not None


def test_a_remark_without_words_loses_nothing(knock, alice, draft) -> None:
    page = knock(alice).post(_page(draft, "remark/"), {"once": uuid4(), "words": ""})

    assert page.status_code == 422
    assert not Remark.objects.exists()


def test_nobody_else_builds(knock, draft, ben, bob, dana, lead, supervisor) -> None:
    for who in (bob, dana, lead, supervisor):
        browser = knock(who)
        for name in ("", "fee/", "fee/leave-out/", "sign/", "discard/"):
            assert browser.get(_page(draft, name)).status_code == 404


def test_there_is_no_term_of_that_name(knock, alice, draft) -> None:
    assert knock(alice).get(_page(draft, "nonsense/")).status_code == 404


def test_the_same_queries_for_many_remarks(
    knock, alice, draft, now, django_assert_num_queries, count_queries
) -> None:
    from holdfast.web.frame.actions import talking

    browser = knock(alice)
    who = draft.therapy.participants.get()
    talking.remark(draft.therapy, "x", by=None, now=now, participant=who)
    few = count_queries(browser, _page(draft))
    for _ in range(5):
        talking.remark(draft.therapy, "x", by=None, now=now, participant=who)

    with django_assert_num_queries(few):
        browser.get(_page(draft))


def test_a_draft_that_was_fixed_meanwhile_loses_nothing(knock, alice, draft, now) -> None:
    browser = knock(alice)
    form = browser.get(_page(draft, "fee/")).context["form"]
    who = draft.therapy.participants.get()
    actions.fix(draft, [("consent", who)], by=alice, now=now)

    page = browser.post(_page(draft, "fee/"), sent(form, words="Written with care."))

    assert page.status_code == 409
    assert "The draft has gone" in page.content.decode()
    assert "Written with care." in page.content.decode()
