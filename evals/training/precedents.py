"""Embeds what the written shops were asked for the search: `python -m evals.training.precedents`.

Takes fifteen minutes of one core: some thousands of texts for each packaged embedder.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.language import readable_text
from app.knowledge.chunking import embedded_text, passages_of
from app.knowledge.embedders import Embedder, Vectors, load_embedders
from app.knowledge.finding.precedents import narrow
from app.storage.articles import StoredPassage
from evals.training.shops import AskedRow, Shop, read_shops

_OUT = Path(__file__).parents[2] / "app" / "knowledge" / "finding" / "precedents.npz"
_BATCH = 64
_QUICK = 100.0
"""An embedder slower than this a second is not asked for single sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """Questions, the passages that answer them, the sentences of these that do, and for each question the
    places of its passage and of its sentence."""

    questions: list[str]
    answers: list[str]
    answered_by: list[int]
    sentences: list[str]
    worded_by: list[int]


def main(arguments: Sequence[str] | None = None) -> None:
    """Embed and write; two embedders, one file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=_OUT)
    out: Path = parser.parse_args(arguments).out
    examples = examples_of(read_shops())
    arrays: dict[str, NDArray[np.integer]] = {
        "answered_by": np.array(examples.answered_by, dtype=np.int32),
        "worded_by": np.array(examples.worded_by, dtype=np.int32),
    }
    for embedder in load_embedders("both"):
        asked = [embedder.embed_query(readable_text(text)) for text in examples.questions]
        arrays[f"{embedder.name}/questions"] = narrow(np.stack(asked))
        arrays[f"{embedder.name}/answers"] = narrow(_passages(embedder, examples.answers))
        if embedder.pace >= _QUICK:
            arrays[f"{embedder.name}/sentences"] = narrow(_passages(embedder, examples.sentences))
    np.savez_compressed(out, allow_pickle=False, **arrays)
    print(
        f"{len(examples.questions)} questions, {len(examples.answers)} answers, {out.stat().st_size:,} bytes"
    )


def examples_of(shops: Sequence[Shop]) -> Examples:
    """Every plain question that its shop answers, with the passage that holds the answer."""
    questions: list[str] = []
    answered_by: list[int] = []
    places: dict[str, int] = {}
    worded_by: list[int] = []
    sentences: dict[str, int] = {}
    for shop in shops:
        passages = [passage for article in shop.articles for passage in passages_of(article)]
        for row in shop.questions:
            found = answering(row, passages) if row.is_plain else None
            if found is not None:
                text = embedded_text(found.title, found.heading, found.text)
                questions.append(row.question)
                answered_by.append(places.setdefault(text, len(places)))
                worded_by.append(sentences.setdefault(_sentence(row, found), len(sentences)))
    return Examples(
        questions=questions,
        answers=list(places),
        answered_by=answered_by,
        sentences=list(sentences),
        worded_by=worded_by,
    )


def _sentence(row: AskedRow, answering: StoredPassage) -> str:
    """The marked words that answer, a table row's cells as a list; without a mark the whole passage."""
    return row.answer[0].replace(" | ", ", ") if row.answer else answering.text


def answering(row: AskedRow, passages: Sequence[StoredPassage]) -> StoredPassage | None:
    """The passage in the question's language that holds the answer's words, else the article's first."""
    own = [each for each in passages if each.article_id in row.relevant and each.lang == row.lang]
    for words in row.answer:
        for passage in own:
            if _flat(words) in _flat(passage.text):
                return passage
    return own[0] if own else None


def _flat(text: str) -> str:
    return " ".join(text.split())


def _passages(embedder: Embedder, texts: Sequence[str]) -> Vectors:
    return np.concatenate(
        [embedder.embed_passages(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
    )


if __name__ == "__main__":
    main()
