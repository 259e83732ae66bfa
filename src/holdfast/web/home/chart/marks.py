"""The shapes of single marks. Each differs in form as well as in colour, so that print keeps it."""

from collections.abc import Callable

from django.utils.safestring import SafeString

Shape = Callable[[float, float], SafeString]


def number(value: float) -> str:
    """A coordinate, to a tenth of a unit."""
    return f"{value:.1f}".removesuffix(".0")


def dot(x: float, y: float) -> SafeString:
    """An ordinary value."""
    return _circle("full", x, y, 3.2)


def ring(x: float, y: float) -> SafeString:
    """Something that came through, or lies within what was agreed."""
    return _circle("open", x, y, 4.6)


def square(x: float, y: float, width: float = 8) -> SafeString:
    """Something done as it should be; narrower where many stand side by side."""
    return _rect(x - width / 2, y - 4, width, 8)


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
    return _circle("full", x, y, 5.2)


def bar(x: float, y: float, base: float, width: float) -> SafeString:
    """A length from the baseline, up or down."""
    return _rect(x - width / 2, min(y, base), width, max(abs(base - y), 1.2))


# Nothing here needs escaping: kinds are our own words, and all else is numbers.


def _circle(kind: str, x: float, y: float, radius: float) -> SafeString:
    return SafeString(f'<circle class="{kind}" cx="{number(x)}" cy="{number(y)}" r="{radius}"/>')


def _rect(x: float, y: float, width: float, height: float) -> SafeString:
    place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return SafeString(f'<rect class="full" {place} rx="1.5"/>')


def _path(kind: str, d: str) -> SafeString:
    return SafeString(f'<path class="{kind}" d="{d}"/>')


SHAPES: dict[str, Shape] = {
    "dot": dot,
    "ring": ring,
    "square": square,
    "diamond": diamond,
    "down": down,
    "gap": gap,
    "bar": disc,  # a bar outside a lane of bars has no baseline to stand on
}
