"""Erasing a person's rows, found by the foreign keys that lead to them.

What a capability has to do is written in `practice.seam` beneath `erase`. Keys that only point (set
to nothing when their row goes) are not followed: a crossing outlives the session it was noted in.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from graphlib import TopologicalSorter

from django.apps import apps
from django.db import models
from django.db.models import Q

from holdfast.web.practice.models import Card, Participant, Therapy

POINTS_ONLY = (models.SET_NULL, models.SET_DEFAULT, models.DO_NOTHING)
DEEPEST = 6
Erase = Callable[[Participant, datetime], None]


def erases(app_label: str) -> Erase:
    """Return the `erase` of an app whose rows all hang on foreign keys."""

    def erase(person: Participant, now: datetime) -> None:
        forget(app_label, person)

    return erase


def forget(app_label: str, person: Participant) -> None:
    """Delete the rows of an app that are this person's, those that others point at last."""
    for model in in_order(app_label):
        if wanted := reaching(model, person):
            model._default_manager.filter(pk__in=_found(model, wanted)).delete()


def _found(model: type[models.Model], wanted: Q) -> list[object]:
    return list(model._default_manager.filter(wanted).values_list("pk", flat=True).distinct())


def reaching(model: type[models.Model], person: Participant) -> Q | None:
    """Return the condition under which a row is this person's; None if none ever is."""
    wanted = Q()
    for target, pk in _targets(person):
        for path in paths(model, target):
            wanted |= Q(**{path: pk})
    return wanted or None


def _targets(person: Participant) -> Iterator[tuple[type[models.Model], object]]:
    yield Participant, person.pk
    yield Card, person.card_id
    if not others_remain(person):
        yield Therapy, person.therapy_id


def others_remain(person: Participant) -> bool:
    """Whether another client's record remains in this person's therapy.

    A guardian's place goes with the client they stand for and ends no therapy's record.
    """
    others = Participant.objects.clients().filter(therapy=person.therapy_id)
    return others.exclude(pk=person.pk).exists()


def paths(model: type[models.Model], target: type[models.Model]) -> list[str]:
    """Return the ways from a model to a target, as lookups: "party__participant"."""
    if model is target:
        return ["pk"]
    return list(_paths(model, target, DEEPEST))


def _paths(model: type[models.Model], target: type[models.Model], deep: int) -> Iterator[str]:
    for field in holding(model):
        to = field.related_model
        if to is target:
            yield field.name
        elif deep and isinstance(to, type) and to not in (model, Participant, Therapy):
            # Through the therapy or another participant would be everybody in it.
            yield from (f"{field.name}__{rest}" for rest in _paths(to, target, deep - 1))


def holding(model: type[models.Model]) -> Iterator["models.ForeignKey[models.Model, models.Model]"]:
    """Yield the foreign keys without whose target a row cannot be."""
    for field in model._meta.get_fields():
        if not isinstance(field, models.ForeignKey):
            continue
        if getattr(field.remote_field, "on_delete", None) not in POINTS_ONLY:
            yield field


def in_order(app_label: str) -> list[type[models.Model]]:
    """Return the models of an app, each before those it points at."""
    own = set(apps.get_app_config(app_label).get_models())
    graph: dict[type[models.Model], set[type[models.Model]]] = {model: set() for model in own}
    for model in own:
        for field in holding(model):
            to = field.related_model
            if to in own and to is not model:
                graph[to].add(model)
    return list(TopologicalSorter(graph).static_order())
