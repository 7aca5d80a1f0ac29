"""Sums of money and how people read them in Russian and English; no rates, no arithmetic beyond a sum."""

from dataclasses import dataclass
from decimal import Decimal

from app.domain.ids import Language

NO_BREAK = "\u00a0"
_SIGNS = {"RUB": "₽", "USD": "$", "EUR": "€", "GBP": "£", "KZT": "₸", "BYN": "Br"}
_SIGN_FIRST = frozenset({"USD", "EUR", "GBP"})
"""Signs written before the sum in English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """`amount` in whole units of `currency` (ISO 4217)."""

    amount: Decimal
    currency: str = "RUB"


def format_money(money: Money, language: Language) -> str:
    """The sum as people write it: "1 990 ₽" and "123,45 $" in Russian, "1,990 ₽" and "$123.45" in English."""
    digits = _digits(money, language)
    sign = _SIGNS.get(money.currency, money.currency)
    if language == "en" and money.currency in _SIGN_FIRST:
        return f"-{sign}{digits[1:]}" if digits.startswith("-") else f"{sign}{digits}"
    return f"{digits}{NO_BREAK}{sign}"


def _digits(money: Money, language: Language) -> str:
    amount = money.amount.quantize(Decimal("0.01"))
    is_whole = amount == amount.to_integral_value() and money.currency not in _SIGN_FIRST
    digits = f"{amount:,.0f}" if is_whole else f"{amount:,.2f}"
    if language == "en":
        return digits
    return digits.replace(",", NO_BREAK).replace(".", ",")


def total_of(amounts: tuple[Money, ...]) -> Money:
    """The sum of amounts in one currency, that of the first; nothing gives zero roubles."""
    if not amounts:
        return Money(amount=Decimal(0))
    return Money(amount=sum((money.amount for money in amounts), Decimal(0)), currency=amounts[0].currency)
