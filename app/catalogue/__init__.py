"""Every word that a person reads, in Russian and English: one JSON file a section, shared with the pages."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

from app.domain.ids import LANGUAGES, Language

FOLDER = Path(__file__).parent

Entry = str | dict[str, str]
"""A sentence, or its plural forms by category: one, few, many, other."""


def plural_category(language: Language, count: int) -> str:
    """The CLDR plural category of a whole number."""
    if language == "en":
        return "one" if count == 1 else "other"
    last, last_two = count % 10, count % 100
    if last == 1 and last_two != 11:
        return "one"
    return "few" if last in (2, 3, 4) and last_two not in (12, 13, 14) else "many"


@cache
def _entries(language: Language) -> Mapping[str, Entry]:
    entries: dict[str, Entry] = {}
    for file in sorted((FOLDER / language).glob("*.json")):
        section = cast(dict[str, Entry], json.loads(file.read_text(encoding="utf-8")))
        entries.update({f"{file.stem}.{key}": value for key, value in section.items()})
    return entries


def keys(language: Language) -> frozenset[str]:
    """Every key `section.name` of a language."""
    return frozenset(_entries(language))


def say(key: str, language: Language, /, **values: object) -> str:
    """The words of `key` with `{placeholders}` filled; plural forms are chosen by the value `count`.

    Raises KeyError for an unknown key or a missing value: a test keeps both from happening.
    """
    entry = _entries(language)[key]
    if isinstance(entry, dict):
        count = cast(int, values["count"])
        entry = entry.get(plural_category(language, count)) or entry["other"]
    return entry.format_map(values) if values else entry


def entry(key: str, language: Language) -> Entry:
    """The raw entry, for checks."""
    return _entries(language)[key]


__all__ = ["FOLDER", "LANGUAGES", "Entry", "entry", "keys", "plural_category", "say"]
