"""One catalogue of words in two languages: nothing missing, nothing unknown, nothing said around it."""

import itertools
import json
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from app.catalogue import FOLDER, Entry, entry, keys, plural_category, say
from app.domain import errors
from app.domain.escalation import EscalationReason
from app.domain.ids import LANGUAGES, Language

ROOT = Path(__file__).parents[1]
SECTIONS = sorted(file.stem for file in (FOLDER / "en").glob("*.json"))
CATEGORIES: dict[Language, frozenset[str]] = {
    "en": frozenset({"one", "other"}),
    "ru": frozenset({"one", "few", "many", "other"}),
}
CYRILLIC = re.compile("[А-Яа-яЁё]")
SILENT_ROOMS = ("app/web", "app/conversations", "app/storage", "app/bus", "app/reports")
OWN_NAMES_OF_A_LANGUAGE = ("Русский", "Рус")

_KEY = rf"(?:{'|'.join(SECTIONS)})\.[a-z][a-z0-9_]*"
_LITERAL = re.compile(rf"""["'`]({_KEY})["'`]""")
_PREFIX = re.compile(rf"""["'`]({_KEY}_)(?:\$?\{{)""")
_SECTION_ALONE = re.compile(rf"""["'`]({"|".join(SECTIONS)})\.\$?\{{""")


def forms(words: Entry) -> list[str]:
    return list(words.values()) if isinstance(words, dict) else [words]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def keys_of(section: str) -> list[str]:
    return sorted(key for key in keys("en") if key.startswith(f"{section}."))


def sources() -> Iterator[tuple[Path, str]]:
    """Python of the product and TypeScript of the pages, without tests."""
    for folder, pattern in (("app", "*.py"), ("frontend/src", "*.ts"), ("frontend/src", "*.tsx")):
        for file in sorted((ROOT / folder).rglob(pattern)):
            if ".test." not in file.name and not file.name.endswith(".gen.ts"):
                yield file, file.read_text(encoding="utf-8")


def test_both_languages_have_the_same_sections_and_keys() -> None:
    for language in LANGUAGES:
        assert sorted(file.stem for file in (FOLDER / language).glob("*.json")) == SECTIONS
    assert keys("ru") ^ keys("en") == frozenset()


def test_no_key_is_written_twice() -> None:
    def refuse_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        assert len(names) == len(set(names)), sorted({name for name in names if names.count(name) > 1})
        return dict(pairs)

    for file in FOLDER.rglob("*.json"):
        json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=refuse_doubles)


@pytest.mark.parametrize("section", SECTIONS)
def test_each_key_says_something_with_the_same_values_in_both_languages(section: str) -> None:
    for key in keys_of(section):
        needed: list[set[str]] = []
        for language in LANGUAGES:
            words = entry(key, language)
            assert all(form.strip() == form != "" for form in forms(words)), (language, key)
            needed.append(set[str]().union(*map(placeholders, forms(words))))
            if isinstance(words, dict):
                assert set(words) == CATEGORIES[language], (language, key)
                assert "count" in needed[-1], (language, key)
        assert needed[0] == needed[1], key
        assert isinstance(entry(key, "ru"), dict) == isinstance(entry(key, "en"), dict), key


@pytest.mark.parametrize("section", SECTIONS)
def test_each_key_can_be_said_for_any_count(section: str) -> None:
    for key, language in itertools.product(keys_of(section), LANGUAGES):
        names = set[str]().union(*map(placeholders, forms(entry(key, language))))
        for count in (0, 1, 2, 5, 11, 21, 22, 111, 1_000_001):
            values = {name: count if name == "count" else "слово" for name in names}
            if values:
                assert "{" not in say(key, language, **values)


@pytest.mark.parametrize(
    ("count", "russian", "english"),
    [
        (0, "many", "other"),
        (1, "one", "one"),
        (2, "few", "other"),
        (4, "few", "other"),
        (5, "many", "other"),
        (11, "many", "other"),
        (12, "many", "other"),
        (14, "many", "other"),
        (21, "one", "other"),
        (22, "few", "other"),
        (111, "many", "other"),
        (112, "many", "other"),
        (101, "one", "other"),
    ],
)
def test_whole_numbers_take_the_plural_of_their_language(count: int, russian: str, english: str) -> None:
    assert (plural_category("ru", count), plural_category("en", count)) == (russian, english)


def test_russian_words_are_russian_and_english_words_are_not() -> None:
    for key in keys("en"):
        assert not any(CYRILLIC.search(form) for form in forms(entry(key, "en"))) or "lang" in key, key
    without = [
        key for key in keys("ru") if not any(CYRILLIC.search(form) for form in forms(entry(key, "ru")))
    ]
    assert len(without) < len(keys("ru")) // 20, without


def every_error() -> Iterator[type[errors.SupportError]]:
    waiting: list[type[errors.SupportError]] = [errors.SupportError]
    while waiting:
        kind = waiting.pop()
        yield kind
        waiting.extend(kind.__subclasses__())


def test_every_error_has_words() -> None:
    assert {f"errors.{kind.code}" for kind in every_error()} <= keys("en")


def test_every_reason_for_a_person_has_words_for_the_customer_and_for_the_operator() -> None:
    for reason in get_args(EscalationReason):
        assert f"assistant.handoff_{reason}" in keys("en")
        assert f"console.reason_{reason}" in keys("en")


def test_only_known_keys_are_said() -> None:
    unknown = {
        f"{file.relative_to(ROOT)}: {key}"
        for file, text in sources()
        for key in _LITERAL.findall(text)
        if key not in keys("en") and not key.endswith((".py", ".json", ".html"))
    }
    prefixes = {prefix for _, text in sources() for prefix in _PREFIX.findall(text)}
    assert unknown == set()
    assert {prefix for prefix in prefixes if not any(key.startswith(prefix) for key in keys("en"))} == set()


def test_every_key_is_said_somewhere() -> None:
    said: set[str] = set()
    prefixes: set[str] = set()
    for _, text in sources():
        said.update(_LITERAL.findall(text))
        prefixes.update(_PREFIX.findall(text))
        prefixes.update(f"{section}." for section in _SECTION_ALONE.findall(text))
    assert {key for key in keys("en") if key not in said and not key.startswith(tuple(prefixes))} == set()


def _without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("room", SILENT_ROOMS)
def test_rooms_that_say_nothing_hold_no_russian(room: str) -> None:
    found = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for file in sorted((ROOT / room).rglob("*.py"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if CYRILLIC.search(line)
    ]
    assert found == []


def test_pages_say_no_russian_of_their_own() -> None:
    """Letters alone are keys of a keyboard; whole words belong into the catalogue."""
    words = re.compile("[А-Яа-яЁё]{2,}")
    found = {
        f"{file.relative_to(ROOT)}: {word}"
        for file, text in sources()
        if file.suffix in (".ts", ".tsx") and "testing" not in file.name
        for word in words.findall(_without_comments(text))
        if word not in OWN_NAMES_OF_A_LANGUAGE
    }
    assert found == set()
