"""The conflict desk: by code, two sides apart, names with a reason, outcomes that stay."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from conftest import person
from holdfast.web.audit import models as audit
from holdfast.web.screening.actions import checking, leading_on
from holdfast.web.screening.actions import desk as actions
from holdfast.web.screening.actions.enquiring import enquire
from holdfast.web.screening.actions.ties import link
from holdfast.web.screening.desk_sight import sight_of
from holdfast.web.screening.models import (
    Enquiry,
    Finding,
    IdentityOpening,
    OfferList,
    Outcome,
    Review,
    SamePerson,
)
from holdfast.web.screening.told import ToldOf, Wanted

from .made import a_therapy, declared, queries, sent, works_here

pytestmark = pytest.mark.django_db
ROBIN = {
    "given_name": "Robin", "surname": "Vale", "date_of_birth": "1984-05-09",
    "phone": "020 7946 0111",
}  # fmt: skip
HER = ToldOf("Robin Vale", born="1984-05-09", phone="020 7946 0111")
MIKE = ToldOf("Mike Johansen", relation="ex_partner", born="1979-03-15")
WHY = "They asked twice and were sent away twice."


@pytest.fixture
def friend(anna, ben, now):
    """An enquiry of somebody who is a friend of Alice's by her own word."""
    declared(anna, now, **ROBIN)
    return _asked(now, HER)


@pytest.fixture
def former_wife(anna, ben, now):
    """An enquiry that names a former husband; he is a client of Bob's."""
    a_therapy(ben, "Mike Johansen")
    return _asked(now, HER, MIKE)


def _asked(now, asker, *others):
    enquiry = enquire(asker, others, Wanted("individual"), now=now - timedelta(minutes=1))
    checking.check(str(enquiry.pk), now=now - timedelta(seconds=50))
    enquiry.refresh_from_db()
    return enquiry


def _path(enquiry, rest: str = "") -> str:
    return f"/desk/people/{enquiry.card_id}/{rest}"


def test_a_friend_is_found_with_path_fields_and_codes(friend, desk, knock) -> None:
    page = knock(desk).get(_path(friend)).content.decode()

    assert "Alice Ames" in page
    assert "know each other in another role" in page
    assert "may be the same person as somebody in Alice Ames’s circle" in page
    assert "a friend of Alice Ames" in page
    assert "telephone: the same" in page
    assert "3.05" in page
    assert "Robin" not in page
    assert "Vale" not in page


def test_two_sides_never_mix(friend, former_wife, desk, knock) -> None:
    client = knock(desk)
    for enquiry, here, not_here in (
        (friend, "", "therapies/"),
        (former_wife, "therapies/", ""),
    ):
        assert "The path" in client.get(_path(enquiry, here)).content.decode()
        if enquiry is former_wife:
            assert "Bob Brandt" not in client.get(_path(enquiry, not_here)).content.decode()
    page = client.get(_path(former_wife, "therapies/")).content.decode()
    assert "May not be talked about with anyone" in page
    assert "client in therapy" in page
    assert "Mike" not in page


def test_each_page_says_how_much_it_has_and_the_list_opens_the_one_with_something(
    former_wife, desk, knock
) -> None:
    client, there = knock(desk), _path(former_wife, "therapies/")
    assert f'href="{there}"' in client.get("/desk/").content.decode()

    page = client.get(_path(former_wife)).content.decode()
    assert 'Person and therapist <span class="num">0</span></a>' in page
    assert 'another’s therapy <span class="num">1</span> <span class="tag amber">1 not read' in page

    assert "not read" not in client.get(there).content.decode()


def test_the_desk_shows_the_day_and_not_the_minute(anna, now, desk, knock) -> None:
    asked = now - timedelta(minutes=1)
    waits = enquire(HER, (), Wanted("individual"), now=asked, checked=False)
    client = knock(desk)

    for page in ("/desk/", _path(waits)):
        shown = client.get(page).content.decode()
        assert "asked on 17 February" in shown
        assert f"{asked:%H:%M}" not in shown


def test_who_grants_roles_reads_not_to_give_both_to_one(lead, intake, knock) -> None:
    page = knock(lead).get(f"/roles/{intake.pk}/grant/").content.decode()

    assert "Give intake and the conflict desk to different people" in page


def test_sensitive_ties_are_kept_from_the_desk(anna, now, desk, knock) -> None:
    row = declared(anna, now, "lover", **ROBIN)
    row.sensitive = True
    row.save(update_fields=["sensitive"])
    page = knock(desk).get(_path(_asked(now, HER))).content.decode()

    assert "tied to Alice Ames" in page
    assert "lover" not in page


def test_a_name_opens_with_a_reason_and_shuts_again(friend, desk, knock, now, at) -> None:
    client = knock(desk)
    assert client.get(_path(friend, "identity/")).status_code == 404
    assert sent(client, _path(friend, "who/"), purpose="decide", reason="why").status_code == 422

    answer = sent(client, _path(friend, "who/"), purpose="decide", reason=WHY)
    page = client.get(answer["Location"]).content.decode()
    assert "Robin Vale" in page
    assert "020 7946 0111" in page
    later = now + timedelta(minutes=31)
    at(later)
    assert knock(desk, when=later).get(_path(friend, "identity/")).status_code == 404


def test_an_opening_is_in_the_reserved_log_and_not_in_the_ordinary_one(friend, desk, knock) -> None:
    ordinary = audit.Entry.objects.filter(chain=audit.ORDINARY).count()
    sent(knock(desk), _path(friend, "who/"), purpose="decide", reason=WHY)

    entry = audit.Entry.objects.get(kind="identity opened")
    assert (entry.chain, entry.purpose, entry.role) == (audit.RESERVED, "decide", "desk")
    assert (entry.actor, entry.subject_id) == (str(desk.pk), str(friend.card_id))
    assert entry.about == ""
    assert audit.Entry.objects.filter(chain=audit.ORDINARY).count() == ordinary
    assert IdentityOpening.objects.get().text("reason") == WHY
    assert audit.broken(audit.RESERVED) is None


def test_opening_needs_a_proof_just_given(friend, desk, knock) -> None:
    answer = knock(desk, fresh=False).get(_path(friend, "who/"))

    assert answer.status_code == 302
    assert answer["Location"].startswith("/prove/") or "prove" in answer["Location"]


def test_what_one_opened_is_not_open_for_another(friend, desk, knock, now) -> None:
    other = person("Olga Oak", "desk", now=now)
    sent(knock(desk), _path(friend, "who/"), purpose="decide", reason=WHY)

    assert knock(other).get(_path(friend, "identity/")).status_code == 404


def test_nobody_else_gets_in(friend, alice, lead, intake, supervisor, knock) -> None:
    for user in (alice, lead, intake, supervisor):
        client = knock(user)
        for rest in ("", "therapies/", "who/", "identity/", "outcome/"):
            assert client.get(_path(friend, rest)).status_code == 404
        assert client.get("/desk/").status_code == 404


def test_no_card_can_be_looked_up_that_did_not_come_to_the_desk(anna, desk, knock) -> None:
    therapy = a_therapy(anna, "Dana Whitfield")
    card = therapy.participants.get().card_id

    assert knock(desk).get(f"/desk/people/{card}/").status_code == 404
    assert knock(desk).get(f"/desk/people/{uuid4()}/").status_code == 404


def test_two_of_one_circle_are_not_the_desks(anna, ben, now, desk, knock) -> None:
    known = {"surname": "Vale", "date_of_birth": "1984-05-09", "phone": "020 7946 0111"}
    one = declared(anna, now, given_name="Robin", **known)
    declared(anna, now, "ex_partner", given_name="Robyn", **known)
    link(one.card.node, now=now)
    pair, client = SamePerson.objects.get(), knock(desk)

    assert "Alice Ames" not in client.get("/desk/").content.decode()
    assert client.get(f"/desk/pairs/{pair.pk}/").status_code == 404
    for rest in ("", "who/", "outcome/"):
        assert client.get(f"/desk/people/{one.card_id}/{rest}").status_code == 404

    _asked(now, HER)
    assert "Alice Ames’s circle" in client.get("/desk/").content.decode()


def test_the_desk_does_not_see_what_concerns_itself(anna, now, knock) -> None:
    from holdfast.web.screening import index

    self_at_desk, other = person("Robin Vale", "desk", now=now), person("Olga Oak", "desk", now=now)
    index.put_staff(now)
    a_therapy(anna, "Dana Whitfield", "Sam Okoro", "Leila Haddad", "Marcus Prys", "Yuki Mori")
    declared(anna, now, given_name="Robin", surname="Vale", email="robin@example.org")
    enquiry = _asked(now, ToldOf("Robin Vale", born="1984", email="robin@example.org"))

    assert knock(self_at_desk).get(_path(enquiry)).status_code == 404
    assert not sight_of(self_at_desk, now).findings()
    assert knock(other).get(_path(enquiry)).status_code == 200


@pytest.mark.parametrize("answer", ["same", "different", "unsure"])
def test_answers_are_kept_and_not_asked_again(friend, desk, knock, answer) -> None:
    pair = SamePerson.objects.get()
    client = knock(desk)
    page = client.get(f"/desk/pairs/{pair.pk}/").content.decode()
    assert "surname: the same" in page
    assert "Robin" not in page

    sent(client, f"/desk/pairs/{pair.pk}/", answer=answer)

    pair.refresh_from_db()
    assert pair.answer == answer
    assert client.get(f"/desk/pairs/{pair.pk}/").status_code == 404
    entry = audit.Entry.objects.get(kind="same person answered")
    assert entry.chain == audit.RESERVED


OUTCOMES = [
    ({"kind": "safeguards"}, "Choose at least one"),
    ({"kind": "safeguards", "safeguards": ["separate_days"]}, "Say when to look at it again"),
    ({"kind": "referred"}, "Name somebody"),
    ({"kind": "emergency", "review_on": "2026-06-01"}, "within two weeks"),
    ({"kind": "offered", "review_on": "2026-01-01"}, "This day is over"),
    ({"kind": "offered"}, "Choose who is offered"),
    ({"kind": "offered", "why": ""}, "Please fill this in"),
    ({"kind": "offered", "why": "x"}, "Say it in a sentence"),
]


@pytest.mark.parametrize(("given", "says"), OUTCOMES)
def test_each_outcome_needs_what_makes_it_hold(friend, desk, knock, given, says) -> None:
    answer = sent(knock(desk), _path(friend, "outcome/"), **{"why": WHY, **given})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Outcome.objects.exists()


def test_what_was_found_stands_beside_each_therapist(friend, alice, desk, knock, now) -> None:
    both = person("Paula Pike", "desk", now=now)
    works_here(both)

    page = knock(desk).get(_path(friend, "outcome/")).content.decode()
    own = knock(both).get(_path(friend, "outcome/")).content.decode()

    assert "Alice Ames: a strong tie" in page
    assert "Bob Brandt: nothing found" in page
    assert "Paula Pike: nothing found" in page
    assert "Paula Pike: what concerns yourself is not shown to you" in own


def test_an_outcome_is_kept_with_receipts_and_gives_a_list(friend, ben, desk, knock) -> None:
    answer = sent(
        knock(desk), _path(friend, "outcome/"), kind="safeguards", why=WHY,
        safeguards=["separate_days", "own_supervisor"], offered=[str(ben.pk)],
        review_on="2026-03-01",
    )  # fmt: skip

    outcome = Outcome.objects.get()
    content = outcome.opened()
    assert answer["Location"] == f"/desk/outcomes/{outcome.pk}/"
    assert content["safeguards"] == ["Separate days", "A supervisor of its own for the pair"]
    assert content["receipts"][0]["seal"]
    latest = OfferList.objects.filter(enquiry=friend).last()
    assert latest.therapists == [str(ben.pk)]
    friend.refresh_from_db()
    assert friend.state == Enquiry.State.ANSWERED
    page = knock(desk).get(answer["Location"]).content.decode()
    assert WHY in page
    assert outcome.digest in page


def test_a_decision_is_not_made_twice(friend, ben, desk, knock, now) -> None:
    client, form = knock(desk), _path(friend, "outcome/")
    assert f'href="{form}"' in client.get(_path(friend)).content.decode()
    outcome = _decided(friend, desk, now)
    lists = OfferList.objects.count()

    again = sent(client, form, kind="offered", why="Something else now.", offered=[str(ben.pk)])
    said = again.content.decode()
    page = client.get(_path(friend)).content.decode()

    assert client.get(form)["Location"] == f"/desk/outcomes/{outcome.pk}/"
    assert again.status_code == 422
    assert "decided already" in said
    assert "Something else now." in said
    assert (Outcome.objects.count(), OfferList.objects.count()) == (1, lists)
    assert f'href="{form}"' not in page
    assert f'href="/desk/outcomes/{outcome.pk}/"' in page


def test_one_outcome_a_person_is_held_by_the_database(friend, desk, now) -> None:
    outcome = _decided(friend, desk, now)
    outcome.pk = uuid4()

    with pytest.raises(IntegrityError), transaction.atomic():
        outcome.save(force_insert=True)


def test_decided_while_closed_it_does_not_wait_for_another_decision(anna, desk, now) -> None:
    waits = enquire(HER, (), Wanted("individual"), now=now, checked=False)
    leading_on.close(waits, by=desk, now=now)
    _decided(waits, desk, now)

    leading_on.take_up(waits, by=desk, now=now)

    waits.refresh_from_db()
    assert waits.state == Enquiry.State.ANSWERED


@pytest.mark.database
@pytest.mark.parametrize("model", [Outcome, Review])
def test_what_was_decided_never_changes(friend, desk, now, model) -> None:
    outcome = _decided(friend, desk, now)
    actions.review(outcome, words="It holds.", next_on=None, by=desk, now=now)

    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.update(at=now + timedelta(days=1))
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()


def _decided(enquiry, desk, now, review_on=None, shared=""):
    return actions.decide(
        enquiry.card, kind="referred", review_on=review_on, findings=(), offered=(), shared=shared,
        content={"why": WHY, "names": "Dr Kay", "safeguards": [], "shared": shared},
        by=desk, now=now,
    )  # fmt: skip


def test_reviews_come_back_to_the_desk(friend, desk, knock, now, at) -> None:
    outcome = _decided(friend, desk, now, review_on=(now + timedelta(days=10)).date())
    assert "None today" in knock(desk).get("/desk/").content.decode()
    later = now + timedelta(days=10)
    at(later)
    client = knock(desk, when=later)
    assert f"/desk/outcomes/{outcome.pk}/" in client.get("/desk/").content.decode()

    sent(client, f"/desk/outcomes/{outcome.pk}/review/", words="It holds.", next_on="2026-09-01")

    assert f"/desk/outcomes/{outcome.pk}/" not in client.get("/desk/").content.decode()
    assert "It holds." in client.get(f"/desk/outcomes/{outcome.pk}/").content.decode()


def test_reading_is_noted_in_the_reserved_log(friend, desk, knock) -> None:
    knock(desk).get(_path(friend))

    row = Finding.objects.get()
    assert row.read_at is not None
    assert audit.Entry.objects.filter(kind="finding read", chain=audit.RESERVED).count() == 1


def test_the_page_asks_as_much_for_ten_as_for_two(anna, ben, now, desk, knock) -> None:
    client = knock(desk)
    for n in range(2):
        declared(anna, now, given_name="Robin", surname=f"Valexy{n}", phone=f"020 7946 010{n}")
        _asked(now, ToldOf(f"Robin Valexy{n}", born="1984", phone=f"020 7946 010{n}"))
    queries(client, "/desk/")
    few = queries(client, "/desk/")
    for n in range(2, 8):
        declared(anna, now, given_name="Robin", surname=f"Valexy{n}", phone=f"020 7946 010{n}")
        _asked(now, ToldOf(f"Robin Valexy{n}", born="1984", phone=f"020 7946 010{n}"))

    assert queries(client, "/desk/") <= few


def _pairs(nodes, now, weight=9.0) -> None:
    SamePerson.objects.bulk_create(
        SamePerson(one=one, other=other, weight=weight, band="probable", found_at=now)
        for n, one in enumerate(nodes)
        for other in nodes[n + 1 :]
    )


def test_named_people_do_not_hide_a_client_and_all_are_counted(anna, ben, now, desk, knock) -> None:
    client = knock(desk)
    names = ["Ada Moss", "Bo Lund", "Cy Reed", "Di Frost", "Ed Vance", "Flo Kerr", "Gus Hale"]
    asked = [enquire(ToldOf(n, phone="1"), (), Wanted("individual"), now=now) for n in names]
    _pairs([each.card.node for each in asked], now)  # 21 of them, likelier than the other
    queries(client, "/desk/")
    few = queries(client, "/desk/?page=2")
    card = a_therapy(anna, "Mike Johansen").participants.get().card
    _pairs([asked[0].card.node, card.node], now, weight=1.0)

    first, second = (client.get(f"/desk/?page={n}").content.decode() for n in (1, 2))

    assert "22 pairs to tell apart" in first
    assert first.count('href="/desk/pairs/') == 20
    assert second.count('href="/desk/pairs/') == 2
    assert "client in therapy" in first.partition('href="/desk/pairs/')[2].partition("</li>")[0]
    assert 'href="?page=2#pairs"' in first
    assert queries(client, "/desk/") <= few
