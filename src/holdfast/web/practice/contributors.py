"""Who contributes to the pages that gather, in the order in which they are asked.

Modules are named, not imported: what gathers may stand below what contributes.

A capability takes its place on every page by being named here and by offering functions of the
seam (`practice/seam.py`) in its module `contributes`. A later one that offers a lane of the same
name as an earlier one draws it instead: it knows more about it.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

MODULES = (
    "holdfast.web.home.record",
    "holdfast.web.practice.contributes",
    "holdfast.web.frame.contributes",
    "holdfast.web.screening.contributes",
    "holdfast.web.codes.contributes",
    "holdfast.web.alliance.contributes",
    "holdfast.web.transference.contributes",
    "holdfast.web.consultation.contributes",
    "holdfast.web.endings.contributes",
    "holdfast.web.portal.contributes",
)


def contributors() -> tuple[ModuleType, ...]:
    """Return the modules that are part of this installation."""
    return tuple(import_module(name) for name in MODULES if is_here(name))


def is_here(name: str) -> bool:
    """Say whether a module is part of this installation."""
    parent = name.rpartition(".")[0]
    return find_spec(parent) is not None and find_spec(name) is not None


def capability_of(module: ModuleType) -> str:
    """Return the word by which a module's signals name it: the package it stands in."""
    return module.__name__.split(".")[-2]


def offers(function: str) -> Iterator[Callable[..., Any]]:
    """Yield that function of the seam from every contributor that offers it."""
    for module in contributors():
        if offered := getattr(module, function, None):
            yield offered
