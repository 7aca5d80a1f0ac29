"""Undoing slips of typing: the wrong keyboard layout, Latin letters for Russian, short forms of words.

Typos are not mended in the text, as embedders read them better than a wrong guess; see the vocabulary.
"""

import re

from app.domain.language import from_translit
from app.knowledge.reading.glossary import SLANG
from app.knowledge.reading.vocabulary import Vocabulary
from app.knowledge.reading.words import is_cyrillic, normalise, tokens

_ENGLISH_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюе"
_TO_RUSSIAN = str.maketrans(_ENGLISH_KEYS, _RUSSIAN_KEYS)
_TO_ENGLISH = str.maketrans(_RUSSIAN_KEYS[:-1], _ENGLISH_KEYS[:-1])  # the last key is ё, read as е
_CLEAR_GAIN = 0.25
_WORD = re.compile(r"[^\W_]+")


def repair(text: str, vocabulary: Vocabulary) -> str:
    """What was meant, in plain lower case; a text the base understands as it is stays as it is."""
    plain = normalise(text)
    best, best_share = plain, _share(plain, vocabulary)
    for candidate in _other_readings(plain):
        share = _share(candidate, vocabulary)
        if share > best_share + _CLEAR_GAIN and share >= 0.5:
            best, best_share = candidate, share
    return _WORD.sub(lambda match: SLANG.get(match.group(), match.group()), best)


def _other_readings(plain: str) -> list[str]:
    if any(is_cyrillic(letter) for letter in plain):
        has_latin = re.search(r"[a-z]", plain) is not None
        return [] if has_latin else [plain.translate(_TO_ENGLISH)]
    return [plain.translate(_TO_RUSSIAN), from_translit(plain)]


def _share(text: str, vocabulary: Vocabulary) -> float:
    words = tokens(text)
    mended = [vocabulary.mend(word) or word for word in words]
    return vocabulary.known_share(mended)
