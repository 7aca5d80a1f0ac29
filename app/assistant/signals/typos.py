"""Slips of the keyboard in the few words that a request for a person turns on; other words are left alone."""

import re
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"[^\W\d_]{5,}")
_LONG = 9


class TypoMender:
    """Puts known words right: one slip (a letter lost, added, changed, swapped), two in long words.

    Words are looked up by what is left of them when letters are dropped, so a message costs microseconds.
    """

    def __init__(self, known: Iterable[str], untouched: Iterable[str] = ()) -> None:
        self._known = frozenset(known)
        self._untouched = self._known | frozenset(untouched)
        self._by_rest: dict[str, str] = {}
        for word in sorted(self._known, key=len, reverse=True):
            for rest in rests(word, 2 if len(word) >= _LONG else 1):
                self._by_rest[rest] = word

    def mend(self, plain: str) -> str:
        """A canonical text with the known words spelled right."""
        return _WORD.sub(lambda match: self._mended(match.group()), plain)

    def _mended(self, word: str) -> str:
        if word in self._untouched:
            return word
        for rest in rests(word, 2 if len(word) >= _LONG else 1):
            candidate = self._by_rest.get(rest)
            if candidate is not None and abs(len(candidate) - len(word)) <= 1 and candidate[-1] == word[-1]:
                return candidate
        return word


def rests(word: str, drops: int) -> Iterator[str]:
    """The word and what is left of it with up to `drops` letters dropped."""
    yield word
    seen = {word}
    for _ in range(drops):
        seen = {item[:i] + item[i + 1 :] for item in seen for i in range(len(item))}
        yield from sorted(seen)
