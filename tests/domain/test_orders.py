"""Who may see an order: the match of what a visitor says with what the order system knows."""

from decimal import Decimal

import pytest

from app.domain.ids import OrderId
from app.domain.money import Money
from app.domain.orders import Account, Address, IdentityClaim, Order, is_proven, is_same_person, phone_key

ANNA = Account(
    id="a-1", name="Анна Примерова", email="Anna@example.ru", phone="+7 900 000-10-01", postcode="101000"
)


def an_order(account: str = "a-1", postcode: str = "190000") -> Order:
    return Order(
        id=OrderId("KL-1"),
        account=account,
        state="paid",
        items=(),
        total=Money(amount=Decimal(1)),
        address=Address(city="Москва", postcode=postcode),
    )


@pytest.mark.parametrize(
    "claim",
    [
        IdentityClaim(order="KL1", email="anna@EXAMPLE.ru"),
        IdentityClaim(order="KL1", phone="8 (900) 000 10 01"),
        IdentityClaim(order="KL1", name="примерова анна", postcodes=("101000",)),
        IdentityClaim(order="KL1", name="Anna Primerova", postcodes=("190000",)),
        IdentityClaim(order="KL1", name="на имя Анны Примеровой", postcodes=("101000",)),
    ],
)
def test_a_second_factor_that_fits_proves_it(claim: IdentityClaim) -> None:
    assert is_proven(claim, ANNA, an_order())


@pytest.mark.parametrize(
    "claim",
    [
        IdentityClaim(order="KL1"),
        IdentityClaim(order="KL1", email="anna@example.com"),
        IdentityClaim(order="KL1", phone="10 01"),
        IdentityClaim(order="KL1", name="Анна Примерова"),
        IdentityClaim(order="KL1", name="Анна", postcodes=("101000",)),
        IdentityClaim(order="KL1", name="Анна Примерова", postcodes=("101001",)),
        IdentityClaim(order="KL1", postcodes=("101000",)),
    ],
)
def test_less_than_a_whole_factor_proves_nothing(claim: IdentityClaim) -> None:
    assert not is_proven(claim, ANNA, an_order())


def test_a_right_factor_never_opens_somebody_elses_order() -> None:
    assert not is_proven(IdentityClaim(order="KL1", email="anna@example.ru"), ANNA, an_order(account="a-2"))


def test_an_account_without_details_is_never_matched_by_empty_ones() -> None:
    nobody = Account(id="a-1", name="")
    bare = an_order(postcode="")
    assert not is_proven(IdentityClaim(order="KL1", phone="123", postcodes=("",), name="x y"), nobody, bare)
    assert not is_proven(IdentityClaim(order="KL1", email=" "), nobody, bare)


@pytest.mark.parametrize(
    ("written", "name", "is_same"),
    [
        ("Yulia Sokolova", "Юлия Соколова", True),
        ("Julia Sokolova", "Юлия Соколова", True),
        ("Dmitriy Chekhov", "Дмитрий Чехов", True),
        ("Jose Alvarez", "José Álvarez", True),
        ("Smith, John", "John Smith", True),
        ("пётр семенов", "Петр Семёнов", True),
        ("Joan Smith", "John Smith", False),
        ("Smith", "John Smith", False),
        ("Ольга Примерова", "Анна Примерова", False),
    ],
)
def test_names_are_compared_as_people_spell_them(written: str, name: str, is_same: bool) -> None:
    assert is_same_person(written, name) is is_same


def test_phones_are_compared_by_their_last_ten_digits() -> None:
    assert phone_key("+7 (900) 000-10-01") == phone_key("89000001001") == "9000001001"
    assert phone_key("10-01") == ""
