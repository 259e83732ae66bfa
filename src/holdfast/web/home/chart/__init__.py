"""The relationship chart: lanes on one time line, drawn as SVG and told as a table."""

from .drawing import draw
from .measures import NARROW, WIDE
from .table import Cell, Row, Table, tell
from .values import Chart, Span, Turn

__all__ = ["NARROW", "WIDE", "Cell", "Chart", "Row", "Span", "Table", "Turn", "draw", "tell"]
