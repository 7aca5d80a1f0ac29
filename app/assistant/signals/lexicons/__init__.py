"""Telling words and phrases as data, one TOML file a subject; nothing here says what they are worth."""

import re
import tomllib
from importlib import resources

_ENDS_ITSELF = (r"\?", "$", r"\b", ")")


def load_phrases(name: str) -> dict[str, list[str]]:
    """The lists of `<name>.toml`: regular expressions over canonical text."""
    source = resources.files(__package__ or __name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)


def load_lexicon(name: str) -> dict[str, re.Pattern[str]]:
    """The lists of `<name>.toml`, each compiled into one pattern."""
    return {cue: compiled(phrases) for cue, phrases in load_phrases(name).items()}


def compiled(phrases: list[str]) -> re.Pattern[str]:
    """One pattern that matches any of the phrases from a word's beginning to a word's end.

    A phrase that closes with a bracket or an anchor of its own says itself where it ends.
    """
    closed = (phrase if phrase.endswith(_ENDS_ITSELF) else rf"{phrase}(?!\w)" for phrase in phrases)
    return re.compile(rf"(?<![\w'])(?:{'|'.join(closed)})")
