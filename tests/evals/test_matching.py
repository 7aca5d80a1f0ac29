"""Each rule by which a reply is compared with what it must say."""

import pytest

from evals.judging.matching import normalise, said, says, says_any, without_citations


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ещё НЕ оплачен", "еще не оплачен"),
        ("до\u00a015\u202fмая\tвключительно", "до 15 мая включительно"),
        ("3–5 дней", "3-5 дней"),
        ("3 — 5 дней", "3-5 дней"),
        ("от **390** _рублей_", "от 390 рублей"),
        ("1 990 ₽", "1990 ₽"),
        ("1\u00a0990\u00a0₽", "1990 ₽"),
        ("$5,823.07", "$5823.07"),
        ("1 000 000", "1000000"),
        ("53,27", "53.27"),
        ("10 %", "10%"),
        ("10 процентов", "10%"),
        ("10 percent", "10%"),
        ("10 per cent", "10%"),
        ("15 тыс. ₽", "15000 ₽"),
        ("15 тысяч рублей", "15000 рублей"),
        ("1,5 тыс.", "1500"),
        ("15 thousand", "15000"),
        ("don’t", "don't"),
        ("за\u00adказ\u200b", "заказ"),
    ],
)
def test_two_spellings_of_the_same_words_are_one(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("answer", "variant"),
    [
        ("Стоит 50 рублей.", "50"),
        ("Доставка — 1 990 ₽", "1990"),
        ("Хранится 7 дней", "7 дн"),
        ("It costs $50.", "50"),
        ("Заказ отменён", "отмен"),
        ("It was Cancelled today", "cancel"),
        ("Total: 1990.00 ₽", "1990"),
        ("Скидка 10 процентов", "10%"),
        ("orders from 15 000 ₽", "15 тыс."),
        ("срок 3–5 дней", "3-5"),
        ("Заказ #W123 в пути", "#w123"),
    ],
)
def test_an_answer_says_what_stands_in_it(answer: str, variant: str) -> None:
    assert says(answer, variant)


@pytest.mark.parametrize(
    ("answer", "variant"),
    [
        ("Стоит 150 рублей", "50"),
        ("Стоит 500 рублей", "50"),
        ("It costs 10.5 dollars", "5"),
        ("It costs 50.5 dollars", "50"),
        ("Недоставлен", "доставлен"),
        ("Uncancelled", "cancel"),
        ("срок 13–15 дней", "3-15"),
        ("1 990 ₽", "990"),
        ("что угодно", ""),
    ],
)
def test_no_part_of_a_longer_number_and_no_inner_part_of_a_word_counts(answer: str, variant: str) -> None:
    assert not says(answer, variant)


def test_one_variant_of_a_group_is_enough() -> None:
    assert says_any("Заказ в обработке", ["pending", "в обработке"])
    assert not says_any("Заказ доставлен", ["pending", "в обработке"])


def test_forbidden_strings_are_named() -> None:
    assert said("Адрес: Макетная улица, 21", ["Макетная улица, 21", "443001"]) == ["Макетная улица, 21"]


def test_markers_and_snippets_of_sources_are_not_part_of_the_answer() -> None:
    text = "Доставка 290 ₽ [1]. Возможно, пригодится: Доставка за 500 ₽."
    assert without_citations(text, ["Доставка за 500 ₽"]) == "Доставка 290 ₽. Возможно, пригодится:."
    listed = "Возможно, пригодится: Доставка за 500 ₽; Возврат. Могу позвать сотрудника."
    left = without_citations(listed, ["Возврат", "Доставка за 500 ₽"])
    assert left == "Возможно, пригодится:. Могу позвать сотрудника."
    assert without_citations("See [1](https://example.com)") == "See [1](https://example.com)"
