"""A QR code as an SVG path: drawn here, so that no picture has to be fetched from anywhere."""

from dataclasses import dataclass

from qrcode.main import QRCode


@dataclass(frozen=True)
class Drawing:
    """A square of `side` modules and the path that fills the dark ones."""

    side: int
    path: str


def draw(text: str) -> Drawing:
    """Draw `text` with the quiet zone of four modules that ISO/IEC 18004 asks for."""
    code = QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return Drawing(len(rows), path)
