"""Which given names stand for one another (Bob and Robert), from `data/nicknames.txt`."""

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _groups() -> tuple[tuple[str, ...], ...]:
    text = files("holdfast.screening").joinpath("data/nicknames.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(tuple(line.split()) for line in lines)


@lru_cache(maxsize=1)
def _groups_of() -> dict[str, frozenset[int]]:
    groups: dict[str, set[int]] = {}
    for number, names in enumerate(_groups()):
        for name in names:
            groups.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in groups.items()}


_NONE: frozenset[int] = frozenset()


def groups(name: str) -> frozenset[int]:
    """Return the numbers of the groups that `name` (normalised) stands in, perhaps none.

    >>> bool(groups("bob") & groups("robert")), bool(groups("bob") & groups("anna"))
    (True, False)
    """
    return _groups_of().get(name, _NONE)


def formal(name: str) -> str:
    """Return one name that stands for all forms of `name`: the first of its first group."""
    numbers = groups(name)
    return _groups()[min(numbers)][0] if numbers else name


@lru_cache(maxsize=50_000)
def variants(name: str) -> tuple[str, ...]:
    """Return the other names used for `name`, in the order of the list, without repeats."""
    others = (other for number in sorted(groups(name)) for other in _groups()[number])
    return tuple(dict.fromkeys(other for other in others if other != name))
