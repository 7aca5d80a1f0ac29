"""Whether a draft is talk to the customer: another language and code are refused, names and links are not."""

from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from app.assistant.prompts import PromptBook, default_folder
from app.domain.claims.check import Evidence
from app.domain.claims.gate import SentenceGate
from app.domain.claims.manner import goes_round, strangeness, told
from app.domain.claims.sentences import sentence_spans
from app.domain.ids import Language

CASES = cast(
    list[dict[str, Any]], yaml.safe_load(Path("evals/datasets/claims.yaml").read_text(encoding="utf-8"))
)

ANY = {"shop": "Clover", "language": "en", "passages": (), "tool_results": (), "question": "?"}


def kind(piece: str, language: Language, *, is_whole: bool = False) -> str:
    found = strangeness(piece, language, is_whole=is_whole)
    return found.kind if found else ""


@pytest.mark.parametrize(
    ("piece", "language"),
    [
        ("Delivery takes two days.", "ru"),
        ("Доставка занимает два дня.", "en"),
        ("Конечно! You can return it within two weeks.", "ru"),
        ("您可以在两周内退货。", "ru"),
        ("Vous pouvez renvoyer tout article non ouvert dans un délai de deux semaines.", "en"),
    ],
)
def test_another_language_is_refused(piece: str, language: Language) -> None:
    assert kind(piece, language) == "language"


@pytest.mark.parametrize(
    ("piece", "language"),
    [
        ("Оплатить можно через Apple Pay, Google Pay и Samsung Pay.", "ru"),
        ("- Visa, Mastercard, American Express, Apple Pay", "ru"),
        ("Пишите на help@clover.example или https://clover.example/help/how-to-return-goods", "ru"),
        ("Нажмите кнопку «Add to cart and pay later» на странице товара.", "ru"),
        ("Press «Оформить возврат» on the order's page.", "en"),
        ("- Москва, Санкт-Петербург, Казань, Екатеринбург", "en"),
        ("iPhone 15 Pro Max 256GB", "ru"),
        ("Хорошо.", "en"),
        ("[Как вернуть товар](kb:return-how)", "ru"),
        ("| Город | Цена |", "ru"),
        ("[1] Доставка", "ru"),
    ],
)
def test_names_links_and_quoted_words_may_be_in_any_language(piece: str, language: Language) -> None:
    assert kind(piece, language) == ""


def test_a_reply_that_is_one_word_must_be_the_customers() -> None:
    assert kind("Yes, possible.", "ru", is_whole=True) == "language"
    assert kind("Да, можно.", "en", is_whole=True) == "language"
    assert kind("iPhone 15", "ru", is_whole=True) == ""


@pytest.mark.parametrize(
    "piece",
    [
        '{"name": "cancel_order", "arguments": {"order": "K-1001"}}',
        'Сейчас. {"tool": "find_order", "parameters": {}}',
        "<tool_call>find_order</tool_call>",
        "<think>The customer asks",
        "<|im_start|>assistant",
        "[TOOL_CALLS] find_order",
        "Начните с соо\ufffdблобь",
        "```json\n{}\n```",
        '["a", "b"]',
        '<passage n="1" title="Доставка">',
    ],
)
def test_code_is_refused(piece: str) -> None:
    assert kind(piece, "ru") == "code"


@pytest.mark.parametrize(
    "text",
    [
        "Почту, почту, почту, почту, почту, почту, почту.",
        "Список исключений\n\nСписок исключений\n\nСписок исключений\n\nСписок исключений",
        "You can only ask for it once. You can only ask for it once. You can only ask for it once.",
    ],
)
def test_saying_the_same_again_and_again_is_refused(text: str) -> None:
    assert goes_round(text)
    assert not goes_round(text[: len(text) // 2])


def test_a_round_is_noticed_over_the_sentences_before() -> None:
    said = "You can only ask for it once. "
    assert kind(said, "en") == ""
    found = strangeness(said, "en", before=said + said)
    assert found is not None
    assert found.kind == "repetition"


def test_a_customer_is_not_told_what_the_model_was_told() -> None:
    instructions = told(PromptBook(default_folder()).render("answer", **ANY).system)
    leak = "I am sorry. You are an AI and never say or hint that you are human."
    found = strangeness(leak, "en", instructions=instructions)
    assert found is not None
    assert found.kind == "instructions"
    assert strangeness("I am an AI and can call a person for you.", "en", instructions=instructions) is None


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_what_people_wrote_is_hardly_ever_taken_for_strange(lang: Language) -> None:
    said = [case["reply"] for case in CASES if case["lang"] == lang]
    said += [
        path.read_text(encoding="utf-8").split("---\n")[2]
        for path in Path("knowledge_base", lang).glob("*.md")
    ]
    pieces = [text[start:end] for text in said for start, end in sentence_spans(text)]
    assert len(pieces) > 1_000
    assert [text for text in said if goes_round(text)] == []
    assert [piece for piece in pieces if strangeness(piece, lang)] == []


def test_a_gate_shows_nothing_from_the_first_sentence_in_another_language_on() -> None:
    gate = SentenceGate(Evidence([]), "ru")
    shown = gate.feed("Вернуть товар можно. You can send it back to us. Спасибо.") + gate.finish()
    assert shown == "Вернуть товар можно."
    assert [finding.kind for finding in gate.findings] == ["language"]
    found = gate.findings[0]
    assert gate.draft[found.start : found.end] == "You can send it back to us."


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from(["ru", "en"]), st.booleans())
def test_a_finding_always_stands_in_the_text(piece: str, language: Language, is_whole: bool) -> None:
    if found := strangeness(piece, language, is_whole=is_whole):
        assert piece[found.start : found.end].strip() == found.text
