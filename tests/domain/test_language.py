"""Telling the language of a message, and its plain form."""

import pytest

from app.domain.ids import Language
from app.domain.language import canonical, detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Где мой заказ?", "ru"),
        ("Where is my order?", "en"),
        ("gde moy zakaz", "ru"),
        ("operatora mne", "ru"),
        ("ghbdtn", "ru"),
        ("спасибо", "ru"),
        ("thanks", "en"),
        ("не приходит sms code на iphone 15 pro", "ru"),
        ("where is my заказ", "en"),
        ("can't log in, sry", "en"),
        ("ПОЗОВИТЕ ЧЕЛОВЕКА", "ru"),
    ],
)
@pytest.mark.parametrize("fallback", ["ru", "en"])
def test_the_language_is_told_whatever_the_fallback(
    text: str, language: Language, fallback: Language
) -> None:
    assert detect_language(text, fallback) == language


@pytest.mark.parametrize(
    "text", ["", "48213", "ok", "👍", "XXL", "iphone 15 pro", "sample@example.com", "AB-12345"]
)
@pytest.mark.parametrize("fallback", ["ru", "en"])
def test_a_text_without_hints_keeps_the_language_of_the_talk(text: str, fallback: Language) -> None:
    assert detect_language(text, fallback) == fallback


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("ЁЛКА —  «да»", "елка - «да»"),
        ("опеееератор", "оператор"),
        ("Pozovite cheloveka", "позовите человека"),
        ("jgthfnjh", "оператор"),
        ("I don’t KNOW", "i don't know"),
        ("зак\u200bаз", "заказ"),
    ],
)
def test_the_plain_form_undoes_ways_of_typing(text: str, plain: str) -> None:
    assert canonical(text) == plain
