"""An encrypted file that was cut, reordered or changed is refused."""

import io

import pytest

from holdfast.web.running import pieces
from holdfast.web.sealing import primitives

PLAIN = bytes(range(256)) * 1024  # four pieces


@pytest.fixture
def pair() -> tuple[bytes, bytes]:
    return primitives.box_pair()


@pytest.fixture
def sealed(pair: tuple[bytes, bytes]) -> bytes:
    out = io.BytesIO()
    pieces.seal_file(io.BytesIO(PLAIN), out, [primitives.box_pair()[1], pair[1]])
    return out.getvalue()


def opened(sealed: bytes, private: bytes) -> bytes:
    return b"".join(pieces.open_file(io.BytesIO(sealed), private))


def test_it_works(sealed: bytes, pair: tuple[bytes, bytes]) -> None:
    assert opened(sealed, pair[0]) == PLAIN


@pytest.mark.parametrize("size", [0, 1, pieces.PIECE - 1, pieces.PIECE, pieces.PIECE + 1])
def test_every_length_comes_back(size: int, pair: tuple[bytes, bytes]) -> None:
    out = io.BytesIO()
    pieces.seal_file(io.BytesIO(b"x" * size), out, [pair[1]])

    assert opened(out.getvalue(), pair[0]) == b"x" * size


def _spans(sealed: bytes) -> list[tuple[int, int]]:
    start = sealed.index(b"\n", len(pieces.MAGIC)) + 1
    spans = []
    while start < len(sealed):
        end = start + 5 + int.from_bytes(sealed[start + 1 : start + 5], "big")
        spans.append((start, end))
        start = end
    return spans


def test_a_cut_file_is_refused(sealed: bytes, pair: tuple[bytes, bytes]) -> None:
    for _, end in _spans(sealed)[:-1]:
        with pytest.raises(pieces.Damaged, match="cut off"):
            opened(sealed[:end], pair[0])


def test_a_cut_file_that_claims_its_end_is_refused(
    sealed: bytes, pair: tuple[bytes, bytes]
) -> None:
    start, end = _spans(sealed)[1]
    claims = sealed[:start] + b"\x01" + sealed[start + 1 : end]

    with pytest.raises(pieces.Damaged):
        opened(claims, pair[0])


def test_reordered_pieces_are_refused(sealed: bytes, pair: tuple[bytes, bytes]) -> None:
    (a, b), (c, d) = _spans(sealed)[:2]

    with pytest.raises(pieces.Damaged):
        opened(sealed[:a] + sealed[c:d] + sealed[a:b] + sealed[d:], pair[0])


def test_a_changed_bit_is_refused(sealed: bytes, pair: tuple[bytes, bytes]) -> None:
    changed = bytearray(sealed)
    changed[-1] ^= 1

    with pytest.raises(pieces.Damaged):
        opened(bytes(changed), pair[0])


def test_something_after_the_end_is_refused(sealed: bytes, pair: tuple[bytes, bytes]) -> None:
    with pytest.raises(pieces.Damaged, match="after the end"):
        opened(sealed + b"x", pair[0])
