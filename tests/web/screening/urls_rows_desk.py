"""Who gets what of the conflict desk: whoever sits there, nobody else."""

from typing import Any

from urls_table import Row, World


def _case(world: World) -> Any:
    """An enquiry with a finding, of a friend of a therapist's."""
    from holdfast.web.practice.actions.staff import add_therapist
    from holdfast.web.practice.models import Therapist

    def build() -> Any:
        from holdfast.screening import Person
        from holdfast.web.screening.actions import checking, circle
        from holdfast.web.screening.actions.enquiring import enquire
        from holdfast.web.screening.told import ToldOf, Wanted

        user, now = world.person("therapist"), world.now
        therapist = Therapist.objects.filter(user=user).first() or add_therapist(
            user, by=user, now=now, since=now.date(), codes=["bacp-2018"], languages=["en"]
        )
        person = Person("Vera", "Quist", date_of_birth="1984", phone="020 7946 0111")
        circle.declare(therapist, by=user, now=now, kind="friend", name="Vera Quist", person=person)
        asker = ToldOf("Vera Quist", born="1984", phone="020 7946 0111")
        enquiry = enquire(asker, (), Wanted("individual"), now=now)
        checking.check(str(enquiry.pk), now=now)
        return enquiry

    return world.keep("desk case", build)


def a_person(world: World, role: str) -> dict[str, object]:
    """The person who asks."""
    return {"card_id": _case(world).card_id}


def an_opened_person(world: World, role: str) -> dict[str, object]:
    """The same, opened by the owner and by nobody else, long enough for the clock of requests."""
    from datetime import UTC, datetime

    from holdfast.web.screening.actions import desk

    def build() -> Any:
        return desk.open_identity(
            _case(world).card, purpose="decide", reason="They asked whether we know them.",
            by=world.person("desk"), now=datetime.now(UTC),
        )  # fmt: skip

    return {"card_id": world.keep("desk opened", build).card_id}


def a_pair(world: World, role: str) -> dict[str, object]:
    """Two who may be the same person."""
    from holdfast.web.screening.models import SamePerson

    _case(world)
    return {"pair_id": SamePerson.objects.earliest("pk").pk}


def an_outcome(world: World, role: str) -> dict[str, object]:
    """Something that was decided."""
    from holdfast.web.screening.actions import desk

    def build() -> Any:
        return desk.decide(
            _case(world).card, kind="referred", review_on=None, findings=(), offered=(), shared="",
            content={"why": "Nobody is free.", "names": "Dr Kay", "safeguards": [], "shared": ""},
            by=world.person("desk"), now=world.now,
        )  # fmt: skip

    return {"outcome_id": world.keep("desk outcome", build).pk}


DESK = {"desk"}
ROWS = {
    "screening:desk": Row(anyones=DESK),
    "screening:desk_person": Row(anyones=DESK, sample=a_person),
    "screening:desk_therapies": Row(anyones=DESK, sample=a_person),
    "screening:open_identity": Row(anyones=DESK, sample=a_person),
    "screening:identity": Row(theirs=DESK, sample=an_opened_person),
    "screening:decide": Row(anyones=DESK, sample=a_person),
    "screening:pair": Row(anyones=DESK, sample=a_pair),
    "screening:outcomes": Row(anyones=DESK),
    "screening:outcome": Row(anyones=DESK, sample=an_outcome),
    "screening:review": Row(anyones=DESK, sample=an_outcome),
}
