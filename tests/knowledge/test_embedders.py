"""Vectors from the packaged models and from an endpoint on this machine."""

import json
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from app.knowledge.embedders import (
    Embedder,
    EmbeddingsEndpoint,
    QueryVectors,
    UniversalSentenceEncoder,
    Vectors,
    load_embedders,
)


class Handler(BaseHTTPRequestHandler):
    """Answers with a vector made of the text's length, and keeps what it was asked."""

    asked: list[list[str]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.asked.append(body["input"])
        vectors = [
            {"object": "embedding", "index": index, "embedding": [float(len(text)), 3.0, 4.0]}
            for index, text in enumerate(body["input"])
        ]
        answer = json.dumps({"object": "list", "data": vectors, "model": body["model"]}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def endpoint() -> Iterator[tuple[str, list[list[str]]]]:
    """The address of an embeddings endpoint, and the texts it was asked for."""
    asked: list[list[str]] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"asked": asked}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_endpoint_gives_unit_vectors_and_its_own_name(endpoint: tuple[str, list[list[str]]]) -> None:
    url, asked = endpoint
    embedder = EmbeddingsEndpoint(base_url=url, api_key="", model="small")
    assert embedder.dimensions == 3
    assert embedder.name.startswith("small@http://127.0.0.1")
    vectors = embedder.embed_passages([f"текст {number}" for number in range(70)])
    assert vectors.shape == (70, 3)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert [len(texts) for texts in asked] == [1, 64, 6]
    (loaded,) = load_embedders("openai", base_url=url, model="small")
    assert loaded.name == embedder.name


class _Counting(UniversalSentenceEncoder):
    """Keeps what it was asked to embed; fails when told to."""

    def __init__(self, *, fails: bool = False) -> None:
        self.asked: list[str] = []
        self._fails = False
        super().__init__()
        self.asked.clear()
        self._fails = fails

    def embed_query(self, text: str) -> Vectors:
        self.asked.append(text)
        if self._fails:
            raise RuntimeError("no memory")
        return super().embed_query(text)


class _Slow(_Counting):
    """Stands where e5 does: holds every question until it is let go."""

    name, pace = "slow", 10.0

    def __init__(self) -> None:
        self.is_let_go = threading.Event()
        self.is_let_go.set()
        self.is_asked = threading.Semaphore(0)
        super().__init__()
        self.is_asked = threading.Semaphore(0)
        self.is_let_go.clear()

    def embed_query(self, text: str) -> Vectors:
        self.is_asked.release()
        assert self.is_let_go.wait(timeout=30)
        return super().embed_query(text)


def _names(found: Sequence[tuple[Embedder, Vectors]]) -> list[str]:
    return [embedder.name for embedder, _ in found]


def test_a_question_is_not_embedded_twice_while_fresh() -> None:
    counting = _Counting()
    queries = QueryVectors((counting,), capacity=2)
    for text in ("раз", "раз", "два", "три", "раз"):
        assert _names(queries.of(text, {counting.name})) == [counting.name]
    assert counting.asked == ["раз", "два", "три", "раз"]


def test_an_embedder_that_fails_or_is_not_named_gives_no_vector() -> None:
    failing, sound = _Counting(fails=True), UniversalSentenceEncoder()
    failing.name = "failing"
    queries = QueryVectors((failing, sound))
    assert _names(queries.of("раз", {"failing", sound.name})) == [sound.name]
    assert queries.of("два", {"another"}) == []


def test_a_busy_slow_embedder_is_not_waited_for_but_what_it_gave_is_remembered() -> None:
    slow, quick = _Slow(), UniversalSentenceEncoder()
    queries = QueryVectors((slow, quick))
    both = {slow.name, quick.name}
    with ThreadPoolExecutor(3) as pool:
        held = [pool.submit(queries.of, text, both) for text in ("раз", "два")]
        assert all(slow.is_asked.acquire(timeout=30) for _ in held)
        meanwhile = _names(queries.of("три", both))
        alone = pool.submit(queries.of, "четыре", {slow.name})
        slow.is_let_go.set()
    assert meanwhile == [quick.name]
    assert _names(alone.result()) == [slow.name]
    assert [_names(each.result()) for each in held] == [["slow", quick.name]] * 2
    slow.is_let_go.clear()
    assert _names(queries.of("раз", both)) == ["slow", quick.name]


def test_an_embedder_that_does_not_load_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    assert load_embedders("openai", base_url="http://127.0.0.1:9/v1", model="none") == ()
    assert "openai does not load" in caplog.text
    assert load_embedders("none") == ()


@pytest.mark.slow
def test_every_packaged_embedder_gives_unit_vectors_in_both_languages() -> None:
    embedders = load_embedders("auto")
    assert embedders
    for embedder in embedders:
        passages = embedder.embed_passages(["Возврат за 14 дней", "Return within 14 days", "Баллы сгорают"])
        assert passages.shape == (3, embedder.dimensions)
        query = embedder.embed_query("return")
        assert query.shape == (embedder.dimensions,)
        assert abs(float((query * query).sum()) - 1) < 1e-3
        assert float(passages[0] @ passages[1]) > float(passages[0] @ passages[2])
        assert embedder.embed_passages([]).shape == (0, embedder.dimensions)
