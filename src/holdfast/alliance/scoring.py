"""From answers to a score, with what to do about the ones that were skipped."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite, sqrt
from typing import Literal

from holdfast.alliance.instruments import Instrument, Key

Answers = Mapping[int, float | None]


class AnswersError(ValueError):
    """Answers that cannot be scored. `problems` says each thing that is wrong."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        """Keep the problems, and join them into one message."""
        self.problems = problems
        super().__init__(" ".join(problems))


@dataclass(frozen=True)
class Score:
    """The score of one set of answers.

    `value` is None when too few were answered (`reason` is then "too_few"). `scatter` is the
    standard deviation of the answered items after turning round, in steps of an answer: a score
    made of very different answers says less. `skipped` are the numbers of unanswered items.
    """

    instrument: str
    value: float | None
    subscales: Mapping[str, float | None]
    answered: int
    needed: int
    skipped: tuple[int, ...]
    scatter: float | None
    reason: Literal["scored", "filled", "too_few"]


def score(instrument: Instrument, answers: Answers) -> Score:
    """Return the score of `answers` (item number to answer; absent or None: skipped).

    Skipped answers are replaced by the mean of the others as long as the instrument's rule lets
    them be; see `Instrument.missing_rule` for the rule and its source. Raises AnswersError for
    items that do not exist and answers outside the range, all at once.
    """
    problems = _problems(instrument, answers)
    if problems:
        raise AnswersError(problems)
    given = {item: float(value) for item, value in answers.items() if value is not None}
    key = instrument.key
    turned = _turned(instrument, key, given)
    value = _value(key, turned)
    skipped = tuple(item for item in range(1, instrument.items + 1) if item not in given)
    filled = len(turned) < len(key.items)
    return Score(
        instrument=instrument.id,
        value=value,
        subscales={
            name: _value(sub, _turned(instrument, sub, given))
            for name, sub in instrument.subscales.items()
        },
        answered=len(turned),
        needed=key.at_least,
        skipped=skipped,
        scatter=_scatter(list(turned.values()), instrument.step),
        reason="too_few" if value is None else "filled" if filled else "scored",
    )


def _problems(instrument: Instrument, answers: Answers) -> tuple[str, ...]:
    found = []
    for item, value in answers.items():
        if not 1 <= item <= instrument.items:
            found.append(f"{instrument.id} has items 1 to {instrument.items}, not {item}.")
        elif value is not None and not _allowed(instrument, value):
            found.append(
                f"Item {item} is {value:g}; {instrument.id} takes {instrument.lowest:g} to "
                f"{instrument.highest:g} in steps of {instrument.step:g}."
            )
    return tuple(found)


def _allowed(instrument: Instrument, value: float) -> bool:
    if not isfinite(value) or not instrument.lowest <= value <= instrument.highest:
        return False
    steps = (value - instrument.lowest) / instrument.step
    return abs(steps - round(steps)) < 1e-6


def _turned(instrument: Instrument, key: Key, given: Mapping[int, float]) -> dict[int, float]:
    top_and_bottom = instrument.lowest + instrument.highest
    return {
        item: top_and_bottom - given[item] if item in key.reversed else given[item]
        for item in key.items
        if item in given
    }


def _value(key: Key, turned: Mapping[int, float]) -> float | None:
    if len(turned) < key.at_least:
        return None
    mean = sum(turned.values()) / len(turned)
    # Rounded far below any step: 0.1 + 0.2 should not fall short of a cut-off of 0.3.
    return round(mean * len(key.items) if key.method == "sum" else mean, 9)


def _scatter(values: list[float], step: float) -> float | None:
    if len(values) < 2:
        return None
    mean = sum(values) / len(values)
    return sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1)) / step
