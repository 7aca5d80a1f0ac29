"""Ways of typing the same thing: edits that change no meaning, the same each time; nothing is judged."""

import random
import re
import zlib
from collections.abc import Callable, Mapping

Edit = Callable[[str, random.Random], str]
"""The text written another way; unchanged where the edit has nothing to do."""

_WORD = re.compile(r"[^\W\d_]{4,}")
_WITH_YO = str.split("""
    ещё её моё твоё своё ждёт ждём придёт идёт пойдёт вернёт вернёте вернём берёт несёт везёт привезёт живём
    живёт даёт даёте даём зовёт позовёт найдёт возьмёт причём зачёт счёт отчёт ребёнок ребёнка мёртвый жёлтый
    чёрный твёрдый тёплый лёгкий надёжный самолёт приём приёма подъём объём
""")
_YO = {word.replace("ё", "е"): word for word in _WITH_YO}
_RUSSIAN_WORD = re.compile(r"[а-яё]+", re.IGNORECASE)
_MARKS = re.compile(r"(?<!\d)[.,;:!?…]|[.,;:!?…](?!\d)|[«»“”\"—–]")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_BESIDE = {
    letter: [other for at in (place - 1, place + 1) for other in row[at : at + 1] if at >= 0]
    for row in _ROWS
    for place, letter in enumerate(row)
}


def _yo(text: str, _: random.Random) -> str:
    """ё as е; where there is none, е as ё in words that have it."""
    if "ё" in text.lower():
        return text.replace("ё", "е").replace("Ё", "Е")
    return _RUSSIAN_WORD.sub(lambda found: _YO.get(found[0], found[0]), text)


def _capitals(text: str, _: random.Random) -> str:
    return text.upper()


def _small(text: str, _: random.Random) -> str:
    return text.lower()


def _emoji(text: str, chance: random.Random) -> str:
    """A sign that is neither glad nor angry, before or after."""
    sign = chance.choice("📦🛒💬📱")
    return f"{text} {sign}" if chance.random() < 0.5 else f"{sign} {text}"


def _bare(text: str, _: random.Random) -> str:
    """No marks at all, as many people type."""
    return " ".join(_MARKS.sub(" ", text).split())


def _loose(text: str, _: random.Random) -> str:
    """Spaces before the marks, two after them, a line break at the end."""
    return re.sub(r"(?<=\w)([,.!?])(?=\s|$)", r" \1 ", text) + "\n"


def _swapped(text: str, chance: random.Random) -> str:
    return _slip(text, chance, lambda word, at: word[:at] + word[at + 1] + word[at] + word[at + 2 :])


def _lost(text: str, chance: random.Random) -> str:
    return _slip(text, chance, lambda word, at: word[:at] + word[at + 1 :])


def _doubled(text: str, chance: random.Random) -> str:
    return _slip(text, chance, lambda word, at: word[: at + 1] + word[at:])


def _beside(text: str, chance: random.Random) -> str:
    """A letter's neighbour on the keyboard instead of it."""

    def slip(word: str, at: int) -> str:
        beside = _BESIDE.get(word[at].lower(), [word[at]])
        return word[:at] + chance.choice(beside) + word[at + 1 :]

    return _slip(text, chance, slip)


def _slip(text: str, chance: random.Random, slip: Callable[[str, int], str]) -> str:
    """One slip inside one word of four letters or more, never in its first or last letter."""
    places = list(_WORD.finditer(text))
    if not places:
        return text
    found = chance.choice(places)
    changed = slip(found[0], chance.randrange(1, len(found[0]) - 2))
    return text[: found.start()] + changed + text[found.end() :]


EDITS: Mapping[str, Edit] = {
    "yo": _yo,
    "capitals": _capitals,
    "small letters": _small,
    "emoji": _emoji,
    "no punctuation": _bare,
    "loose punctuation": _loose,
    "letters swapped": _swapped,
    "letter lost": _lost,
    "letter doubled": _doubled,
    "neighbouring key": _beside,
}


def edited(text: str, key: str) -> dict[str, str]:
    """The text after each edit that changes it; `key` and the edit's name decide where a slip falls."""
    found = {
        name: edit(text, random.Random(zlib.crc32(f"{key}/{name}".encode()))) for name, edit in EDITS.items()
    }
    return {name: changed for name, changed in found.items() if changed != text}
