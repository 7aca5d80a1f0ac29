"""Figures of a reply that no source carries."""

from evals.judging.figures import figures, unknown_links, unsupported


def test_figures_are_read_one_way() -> None:
    assert figures("1 990,00 ₽ за 3–5 дней, до 21:00") == ["1990", "3", "5", "21:00"]


def test_numbers_of_list_items_are_no_figures() -> None:
    assert figures("1. Откройте письмо\n2. Нажмите кнопку\n") == []


def test_a_figure_is_carried_by_digits_words_or_a_part_of_a_time() -> None:
    assert unsupported("за 2 дня, до 21 часа", ["два дня", "с 10:00 до 21:00"]) == []
    assert unsupported("within 14 days", ["You have fourteen days."]) == []


def test_an_invented_figure_is_named() -> None:
    assert unsupported("Доставка 300 ₽ и 5 дней", ["Доставка 290 ₽, пять дней"]) == ["300"]
    assert unsupported("costs $9.99", ["costs $9"]) == ["9.99"]


def test_a_link_that_stands_nowhere_is_named() -> None:
    sources = ["Write to help@example.com or see https://example.com/returns."]
    assert unknown_links("See https://example.com/returns, not www.example.org.", sources) == [
        "www.example.org"
    ]
