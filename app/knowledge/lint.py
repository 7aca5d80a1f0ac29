"""Faults of a folder of articles that a reader would stumble over; it reports and changes nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import InvalidInput
from app.domain.ids import ArticleId, Language, other_language
from app.knowledge.library import BODY_LIMIT_BYTES, TITLE_LIMIT
from app.knowledge.markdown import blocks, links, parse_article
from app.storage.articles import Article

ARTICLE_SCHEME = "kb:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A fault: the file it is in, relative to the folder, what kind, and what exactly."""

    path: str
    kind: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.kind}: {self.message}"


def lint(folder: Path) -> list[Finding]:
    """Dead links, missing twins, empty sections, bad front matter, duplicate ids, texts over the limits."""
    findings: list[Finding] = []
    articles: list[tuple[str, Article]] = []
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        try:
            articles.append((name, parse_article(path.read_text(encoding="utf-8"), name=name)))
        except (InvalidInput, UnicodeDecodeError) as error:
            findings.append(Finding(path=name, kind="front_matter", message=str(error)))
    keys: Counter[tuple[ArticleId, Language]] = Counter()
    keys.update((article.id, article.lang) for _, article in articles)
    for name, article in articles:
        findings += _faults(name, article, keys)
    return findings


def _faults(name: str, article: Article, keys: Counter[tuple[ArticleId, Language]]) -> Iterator[Finding]:
    if keys[article.id, article.lang] > 1:
        yield Finding(path=name, kind="duplicate_id", message=f"{article.id} stands twice in {article.lang}")
    twin = other_language(article.lang)
    if (article.id, twin) not in keys:
        yield Finding(path=name, kind="missing_twin", message=f"{article.id} is missing in {twin}")
    for target in _dead_links(article, keys):
        yield Finding(path=name, kind="dead_link", message=f"no article {target}")
    for heading in _empty_sections(article):
        yield Finding(path=name, kind="empty_section", message=f"nothing under “{heading}”")
    if len(article.title) > TITLE_LIMIT or len(article.body.encode()) > BODY_LIMIT_BYTES:
        yield Finding(path=name, kind="too_large", message="title or body is over its limit")


def _dead_links(article: Article, keys: Iterable[tuple[ArticleId, Language]]) -> list[str]:
    known = {article_id for article_id, _ in keys}
    targets = [
        link.removeprefix(ARTICLE_SCHEME) for link in links(article.body) if link.startswith(ARTICLE_SCHEME)
    ]
    return [target for target in targets if target.partition("#")[0] not in known]


def _empty_sections(article: Article) -> list[str]:
    """Headings followed by the end or by a heading that is not below them; the title for an empty body."""
    pieces = blocks(article.body)
    if not pieces:
        return [article.title]
    empty: list[str] = []
    for piece, following in zip(pieces, [*pieces[1:], None], strict=True):
        if piece.kind == "heading" and (
            following is None or (following.kind == "heading" and following.level <= piece.level)
        ):
            empty.append(piece.text)
    return empty
