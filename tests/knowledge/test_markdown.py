"""Articles as files, their chunks, and what the linter finds in a folder of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import InvalidInput
from app.knowledge.chunking import MOST_CHARACTERS, chunk, embedded_text, passages_of
from app.knowledge.lint import lint
from app.knowledge.markdown import format_article, links, parse_article, plain_text
from app.storage.articles import Article
from tests.knowledge.base import COURIER, COURIER_EN, article

TABLE = """| Город | Цена |
|---|---|
| Москва | 390 ₽ |
| Казань | 520 ₽ |"""
FILE = """---
id: courier
lang: ru
title: 'Курьер: цены и сроки'
section: delivery
status: published
updated: 2026-09-01
---

Текст.
"""


@pytest.mark.parametrize("written", [COURIER, COURIER_EN, article("a", "Текст: *да*.", audience="operators")])
def test_a_written_article_reads_back_the_same(written: Article) -> None:
    again = parse_article(format_article(written))
    assert replace(again, updated_at=written.updated_at, body=written.body) == written
    assert format_article(again) == format_article(written)


def test_front_matter_gives_the_fields() -> None:
    read = parse_article(FILE)
    assert (read.id, read.lang, read.title) == ("courier", "ru", "Курьер: цены и сроки")
    assert (read.section, read.status, read.audience) == ("delivery", "published", "public")
    assert read.updated_at.date().isoformat() == "2026-09-01"
    assert read.body == "Текст.\n"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("---\nid", "id", "front_matter"),
        ("id: courier", "id: Курьер", "id"),
        ("id: courier", "id: ../courier", "id"),
        ("lang: ru", "lang: de", "lang"),
        ("status: published", "status: maybe", "status"),
        ("updated: 2026-09-01", "updated: soon", "updated"),
        ("section: delivery", "section: [", "front_matter"),
        ("section: delivery\n", "", "section"),
    ],
)
def test_bad_front_matter_names_the_file_and_the_field(old: str, new: str, field: str) -> None:
    with pytest.raises(InvalidInput, match=r"ru/courier\.md") as caught:
        parse_article(FILE.replace(old, new, 1), name="ru/courier.md")
    assert caught.value.field == field


def test_chunks_follow_headings_and_know_the_path_to_them() -> None:
    chunks = chunk("Начало.\n\n# Цены\n\nДорого.\n\n## Москва\n\n390.\n\n# Сроки\n\nДолго.")
    assert [(each.heading, each.text) for each in chunks] == [
        ("", "Начало."),
        ("Цены", "Дорого."),
        ("Цены › Москва", "390."),
        ("Сроки", "Долго."),
    ]


def test_a_heading_that_repeats_the_title_is_left_out_of_the_path() -> None:
    assert chunk("# Курьер\n\n390.", title="Курьер")[0].heading == ""


def test_tables_and_lists_stay_whole_whatever_their_length() -> None:
    rows = "\n".join(f"| город номер {row} | {row} рублей за доставку до двери |" for row in range(100))
    table = f"| Город | Цена |\n|---|---|\n{rows}"
    points = "\n".join(f"- условие номер {row}, которое важно прочитать целиком" for row in range(80))
    chunks = chunk(f"Перед таблицей.\n\n{table}\n\n{points}")
    assert any(table in each.text for each in chunks)
    assert any(points in each.text for each in chunks)


def test_a_table_keeps_the_sentence_that_introduces_it() -> None:
    body = "Слово " * 115 + "цены такие:\n\n" + TABLE
    assert len(chunk(body)) == 1


def test_a_very_long_paragraph_is_cut_between_sentences() -> None:
    sentences = [f"Это предложение номер {number}." for number in range(200)]
    chunks = chunk(" ".join(sentences))
    assert len(chunks) > 1
    assert all(len(each.text) <= MOST_CHARACTERS for each in chunks)
    assert " ".join(each.text for each in chunks) == " ".join(sentences)


def test_what_is_embedded_begins_with_the_place_and_has_no_marks() -> None:
    text = embedded_text("Доставка", "Цены › Москва", f"**Важно**, см. [статью](kb:post).\n\n{TABLE}")
    assert text.startswith("Доставка. Цены. Москва\nВажно, см. статью.")
    assert "|" not in text
    assert "kb:" not in text


def test_another_version_or_another_text_has_other_passage_ids() -> None:
    first = {each.id for each in passages_of(COURIER)}
    assert first == {each.id for each in passages_of(COURIER)}
    assert first.isdisjoint(each.id for each in passages_of(replace(COURIER, version=2)))
    assert first.isdisjoint(each.id for each in passages_of(replace(COURIER, body="Другой текст.")))
    assert first.isdisjoint(each.id for each in passages_of(replace(COURIER, title="Курьер")))


def test_links_and_words_are_read_from_markdown() -> None:
    assert links("см. [возврат](kb:returns) и [сайт](https://shop.example)") == [
        "kb:returns",
        "https://shop.example",
    ]
    assert plain_text("- **Раз**\n- два `код`") == "Раз\nдва код"


def write(folder: Path, lang: str, article_id: str, body: str) -> None:
    path = folder / lang / f"{article_id}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    front = FILE.replace("lang: ru", f"lang: {lang}").replace("id: courier", f"id: {article_id}")
    path.write_text(front.replace("Текст.", body), encoding="utf-8")


def test_a_sound_folder_has_no_findings(tmp_path: Path) -> None:
    for lang in ("ru", "en"):
        write(tmp_path, lang, "courier", "Текст.\n\n## Цены\n\n### Москва\n\n390")
        write(tmp_path, lang, "returns", "См. [курьера](kb:courier).")
    assert lint(tmp_path) == []


def test_the_linter_finds_each_kind_of_fault(tmp_path: Path) -> None:
    write(tmp_path, "ru", "courier", "См. [нет](kb:nowhere).\n\n## Пусто\n\n## Цены\n\n390")
    (tmp_path / "ru" / "copy.md").write_text(
        (tmp_path / "ru" / "courier.md").read_text(encoding="utf-8"), encoding="utf-8"
    )
    (tmp_path / "ru" / "bad.md").write_text("без полей", encoding="utf-8")
    kinds = {(finding.path, finding.kind) for finding in lint(tmp_path)}
    assert kinds == {
        ("ru/bad.md", "front_matter"),
        *(
            (f"ru/{name}.md", kind)
            for name in ("copy", "courier")
            for kind in ("dead_link", "missing_twin", "empty_section", "duplicate_id")
        ),
    }


def test_the_shipped_help_centre_is_sound() -> None:
    assert lint(Path(__file__).parents[2] / "knowledge_base") == []
