"""Reads the shop's rules for changing orders from YAML the shop edits; the packaged file is the demo's."""

from importlib import resources
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.domain.errors import InvalidInput
from app.domain.order_rules import ChangeReason, Deed, OrderRules, ReturnWindow
from app.domain.orders import OrderState, PaymentMethod, Words

PACKAGED = "order_rules.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Words(_Strict):
    ru: str = ""
    en: str = ""

    def words(self) -> Words:
        return Words(ru=" ".join(self.ru.split()), en=" ".join(self.en.split()))


class _Window(_Strict):
    return_days: int | None = Field(default=None, ge=0)
    exchange_days: int | None = Field(default=None, ge=0)
    condition: _Words = _Words()
    why_not: _Words = _Words()

    def window(self) -> ReturnWindow:
        return ReturnWindow(
            return_days=self.return_days,
            exchange_days=self.exchange_days,
            condition=self.condition.words(),
            why_not=self.why_not.words(),
        )


class _Reason(_Strict):
    code: str = Field(pattern=r"^[a-z_]{1,40}$")
    words: _Words
    said: tuple[str, ...] = ()
    needs_person: bool = False

    def reason(self) -> ChangeReason:
        return ChangeReason(
            code=self.code, words=self.words.words(), said=self.said, needs_person=self.needs_person
        )


class _Rules(_Strict):
    utc_offset_hours: int = Field(default=3, ge=-12, le=14)
    cancel_states: frozenset[OrderState]
    change_items_states: frozenset[OrderState]
    address_states: frozenset[OrderState]
    address_by_person_states: frozenset[OrderState] = frozenset()
    return_states: frozenset[OrderState] = frozenset({"delivered"})
    made_to_order_cancel_hours: int = Field(default=2, ge=0)
    windows: dict[str, _Window]
    refund_terms: dict[PaymentMethod, _Words] = {}
    cancel_after_shipping: _Words = _Words()
    address_after_shipping: _Words = _Words()
    how_to: dict[Deed, _Words] = {}
    in_chat: frozenset[Deed] = frozenset()
    withdraw_states: frozenset[OrderState] = frozenset()
    refund_ways: frozenset[PaymentMethod] = frozenset()
    reasons: dict[Deed, tuple[_Reason, ...]] = {}

    def rules(self) -> OrderRules:
        return OrderRules(
            cancel_states=self.cancel_states,
            change_items_states=self.change_items_states,
            address_states=self.address_states,
            address_by_person_states=self.address_by_person_states,
            return_states=self.return_states,
            made_to_order_cancel_hours=self.made_to_order_cancel_hours,
            windows={_group(name): window.window() for name, window in self.windows.items()},
            refund_terms={method: words.words() for method, words in self.refund_terms.items()},
            cancel_after_shipping=self.cancel_after_shipping.words(),
            address_after_shipping=self.address_after_shipping.words(),
            how_to={deed: words.words() for deed, words in self.how_to.items()},
            in_chat=self.in_chat,
            withdraw_states=self.withdraw_states,
            refund_ways=self.refund_ways,
            reasons={
                deed: tuple(reason.reason() for reason in given) for deed, given in self.reasons.items()
            },
            utc_offset_hours=self.utc_offset_hours,
        )


def load_rules(path: Path | None = None) -> OrderRules:
    """The rules of that file, or of the packaged one. Raises `InvalidInput` naming the wrong field."""
    source = path or resources.files("app.orders").joinpath(PACKAGED)
    try:
        found = _Rules.model_validate(yaml.safe_load(source.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise InvalidInput(f"{path or PACKAGED}: {error}", field="rules") from error
    if "general" not in found.windows:
        raise InvalidInput(f"{path or PACKAGED}: windows has no group 'general'", field="windows")
    return found.rules()


def _group(name: str) -> str:
    return "" if name == "general" else name
