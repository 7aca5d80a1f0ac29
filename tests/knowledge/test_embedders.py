"""Vectors from the packaged models and from an endpoint on this machine."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from app.knowledge.embedders import (
    EmbeddingsEndpoint,
    RememberingEmbedder,
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


def test_a_question_is_not_embedded_twice_while_fresh() -> None:
    class Counting(UniversalSentenceEncoder):
        questions = 0

        def embed_query(self, text: str) -> Vectors:
            self.questions += 1
            return super().embed_query(text)

    counting = Counting()
    before = counting.questions
    embedder = RememberingEmbedder(counting, capacity=2)
    for text in ("раз", "раз", "два", "три", "раз"):
        embedder.embed_query(text)
    assert counting.questions - before == 4


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
