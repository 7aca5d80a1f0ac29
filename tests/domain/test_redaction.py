"""Personal details go, what an order needs stays."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.redaction import find_pii, redact


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("пишите на masha@example.ru", "EMAIL_ADDRESS"),
        ("mail me at jo.sample+shop@mail.example.co.uk please", "EMAIL_ADDRESS"),
        ("мой номер +7 900 000-12-34", "PHONE_NUMBER"),
        ("8(900)0001234 звоните", "PHONE_NUMBER"),
        ("call +44 20 7946 0958", "PHONE_NUMBER"),
        ("phone 555-123-4567", "PHONE_NUMBER"),
        ("карта 4111 1111 1111 1111", "CREDIT_CARD"),
        ("card 5555-5555-5555-4444", "CREDIT_CARD"),
        ("refund to GB82 WEST 1234 5698 7654 32", "IBAN_CODE"),
        ("to DE89370400440532013000 please", "IBAN_CODE"),
        ("iban gb82west12345698765432", "IBAN_CODE"),
        ("паспорт 4510 123456", "RU_PASSPORT"),
        ("серия 45 10 номер 654321", "RU_PASSPORT"),
        ("СНИЛС 112-233-445 95", "RU_SNILS"),
        ("ИНН 7707083893", "RU_INN"),
        ("ИНН 500100732259", "RU_INN"),
        ("ssn 219-09-9999", "US_SSN"),
        ("ip 203.0.113.7", "IP_ADDRESS"),
        ("везите на ул. Лесная, д. 5, кв. 12", "STREET_ADDRESS"),
        ("ship to 1600 Maple Avenue, Apt 4", "STREET_ADDRESS"),
        ("меня зовут Мария Петрова", "PERSON"),
        ("my name is Jo Sample", "PERSON"),
    ],
)
def test_a_detail_is_found_and_named(text: str, kind: str) -> None:
    assert [span.kind for span in find_pii(text)] == [kind]
    assert f"[{kind}]" in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "заказ 48213",
        "заказ №1234567890 на 12 990 ₽ от 12.05.2026",
        "order #1234567890 for $1,129.90 placed 05/12/2026",
        "трек 80085563214578",
        "tracking 9400110200881234567890",
        "артикул AB-77120-42, штрихкод 4601234567893",
        "версия 10.4.2 на android 14",
        "1 299 руб. × 15 шт., размер 42",
        "номер карты лояльности 4111 1111 1111 1112",
        "работаем с 9:00 до 21:00, 24/7",
        "ИНН 7707083894",
    ],
)
def test_order_numbers_prices_dates_and_codes_survive(text: str) -> None:
    assert redact(text) == text


def test_several_details_go_and_the_rest_is_untouched() -> None:
    text = "Заказ 48213: почта a@example.ru, тел. +7 900 000-00-11, карта 4111111111111111."
    assert redact(text) == "Заказ 48213: почта [EMAIL_ADDRESS], тел. [PHONE_NUMBER], карта [CREDIT_CARD]."


@given(st.text(max_size=300))
def test_spans_are_ordered_and_never_overlap(text: str) -> None:
    spans = find_pii(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(left.end <= right.start for left, right in itertools.pairwise(spans))


def test_a_text_without_details_is_returned_as_it_was() -> None:
    assert redact("Когда придёт посылка?") == "Когда придёт посылка?"
    assert redact("") == ""
