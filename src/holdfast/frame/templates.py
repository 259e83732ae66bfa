"""Ready-made frames to start a draft from, one YAML file each in `data/templates`."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from . import form
from .files import load
from .terms import Terms

TEMPLATE_SCHEMA = "holdfast/frame-template/1"
# In the order in which they are offered.
TEMPLATE_IDS = (
    "psychodynamic",
    "cbt",
    "dbt",
    "couple",
    "family",
    "group",
    "young_people",
)


@dataclass(frozen=True, kw_only=True)
class Template:
    """A frame that a practice copies and then edits; what each practice must fill in is absent."""

    id: str
    name: str
    about: str
    terms: Terms


@cache
def template(name: str) -> Template:
    """Return the template with this id; ValueError lists those there are."""
    if name not in TEMPLATE_IDS:
        raise ValueError(
            f"there is no template “{name[:40]}”; there are {', '.join(TEMPLATE_IDS)}."
        )
    text = (files(__package__) / "data" / "templates" / f"{name}.yaml").read_text("utf-8")
    data = dict(load(text)[0])
    if data.pop("schema", None) != TEMPLATE_SCHEMA:
        raise ValueError(f"the template {name} does not say its schema.")
    return form.read(Template, {"id": name, **data})


def templates() -> tuple[Template, ...]:
    """Return all templates in the order in which they are offered."""
    return tuple(template(name) for name in TEMPLATE_IDS)
