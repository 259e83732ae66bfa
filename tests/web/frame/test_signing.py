"""Fixing a text and signing it: by sign-in, on paper, by a link with digits; permission, assent."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from holdfast.web.accounts.models.links import Link
from holdfast.web.frame import actions
from holdfast.web.frame.models import Agreement, Draft, Remark, Signature, TeachBack

from .world import a_therapy, agreed, join, offered, terms_of


@pytest.fixture
def draft(with_dana, alice, now):
    """A draft of Alice's therapy with Dana."""
    return actions.start_draft(with_dana, terms_of(with_dana), origin="template", by=alice, now=now)


def _fix_page(therapy) -> str:
    return f"/therapies/{therapy.pk}/agreement/draft/sign/"


def _signs(version) -> list[str]:
    return sorted(version.parties.values_list("signs", flat=True))


# Fixing.


def test_an_adult_and_the_therapist_sign(knock, alice, draft, send) -> None:
    answer = send(knock(alice), _fix_page(draft.therapy), rule="GB-EAW", gaps="on")

    version = Agreement.objects.get()
    assert answer["Location"] == f"/agreements/{version.pk}/"
    assert _signs(version) == ["consent", "therapist"]
    assert not Draft.objects.exists()


def test_what_is_missing_is_seen_before(knock, alice, draft, send) -> None:
    browser = knock(alice)
    text = browser.get(_fix_page(draft.therapy)).content.decode()
    assert "Still missing" in text

    answer = send(browser, _fix_page(draft.therapy), rule="GB-EAW")

    assert answer.status_code == 422
    assert "Fill in what is missing, or tick this." in answer.content.decode()
    assert not Agreement.objects.exists()


def _minor(anna, now):
    therapy = a_therapy(anna, "Mia Young", born="2014-03-01")
    actions.start_draft(therapy, terms_of(therapy), origin="template", by=anna.user, now=now)
    return therapy


def test_a_minor_needs_somebody_with_authority(knock, alice, anna, now, send) -> None:
    therapy = _minor(anna, now)

    answer = send(knock(alice), _fix_page(therapy), rule="GB-EAW", gaps="on")

    assert answer.status_code == 422
    assert "nobody with authority is in this therapy" in answer.content.decode()

    join(therapy, "Gwen Young", alice, role="guardian", stands_for=therapy.participants.get())
    send(knock(alice), _fix_page(therapy), rule="GB-EAW", gaps="on")
    assert _signs(Agreement.objects.get()) == ["assent", "permission", "therapist"]


def test_a_mature_minor_signs_alone(knock, alice, anna, now, send) -> None:
    therapy = _minor(anna, now)
    key = therapy.participants.get().pk

    send(knock(alice), _fix_page(therapy), rule="GB-EAW", gaps="on", **{f"mature-{key}": "on"})

    assert _signs(Agreement.objects.get()) == ["consent", "therapist"]


def test_an_adult_who_does_not_sign_alone(knock, alice, draft, send) -> None:
    client = draft.therapy.participants.get()
    join(draft.therapy, "Gwen Hale", alice, role="guardian", stands_for=client)
    fields = {f"not_alone-{client.pk}": "on"}

    send(knock(alice), _fix_page(draft.therapy), rule="GB-EAW", gaps="on", **fields)

    assert _signs(Agreement.objects.get()) == ["assent", "permission", "therapist"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2012", date(2012, 12, 31)), ("2012-02", date(2012, 2, 29)),
        ("2012-02-03", date(2012, 2, 3)), ("", None), ("about 40", None), ("2012-13", None),
    ],
)  # fmt: skip
def test_a_partial_birth_is_the_latest_it_may_be(text: str, expected: date | None) -> None:
    from holdfast.web.frame.signers import latest_birth

    assert latest_birth(text) == expected


# Signing in.


def _mine(version, user) -> str:
    return f"/my-agreements/{version.parties.get(participant__user=user).pk}/"


def test_it_works(knock, dana, with_dana, send) -> None:
    version = offered(with_dana)
    browser = knock(dana)
    listed = browser.get("/my-agreements/").content.decode()
    assert "Version 1 is ready to sign" in listed
    page = browser.get(_mine(version, dana)).content.decode()
    assert "£60" in page
    assert "What might your therapist have to tell somebody else?" in page

    answer = send(
        browser, _mine(version, dana), yes="on", said_confidentiality="If I am in danger."
    )

    assert answer.status_code == 302
    signature = Signature.objects.get()
    assert (signature.how, signature.digest) == ("sign_in", version.digest)
    said = TeachBack.objects.select_related("therapy__key").get()
    assert "If I am in danger." in said.text("words")
    assert "You signed on 17 February 2026" in browser.get(_mine(version, dana)).content.decode()


def test_the_teach_back_blocks_nothing(knock, dana, with_dana, send) -> None:
    send(knock(dana), _mine(offered(with_dana), dana), yes="on")

    assert Signature.objects.count() == 1
    assert not TeachBack.objects.exists()


def test_without_yes_nothing_is_signed_and_nothing_lost(knock, dana, with_dana, send) -> None:
    page = send(knock(dana), _mine(offered(with_dana), dana), said_cancellation="I pay all of it.")

    assert page.status_code == 422
    assert "Tick this if you want to sign." in page.content.decode()
    assert "I pay all of it." in page.content.decode()
    assert not Signature.objects.exists()


def test_the_therapist_reads_the_words_of_the_teach_back(
    knock, alice, dana, with_dana, send
) -> None:
    version = offered(with_dana)
    send(knock(dana), _mine(version, dana), yes="on", said_cancellation="I pay all of it.")

    assert "I pay all of it." in knock(alice).get(f"/agreements/{version.pk}/").content.decode()


def test_signing_twice_is_one_signature(knock, dana, with_dana) -> None:
    version = offered(with_dana)
    browser, fields = knock(dana), {"once": uuid4(), "yes": "on"}
    browser.post(_mine(version, dana), fields)
    browser.post(_mine(version, dana), fields)
    browser.post(_mine(version, dana), {**fields, "once": uuid4()})

    assert Signature.objects.count() == 1


def test_signing_what_was_taken_back_meanwhile(knock, dana, alice, with_dana, now) -> None:
    version = offered(with_dana)
    browser = knock(dana)
    browser.get(_mine(version, dana))
    actions.withdraw(version, by=alice, now=now)

    page = browser.post(_mine(version, dana), {"once": uuid4(), "yes": "on"})

    assert page.status_code == 422
    assert "took this version back" in page.content.decode()
    assert not Signature.objects.exists()


def test_talk_about_something_first(knock, dana, alice, with_dana, send) -> None:
    version = offered(with_dana)
    send(knock(dana), _mine(version, dana) + "talk/", words="What if I am ill?")

    said = Remark.objects.select_related("therapy__key").get()
    assert said.shown == "What if I am ill?"
    assert said.participant.user == dana
    mine = knock(dana).get(_mine(version, dana)).content.decode()
    assert "What if I am ill?" in mine
    assert date_format(timezone.localtime(said.at), "j F Y") in mine
    page = knock(alice).get(f"/therapies/{with_dana.pk}/agreement/").content.decode()
    assert "What if I am ill?" in page
    assert "We talked about it" in page


def test_after_saying_something_only_who_has_yet_to_sign_is_told_they_can(
    knock, dana, with_dana, send
) -> None:
    version = offered(with_dana)
    browser, said = knock(dana), f"{_mine(version, dana)}?said=yes"
    assert "You can sign when you are ready" in browser.get(said).content.decode()

    send(browser, _mine(version, dana), yes="on")

    after = browser.get(said).content.decode()
    assert "You signed on" in after
    assert "Your therapist will see what you wrote." in after
    assert "You can sign when you are ready" not in after


def test_nobody_else_reads_or_signs_it(knock, sam, bob, ben, lead, gwen, with_dana, dana) -> None:
    address = _mine(offered(with_dana), dana)
    for who in (sam, bob, lead, gwen):
        browser = knock(who)
        for end in ("", "talk/", "pdf/"):
            assert browser.get(address + end).status_code == 404
        assert browser.post(address, {"once": uuid4(), "yes": "on"}).status_code == 404


def test_a_guardian_gives_permission(knock, gwen, anna, alice, send) -> None:
    therapy = a_therapy(anna, "Mia Young", born="2014-03-01")
    child = therapy.participants.get()
    guardian = join(
        therapy, "Gwen Hale", alice, user=gwen, role="guardian", stands_for=child,
        until=date(2032, 3, 1),
    )  # fmt: skip
    version = offered(therapy, parties=[("assent", child), ("permission", guardian)])

    page = knock(gwen).get(_mine(version, gwen)).content.decode()
    assert "I have authority to agree for this person" in page
    assert "Mia Young’s agreement" in page
    send(knock(gwen), _mine(version, gwen), yes="on")
    assert Signature.objects.get().party.signs == "permission"


def test_a_guardian_s_pages_name_the_child_but_no_title_does(knock, gwen, anna, alice) -> None:
    therapy = a_therapy(anna, "Mia Young", born="2014-03-01")
    child = therapy.participants.get()
    join(therapy, "Gwen Hale", alice, user=gwen, role="guardian", stands_for=child)
    guardian = therapy.participants.get(role="guardian")
    offered(therapy, parties=[("assent", child), ("permission", guardian)])

    for address, said in (
        ("/overview/", "for Mia Young"),
        ("/my-agreements/", "Mia Young’s agreement"),
        ("/my-sessions/", "Mia Young’s sessions and breaks"),
    ):
        page = knock(gwen).get(address).content.decode()
        assert said in page
        assert "Mia" not in page[page.index("<title>") : page.index("</title>")]
        assert "your therapist" not in page[page.index("<main") : page.index("</main>")]


def test_a_version_taken_back_speaks_to_a_guardian_of_the_therapist(
    knock, gwen, anna, alice, now
) -> None:
    therapy = a_therapy(anna, "Mia Young", born="2014-03-01")
    child = therapy.participants.get()
    guardian = join(therapy, "Gwen Hale", alice, user=gwen, role="guardian", stands_for=child)
    version = offered(therapy, parties=[("assent", child), ("permission", guardian)])
    party = version.parties.get(signs="permission")
    address = f"/my-agreements/{party.pk}/"
    before = _main(knock(gwen).get(address))
    talk = _main(knock(gwen).get(address + "talk/"))
    actions.withdraw(version, by=alice, now=now)
    after = _main(knock(gwen).get(address))

    assert "What might the therapist have to tell somebody else?" in before
    assert "The therapist took this version back." in after
    for page in (before, talk, after):
        assert "your therapist" not in page.lower()


def _main(answer) -> str:
    page = answer.content.decode()
    return page[page.index("<main") : page.index("</main>")]


# After the end.


@pytest.fixture
def unsigned_at_the_end(anna, dana, alice, now):
    """A version that Dana had not signed when the work ended, today."""
    from holdfast.web.endings.actions import plans

    therapy = a_therapy(anna, "Dana Whitfield", user=dana)
    version = offered(therapy)
    plans.close(therapy, how="planned", on=now.date(), by=alice, now=now)
    return version


def test_what_was_not_signed_before_the_end_stays_unsigned(
    knock, dana, send, unsigned_at_the_end
) -> None:
    address = _mine(unsigned_at_the_end, dana)
    browser = knock(dana)

    assert "ready to sign" not in browser.get("/my-agreements/").content.decode()
    assert "Read it, talk about it" not in browser.get("/overview/").content.decode()
    page = _main(browser.get(address))
    assert "Your work here ended before you signed this version." in page
    assert "It was in force" not in page
    assert 'id="sign"' not in page
    assert send(browser, address, yes="on").status_code == 422
    assert not Signature.objects.filter(party__participant__isnull=False).exists()


def test_after_the_end_there_are_other_ways_to_say_something(
    knock, dana, send, unsigned_at_the_end
) -> None:
    address = _mine(unsigned_at_the_end, dana) + "talk/"
    browser = knock(dana)

    page = browser.get(address)
    assert page.status_code == 200
    assert "Your work here has ended." in _main(page)
    for way in ("/your-records/", "/concern/", reverse("endings:mine")):
        assert way in _main(page), way
    sent = browser.post(address, {"words": "Too late", "term": ""})
    assert sent.status_code == 409
    assert "Nobody has read it." in _main(sent)
    assert not Remark.objects.exists()


def test_a_guardian_s_place_ends_by_itself(knock, gwen, anna, alice, now) -> None:
    therapy = a_therapy(anna, "Mia Young", born="2008-02-10")
    child = therapy.participants.get()
    guardian = join(
        therapy, "Gwen Hale", alice, user=gwen, role="guardian", stands_for=child,
        until=now.date() - timedelta(days=7),
    )  # fmt: skip
    version = offered(therapy, parties=[("assent", child), ("permission", guardian)])

    assert knock(gwen).get(_mine(version, gwen)).status_code == 404


def test_a_member_of_a_group_sees_no_other(knock, dana, alice, anna) -> None:
    group = a_therapy(anna, "Dana Whitfield", user=dana, kind="group")
    join(group, "Amir Said", alice)
    version = agreed(group)

    page = knock(dana).get(_mine(version, dana)).content.decode()

    assert "Amir" not in page
    assert "Alice" in page


# As therapist and on paper.


def test_the_therapist_signs(knock, alice, with_dana, send) -> None:
    version = offered(with_dana)

    send(knock(alice), f"/agreements/{version.pk}/sign/", yes="on")

    assert Signature.objects.get().party.therapist.user == alice


def test_record_a_signature_on_paper(knock, alice, with_dana, send) -> None:
    version = offered(with_dana)
    party = version.parties.get(signs="consent")

    send(knock(alice), f"/signers/{party.pk}/paper/", on="2026-02-10", there="on")

    signature = Signature.objects.get()
    assert (signature.how, signature.signed_on) == ("paper", date(2026, 2, 10))
    assert signature.recorded_by == alice.pk


def test_paper_from_a_day_to_come(knock, alice, with_dana, send) -> None:
    party = offered(with_dana).parties.get(signs="consent")

    page = send(knock(alice), f"/signers/{party.pk}/paper/", on="2026-02-18", there="on")

    assert page.status_code == 422
    assert "still to come" in page.content.decode()
    assert not Signature.objects.exists()


# By link.


@pytest.fixture
def link(knock, alice, with_dana, send):
    """The path of a link for Dana's part, and its digits."""
    party = offered(with_dana).parties.get(signs="consent")
    browser = knock(alice)
    answer = send(browser, f"/signers/{party.pk}/link/")
    page = browser.get(answer["Location"]).content.decode()
    path = re.search(r"http://testserver(/sign/[^<\s]+)", page)[1]
    digits = re.search(r'class="big num">([\d ]+)<', page)[1]
    assert browser.get(answer["Location"]).status_code == 302  # shown once
    return path, digits


def test_opening_a_link_shows_no_name_and_changes_nothing(link) -> None:
    path, _digits = link

    page = Client().get(path)

    assert page.status_code == 200
    assert b"Dana" not in page.content
    assert b"Alice" not in page.content
    assert Link.objects.get(used_at=None).tries == 0


def test_sign_by_a_link(link) -> None:
    path, digits = link
    browser = Client()

    browser.post(path, {"once": uuid4(), "code": digits})
    assert "£60" in browser.get(path).content.decode()
    answer = browser.post(path, {"once": uuid4(), "yes": "on"}, follow=True)

    assert "You have signed. Thank you." in answer.content.decode()
    assert Signature.objects.get().how == "link"
    assert browser.get("/sign/done/pdf/").content.startswith(b"%PDF")
    assert Client().get(path).status_code == 410


def test_wrong_digits_open_nothing(link) -> None:
    path, digits = link
    wrong = "000000" if digits.replace(" ", "") != "000000" else "111111"
    browser = Client()
    for left in (4, 3, 2, 1):
        page = browser.post(path, {"once": uuid4(), "code": wrong})
        assert f"{left} more times" in page.content.decode()
    browser.post(path, {"once": uuid4(), "code": wrong})

    page = browser.post(path, {"once": uuid4(), "code": digits})

    assert "ask the therapist for a new link" in page.content.decode()
    assert "£60" not in page.content.decode()
    assert browser.post(path, {"once": uuid4(), "yes": "on"}).status_code == 422
    assert not Signature.objects.exists()


def test_a_link_signs_nothing_after_the_end(link, alice, now) -> None:
    from holdfast.web.endings.actions import plans

    path, digits = link
    browser = Client()
    browser.post(path, {"once": uuid4(), "code": digits})
    therapy = Agreement.objects.select_related("therapy").get().therapy
    plans.close(therapy, how="planned", on=now.date(), by=alice, now=now)

    assert browser.get(path).status_code == 410
    assert browser.post(path, {"once": uuid4(), "yes": "on"}).status_code == 410
    assert not Signature.objects.exists()


def test_a_new_link_ends_the_one_before(link, knock, alice, send) -> None:
    path, _digits = link
    party = Agreement.objects.get().parties.get(signs="consent")

    send(knock(alice), f"/signers/{party.pk}/link/")

    assert Client().get(path).status_code == 410


def test_a_link_to_what_was_taken_back(link, alice, now) -> None:
    path, digits = link
    browser = Client()
    browser.post(path, {"once": uuid4(), "code": digits})
    actions.withdraw(Agreement.objects.select_related("therapy__key").get(), by=alice, now=now)

    assert "took this version back" in browser.get(path).content.decode()
    assert browser.post(path, {"once": uuid4(), "yes": "on"}).status_code == 422


def test_a_link_by_mail_goes_to_a_safe_address_only(knock, alice, with_dana, send, now) -> None:
    from holdfast.web.accounts.models import Letter
    from holdfast.web.practice.actions import people

    party = offered(with_dana).parties.get(signs="consent")
    browser, address = knock(alice), f"/signers/{party.pk}/link/"
    assert "write" not in browser.get(address).context["form"].fields

    people.add_contact_point(
        party.participant.card, by=alice, now=now, about=with_dana, kind="email",
        value="dana@home.example", safe_for=["agreement"],
    )  # fmt: skip
    send(browser, address, write="on")

    letter = Letter.objects.select_related("key").get(kind="sign")
    assert letter.text("to") == "dana@home.example"
    assert "/sign/" in letter.text("body")
    assert "Dana" not in letter.text("body")
    assert mail.outbox == []


def test_it_says_where_the_number_to_call_stands(knock, dana, with_dana) -> None:
    agreed(with_dana)

    assert "given by your therapist" in knock(dana).get("/my-agreements/").content.decode()
