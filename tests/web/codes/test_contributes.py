"""Decisions on the pages that gather."""

from datetime import UTC, datetime, timedelta

from holdfast.web.codes import actions, contributes
from holdfast.web.practice.models import Therapy

from .deciding import a_decision, a_therapy, a_weighing

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def _fresh(*therapies):
    return list(Therapy.objects.with_keys().filter(pk__in=[t.pk for t in therapies]))


def test_it_works(knock, alice, signed, with_dana) -> None:
    page = knock(alice).get(f"/therapies/{with_dana.pk}/").content.decode()

    assert "Weigh a boundary" in page
    assert "steps open" in page
    assert "steps to do before you act" in page


def test_a_review_that_is_due_is_a_signal(signed, with_dana, now) -> None:
    therapies = _fresh(with_dana)
    assert list(contributes.find(therapies, now)) == []

    later = now + timedelta(days=33)
    (found,) = contributes.find(therapies, later)

    assert (found.kind, found.since) == ("review_due", later.date())
    assert found.therapy == with_dana.pk


def test_the_signal_in_words(signed, with_dana, alice, now) -> None:
    from holdfast.web.practice.actions.signals import keep_found

    (therapy,) = _fresh(with_dana)
    later = now + timedelta(days=40)
    keep_found(therapy, contributes.find([therapy], later), later)

    (words,) = contributes.words(list(therapy.signals.all()), alice).values()

    assert "wedding" in words.detail
    assert words.url == f"/decisions/{signed.pk}/"


def test_moments_and_lane(signed, with_dana, alice, now) -> None:
    (therapy,) = _fresh(with_dana)
    actions.add(signed, "repair", "x", by=alice, now=now)

    told = list(contributes.moments(therapy, alice, LONG_AGO, now))
    (lane,) = contributes.lanes(therapy, alice, LONG_AGO, now)

    assert {m.kind for m in told} == {"decision", "repair"}
    assert [p.mark for p in lane.points] == ["diamond"]
    assert lane.points[0].url == f"/decisions/{signed.pk}/"


def test_what_is_being_weighed_is_for_its_author(begun, with_dana, alice, supervisor, now) -> None:
    (therapy,) = _fresh(with_dana)

    assert len(contributes.panel(therapy, alice, now)) == 1
    assert contributes.panel(therapy, supervisor, now) == ()


def test_two_queries_for_many(anna, alice, now, django_assert_max_num_queries) -> None:
    therapies = [a_therapy(anna, f"Client {n}") for n in range(4)]
    for therapy in therapies:
        actions.add(a_decision(therapy, now), "note", "x", by=alice, now=now)
        a_weighing(therapy)
    many = _fresh(*therapies)

    for offered in (
        lambda: contributes.brief(many, alice, now),
        lambda: list(contributes.find(many, now + timedelta(days=100))),
    ):
        with django_assert_max_num_queries(2):
            assert len(offered()) == 4


def test_a_copy_holds_what_is_about_one_person(signed, with_dana, alice) -> None:
    (part,) = contributes.copy(with_dana.participants.get(), alice)

    (row,) = part.rows
    assert row["verdict"]["words"] == "permitted with safeguards"
    assert row["sha256"] == signed.digest
    assert [what for what, _why in part.left_out] == ["What is being weighed"]
