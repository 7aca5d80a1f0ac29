"""The rules a shop edits."""

from pathlib import Path

import pytest

from app.domain.errors import InvalidInput
from app.domain.order_rules import MADE_TO_ORDER
from app.orders.rules import load_rules


def test_the_packaged_rules_are_those_of_the_demo_shop() -> None:
    rules = load_rules()
    assert rules.windows[""].return_days == 14
    assert rules.windows[MADE_TO_ORDER].return_days is None
    assert "5–12" in rules.cancel_after_shipping.ru
    excluded = [window for window in rules.windows.values() if window.return_days is None]
    assert all(window.why_not.ru and window.why_not.en for window in excluded)
    assert set(rules.how_to) == {"cancel", "exchange", "change_address", "change_items"}


STATES = "cancel_states: []\nchange_items_states: []\naddress_states: []\n"


@pytest.mark.parametrize(
    "text",
    [
        STATES.replace("[]", "[lost]", 1) + "windows: {general: {}}",
        STATES + "windows: {lamps: {return_days: 3}}",
        STATES + "windows: {general: {return_days: -1}}",
        "nonsense: true",
        "a: [",
    ],
)
def test_a_wrong_file_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "my_rules.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"my_rules\.yaml"):
        load_rules(path)


def test_a_shop_sets_its_own_days(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(
        "cancel_states: [paid]\nchange_items_states: []\naddress_states: []\n"
        "windows: {general: {return_days: 30}, sale: {why_not: {ru: уценка, en: final sale}}}\n",
        encoding="utf-8",
    )
    rules = load_rules(path)
    assert rules.windows[""].return_days == 30
    assert rules.windows[""].exchange_days is None
    assert rules.windows["sale"].why_not.en == "final sale"
