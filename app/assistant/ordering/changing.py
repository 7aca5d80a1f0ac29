"""From "I want to return it" to a card: what is still to be asked, and the proposal once all is known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.assistant.ordering.reading.changes import (
    named_variants,
    read_address,
    read_reason,
    refund_way,
    wants_all,
    withdraws,
)
from app.assistant.ordering.reading.hearing import Heard
from app.assistant.ordering.reading.topic_words import Topic
from app.assistant.ordering.saying import phrases
from app.assistant.ordering.saying.change_cards import variant_lines, variant_title
from app.assistant.ordering.saying.wording import item_title
from app.assistant.tools import OrderTools
from app.domain.ids import Language
from app.domain.order_changes import Variant
from app.domain.order_rules import Deed, OrderRules, may_change_address, may_exchange, may_return
from app.domain.orders import Identity, Item, Order, Words
from app.domain.replies import ChangeCard, FormKind

MAX_CHOICES = 6
MAX_LISTED = 10
_DEEDS: Mapping[Topic, Deed] = {
    "cancel": "cancel",
    "return": "return",
    "exchange": "exchange",
    "change_address": "change_address",
    "change_items": "change_items",
}
_INVITATIONS: Mapping[Deed, Words] = {
    "cancel": Words(ru="Отменить мой заказ", en="Cancel my order"),
    "return": Words(ru="Оформить возврат моего заказа", en="Return my order"),
    "exchange": Words(ru="Обменять товар из моего заказа", en="Exchange an item from my order"),
    "change_address": Words(ru="Изменить адрес моего заказа", en="Change the address of my order"),
}
"""What a customer may say next who asked how a thing is done; it is heard as a wish about their own order."""
_RETURN = Words(ru="Вернуть «{name}»", en="Return “{name}”")
_RETURN_ALL = Words(ru="Вернуть всё", en="Return everything")
_EXCHANGE = Words(ru="Обменять «{name}»", en="Exchange “{name}”")
_SWAP_FOR = Words(ru="Поменять на «{name}»", en="Exchange for “{name}”")


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What follows the verdict: a card to press, a question with ready answers, or an offer of a person."""

    words: str
    change: ChangeCard | None = None
    quick_replies: tuple[str, ...] = ()
    form: FormKind = ""


def deed_asked(topic: Topic) -> Deed | None:
    """The deed that a topic asks for, None for a question that asks for none."""
    return _DEEDS.get(topic)


def invitation_to(topics: Sequence[Topic], rules: OrderRules, language: Language) -> str:
    """The words that begin, in the chat, what was asked about in general; "" when nothing can be begun."""
    for deed in filter(None, map(deed_asked, topics)):
        if deed in rules.in_chat and deed in _INVITATIONS:
            return _INVITATIONS[deed].of(language)
    return ""


def deed_meant(topic: Topic, order: Order, said: str, rules: OrderRules) -> Deed | None:
    """The deed that a topic means for this order: a request taken back, other goods before packing."""
    deed = deed_asked(topic)
    if deed in ("cancel", "return", "exchange") and order.state in rules.withdraw_states and withdraws(said):
        return "withdraw"
    if deed == "exchange" and order.state in rules.change_items_states:
        return "change_items"
    return deed


class ChangeTalk:
    """Asks for what a change still needs and lays the proposal; whether it may be is the rules' business."""

    def __init__(self, tools: OrderTools, rules: OrderRules, clock: Callable[[], datetime]) -> None:
        self._tools = tools
        self._rules = rules
        self._clock = clock

    async def next_step(
        self,
        deed: Deed,
        order: Order,
        items: Sequence[Item],
        heard: Heard,
        identity: Identity,
        language: Language,
    ) -> NextStep | None:
        """What comes after the verdict on the deed; None when the verdict says it all."""
        if deed not in self._rules.in_chat:
            return None
        reason = read_reason(heard.question, self._rules.reasons.get(deed, ()))
        if reason is not None and reason.needs_person:
            return _by_person(language)
        known: dict[str, Any] = {"reason": reason.code if reason else ""}
        match deed:
            case "cancel" | "withdraw":
                arguments = known
            case "return":
                arguments = self._returned(order, items, heard, known, language)
            case "exchange" | "change_items":
                arguments = await self._swapped(deed, order, items, heard, language)
            case "change_address":
                arguments = self._addressed(order, heard, language)
        if arguments is None or isinstance(arguments, NextStep):
            return arguments
        return await self._propose(deed, order, arguments, identity, language)

    async def _propose(
        self, deed: Deed, order: Order, arguments: dict[str, Any], identity: Identity, language: Language
    ) -> NextStep | None:
        result = await self._tools.run(
            f"propose_{deed}", {"order": order.id, **arguments}, identity, language
        )
        if result.change is not None:
            return NextStep(words=phrases.CHECK.of(language), change=result.change)
        return _by_person(language) if result.refusal == "needs_person" else None

    def _returned(
        self, order: Order, items: Sequence[Item], heard: Heard, known: dict[str, Any], language: Language
    ) -> dict[str, Any] | NextStep | None:
        now = self._clock()
        allowed = [
            item for item in items or order.items if may_return(order, item, now, self._rules).is_allowed
        ]
        if not allowed:
            return None
        if len(allowed) > 1 and not items and not wants_all(heard.question):
            return _which_item(
                (_RETURN_ALL, *(_named(_RETURN, item, language) for item in allowed)), language
            )
        to = refund_way(heard.question)
        chosen = {
            "items": [item.id for item in allowed],
            "refund_to": to if to in self._rules.refund_ways else None,
        }
        return {**known, **chosen}

    async def _swapped(
        self, deed: Deed, order: Order, items: Sequence[Item], heard: Heard, language: Language
    ) -> dict[str, Any] | NextStep | None:
        now = self._clock()
        allowed = [
            item
            for item in items or order.items
            if deed == "change_items" or may_exchange(order, item, now, self._rules).is_allowed
        ]
        choices = {item: await self._others(order, item) for item in allowed[:MAX_LISTED]}
        choices = {item: others for item, others in choices.items() if others}
        is_variant_wanted = "exchange" in heard.topics
        if not choices:
            return _no_variant(language) if allowed and is_variant_wanted else None
        if len(choices) > 1:
            named = tuple(_named(_EXCHANGE, item, language) for item in choices)
            return _which_item(named, language) if is_variant_wanted else None
        item, others = next(iter(choices.items()))
        meant = named_variants([*others, _itself(item)], item, heard.question)
        if not meant and not is_variant_wanted:
            return None
        options = list(meant or others)
        if len(options) > 1:
            return _which_variant(options, language)
        return {"swaps": [{"item": item.id, "variant": options[0].id}]}

    async def _others(self, order: Order, item: Item) -> tuple[Variant, ...]:
        """What is in stock instead of the item."""
        variants = await self._tools.variants_of(order, item)
        return tuple(one for one in variants if one.is_available and one.id != item.id)

    def _addressed(self, order: Order, heard: Heard, language: Language) -> dict[str, Any] | NextStep | None:
        verdict = may_change_address(order, self._rules)
        if not verdict.is_allowed:
            return None
        if verdict.needs_person:
            return _by_person(language)
        address = read_address(heard.said, is_asked=heard.is_address)
        if address is None:
            return NextStep(words=phrases.ASK_ADDRESS.of(language), form="address")
        return {"city": address.city, "line": address.line, "postcode": address.postcode}


def _itself(item: Item) -> Variant:
    return Variant(id=item.id, name=item.name, price=item.price, options=item.options)


def _named(words: Words, item: Item, language: Language) -> Words:
    name = item_title(item, language).replace("«", "").replace("»", "")
    return Words(ru=words.ru.format(name=name), en=words.en.format(name=name))


def _which_item(choices: Sequence[Words], language: Language) -> NextStep:
    ready = tuple(choice.of(language) for choice in choices[:MAX_CHOICES])
    return NextStep(words=phrases.WHICH_ITEM.of(language), quick_replies=ready)


def _which_variant(options: Sequence[Variant], language: Language) -> NextStep:
    titles = [variant_title(option, language).replace("«", "").replace("»", "") for option in options]
    ready = tuple(_SWAP_FOR.of(language).format(name=title) for title in titles[:MAX_CHOICES])
    listed = variant_lines(options[:MAX_LISTED], language)
    return NextStep(words="\n".join([phrases.WHICH_VARIANT.of(language), *listed]), quick_replies=ready)


def _no_variant(language: Language) -> NextStep:
    return NextStep(
        words=phrases.NO_VARIANT.of(language), quick_replies=(phrases.TALK_TO_PERSON.of(language),)
    )


def _by_person(language: Language) -> NextStep:
    return NextStep(
        words=phrases.BY_PERSON.of(language), quick_replies=(phrases.TALK_TO_PERSON.of(language),)
    )
