"""What is usual, help and the front: open to everybody, nothing kept, sources on each page."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from holdfast.frame import hardest, reading_age
from holdfast.web.portal.usual import NotInOrder, Page, page_from, pages
from holdfast.web.practice.models import Practice

pytestmark = pytest.mark.django_db
PAGES = list(pages().values())
OPEN = ["/", "/what-is-usual/", "/what-is-usual/friends/", "/help/", "/is-this-ok/",
        "/is-this-ok/all/", "/choose-a-therapist/", "/choose-a-therapist/questions/"]  # fmt: skip
ASKED_FOR = {
    "friends", "attached", "one-sided", "working-well", "old-feelings", "saying-no", "texting",
    "gifts", "in-the-street", "online", "fees", "worse-after", "not-right", "friends-afterwards",
    "coming-back", "friends-want-advice", "hard-things",
}  # fmt: skip


def _text(address: str, browser: Client | None = None) -> str:
    answer = (browser or Client()).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("address", OPEN)
def test_a_visitor_leaves_nothing_behind(address: str) -> None:
    Practice.get()
    browser = Client()
    with CaptureQueriesContext(connection) as caught:
        answer = browser.get(address)

    assert answer.status_code == 200
    assert not answer.cookies
    assert all(query["sql"].lstrip().startswith("SELECT") for query in caught)


@pytest.mark.parametrize("address", OPEN)
def test_help_and_the_way_out_stand_on_each_page_before_its_content(address: str) -> None:
    text = _text(address)

    main = text.index('<main id="main"')
    for said in ('href="/help/"', "data-leave"):
        assert text.index(said) < main


def test_is_this_ok_is_reachable_from_everywhere_else() -> None:
    for address in OPEN:
        if address != "/is-this-ok/":
            assert 'href="/is-this-ok/"' in _text(address)


def test_nothing_asked_for_is_missing() -> None:
    assert set(pages()) == ASKED_FOR


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_each_page_says_all_it_should_with_its_sources(page: Page) -> None:
    text = _text(f"/what-is-usual/{page.slug}/")

    for said in ("What is usual", "What is not", "What you can say", "Who else can help"):
        assert f"<h2>{said}</h2>" in text
    assert len(page.say) == 2
    assert page.turn_to
    assert "Where this comes from" in text
    for rule in page.rules:
        for _edition, clause in rule.clauses:
            assert f"{clause.id}</a>" in text
            assert clause.url
    assert page.sources


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_a_reader_of_eleven_can_read_it(page: Page) -> None:
    text = "\n".join(page.words)
    parts = (part for line in page.words for part in line.replace("?", ".").split(". "))

    assert reading_age(text) <= 9.5
    assert [hard for hard in hardest(parts, 16) if len(hard[0].split()) > 6] == []


def test_what_is_recalled_says_so_on_the_page() -> None:
    recalled = [page for page in PAGES if any(rule.recalled for rule in page.rules)]

    assert recalled
    for page in recalled:
        assert "we know this one from memory" in _text(f"/what-is-usual/{page.slug}/")


def test_the_sentence_on_what_does_not_feel_right() -> None:
    text = _text("/what-is-usual/not-right/")

    assert "Not every feeling about your therapist comes from the past." in text
    assert "Sometimes they did something that was not right." in text


def test_a_page_that_is_not_there() -> None:
    assert Client().get("/what-is-usual/moonlanding/").status_code == 404


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("group: between", "group: beyond", "group beyond is not known"),
        ("picture:", "pikture:", "keys are not known"),
        ("apa-2017 3.05(a)", "apa-2017 9.99", "9.99"),
        ("turn_to: [therapist", "turn_to: [wizard", "wizard"),
        ("picture: two_circles", "here: nowhere", "here nowhere is not known"),
        ("  - I would like us to be friends", "  - One more\n  - I would like us", "exactly two"),
        ("holdfast/usual/1", "holdfast/usual/9", "schema"),
    ],
)
def test_a_slip_in_a_page_is_named(old: str, new: str, says: str) -> None:
    from importlib import resources

    file = resources.files("holdfast.web.portal") / "data" / "usual" / "en" / "friends.yaml"
    text = file.read_text("utf-8")
    assert old in text

    with pytest.raises(NotInOrder, match=says):
        page_from("friends", text.replace(old, new, 1))


def test_help_by_country_stands_on_one_page_and_is_not_sent() -> None:
    practice = Practice.get()
    practice.country = "US"
    practice.save()
    text = _text("/help/")

    assert text.index('href="tel:911"') < text.index('href="tel:988"')
    assert text.index('href="sms:741741"') < text.index("In another country")
    for said in ("Samaritans", "3114", "024", "Lifeline"):
        assert said in text
    assert "<form" not in text[text.index('<main id="main"') :]


def test_where_the_numbers_were_read_is_folded_away_after_them() -> None:
    Practice.objects.filter(pk=Practice.get().pk).update(country="GB")
    text = _text("/help/")
    main = text[text.index('<main id="main"') :]
    numbers, notes = main[: main.rindex("<details")], main[main.rindex("<details") :]

    assert "samaritans.org/how-we-can-help/contact-samaritan/" in notes
    assert "Looked at on 29 November 2026" in notes
    from_memory = notes[notes.index("<b>Health and Care Professions Council") :].partition("</li>")[
        0
    ]
    assert "have not checked it" in from_memory
    assert "Looked at" not in from_memory
    here = numbers[: numbers.index("In another country")]
    assert "Looked at" not in here
    assert "We read this" not in here


def test_a_former_client_finds_the_way_back() -> None:
    there = "/what-is-usual/coming-back/"
    for address in ("/", "/what-is-usual/", "/sign-in/"):
        assert f'href="{there}"' in _text(address), address

    text = _text(there)
    assert text.index("How to ask here") < text.index("To come back is not to fail")
    for href in ("/my-endings/", "/recover/"):
        assert f'href="{href}"' in text


def test_who_is_signed_in_is_led_on_without_signing_in_again(alice, dana, signed_in) -> None:
    of_client = _text("/what-is-usual/coming-back/", signed_in(dana))
    assert 'href="/my-endings/"' in of_client
    assert "Sign in and ask" not in of_client

    assert 'href="/my-endings/"' not in _text("/what-is-usual/coming-back/", signed_in(alice))


def test_asking_to_come_back_begins_with_signing_in() -> None:
    assert Client().get("/my-endings/")["Location"] == "/sign-in/?next=%2Fmy-endings%2F"


def test_all_topics_stand_on_one_page_without_a_form() -> None:
    from holdfast.codes import shipped

    text = _text("/is-this-ok/all/")
    main = text[text.index('<main id="main"') :]

    assert "<form" not in main
    assert main.count("<details") == len(shipped().topics)
    assert main.count("You do not have to talk to your therapist about it first.") == sum(
        topic.kind == "serious" for topic in shipped().topics.values()
    )


def test_the_front_leads_on_and_signs_in() -> None:
    text = _text("/")

    for address in ("/sign-in/", "/what-is-usual/", "/is-this-ok/", "/choose-a-therapist/"):
        assert f'href="{address}"' in text


def test_the_front_leads_people_who_are_signed_in_to_their_work(alice, dana, signed_in) -> None:
    assert signed_in(alice).get("/")["Location"] == "/today/"
    assert signed_in(dana).get("/")["Location"] == "/overview/"


def test_a_client_finds_it_in_their_menu(dana, signed_in) -> None:
    text = _text("/what-is-usual/", signed_in(dana))

    assert "Sign out" in text
    assert 'href="/what-is-usual/" aria-current="page"' in text


@pytest.mark.parametrize("address", ["/sign-in/", "/recover/", "/there-is-no-such-page/"])
def test_whoever_is_signed_out_finds_help_everywhere(address: str) -> None:
    text = Client().get(address).content.decode()

    assert 'href="/help/"' in text
    assert 'href="/is-this-ok/"' in text
