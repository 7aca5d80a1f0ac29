"""A shop's orders as we read them, and who may see one: plain values, and the match of a claimed identity."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from app.domain.ids import Language, OrderId
from app.domain.money import Money

OrderState = Literal[
    "pending",
    "paid",
    "in_production",
    "packing",
    "processed",
    "shipped",
    "ready_for_pickup",
    "delivered",
    "cancelled",
    "return_requested",
    "returned",
    "exchange_requested",
]
"""`pending` is accepted and not touched yet, `processed` is packed and labelled for the carrier."""

ORDER_STATES: tuple[OrderState, ...] = get_args(OrderState)
DeliveryWay = Literal["courier", "pickup_point", "post", "showroom", "unknown"]
PaymentMethod = Literal["card", "sbp", "cash", "gift_card", "points", "paypal", "invoice", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The same words in both languages; a source that has only one gives it twice."""

    ru: str
    en: str

    def of(self, language: Language) -> str:
        """The words in that language."""
        return self.ru if language == "ru" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A visitor proved to be `account` by `method`; good until `until` (aware UTC)."""

    account: str
    method: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A customer of the shop as the order system knows them; never shown whole."""

    id: str
    name: str
    email: str = ""
    phone: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where an order goes; shown only masked."""

    city: str
    line: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of an order; `price` is per piece, `goods` names the group whose rules apply."""

    id: str
    name: Words
    price: Money
    quantity: int = 1
    options: tuple[tuple[str, str], ...] = ()
    goods: str = ""

    @property
    def amount(self) -> Money:
        """The price of all its pieces."""
        return Money(amount=self.price.amount * self.quantity, currency=self.price.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """A parcel on its way: the carrier's name and its tracking number."""

    tracking: str
    carrier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Money that went one way or the other; `hint` is at most the last four digits of a card."""

    kind: Literal["payment", "refund"]
    amount: Money
    method: PaymentMethod = "other"
    hint: str = ""
    is_pending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order. Moments are aware UTC; a moment that has not come, or is unknown, is None.

    `expected_from`..`expected_to` is the promised day or range of arrival, `kept_until` the last day a
    pickup point keeps the parcel, `version` is the order system's own mark of this state, if it has one.
    """

    id: OrderId
    account: str
    state: OrderState
    items: tuple[Item, ...]
    total: Money
    delivery: DeliveryWay = "unknown"
    address: Address | None = None
    shipments: tuple[Shipment, ...] = ()
    payments: tuple[Payment, ...] = ()
    placed_at: datetime | None = None
    paid_at: datetime | None = None
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None
    cancelled_at: datetime | None = None
    expected_from: date | None = None
    expected_to: date | None = None
    kept_until: date | None = None
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityClaim:
    """What a visitor says to prove who they are: an order's key and at least one second factor.

    `name` is the words they wrote for their name; it counts only together with a postcode.
    """

    order: str
    email: str = ""
    phone: str = ""
    name: str = ""
    postcodes: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """True when there is an order and something to compare."""
        return bool(self.order and (self.email or self.phone or (self.name and self.postcodes)))

    @property
    def method(self) -> str:
        """How they prove it, for the record: "order+email", "order+phone" or "order+name"."""
        factor = "email" if self.email else "phone" if self.phone else "name"
        return f"order+{factor}"


_CYRILLIC = re.compile(r"[а-я]")
_LETTERS = dict(
    zip("абвгдезийклмнопрстуфхыэ", "abvgdeziiklmnoprstufhie", strict=True),
    ж="zh", ц="ts", ч="ch", ш="sh", щ="shch", ъ="", ь="", ю="iu", я="ia",
)  # fmt: skip


def is_proven(claim: IdentityClaim, account: Account, order: Order) -> bool:
    """True when the order is the account's and a second factor fits; every factor is always compared."""
    has_email = _email(claim.email) == _email(account.email) != ""
    has_phone = bool(claim.phone) and phone_key(claim.phone) == phone_key(account.phone) != ""
    codes = {_code(account.postcode), _code(order.address.postcode if order.address else "")} - {""}
    has_code = any(_code(code) in codes for code in claim.postcodes)
    has_name = is_same_person(claim.name, account.name)
    return order.account == account.id and (has_email or has_phone or (has_name and has_code))


def phone_key(phone: str) -> str:
    """The last ten digits, so that "+7 900…", "8 900…" and "900…" are one phone; "" when there are fewer."""
    digits = re.sub(r"\D", "", phone)
    return digits[-10:] if len(digits) >= 10 else ""


def is_same_person(written: str, name: str) -> bool:
    """True when the account's first and last name are among the written words, in any order and case form."""
    wanted, said = name_words(name), name_words(written)
    if len(wanted) < 2:
        return False
    return all(any(_same_name(word, other) for other in said) for word in (wanted[0], wanted[-1]))


def name_words(text: str) -> list[str]:
    """Words of a name: lower case, without accents, "ё" as "е"."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("й", "\0")).replace("\0", "й")
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", plain.replace("ё", "е"))


def _same_name(one: str, other: str) -> bool:
    """Equal in Latin letters, or Russian case forms of each other (endings of at most two letters)."""
    if _latin(one) == _latin(other):
        return True
    if not (_CYRILLIC.search(one) and _CYRILLIC.search(other)):
        return False
    stem = max(3, min(len(one), len(other)) - 2)
    return one[:stem] == other[:stem] and abs(len(one) - len(other)) <= 2


def _latin(name: str) -> str:
    """A Russian name in Latin letters, spellings of one sound made equal: "Юлия" and "Yulia" are one."""
    written = "".join(_LETTERS.get(char, char) for char in name)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[yj]", "i", written.replace("kh", "h")))


def _email(email: str) -> str:
    return email.strip().strip(".").lower()


def _code(postcode: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", postcode.upper())[:9]
