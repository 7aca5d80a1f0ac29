"""Precision against recall as a picture: SVG of our own few lines, the same bytes for the same scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.metrics import binary

Point = tuple[float, float]
"""Recall and precision."""

_WIDTH, _HEIGHT, _LEFT, _TOP, _SIDE = 360, 330, 50, 44, 236
_INK = {"ru": ("#2f7d5b", ""), "en": ("#6a3fb5", ' stroke-dasharray="6 3"')}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What was asked of one case and how it came out: the truth, the score, the decision, the yardstick's."""

    lang: str
    gold: bool
    score: float
    is_predicted: bool
    is_by_keywords: bool | None = None


def curve(gold: Sequence[bool], scores: Sequence[float]) -> list[Point]:
    """Recall and precision at every threshold that tells cases apart, strictest first."""
    ordered = sorted(zip(scores, gold, strict=True), reverse=True)
    total = sum(gold)
    points: list[Point] = []
    hits = 0
    for count, (score, is_true) in enumerate(ordered, start=1):
        hits += is_true
        if total and (count == len(ordered) or ordered[count][0] != score):
            points.append((hits / total, hits / count))
    return points


def average_precision(points: Sequence[Point]) -> float:
    """The area under the curve, each step as high as where it ends."""
    before = [0.0, *(recall for recall, _ in points)]
    return sum((recall - last) * precision for last, (recall, precision) in zip(before, points, strict=False))


def picture(title: str, cases: Sequence[Scored]) -> str:
    """The curve of each language, a dot where the product decides, a diamond where a keyword list would."""
    groups: Mapping[str, list[Scored]] = {
        lang: [case for case in cases if case.lang == lang] for lang in _INK
    }
    parts = _frame(title)
    for number, (lang, members) in enumerate((lang, found) for lang, found in groups.items() if found):
        colour, dashes = _INK[lang]
        gold = [case.gold for case in members]
        points = curve(gold, [case.score for case in members])
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(_place, points))
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"{dashes}/>')
        here = _point(gold, [case.is_predicted for case in members])
        x, y = _place(here)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}"/>')
        told = f"{lang}: area {average_precision(points):.3f}, at {here[1]:.2f} / {here[0]:.2f}"
        listed = [case.is_by_keywords for case in members if case.is_by_keywords is not None]
        if listed:
            keywords = _point(gold, listed)
            x, y = _place(keywords)
            diamond = f"M{x:.1f} {y - 5:.1f}l5 5-5 5-5-5z"
            parts.append(f'<path d="{diamond}" fill="#fff" stroke="{colour}" stroke-width="2"/>')
            told += f", keywords {keywords[1]:.2f} / {keywords[0]:.2f}"
        parts.append(_text(_LEFT + 8, _TOP + _SIDE - 26 + 16 * number, told, colour, size=10))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _point(gold: Sequence[bool], predicted: Sequence[bool]) -> Point:
    found = binary(gold, predicted)
    return found["recall"], found["precision"]


def _place(point: Point) -> tuple[float, float]:
    recall, precision = point
    return _LEFT + recall * _SIDE * 1.2, _TOP + (1 - precision) * _SIDE


def _frame(title: str) -> list[str]:
    right, bottom = _LEFT + _SIDE * 1.2, _TOP + _SIDE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" font-family="system-ui, sans-serif" font-size="11" role="img">',
        f"<title>{title}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        _text(_LEFT, 24, title, "#222", size=14),
    ]
    for step in range(6):
        part = step / 5
        x, y = _place((part, part))
        parts += [
            f'<path d="M{_LEFT} {y:.1f}H{right:.1f}M{x:.1f} {_TOP}V{bottom}" stroke="#ddd"/>',
            _text(_LEFT - 24, y + 4, f"{part:.1f}", "#555"),
            _text(x - 8, bottom + 16, f"{part:.1f}", "#555"),
        ]
    parts.append(_text(_LEFT + 110, bottom + 34, "recall", "#222"))
    turned = f'transform="rotate(-90 14 {_TOP + 140})"'
    parts.append(f'<text x="14" y="{_TOP + 140}" fill="#222" {turned}>precision</text>')
    return parts


def _text(x: float, y: float, words: str, colour: str, size: int = 11) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size}">{words}</text>'
