"""Cutting an article into passages that follow its headings and keep tables and lists whole."""

import hashlib
import re
from dataclasses import dataclass

from app.domain.ids import PassageId
from app.knowledge.markdown import Block, blocks, plain_text
from app.storage.articles import Article, StoredPassage

TARGET_CHARACTERS = 700
"""Paragraphs under one heading are gathered up to this: about 100 words, which every embedder reads well."""
MOST_CHARACTERS = 1400
"""A longer paragraph is cut between sentences; a table or list never is."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A piece of an article: its Markdown and the headings above it, joined by " › "."""

    heading: str
    text: str


def chunk(body: str, *, title: str = "") -> list[Chunk]:
    """The chunks of a Markdown body, in order; a heading that repeats the title is left out of the path."""
    chunks: list[Chunk] = []
    path: list[tuple[int, str]] = []
    gathered: list[str] = []

    def flush() -> None:
        if gathered:
            heading = " › ".join(text for _, text in path if text.casefold() != title.casefold())
            chunks.append(Chunk(heading=heading, text="\n\n".join(gathered)))
            gathered.clear()

    for block in blocks(body):
        if block.kind == "heading":
            flush()
            path = [(level, text) for level, text in path if level < block.level]
            path.append((block.level, plain_text(block.text)))
            continue
        for text in _pieces(block):
            if gathered and not _belongs(gathered, block, text):
                flush()
            gathered.append(text)
    flush()
    return chunks


def passages_of(article: Article) -> list[StoredPassage]:
    """The passages of an article's current text; another version or another text has other ids."""
    return [
        _passage(article, ordinal, piece)
        for ordinal, piece in enumerate(chunk(article.body, title=article.title))
    ]


def _passage(article: Article, ordinal: int, piece: Chunk) -> StoredPassage:
    name = text_hash(embedded_text(article.title, piece.heading, piece.text))
    return StoredPassage(
        id=PassageId(f"{article.id}.{article.lang}.{article.version}.{ordinal}.{name[:8]}"),
        article_id=article.id,
        lang=article.lang,
        audience=article.audience,
        ordinal=ordinal,
        title=article.title,
        heading=piece.heading,
        text=piece.text,
        text_hash=name,
        article_version=article.version,
    )


def embedded_text(title: str, heading: str, text: str) -> str:
    """What an embedder is given for a passage: where it stands, then its words without marks."""
    place = ". ".join(part for part in (title, heading.replace(" › ", ". ")) if part)
    words = plain_text(text)
    return f"{place}\n{words}" if place else words


def text_hash(text: str) -> str:
    """The name of a text in the store of embeddings."""
    return hashlib.sha256(text.encode()).hexdigest()


def _belongs(gathered: list[str], block: Block, text: str) -> bool:
    size = sum(map(len, gathered)) + len(text)
    introduces = gathered[-1].rstrip().endswith(":") and block.kind in {"list", "table"}
    return size <= TARGET_CHARACTERS or introduces


def _pieces(block: Block) -> list[str]:
    if block.kind != "paragraph" or len(block.text) <= MOST_CHARACTERS:
        return [block.text]
    pieces = [""]
    for sentence in _SENTENCE_END.split(block.text):
        if pieces[-1] and len(pieces[-1]) + len(sentence) > TARGET_CHARACTERS:
            pieces.append("")
        pieces[-1] = f"{pieces[-1]} {sentence}".strip()
    return pieces
