"""The shapes of single marks. Each differs in form as well as in colour, so that print keeps it."""

from collections.abc import Callable

from django.utils.html import format_html
from django.utils.safestring import SafeString

Shape = Callable[[float, float], SafeString]


def number(value: float) -> str:
    """A coordinate, to a tenth of a unit."""
    return f"{value:.1f}".removesuffix(".0")


def dot(x: float, y: float) -> SafeString:
    """An ordinary value."""
    return format_html('<circle class="full" cx="{}" cy="{}" r="3.2"/>', number(x), number(y))


def ring(x: float, y: float) -> SafeString:
    """Something that came through, or lies within what was agreed."""
    return format_html('<circle class="open" cx="{}" cy="{}" r="4.6"/>', number(x), number(y))


def square(x: float, y: float, width: float = 8) -> SafeString:
    """Something done as it should be; narrower where many stand side by side."""
    template = '<rect class="full" x="{}" y="{}" width="{}" height="8" rx="1.5"/>'
    return format_html(template, number(x - width / 2), number(y - 4), number(width))


def diamond(x: float, y: float) -> SafeString:
    """Something to talk about: a decision, a consultation, an agreement."""
    return _path("full", f"M{number(x)} {number(y - 8)}l8 8l-8 8l-8-8z")


def down(x: float, y: float) -> SafeString:
    """A fall."""
    return _path("full", f"M{number(x)} {number(y + 8)}l-8-14h16z")


def gap(x: float, y: float) -> SafeString:
    """Nothing is known here."""
    return _path("cross", f"M{number(x - 3.5)} {number(y - 3.5)}l7 7m0-7l-7 7")


def disc(x: float, y: float) -> SafeString:
    """A value that stands out: a dot one sees from afar."""
    return format_html('<circle class="full" cx="{}" cy="{}" r="5.2"/>', number(x), number(y))


def bar(x: float, y: float, base: float, width: float) -> SafeString:
    """A length from the baseline, up or down."""
    top, height = min(y, base), max(abs(base - y), 1.2)
    return format_html(
        '<rect class="full" x="{}" y="{}" width="{}" height="{}" rx="1.5"/>',
        number(x - width / 2), number(top), number(width), number(height),
    )  # fmt: skip


def _path(kind: str, d: str) -> SafeString:
    return format_html('<path class="{}" d="{}"/>', kind, d)


SHAPES: dict[str, Shape] = {
    "dot": dot,
    "ring": ring,
    "square": square,
    "diamond": diamond,
    "down": down,
    "gap": gap,
    "bar": disc,  # a bar outside a lane of bars has no baseline to stand on
}
