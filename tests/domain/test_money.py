"""Sums as people read them."""

from decimal import Decimal

import pytest

from app.domain.ids import Language
from app.domain.money import Money, format_money, total_of


@pytest.mark.parametrize(
    ("amount", "currency", "language", "written"),
    [
        ("1990", "RUB", "ru", "1 990 ₽"),
        ("1990", "RUB", "en", "1,990 ₽"),
        ("1990.50", "RUB", "ru", "1 990,50 ₽"),
        ("123.45", "USD", "en", "$123.45"),
        ("5823.07", "USD", "en", "$5,823.07"),
        ("123.4", "USD", "ru", "123,40 $"),
        ("-12", "USD", "en", "-$12.00"),
        ("10", "CHF", "en", "10 CHF"),
    ],
)
def test_a_sum_is_written_as_its_readers_write_it(
    amount: str, currency: str, language: Language, written: str
) -> None:
    money = Money(amount=Decimal(amount), currency=currency)
    assert format_money(money, language).replace("\u00a0", " ") == written


def test_a_total_keeps_the_currency() -> None:
    prices = (Money(amount=Decimal("0.1"), currency="USD"), Money(amount=Decimal("0.2"), currency="USD"))
    assert total_of(prices) == Money(amount=Decimal("0.3"), currency="USD")
    assert total_of(()) == Money(amount=Decimal(0))
