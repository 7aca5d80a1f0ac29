"""Precision and recall as pictures: the points by hand, the picture the same every time."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from evals.command import command
from evals.curves import Scored, average_precision, curve, picture
from evals.pictures import DRAWN


def test_a_point_for_every_threshold_that_tells_cases_apart() -> None:
    points = curve([True, False, True, False], [0.9, 0.8, 0.8, 0.1])
    assert points == [(0.5, 1.0), (1.0, pytest.approx(2 / 3)), (1.0, 0.5)]
    assert average_precision(points) == pytest.approx(0.5 * 1 + 0.5 * 2 / 3)


def test_nothing_to_find_has_no_curve() -> None:
    assert curve([False, False], [0.2, 0.1]) == []
    assert average_precision([]) == 0


def scored(lang: str, gold: bool, score: float, by_keywords: bool | None = None) -> Scored:
    return Scored(lang=lang, gold=gold, score=score, is_predicted=score >= 0.5, is_by_keywords=by_keywords)


def test_a_picture_has_a_line_and_a_dot_for_each_language_and_a_diamond_for_keywords() -> None:
    cases = [
        scored(lang, gold, score) for lang in ("ru", "en") for gold, score in ((True, 0.9), (False, 0.1))
    ]
    drawn = ElementTree.fromstring(picture("A title", cases))
    tags = [element.tag.rpartition("}")[2] for element in drawn.iter()]
    assert (tags.count("polyline"), tags.count("circle")) == (2, 2)
    assert picture("A title", cases) == picture("A title", list(cases))
    with_keywords = picture("A title", [scored("en", True, 0.9, True), scored("en", False, 0.2, True)])
    assert "keywords 0.50 / 1.00" in with_keywords
    assert "en: area 1.000, at 1.00 / 1.00" in with_keywords
    assert with_keywords.count("<polyline") == 1


async def test_the_command_draws_every_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZABOTA_EMBEDDER", "none")
    assert await command(["curves", "--pictures", str(tmp_path), "--every", "9"]) == 0
    assert {file.stem for file in tmp_path.glob("*.svg")} == set(DRAWN)


def test_the_pictures_of_the_readme_are_drawn() -> None:
    readme = Path("evals/README.md").read_text(encoding="utf-8")
    assert [name for name in DRAWN if f"pictures/{name}.svg" not in readme] == []
