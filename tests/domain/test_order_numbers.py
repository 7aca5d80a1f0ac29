"""Order numbers as people write them."""

import pytest

from app.domain.order_numbers import find_mentions, is_same_order, order_key


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("Где KL-10427?", "KL-10427"),
        ("кл 10427 где", "KL-10427"),
        ("что с КЛ‑10427", "KL-10427"),
        ("№10427", "KL-10427"),
        ("№ KL-10427, пожалуйста", "KL-10427"),
        ("номер заказа kl10427", "KL-10427"),
        ("мой заказ 10427 не приехал", "KL-10427"),
        ("заказ под номером 10427", "KL-10427"),
        ("#A5550123 status", "#A5550123"),
        ("a5550123?", "#A5550123"),
        ("order no 555", "A-555"),
        ("order number is KL 10427", "KL-10427"),
        ("my purchase 10427.", "KL-10427"),
        ("a555", "A-555"),
    ],
)
def test_a_number_is_found_however_it_is_written(text: str, order: str) -> None:
    mentions = [mention for mention in find_mentions(text) if mention.key]
    assert any(is_same_order(mention.key, order) for mention in mentions)


@pytest.mark.parametrize(
    "text",
    [
        "лампа E27 и GU10",
        "заказ от 5000 рублей",
        "order over 3000 roubles",
        "пришлите счёт №12588",
        "invoice #12588",
        "квартира 1204",
        "карта 4242424242424242",
        "+7 900 000-10-01",
        "вернул 12.03.2026",
        "anna4505@example.ru",
        "order 2 weeks ago",
    ],
)
def test_other_figures_are_not_order_numbers(text: str) -> None:
    assert not [mention for mention in find_mentions(text) if mention.is_certain]


def test_bare_digits_are_only_perhaps_an_order() -> None:
    assert [mention.is_certain for mention in find_mentions("10427")] == [False]


def test_a_latin_prefix_must_fit_and_digits_alone_may_stand_for_the_number() -> None:
    assert is_same_order(order_key("KL-10427"), "KL-10427")
    assert is_same_order("10427", "KL-10427")
    assert not is_same_order(order_key("ZB-10427"), "KL-10427")
    assert not is_same_order("1042", "KL-10427")
    assert not is_same_order("", "KL-10427")


def test_at_most_five_numbers_are_read_from_one_message() -> None:
    assert len(find_mentions(" ".join(f"KL-1{place:04d}" for place in range(50)))) == 5
