import re
from datetime import date, timedelta

import pytest

from holdfast.web.practice.actions import signals, staff, therapies
from holdfast.web.practice.models import Credential, SupervisionAgreement
from holdfast.web.practice.seam import Found, Standing


def test_everybody_is_sent_to_where_their_work_begins(knock, alice, lead, dana) -> None:
    assert knock(alice).get("/")["Location"] == "/today/"
    assert knock(lead).get("/")["Location"] == "/overview/"
    assert knock(dana).get("/")["Location"] == "/overview/"


def test_nobody_begins_without_signing_in(client, db) -> None:
    front = client.get("/")

    assert front.status_code == 200
    assert 'href="/sign-in/"' in front.content.decode()
    assert client.get("/overview/")["Location"].startswith("/sign-in/")


def test_it_works_for_the_lead(knock, lead, anna, with_dana, spoken) -> None:
    _credential(anna, expires_on=date(2026, 1, 1))
    spoken.standing = lambda now: [Standing("agreements not signed by everybody", 3, asks=True)]

    page = knock(lead).get("/overview/")

    state = page.context["practice"]
    assert dict(state.therapies)["active"] == "fewer than 5"
    asked = {c.label: c.number for c in state.asks}
    assert asked["credential out of date"] == 1
    assert asked["agreements not signed by everybody"] == 3
    assert asked["therapist without supervision"] == 1


@pytest.mark.usefixtures("everybody")
def test_one_is_counted_in_the_singular(knock, lead, anna, with_dana) -> None:
    _credential(anna, expires_on=date(2026, 1, 1))

    page = knock(lead).get("/overview/")

    state = page.context["practice"]
    assert re.search(r"fewer than 5</b>\s*<a[^>]*>active therapies", page.content.decode())
    ones = {c.label for c in (*state.asks, *state.counted) if c.number == 1}
    assert ones >= {
        "credential out of date",
        "therapist without supervision",
        "therapist without a professional will",
        "active therapies without a signed agreement",  # after "fewer than 5"
    }


@pytest.mark.usefixtures("everybody")
def test_small_numbers_are_withheld_here_as_on_the_practice_page(
    knock, lead, anna, with_dana, spoken
) -> None:
    spoken.standing = lambda now: [
        Standing("endings planned", 1, of_clients=True),
        Standing("questions asked", 5, of_clients=True),
    ]
    browser = knock(lead)

    overview, house = (browser.get(path) for path in ("/overview/", "/practice/"))

    told = dict(house.context["therapies"])
    assert told == dict(overview.context["practice"].therapies)
    assert told["active"] == "fewer than 5"
    said = " ".join(re.sub("<[^>]+>", " ", overview.content.decode()).split())
    for words in ("fewer than 5 therapies active", "fewer than 5 endings planned", "5 questions"):
        assert words in said
    assert re.search(r"\b[1-4] (therapy|therapies|ending|active|session|question)", said) is None


@pytest.mark.usefixtures("everybody")
def test_what_is_in_order_is_said_in_plain_sentences(knock, lead) -> None:
    page = knock(lead).get("/overview/")

    in_order = page.context["practice"].in_order
    assert [c for c in in_order if not c.in_order] == []
    assert "Every active therapy has a signed agreement" in page.content.decode()
    assert "therapies without" not in page.content.decode()


def test_what_is_only_counted_wants_nothing_done(knock, lead, anna, spoken) -> None:
    spoken.standing = lambda now: [Standing("endings planned", 2), Standing("questions asked", 0)]

    state = knock(lead).get("/overview/").context["practice"]

    assert [c.label for c in state.counted if c.label in {"endings planned", "questions asked"}]
    assert "endings planned" not in {c.label for c in state.asks}
    assert "questions asked" not in {c.label for c in state.in_order}


def test_the_lead_reads_no_name_and_no_signal(knock, lead, anna, with_dana, spoken, now) -> None:
    found = Found(with_dana.pk, "spoken", "long", "k", now.date(), {})
    signals.keep_found(with_dana, [found], now)

    text = knock(lead).get("/overview/").content.decode()

    for hidden in ("Dana", "Alice", with_dana.code, "Sessions run long"):
        assert hidden not in text


def _credential(therapist, **more: object) -> None:
    Credential.objects.create(
        therapist=therapist, title="Member", body="BACP", number="123456", **more
    )


def test_it_works_for_a_supervisor(knock, supervisor, anna, ben, with_dana, now) -> None:
    for therapist, kind in (
        (anna, SupervisionAgreement.Kind.RESPONSIBLE),
        (ben, SupervisionAgreement.Kind.CONSULTATIVE),
    ):
        staff.agree_supervision(
            supervisor=supervisor, supervisee=therapist, kind=kind, since=date(2025, 9, 1),
            by=therapist.user, now=now, covers_all=True,
        )  # fmt: skip

    page = knock(supervisor).get("/overview/")

    opened = {s.agreement.supervisee_id: s.therapies for s in page.context["supervision"]}
    assert opened == {anna.pk: [with_dana], ben.pk: []}
    assert "Dana" not in page.content.decode()
    assert with_dana.code in page.content.decode()


def test_a_supervision_that_is_over_shows_nothing(knock, supervisor, anna, with_dana, now) -> None:
    staff.agree_supervision(
        supervisor=supervisor, supervisee=anna, kind="responsible", since=date(2025, 9, 1),
        until=now.date() - timedelta(days=1), by=anna.user, now=now, covers_all=True,
    )  # fmt: skip

    page = knock(supervisor).get("/overview/")

    assert page.context["supervision"] == []
    assert with_dana.code not in page.content.decode()


def test_it_works_for_a_covering_colleague(knock, cover, anna, with_dana, now) -> None:
    staff.name_cover(anna, cover, by=anna.user, now=now, since=date(2026, 2, 1))

    text = knock(cover).get("/overview/").content.decode()

    assert "Alice Ames" in text
    assert "Dana" not in text


def test_it_works_for_a_client(knock, dana, with_dana) -> None:
    with_dana.participants.update(user=dana)

    text = knock(dana).get("/overview/").content.decode()

    assert "with Alice Ames" in text
    assert "Next: Tuesday 17 February at 14:00" in text
    assert "Leave quickly" in text


def test_a_former_client_reads_when_it_ended(knock, dana, with_dana, alice, now) -> None:
    from holdfast.web.endings.actions import plans

    with_dana.participants.update(user=dana)
    plans.close(with_dana, how="planned", on=date(2026, 2, 16), by=alice, now=now)

    text = knock(dana).get("/overview/").content.decode()

    assert "Ended on 16 February 2026" in text
    assert "No next session is planned" not in text


def test_a_client_sees_nothing_of_another(knock, sam, dana, with_dana) -> None:
    with_dana.participants.update(user=dana)

    text = knock(sam).get("/overview/").content.decode()

    assert "Nothing is set up for you here yet" in text
    assert "Alice" not in text


def test_a_client_sees_no_signal_and_no_state(knock, dana, with_dana, spoken, now) -> None:
    with_dana.participants.update(user=dana)
    found = Found(with_dana.pk, "spoken", "long", "k", now.date(), {})
    signals.keep_found(with_dana, [found], now)

    assert "run long" not in knock(dana).get("/overview/").content.decode()


@pytest.mark.parametrize("who", ["intake", "desk", "reader"])
def test_the_others_find_no_content(knock, request, with_dana, who: str) -> None:
    page = knock(request.getfixturevalue(who)).get("/overview/")

    assert page.status_code == 200
    assert "Dana" not in page.content.decode()
    assert "practice" not in page.context


def test_the_same_queries_for_a_large_practice(
    knock, lead, anna, begin, django_assert_num_queries, count_queries
) -> None:
    begin(anna, "Client", weeks=2)
    browser = knock(lead)
    few = count_queries(browser, "/overview/")
    for number in range(4):
        begin(anna, f"Client {number}", hour=8 + number, weeks=6)

    with django_assert_num_queries(few):
        browser.get("/overview/")


def test_the_same_queries_for_a_client_of_several_therapies(
    knock, dana, anna, begin, now, django_assert_num_queries, count_queries
) -> None:
    begin(anna, "Dana Whitfield", weeks=26).participants.update(user=dana)
    browser = knock(dana)
    few = count_queries(browser, "/overview/")
    for hour in (9, 11):
        other = begin(anna, "Dana Whitfield", hour=hour, weeks=28)
        other.participants.update(user=dana)
        therapies.set_state(other, "paused", by=anna.user, now=now)

    with django_assert_num_queries(few):
        browser.get("/overview/")
