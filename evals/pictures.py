"""Which outcomes of which suites become a picture of precision and recall; drawing is done in `curves.py`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.curves import Scored, picture
from evals.metrics import RowOut

PICTURES = Path(__file__).parent / "pictures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A picture's title and how the rows of its suite are read."""

    title: str
    read: Callable[[Sequence[RowOut]], Iterator[Scored]]


def _messages(rows: Sequence[RowOut]) -> Iterator[Scored]:
    for row in rows:
        yield Scored(
            lang=row["lang"],
            gold=row["expected"] not in (0, None, "none"),
            score=row["score"],
            is_predicted=bool(row["predicted"]),
            is_by_keywords=row.get("by_keywords"),
        )


def _turns(rows: Sequence[RowOut]) -> Iterator[Scored]:
    for row in rows:
        for turn in row["turns"]:
            if turn["expected"] is not None:
                yield Scored(
                    lang=row["lang"],
                    gold=bool(turn["expected"]),
                    score=turn["score"],
                    is_predicted=turn["frustrated"],
                    is_by_keywords=turn["by_keywords"],
                )


DRAWN: Mapping[str, Drawn] = {
    "handoff": Drawn(title="A person is asked for", read=_messages),
    "sensitive": Drawn(title="A grave topic", read=_messages),
    "disclosure": Drawn(title="What am I talking to?", read=_messages),
    "escalation": Drawn(title="A frustrated turn", read=_turns),
}


def draw(suite: str, rows: Sequence[RowOut], folder: Path) -> Path:
    """Write the picture of a suite's outcomes into `folder`; returns its file."""
    drawn = DRAWN[suite]
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{suite}.svg"
    file.write_text(picture(drawn.title, list(drawn.read(rows))), encoding="utf-8")
    return file
