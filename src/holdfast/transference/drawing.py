"""The picture of persons as SVG: a string in, nothing written.

Readable without colour (each person has a shape and a name beside it) and without sight (a title
and a description that says in words what the picture shows).
"""

from collections.abc import Sequence
from html import escape
from math import cos, pi, sin

from holdfast.transference.episode import SLIDER_LIMIT
from holdfast.transference.picture import Place
from holdfast.transference.words import map_axes, map_description, map_label, map_title

WIDTH, HEIGHT, SIDE, TOP = 720, 560, 420, 70
STEP = SIDE / (2 * SLIDER_LIMIT)
LEFT = 110
LINE, CHARACTER, LONGEST, GAP = 17, 7.6, 36, 13
INK, SOFT, RULE, PAPER = "#1F2B2A", "#4F5C59", "#E2DACB", "#FFFFFF"
COLOURS = ("#1B5650", "#9C4526", "#2B5B8A", "#67406E", "#7A5200")
# Corners and inner radius of each shape; 0 corners is a circle. Seven shapes, five colours: no two
# of the first 35 persons look the same.
SHAPES = ((0, 1.0), (4, 1.0), (3, 1.0), (6, 1.0), (4, 0.45), (3, 0.4), (6, 0.55))
THERAPIST = (5, 0.45)


def draw_map(found: Sequence[Place], *, prefix: str = "map") -> str:
    """Return the SVG picture of `found`; `prefix` keeps ids apart when a page holds several."""
    title, description = escape(map_title()), escape(map_description(found))
    labels, bottom = _labels(found)
    height = max(HEIGHT, round(bottom) + LINE)
    body = "\n".join([*_frame(), *_spreads(found), *_marks(found), *labels])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="{prefix}-title {prefix}-desc" '
        'font-family="Figtree, system-ui, sans-serif" font-size="14">\n'
        f'<title id="{prefix}-title">{title}</title>\n'
        f'<desc id="{prefix}-desc">{description}</desc>\n'
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>\n{body}\n</svg>\n'
    )


def _x(affiliation: float) -> float:
    return LEFT + SIDE / 2 + affiliation * STEP


def _y(control: float) -> float:
    return TOP + SIDE / 2 - control * STEP


def _frame() -> list[str]:
    cold, warm, gives_way, takes_charge = (escape(word) for word in map_axes())
    middle_x, middle_y = LEFT + SIDE / 2, TOP + SIDE / 2
    bottom = TOP + SIDE
    return [
        f'<rect x="{LEFT}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="{RULE}"/>',
        f'<path d="M{LEFT} {middle_y}H{LEFT + SIDE}M{middle_x} {TOP}V{bottom}" stroke="{RULE}"/>',
        _text(LEFT - 10, middle_y + 5, cold, "end", SOFT),
        _text(LEFT + SIDE + 10, middle_y + 5, warm, "start", SOFT),
        _text(middle_x, TOP - 12, takes_charge, "middle", SOFT),
        _text(middle_x, bottom + 24, gives_way, "middle", SOFT),
    ]


def _text(x: float, y: float, words: str, anchor: str, colour: str) -> str:
    # The halo keeps a name readable where it crosses a line.
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" '
        f'stroke="{PAPER}" stroke-width="3" paint-order="stroke">{words}</text>'
    )


def _look(found: Sequence[Place]) -> list[tuple[tuple[int, float], str]]:
    """Return shape and colour of each place; the therapist is the star nobody else has."""
    looks, others = [], 0
    for place in found:
        if place.is_therapist:
            looks.append((THERAPIST, INK))
            continue
        looks.append((SHAPES[others % len(SHAPES)], COLOURS[others % len(COLOURS)]))
        others += 1
    return looks


def _spreads(found: Sequence[Place]) -> list[str]:
    drawn = []
    for place, (_shape, colour) in zip(found, _look(found), strict=True):
        if place.spread:
            x, y, spread = _x(place.affiliation), _y(place.control), place.spread
            drawn.append(
                f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{spread.long * STEP:.1f}" '
                f'ry="{spread.short * STEP:.1f}" '
                f'transform="rotate({-spread.angle:.1f} {x:.1f} {y:.1f})" '
                f'fill="{colour}" fill-opacity="0.08" stroke="{colour}" stroke-dasharray="4 3"/>'
            )
    return drawn


def _marks(found: Sequence[Place]) -> list[str]:
    return [
        _mark(_x(place.affiliation), _y(place.control), shape, colour)
        for place, (shape, colour) in zip(found, _look(found), strict=True)
    ]


def _mark(x: float, y: float, shape: tuple[int, float], colour: str) -> str:
    corners, inner = shape
    if not corners:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="{colour}"/>'
    turns = [(pi * i / corners, 9 * (inner if i % 2 else 1)) for i in range(2 * corners)]
    if inner == 1.0:
        turns = turns[::2]
    points = " ".join(f"{x + r * sin(a):.1f},{y - r * cos(a):.1f}" for a, r in turns)
    return f'<polygon points="{points}" fill="{colour}"/>'


def _labels(found: Sequence[Place]) -> tuple[list[str], float]:
    """Return the names beside the marks, on the freer side, or lower, and how low they reach."""
    drawn = []
    # Boxes that are taken, as left, right, baseline: the words at the axes, then the marks.
    taken = [(0.0, LEFT - 10.0, _y(0) + 5), (LEFT + SIDE + 10.0, float(WIDTH), _y(0) + 5)]
    taken += [(_x(p.affiliation) - 9, _x(p.affiliation) + 9, _y(p.control) + 5) for p in found]
    for place in sorted(found, key=lambda p: -p.control):
        words = _short(map_label(place))
        mark, beside = _x(place.affiliation), _y(place.control) + 5
        left, right, y = _free(mark, beside, CHARACTER * len(words), taken)
        taken.append((left, right, y))
        x, anchor = (left, "start") if left > mark else (right, "end")
        if y > beside:
            start = f"M{mark:.1f} {beside - 5:.1f}"
            drawn.append(f'<path d="{start}L{x:.1f} {y - 5:.1f}" stroke="{SOFT}" fill="none"/>')
        drawn.append(_text(x, y, escape(words), anchor, INK))
    return drawn, max(y for _left, _right, y in taken)


def _free(
    mark: float, beside: float, width: float, taken: list[tuple[float, float, float]]
) -> tuple[float, float, float]:
    """Return left, right and baseline of the first free box beside or below a mark."""
    sides = [(mark + GAP, mark + GAP + width), (mark - GAP - width, mark - GAP)]
    inside = [side for side in sides if side[0] >= 0 and side[1] <= WIDTH]
    y = beside
    while True:
        for left, right in inside:
            if not any(abs(y - t) < LINE and left < r and ll < right for ll, r, t in taken):
                return left, right, y
        y += 1


def _short(words: str) -> str:
    """Keep the end of a long label, which holds n."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 10]}…{words[-9:]}"
