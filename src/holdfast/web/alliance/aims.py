"""Goals as pages show them: in words, who has agreed, how far. Three queries for any number."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from holdfast.web.alliance.models import Goal, GoalYes, HowFar
from holdfast.web.practice.models import Participant, Therapy
from holdfast.web.practice.once import once_a_page
from holdfast.web.practice.reading import clients_of


@dataclass(frozen=True)
class Aim:
    """One goal, opened. `far` holds (day, value, who said so), the newest first."""

    goal: Goal
    words: str
    tasks: str
    whose: str
    agreed_by: frozenset[uuid.UUID]
    lacking: tuple[str, ...]
    far: tuple[HowFar, ...]

    @property
    def latest(self) -> int | None:
        """How far it was last said to be."""
        return self.far[0].value if self.far else None

    @property
    def is_agreed(self) -> bool:
        """Whether everybody it concerns has agreed to it as it is worded."""
        return not self.lacking


@once_a_page
def goals_of(therapy: Therapy) -> list[Goal]:
    """Return the goals of a therapy, the oldest first."""
    found = list(Goal.objects.filter(therapy=therapy).order_by("written_at"))
    for goal in found:
        goal.therapy = therapy
    return found


def aims_of(goals: Iterable[Goal], therapy: Therapy, *, name_others: bool = True) -> list[Aim]:
    """Open goals of one therapy, whose key is loaded."""
    rows = list(goals)
    clients = [client for client in clients_of([therapy])[therapy.pk] if client.until is None]
    yes: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for agreed in GoalYes.objects.filter(goal__in=rows):
        yes[agreed.goal_id].add(agreed.participant_id)
    far: dict[uuid.UUID, list[HowFar]] = defaultdict(list)
    for said in HowFar.objects.filter(goal__in=rows).order_by("-at"):
        far[said.goal_id].append(said)
    return [_aim(goal, therapy, clients, yes[goal.pk], far[goal.pk], name_others) for goal in rows]


def _aim(
    goal: Goal,
    therapy: Therapy,
    clients: Sequence[Participant],
    yes: set[uuid.UUID],
    far: list[HowFar],
    name_others: bool,
) -> Aim:
    goal.therapy = therapy
    of = [c for c in clients if goal.participant_id in (None, c.pk)]
    lacking = [_name(c, name_others) for c in of if c.pk not in yes]
    if goal.therapist_agreed_at is None:
        lacking.append(_("the therapist"))
    several = len(clients) > 1
    whose = of[0].card.shown_name if goal.participant_id and of and several and name_others else ""
    words, tasks = goal.text("words"), goal.text("tasks")
    return Aim(goal, words, tasks, whose, frozenset(yes), tuple(lacking), tuple(far))


def _name(client: Participant, name_others: bool) -> str:
    return client.card.shown_name if name_others else _("a client")
