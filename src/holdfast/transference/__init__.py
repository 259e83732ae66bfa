"""Relationship episodes, the therapist's reactions, and what they honestly add up to.

Values in, values out: no store, no clock, no randomness but a stated seed. Theory, sources and
measured error rates: `docs/transference.md`.
"""

from holdfast.transference.counts import CodeCount, PersonCount, counts_per_person
from holdfast.transference.drawing import draw_map
from holdfast.transference.episode import PARTS, Episode, PartName, Point
from holdfast.transference.law import Statement, law_in, places_known
from holdfast.transference.picture import Place, Spread, places
from holdfast.transference.rates import ThemeRate, ThemeSessions, caseload_themes, theme_rates
from holdfast.transference.reaction import ORIGINS, Reaction
from holdfast.transference.record_only import Found, never_only_here, record_only_kinds
from holdfast.transference.resemblance import (
    Event,
    Match,
    Refusal,
    Resemblance,
    events_near,
    resemblance,
)
from holdfast.transference.table import COLUMNS, OPTIONAL, SCHEMA, TableError, read_episodes
from holdfast.transference.vocabulary import (
    Question,
    Term,
    constituents,
    feelings,
    pulls,
    responses_of_other,
    responses_of_self,
    wishes,
)
from holdfast.transference.written import (
    read_episode,
    read_reaction,
    write_episode,
    write_reaction,
)

__all__ = [
    "COLUMNS",
    "OPTIONAL",
    "ORIGINS",
    "PARTS",
    "SCHEMA",
    "CodeCount",
    "Episode",
    "Event",
    "Found",
    "Match",
    "PartName",
    "PersonCount",
    "Place",
    "Point",
    "Question",
    "Reaction",
    "Refusal",
    "Resemblance",
    "Spread",
    "Statement",
    "TableError",
    "Term",
    "ThemeRate",
    "ThemeSessions",
    "caseload_themes",
    "constituents",
    "counts_per_person",
    "draw_map",
    "events_near",
    "feelings",
    "law_in",
    "never_only_here",
    "places",
    "places_known",
    "pulls",
    "read_episode",
    "read_episodes",
    "read_reaction",
    "record_only_kinds",
    "resemblance",
    "responses_of_other",
    "responses_of_self",
    "theme_rates",
    "wishes",
    "write_episode",
    "write_reaction",
]
