"""What a reply may rest on: passages and tool results, and the check that a draft is carried by them."""

from dataclasses import dataclass
from typing import Literal

from app.domain.ids import ArticleId, Language, PassageId


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One chunk of an article, as retrieval returns it.

    `text` is Markdown, `heading` the path of headings above it joined by " › " (may be empty),
    `score` the fused relevance in 0..1 (0 when it was not searched for).
    """

    id: PassageId
    article_id: ArticleId
    lang: Language
    title: str
    heading: str
    text: str
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A reply's pointer to the passage that carries it; `quote` is the part of the passage it rests on."""

    passage_id: PassageId
    article_id: ArticleId
    lang: Language
    title: str
    quote: str = ""


FindingKind = Literal[
    "figure", "price", "percentage", "duration", "date", "time", "weekday", "link", "contact", "order_number",
    "done_action", "promise", "unsupported_statement",
    "language", "code", "repetition", "instructions",
]  # fmt: skip
"""The last line is no claims: what is not the customer's language, or not for a reader at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What of a draft may not be said: its words and where they stand (`draft[start:end]`)."""

    kind: FindingKind
    text: str
    start: int
    end: int
