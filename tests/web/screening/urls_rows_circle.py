"""Who gets what of a therapist's circle: its owner, nobody else whatever their role."""

from typing import Any

from urls_table import Row, World

from holdfast.web.practice.models import Therapist


def _owner(world: World) -> Any:
    user = world.person("therapist")
    return Therapist.objects.filter(user=user).first() or _works_here(user, world)


def _works_here(user: Any, world: World) -> Any:
    from holdfast.web.practice.actions.staff import add_therapist

    return add_therapist(
        user, by=user, now=world.now, since=world.now.date(), codes=["bacp-2018"], languages=["en"]
    )


def a_circle(world: World, role: str) -> dict[str, object]:
    """Somebody declared by the owner."""
    from holdfast.screening import Person
    from holdfast.web.screening.actions import circle

    def build() -> Any:
        return circle.declare(
            _owner(world), by=world.person("therapist"), now=world.now, kind="friend",
            name="Robin Vale", person=Person("Robin", "Vale", suburb="Leeds"),
        )  # fmt: skip

    return {"circle_id": world.keep("circle one", build).pk}


def an_address_book(world: World, role: str) -> dict[str, object]:
    """An address book being picked from by the owner, long enough for the clock of requests."""
    from datetime import UTC, datetime

    from holdfast.web.practice.importing.reading import Row as FileRow
    from holdfast.web.practice.importing.reading import Table
    from holdfast.web.screening.actions import circle

    def build() -> Any:
        _owner(world)
        table = Table(("Name",), (FileRow(2, ("Robin Vale",)),))
        now = datetime.now(UTC)
        return circle.keep_book(table, by=world.person("therapist"), now=now)

    return {"book_id": world.keep("address book", build).pk}


def in_the_book(world: World, role: str) -> dict[str, object]:
    """The one person in it."""
    return {**an_address_book(world, role), "number": 2}


OWN = {"therapist"}
ROWS = {
    "screening:circle": Row(theirs=OWN, sample=lambda world, role: _owner(world) and {}),
    "screening:add_person": Row(theirs=OWN, sample=lambda world, role: _owner(world) and {}),
    "screening:add_place": Row(theirs=OWN, sample=lambda world, role: _owner(world) and {}),
    "screening:choose_file": Row(theirs=OWN, sample=lambda world, role: _owner(world) and {}),
    "screening:circle_one": Row(theirs=OWN, sample=a_circle),
    "screening:renew": Row(theirs=OWN, sample=a_circle),
    "screening:take_out": Row(theirs=OWN, sample=a_circle),
    "screening:pick": Row(theirs=OWN, sample=an_address_book),
    "screening:pick_one": Row(theirs=OWN, sample=in_the_book),
}
