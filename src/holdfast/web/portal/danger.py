"""Whether words that were typed may come from somebody in danger now: a small list, as data.

It is not a judgement of anybody. Where one of the words stands, whom to call is shown first.
"""

import re
from functools import cache
from importlib import resources

import yaml


def speaks_of_danger(typed: str) -> bool:
    """Whether one of the words of danger stands in what was typed."""
    plain = " ".join(typed.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
    return _any_of_them().search(plain) is not None


@cache
def _any_of_them() -> re.Pattern[str]:
    text = resources.files("holdfast.web.portal").joinpath("data", "danger.yaml")
    words = yaml.safe_load(text.read_text(encoding="utf-8"))["words"]
    each = (re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"\b(?:{'|'.join(each)})(?!\w)")
