"""Who gets what of the people a client spoke of: the therapist, nobody else whatever their role."""

from typing import Any

from urls_table import Row, World


def _therapy(world: World) -> Any:
    from holdfast.web.practice.actions import people, staff, therapies
    from holdfast.web.practice.models import Therapist

    def build() -> Any:
        by, since = world.person("therapist"), world.now.date()
        owner = Therapist.objects.filter(user=by).first() or staff.add_therapist(
            by, by=by, now=world.now, since=since, codes=["bacp-2018"], languages=["en"]
        )
        therapy = therapies.open_therapy(
            kind="individual", therapist=owner, by=by, now=world.now, since=since,
            zone="Europe/London",
        )  # fmt: skip
        card = people.new_card("therapy", now=world.now, name="Noor Haddad")
        people.add_participant(therapy, card, by=by, now=world.now, since=since)
        return therapy

    return world.keep("spoken of therapy", build)


def a_therapy(world: World, role: str) -> dict[str, object]:
    """A therapy of the owner."""
    return {"therapy_id": _therapy(world).pk}


def somebody(world: World, role: str) -> dict[str, object]:
    """Somebody its client spoke of."""
    from holdfast.web.screening.actions.mentioning import mention
    from holdfast.web.screening.told import ToldOf

    def build() -> Any:
        client = _therapy(world).participants.clients().get()
        told = ToldOf("Robin Vale", "friend", where="Leeds")
        return mention(client, told, by=world.person("therapist"), now=world.now)

    return {"mentioned_id": world.keep("spoken of", build).pk}


ROWS = {
    "screening:mentioned": Row(theirs={"therapist"}, sample=a_therapy),
    "screening:forget_mentioned": Row(theirs={"therapist"}, sample=somebody),
}
