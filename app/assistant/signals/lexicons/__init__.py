"""Telling words and phrases as data, one TOML file a subject; nothing here says what they are worth."""

import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import cast

_ENDS_ITSELF = (r"\?", "$", r"\b", ")")
_PART = re.compile(r"@(\w+)@")


def load_phrases(name: str) -> dict[str, list[str]]:
    """The lists of `<name>.toml`: regular expressions over canonical text."""
    return cast(dict[str, list[str]], _load(name))


def load_words(name: str) -> dict[str, list[str]]:
    """The lists of `<name>.toml` that are words apart by spaces."""
    return {key: listed.split() for key, listed in cast(dict[str, str], _load(name)).items()}


def load_lexicon(name: str) -> dict[str, re.Pattern[str]]:
    """The lists of `<name>.toml`, each compiled into one pattern."""
    return {cue: compiled(phrases) for cue, phrases in load_phrases(name).items()}


def load_grammar(name: str) -> dict[str, re.Pattern[str]]:
    """The lists of `<name>.toml` whose phrases name parts as `@part@`, each compiled into one pattern."""
    content = cast(dict[str, dict[str, list[str]]], _load(name))
    parts: dict[str, str] = {}
    for part, words in content["parts"].items():
        parts[part] = rf"(?:{'|'.join(_filled(word, parts) for word in words)})(?!-?\w)"
    parts["start"] = rf"(?:{'|'.join(content['parts']['start'])})"
    return {
        cue: compiled([rf"{_filled(phrase, parts)}(?!\w)" for phrase in phrases])
        for cue, phrases in content["lists"].items()
    }


def compiled(phrases: list[str]) -> re.Pattern[str]:
    """One pattern that matches any of the phrases from a word's beginning to a word's end.

    A phrase that closes with a bracket or an anchor of its own says itself where it ends.
    """
    closed = (phrase if phrase.endswith(_ENDS_ITSELF) else rf"{phrase}(?!\w)" for phrase in phrases)
    return re.compile(rf"(?<![\w'])(?:{'|'.join(closed)})")


def _filled(phrase: str, parts: Mapping[str, str]) -> str:
    return _PART.sub(lambda match: parts[match.group(1)], phrase)


def _load(name: str) -> object:
    source = resources.files(__package__ or __name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)
