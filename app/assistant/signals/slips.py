"""Slips of the keyboard in any word that customers use: what was meant by a word that nobody uses."""

import re
from collections.abc import Iterable

from app.assistant.signals.typos import rests

_WORD = re.compile(r"[^\W\d_]{4,}(?:'[^\W\d_]+)?")
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+|[@#]\w+")
_SHORT, _FREQUENT = 4, 1_000
"""A word as short as this is only meant where it is among so many of the most frequent ones."""
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_SOUNDS = str.split("aeiouy cks sz dt bp gk fv аоя еиыэй ую бп вф гкх дт жш зс цс шщч ьъ")
"""Letters that stand for one another where a word is written by ear."""


class WordMender:
    """Puts a word that nobody uses right, where it is one slip away from one that customers do.

    `meant` are such words, the most frequent first, `known` others that are words too. A slip is a letter
    lost, doubled or hit beside, two neighbours swapped, or a letter written by ear; the first one is taken to
    be right. Of several words the most frequent was meant, one that lacks its apostrophe first.
    """

    def __init__(self, meant: Iterable[str], known: Iterable[str]) -> None:
        words = list(meant)
        self._known = frozenset(words) | frozenset(known)
        self._rank = {word: place for place, word in enumerate(words)}
        self._by_rest: dict[str, list[str]] = {}
        for place, word in enumerate(words):
            if len(word) > _SHORT or (len(word) == _SHORT and place < _FREQUENT):
                for rest in rests(word, 1):
                    self._by_rest.setdefault(rest, []).append(word)

    def mend(self, plain: str) -> str:
        """A canonical text with slips put right; addresses are left alone."""
        kept = [found.span() for found in _ADDRESS.finditer(plain)]

        def mended(found: re.Match[str]) -> str:
            is_kept = any(start <= found.start() < end for start, end in kept)
            return found[0] if is_kept else self.meant_by(found[0])

        return _WORD.sub(mended, plain)

    def meant_by(self, word: str) -> str:
        """The word itself, or the one that it is a slip of."""
        if word in self._known or word.partition("'")[0] in self._known:
            return word
        alike = {other for rest in rests(word, 1) for other in self._by_rest.get(rest, ())}
        near = [other for other in alike if is_slip(word, other)]
        return min(near, key=lambda other: (other.replace("'", "") != word, self._rank[other]), default=word)


def is_slip(typed: str, meant: str) -> bool:
    """Whether `typed` is `meant` with one slip that hands or ears make, its first letter right."""
    if typed[0] != meant[0]:
        return False
    at = next((n for n, pair in enumerate(zip(typed, meant, strict=False)) if pair[0] != pair[1]), None)
    if len(typed) < len(meant):
        at = len(typed) if at is None else at
        return typed[at:] == meant[at + 1 :]
    if len(typed) > len(meant):
        at = len(meant) if at is None else at
        return typed[at + 1 :] == meant[at:] and _is_touched(
            typed[at], typed[at - 1 : at] + typed[at + 1 : at + 2]
        )
    if at is None:
        return False
    if typed[at + 1 :] == meant[at + 1 :]:
        return meant[at] in _BESIDE.get(typed[at], "")
    is_swap = typed[at : at + 2] == meant[at : at + 2][::-1]
    return is_swap and typed[at + 2 :] == meant[at + 2 :]


def _is_touched(letter: str, around: str) -> bool:
    """Whether a letter too many is one of those around it, or was hit together with one."""
    return letter in around or any(letter in _BESIDE.get(other, "") for other in around)


def _beside() -> dict[str, str]:
    """The letters that each letter is mistaken for: its neighbours on the keyboard, and those like it."""
    found: dict[str, set[str]] = {}
    for rows in (_ROWS[:3], _ROWS[3:]):
        for depth, row in enumerate(rows):
            for place, letter in enumerate(row):
                near = {other for at in (place - 1, place + 1) if at >= 0 for other in row[at : at + 1]}
                if depth + 1 < len(rows):
                    near |= {
                        other
                        for at in (place - 1, place)
                        if at >= 0
                        for other in rows[depth + 1][at : at + 1]
                    }
                for other in near:
                    found.setdefault(letter, set()).add(other)
                    found.setdefault(other, set()).add(letter)
    for group in _SOUNDS:
        for letter in group:
            found.setdefault(letter, set()).update(set(group) - {letter})
    return {letter: "".join(sorted(others)) for letter, others in found.items()}


_BESIDE = _beside()
