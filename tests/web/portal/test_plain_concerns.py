"""What clients read about concerns and journals is plain: a reader of eleven can read it."""

import re
from html import unescape

import pytest
from django.urls import reverse

from holdfast.frame.reading_age import hardest, reading_age
from holdfast.web.portal.actions import concerns as acts
from holdfast.web.portal.actions import journal
from holdfast.web.portal.journal_entries import Page

from . import raised as world

pytestmark = pytest.mark.django_db
# Names, what people wrote, and what outside bodies say of themselves are not ours to word.
NOT_OURS = re.compile(
    r"<(script|style|svg|nav|select|blockquote|time)\b.*?</\1>"
    r"|<h2>Who outside can help</h2>.*?</ul>"
    r'|<ol class="thread">.*?</ol>|<details class="more"><summary>Where to turn.*?</details>'
    r"|Alice Ames|Rita Rossi|Dana Whitfield|Paula Pryce",
    re.S,
)
DATE = re.compile(r"(?:[A-Z][a-z]+day )?(?:\b\d{1,2} )?\b(?:Feb|Mar)[a-z]+(?: \d{4})?")
BLOCK = re.compile(r"</?(p|li|h1|h2|h3|dt|dd|label|legend|button|a|summary|div|span)\b[^>]*>")
END = re.compile(r"[.!?:]+(?:\s+|$)|\n+")


def sentences(answer) -> list[str]:
    """The sentences of a page's main part, without what is not ours."""
    assert answer.status_code == 200
    main = re.search(r"<main.*?</main>", answer.content.decode(), re.S)
    assert main is not None
    text = BLOCK.sub("\n", NOT_OURS.sub(" ", main[0]))
    text = DATE.sub("then", unescape(re.sub(r"<[^>]+>", " ", text)))
    found = (" ".join(part.split()) for part in END.split(text))
    return [part for part in found if len(part.split()) > 3]


def check(answer) -> None:
    """Easy from eleven on as a whole; no single sentence hard or long."""
    said = sentences(answer)

    assert len(said) >= 2
    assert reading_age(". ".join(said) + ".") <= 11
    assert hardest(said, 14.5) == ()
    assert [each for each in said if len(each.split()) > 24] == []


@pytest.fixture
def row(with_dana, dana, rita, now):
    return world.a_concern(dana, rita, now)


@pytest.fixture
def browser(row, dana, knock, now):
    return knock(dana)


@pytest.mark.parametrize("name", ["sent", "withdraw", "tell", "record"])
def test_a_concern(browser, row, name: str) -> None:
    check(browser.get(reverse(f"portal:concern_{name}", args=[row.pk])))


def test_before_writing_and_while(browser, dana, rita, now, send) -> None:
    check(browser.get(reverse("portal:concern")))
    place = world.place_of(dana, now)
    here = reverse("portal:concern_write", args=[place.participant.pk, place.therapist.pk])
    check(browser.get(here))
    check(send(browser, here, words="It was wrong.", reader=str(rita.pk), tell="no", do="check"))


def test_as_it_goes_on(browser, row, dana, rita, now) -> None:
    acts.note_read(world.stands(row), by=rita, role="reader", now=now)
    acts.ask_for_record(world.stands(row), by=rita, role="reader", now=now)
    check(browser.get(reverse("portal:concern_sent", args=[row.pk])))
    check(browser.get(reverse("portal:concern_withdraw", args=[row.pk])))


def test_a_practice_of_one(with_dana, dana, knock) -> None:
    check(knock(dana).get(reverse("portal:concern")))


def test_the_journal(browser, dana, now) -> None:
    check(browser.get(reverse("portal:journal")))
    entry = journal.write(world.a_vault(dana), Page("I slept badly."), now=now)
    world.open_vault(browser, dana, now)
    for name in ("journal", "journal_write"):
        check(browser.get(reverse(f"portal:{name}")))
    for name in ("share", "delete"):
        check(browser.get(reverse(f"portal:journal_{name}", args=[entry.series])))
