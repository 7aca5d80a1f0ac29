"""The training cases of the signal model, and which head may learn from which; no model lives here."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import yaml

from app.assistant.signals.classifier import CLASSES, Head
from app.assistant.signals.features import Features
from app.domain.ids import Language
from evals.training.shops import read_shops

_FILES: dict[str, Head] = {
    "handoff": "person",
    "disclosure": "bot",
    "sensitive": "topic",
    "mood": "mood",
    "sentiment": "tone",
}
_BORROWED_WEIGHT = 0.5
_DISTRESSED_WEIGHT = 0.1
_DISTRESSED = frozenset({"medical", "safety_injury", "fraud", "data_deletion", "press", "self_harm"})
"""Whoever reports these is in distress, or on business: seldom displeased, and never told by it."""
_GRAVE_ARTICLES = ("account", "privacy", "allerg", "prescription", "recall", "dispute", "counterfeit", "vet")
"""Parts of articles' names whose questions may well be grave: they teach nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One written text, the file it stands in and the label it has there.

    `head` is None for what customers ask the written shops: plain questions, nothing to be noticed.
    """

    text: str
    lang: Language
    head: Head | None
    label: str


def read_cases(folder: Path) -> list[Case]:
    """Every case of the folder's files: language, then label, then one text a line."""
    labelled = [case for name, head in _FILES.items() for case in _file_cases(folder / f"{name}.yaml", head)]
    return [*labelled, *_plain_cases()]


def _plain_cases() -> Iterator[Case]:
    for shop in read_shops():
        for row in shop.questions:
            if row.relevant and not any(part in name for name in row.relevant for part in _GRAVE_ARTICLES):
                yield Case(text=row.question, lang=row.lang, head=None, label="")


def _file_cases(path: Path, head: Head) -> Iterator[Case]:
    content = cast(dict[Language, dict[str, str]], yaml.safe_load(path.read_text(encoding="utf-8")))
    for lang, labels in content.items():
        for label, lines in labels.items():
            if label not in CLASSES[head]:
                raise ValueError(f"{path}: {label!r} is no label of {head}")
            for line in lines.splitlines():
                yield Case(text=line.strip(), lang=lang, head=head, label=label)


def label_for(head: Head, case: Case, features: Features) -> tuple[str, float] | None:
    """What a head learns from a case: its label and weight, or None when the case says nothing to it.

    A case of another file serves as a plain negative unless the lexicons see in it what the head looks for.
    """
    if case.head == head:
        return case.label, 1.0
    if head == "person":
        return None if features.person.is_telling else ("other", _BORROWED_WEIGHT)
    if head == "bot":
        return None if features.bot.asks else ("other", _BORROWED_WEIGHT)
    if head == "topic":
        return None if features.topics else ("none", _BORROWED_WEIGHT)
    if case.head is None:
        return None
    if head == "mood" and case.head == "topic":
        is_calm = case.label in _DISTRESSED and features.mood.score < 0.3
        return ("calm", _DISTRESSED_WEIGHT) if is_calm else None
    if head == "mood":
        is_plain = case.head in {"person", "bot"} and features.mood.score < 0.3
        return ("calm", _BORROWED_WEIGHT) if is_plain else None
    tones = {"angry": "negative", "annoyed": "negative", "glad": "positive"}
    if case.head == "mood" and case.label in tones:
        return tones[case.label], _BORROWED_WEIGHT
    return None
