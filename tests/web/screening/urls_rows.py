"""Who gets what of intake and of the public page."""

from datetime import date

from urls_table import Row, World

SINCE = date(2025, 9, 2)
INTAKE = {"intake", "desk"}


def an_enquiry(world: World, role: str) -> dict[str, object]:
    """An enquiry that was answered."""
    return {"enquiry_id": _kept(world)["enquiry"].pk}


def a_closed_one(world: World, role: str) -> dict[str, object]:
    """An enquiry that was closed."""
    return {"enquiry_id": _kept(world)["closed"].pk}


def a_finding(world: World, role: str) -> dict[str, object]:
    """A finding that the therapist asked for by name may be told of."""
    return {"finding_id": _kept(world)["finding"].pk}


def _kept(world: World):  # type: ignore[no-untyped-def]
    return world.keep("screening intake", lambda: _build(world))


def _build(world: World) -> dict[str, object]:
    from datetime import timedelta

    from holdfast.web.practice.actions import staff
    from holdfast.web.practice.models import Therapist
    from holdfast.web.screening.actions import checking, leading_on
    from holdfast.web.screening.actions.enquiring import enquire
    from holdfast.web.screening.models import Finding
    from holdfast.web.screening.told import ToldOf, Wanted

    by, earlier = world.person("therapist"), world.now - timedelta(hours=1)
    there = Therapist.objects.filter(user=by).first()
    therapist = there or staff.add_therapist(
        by, by=by, now=earlier, since=SINCE, codes=[], languages=["en"]
    )
    wanted = Wanted(kind="individual", asked_for=str(therapist.pk))
    made = {}
    for name, who in (("enquiry", "Petra Johansen"), ("closed", "Olga Ivanova")):
        told = ToldOf(who, phone="020 7946 0018")
        made[name] = enquire(told, [], wanted, now=earlier)
        checking.check(str(made[name].pk), now=earlier)
    leading_on.close(made["closed"], by=by, now=earlier)
    finding = Finding(
        card=made["enquiry"].card, enquiry=made["enquiry"], therapist=therapist,
        side="therapist", tells=True, mark="a", found_at=earlier,
    )  # fmt: skip
    tie = '{"source": 1, "kind": "friend", "target": 2}'
    finding.seal(content=f'{{"ties": [{tie}], "verdict": null}}')
    finding.save()
    return {**made, "finding": finding}


ROWS: dict[str, Row] = {
    "screening:intake": Row(anyones=INTAKE),
    "screening:enter": Row(anyones=INTAKE),
    "screening:enquiry": Row(anyones=INTAKE, sample=an_enquiry),
    "screening:close": Row(anyones=INTAKE, sample=an_enquiry),
    "screening:take_up": Row(anyones=INTAKE, sample=a_closed_one),
    "screening:enquire": Row(open=True),
    "screening:thanks": Row(open=True),
    "screening:told": Row(theirs={"therapist"}, sample=a_finding),
}
