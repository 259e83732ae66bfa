"""An encrypted file in authenticated pieces, for several recipients.

Layout: a magic line; a JSON line with the file key boxed to each recipient's X25519 key; then
pieces of 64 KiB, each sealed with AES-256-GCM-SIV and bound to its number and to whether it is the
last one (the STREAM idea of Hoang, Reyhanitabar, Rogaway and Vizar, 2015). A file that is cut,
reordered or joined from two is refused.
"""

import base64
import json
import struct
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from holdfast.web.sealing import primitives

MAGIC = b"holdfast/backup/1\n"
PIECE = 64 * 1024


class Damaged(Exception):
    """The file is not whole, not in order, or not for this key."""


def seal_file(source: BinaryIO, target: BinaryIO, recipients: Iterable[bytes]) -> None:
    """Encrypt `source` into `target` for each public key in `recipients`."""
    key = primitives.new_key()
    boxes = [primitives.box(public, key, MAGIC) for public in recipients]
    head = json.dumps([base64.b64encode(box).decode() for box in boxes]).encode() + b"\n"
    target.write(MAGIC + head)
    for number, last, piece in _cut(source):
        sealed = primitives.seal(key, piece, _place(head, number, last))
        target.write(struct.pack(">BI", last, len(sealed)) + sealed)


def open_file(source: BinaryIO, private: bytes) -> Iterator[bytes]:
    """Decrypt piece by piece with one recipient's private key; raises Damaged."""
    if source.readline() != MAGIC:
        raise Damaged("This is not a backup of Holdfast.")
    head = source.readline()
    key = _file_key(head, private)
    number, last = 0, False
    while not last:
        last, sealed = _next(source)
        try:
            yield primitives.unseal(key, sealed, _place(head, number, last))
        except primitives.SealBroken:
            raise Damaged(f"Piece {number + 1} was changed, moved or cut.") from None
        number += 1
    if source.read(1):
        raise Damaged("There is something after the end of the backup.")


def _cut(source: BinaryIO) -> Iterator[tuple[int, bool, bytes]]:
    number, piece = 0, source.read(PIECE)
    while True:
        following = source.read(PIECE)
        yield number, not following, piece
        if not following:
            return
        number, piece = number + 1, following


def _next(source: BinaryIO) -> tuple[bool, bytes]:
    header = source.read(5)
    if len(header) < 5:
        raise Damaged("The backup is cut off before its end.")
    last, size = struct.unpack(">BI", header)
    sealed = source.read(size)
    if size > 2 * PIECE or len(sealed) < size:
        raise Damaged("The backup is cut off before its end.")
    return bool(last), sealed


def _file_key(head: bytes, private: bytes) -> bytes:
    try:
        boxes = [base64.b64decode(text) for text in json.loads(head)]
    except (ValueError, TypeError):
        raise Damaged("The head of the backup cannot be read.") from None
    for box in boxes:
        try:
            return primitives.unbox(private, box, MAGIC)
        except primitives.SealBroken:
            continue
    raise Damaged("This key is not one of those the backup was written for.")


def _place(head: bytes, number: int, last: bool) -> bytes:
    return b"|".join([head, str(number).encode(), b"last" if last else b"more"])
