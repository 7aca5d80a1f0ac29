"""A passage taken apart into what can be quoted by itself."""

from app.domain.units import units_of


def test_a_table_without_a_header_and_a_list_with_long_items_are_read() -> None:
    units = units_of("| Тула | 5 ₽ |\n| Омск | 7 ₽ |\n\n- один\n  ещё строка\n- два")
    assert [unit.text for unit in units] == ["Тула — 5 ₽", "Омск — 7 ₽", "один ещё строка", "два"]


def test_a_row_of_two_columns_keeps_what_its_figure_means() -> None:
    (row,) = units_of("| Способ и место | Бесплатно от |\n|---|---|\n| Курьер, Казань | 7 000 ₽ |")
    assert row.text == "Курьер, Казань: бесплатно от — 7 000 ₽"
