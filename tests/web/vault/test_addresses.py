"""No sent form keeps which entry of a vault its page was about: every such form is sent here."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from holdfast.transference import Episode, Reaction
from holdfast.web.accounts.drafts import place_of
from holdfast.web.accounts.models import Draft as AccountDraft
from holdfast.web.accounts.models import Once
from holdfast.web.audit.models import Entry as AuditEntry
from holdfast.web.codes import actions as weighings
from holdfast.web.consultation.models import Draft, Question
from holdfast.web.portal import choosing
from holdfast.web.portal.actions import journal
from holdfast.web.portal.journal_entries import FEELINGS, Page
from holdfast.web.practice.actions import people, staff, therapies
from holdfast.web.transference import actions
from holdfast.web.transference.kept import KeptEpisode, KeptReaction, Note
from holdfast.web.vault import actions as vaults
from holdfast.web.vault.models import Entry, VaultDraft

pytestmark = pytest.mark.django_db
OWN = "kelp rock tide lantern harbour quiet"
BEGAN = datetime(2025, 9, 2, 9, 0, tzinfo=UTC)
SOON = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
THOUGHTS = dict.fromkeys(
    ("what", "do_best", "do_worst", "not_best", "not_worst", "need"), "It could go either way."
)
PLAN = {"course": "do", "told": "Nothing.", "decided": "I go on.", "review_on": SOON}
ASKED = {"question": "What is this?", "hint": "Somebody.", "where": "inside"}

# None: a page without a form of its own.
SENT: dict[str, dict[str, object] | None] = {
    "note": None,
    "change": {"text": "I dreaded Wednesday."},
    "remove_note": {},
    "reaction": None,
    "remove_reaction": {},
    "episode": {"recalls": "My brother"},
    "move": {},
    "remove_episode": {},
    "journal_entry": None,
    "journal_change": {"words": "Another day."},
    "journal_share": {},
    "journal_delete": {},
    "weighing": None,
    "question": {"answer": "unknown"},
    "thoughts": THOUGHTS,
    "plan": PLAN,
    "met_before": {"on": "2026-02-01", "note": "Spoke with Tom."},
    "check": {},
    "discard": {},
}
IDS = ("series", "weighing_id")


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        yield from _patterns(one) if isinstance(one, URLResolver) else [one]


def _pages() -> dict[str, str]:
    """Every page of an entry of a vault, with the app it is of."""
    found = {}
    for one in _patterns(get_resolver()):
        if set(IDS) & set(one.pattern.converters) and "scale" not in one.pattern.converters:
            found[one.name or ""] = one.callback.__module__.split(".")[2]
    return found


@pytest.fixture
def therapy(alice, bob, dana):
    who = {"by": alice, "now": BEGAN}
    since = BEGAN.date()
    staff.add_therapist(bob, **who, since=since, codes=["bacp-2018"], languages=["en"])
    therapist = staff.add_therapist(
        alice, **who, since=since, codes=["bacp-2018"], languages=["en"]
    )
    made = therapies.open_therapy(kind="individual", therapist=therapist, **who, since=since)
    card = people.new_card("therapy", now=BEGAN, name="Dana Whitfield")
    people.add_participant(made, card, **who, since=since, user=dana)
    return made


def _entry(name: str, therapy, owner) -> uuid.UUID:
    """An entry of the kind that a page is about."""
    vault, about, now = owner.vault, str(therapy.pk), BEGAN
    if name.startswith("journal"):
        return journal.write(vault, Page("A day.", (FEELINGS[0][0],)), now=now).series
    if "reaction" in name:
        told = Reaction("r", feeling="feeling.dread", own_words="With Dana I go cold.")
        return actions.keep(vault, KeptReaction(now, about, told), now=now).series
    if "episode" in name or name == "move":
        told = Episode("e", "dreaded Tuesday", False, frozenset({"wish.close"}))
        return actions.keep(vault, KeptEpisode(now, about, told), now=now).series
    if name in ("note", "change", "remove_note"):
        return actions.keep(vault, Note(now, about, "", "I dreaded it."), now=now).series
    person = therapy.participants.first()
    return weighings.begin_in_vault(vault, therapy, "attracted", now=now, participant=person)


def _opened(browser: Client) -> Client:
    answer = browser.post("/vault/open/", {"once": uuid.uuid4(), "passphrase": OWN})
    assert answer.status_code == 302
    return browser


def _send(browser: Client, address: str, form: str = "form", **fields: object):
    """Send the form of a page as a browser would, every choice that it needs taken."""
    found = browser.get(address).context[form]
    given = {f.html_name: f.value() for f in found if f.value() is not None}
    if "read" in found.fields:
        given["read"] = [value for value, _words in found.fields["read"].choices]
    given = {name: value for name, value in given.items() if value != []}
    once = found.add_prefix("once")
    return browser.post(address, {**given, once: uuid.uuid4(), **fields})


def _address(name: str, app: str, series: uuid.UUID) -> str:
    numbers = [1] if name in ("question", "met_before") else []
    return reverse(f"{app}:{name}", args=[series, *numbers])


def _ready(name: str, browser: Client, series: uuid.UUID) -> None:
    """Bring a weighing as far as its page needs."""
    for step in ("thoughts", "plan") if name in ("met_before", "check") else ():
        _send(browser, _address(step, "codes", series), **(SENT[step] or {}))


@pytest.mark.parametrize("owner", ["alice", "dana"])
def test_no_sent_form_keeps_an_entry(owner, request, signed_in, therapy, now) -> None:
    user = request.getfixturevalue(owner)
    vaults.make_vault(user, OWN, now=now)
    browser, tried = _opened(signed_in(user)), set()
    for name, app in _pages().items():
        fields, at_client_s = SENT[name], app == "portal"
        if fields is None or at_client_s != (owner == "dana"):
            continue
        series = _entry(name, therapy, user)
        _ready(name, browser, series)
        answer = _send(browser, _address(name, app, series), **fields)
        assert answer.status_code == 302, (name, answer.context and answer.context["form"].errors)
        tried.add(series)
        assert [a for a in _answers() if str(series) in a] == [], name
    series = {str(pk) for pk in Entry.objects.values_list("series", flat=True)}
    series |= set(map(str, tried))
    assert len(tried) == (3 if owner == "dana" else 12)
    assert [a for a in _answers() if any(one in a for one in series)] == []


def _answers() -> list[str]:
    return list(Once.objects.values_list("answer", flat=True))


def test_every_page_of_an_entry_is_among_them() -> None:
    assert _pages().keys() == SENT.keys()


# A question to a colleague that grows out of a vault.


@pytest.fixture
def asking(alice, therapy, signed_in, now):
    """A browser with the vault open, and where a question about an entry begins."""
    vaults.make_vault(alice, OWN, now=now)
    series = _entry("reaction", therapy, alice)
    page = f"/consultation/ask/?from=reaction&id={series}"
    return _opened(signed_in(alice)), page, series


def _beside(model, *left_out: str) -> list[dict[str, object]]:
    """What stands beside what is sealed."""
    rows = model.objects.values()
    left = {"id", "content", "changed_at", "asked_at", *left_out}
    return [{name: row[name] for name in row if name not in left} for row in rows]


def test_a_question_from_a_vault_leaves_the_rows_of_any_other(asking, bob, therapy) -> None:
    browser, page, series = asking
    given = {**ASKED, "to": str(bob.pk)}
    to = _send(browser, page, **given)["Location"]
    assert str(series) in to
    plain = _send(browser, f"/consultation/ask/?about={therapy.pk}", **given)["Location"]
    one, other = _beside(Draft)
    assert one == other
    assert one["source"] == "nothing"

    assert _send(browser, to.replace("/?", "/change/?"), **given)["Location"] == to
    assert [a for a in _answers() if str(series) in a] == []
    index = browser.get("/consultation/").content.decode()
    assert "a reaction of one&#x27;s own" in index
    assert f'{to.partition("?")[0]}discard/"' in index
    for sent in (to, plain):
        assert _send(browser, sent, "sending", looked="on").status_code == 302
    one, other = _beside(Question)
    assert one == other


def test_the_same_question_sent_twice_leads_to_the_same_page(asking, bob) -> None:
    browser, page, series = asking
    once = uuid.uuid4()
    given = {**ASKED, "to": str(bob.pk), "once": once}
    first, second = (browser.post(page, given)["Location"] for _ in range(2))

    assert first == second
    assert browser.get(second).status_code == 200
    assert Draft.objects.count() == 1
    assert str(series) not in Once.objects.get(pk=once).answer


def test_taking_something_out_keeps_no_entry_either(asking, bob) -> None:
    browser, page, series = asking
    asked = {**ASKED, "question": "What is it with Tom Reyes?", "to": str(bob.pk)}
    to = _send(browser, page, **asked)["Location"]
    answer = _send(browser, to, "out", **{"out-out": ["0"], "take": "1"})

    assert answer["Location"] == to
    assert [a for a in _answers() if str(series) in a] == []


def test_discarding_it_is_told_like_any_other(asking, bob, therapy) -> None:
    browser, page, _series = asking
    for address in (page, f"/consultation/ask/?about={therapy.pk}"):
        _send(browser, address, **ASKED, to=str(bob.pk))
        draft = Draft.objects.get()
        _send(browser, f"/consultation/drafts/{draft.pk}/discard/")
    one, other = AuditEntry.objects.filter(kind="question discarded").values(
        "actor", "about", "purpose", "subject"
    )
    assert one == other


def test_what_is_begun_of_it_is_in_the_vault(asking, alice, therapy) -> None:
    browser, page, _series = asking
    form = browser.get(page).context["form"]
    sent = {f.html_name: f.value() for f in form.hidden_fields()}
    sent |= {"question": "What is it that goes cold?", "once": uuid.uuid4()}
    browser.post("/draft/", sent, HTTP_REFERER="http://testserver/consultation/ask/")

    assert not AccountDraft.objects.exists()
    assert VaultDraft.objects.count() == 1
    assert "goes cold?" in browser.get(page).content.decode()
    other = _entry("reaction", therapy, alice)
    assert "goes cold?" not in browser.get(page.replace(str(_series), str(other))).content.decode()


def test_a_vault_shut_meanwhile_loses_nothing_of_it(asking, bob) -> None:
    browser, page, _series = asking
    form = browser.get(page).context["form"]
    browser.post("/vault/shut/")
    sent = {f.html_name: f.value() for f in form.hidden_fields()}
    sent |= {**ASKED, "question": "What is it that goes cold?", "to": str(bob.pk)}
    answer = browser.post(page, sent, HTTP_REFERER="http://testserver/consultation/ask/")
    assert "Open your vault first" in answer.content.decode()

    assert "goes cold?" in _opened(browser).get(page).content.decode()


# Where what is begun lies: whoever has every key of the server can try each address there is.


def _keep(browser: Client, page: str, **fields: object) -> None:
    """Keep what is begun in the form of a page, as its script does."""
    form = browser.get(page).context["form"]
    sent = {f.html_name: f.value() for f in form.hidden_fields() if f.value() is not None}
    at = f"http://testserver{page}"
    kept = browser.post("/draft/", {**sent, "once": uuid.uuid4(), **fields}, HTTP_REFERER=at)
    assert kept.status_code == 204


@pytest.fixture
def of_two_works(therapy, dana, bob, signed_in, now):
    """Dana's browser, her vault open; and the pages of a concern about either therapist."""
    who = {"by": bob, "now": BEGAN}
    other = therapies.open_therapy(
        kind="individual", therapist=bob.therapist, **who, since=BEGAN.date()
    )
    card = people.new_card("therapy", now=BEGAN, name="Dana Whitfield")
    people.add_participant(other, card, **who, since=BEGAN.date(), user=dana)
    vaults.make_vault(dana, OWN, now=now)
    found = choosing.places_of(dana, datetime.now(UTC))
    pages = [
        reverse("portal:concern_write", args=[p.participant.pk, p.therapist.pk]) for p in found
    ]
    return _opened(signed_in(dana)), *pages


def test_no_place_tells_about_whom_a_concern_was_begun(of_two_works, dana) -> None:
    browser, about_one, about_other = of_two_works
    _keep(browser, about_one, words="He held my hand.")
    kinds = [f"vault:vaultconcernform{end}" for end in ("", "@", "#1")]
    tried = {place_of(dana, page, kind) for page in (about_one, about_other) for kind in kinds}

    assert VaultDraft.objects.get().page not in tried
    assert "held my hand" in browser.get(about_one).content.decode()
    assert "held my hand" not in browser.get(about_other).content.decode()


def test_two_concerns_begun_lie_beside_each_other(of_two_works) -> None:
    browser, about_one, about_other = of_two_works
    _keep(browser, about_one, words="He held my hand.")
    _keep(browser, about_other, words="She came late.")
    assert VaultDraft.objects.count() == 2
    mark = browser.get(about_other).context["form"].draft_name
    browser.post("/draft/drop/", {"draft": "vault:vaultconcernform@"})
    assert VaultDraft.objects.count() == 2

    browser.post("/draft/drop/", {"draft": mark}, HTTP_REFERER=f"http://testserver{about_other}")
    assert VaultDraft.objects.count() == 1
    assert "held my hand" in browser.get(about_one).content.decode()


def test_the_way_in_says_of_which_once_the_vault_is_open(of_two_works) -> None:
    browser, about_one, _about_other = of_two_works
    _keep(browser, about_one, words="He held my hand.")
    start = browser.get("/concern/").content.decode()
    assert (start.count("Go on writing"), start.count("Begin to write")) == (1, 1)
    browser.post("/vault/shut/")

    start = browser.get("/concern/").content.decode()
    assert (start.count("Go on writing"), start.count("Begin to write")) == (0, 2)
    assert "With your vault open you see here about which work it is" in start


def test_no_place_tells_which_question_is_answered(alice, therapy, signed_in, now) -> None:
    vaults.make_vault(alice, OWN, now=now)
    browser = _opened(signed_in(alice))
    series = _entry("weighing", therapy, alice)
    page = _address("question", "codes", series)
    fact = browser.get(page).context["form"].fact.id
    _keep(browser, page, answer="unknown", why="I wait for Tuesdays.")

    assert VaultDraft.objects.get().page == place_of(alice, page, "vault:privateanswerform")
    assert browser.get(page).context["form"].restored_at
    _keep(browser, page, fact_id="another", draft=f"vault:privateanswerform:{uuid.uuid4()}")
    begun = browser.get(page).context["form"]
    assert (begun.initial["fact_id"], begun.beside) == (fact, [])


def test_no_place_tells_which_step_was_met(alice, therapy, signed_in, now) -> None:
    vaults.make_vault(alice, OWN, now=now)
    browser = _opened(signed_in(alice))
    series = _entry("weighing", therapy, alice)
    _ready("met_before", browser, series)
    page = _address("met_before", "codes", series)
    _keep(browser, page, note="Spoke with Tom.")

    assert VaultDraft.objects.get().page == place_of(alice, page, "vault:privatemetform")
    assert "Spoke with Tom." in browser.get(page).content.decode()
    step = browser.get(page).context["form"].fact
    VaultDraft.objects.all().delete()
    _keep(browser, page, note="Spoke with Tom.", fact_id=f"not_{step}")
    assert "Spoke with Tom." not in browser.get(page).content.decode()
