"""What is said when a confirmed change was made, refused, or nobody knows; the order system's word only."""

from collections.abc import Mapping

from app.assistant.ordering.saying.sentences import refund_terms_sentence
from app.assistant.ordering.saying.wording import SHORT_STATES
from app.domain.ids import Language
from app.domain.order_changes import OrderChange
from app.domain.order_rules import Deed, OrderRules
from app.domain.orders import Order, Words

_DONE: Mapping[Deed, Words] = {
    "cancel": Words(ru="Готово: заказ {order} отменён.", en="Done: order {order} is cancelled."),
    "return": Words(
        ru="Готово: возврат по заказу {order} оформлен.",
        en="Done: the return from order {order} is requested.",
    ),
    "exchange": Words(
        ru="Готово: обмен по заказу {order} оформлен.", en="Done: the exchange in order {order} is requested."
    ),
    "change_items": Words(
        ru="Готово: состав заказа {order} изменён.", en="Done: the items of order {order} are changed."
    ),
    "change_address": Words(
        ru="Готово: адрес заказа {order} изменён.", en="Done: the address of order {order} is changed."
    ),
    "withdraw": Words(
        ru="Готово: заявка по заказу {order} отозвана.",
        en="Done: the request for order {order} is taken back.",
    ),
}
_UNDO = Words(
    ru="Если передумаете, напишите «отозвать заявку по заказу {order}».",
    en="If you change your mind, write “take back the request for order {order}”.",
)
_CHANGED = Words(
    ru="Ничего не изменено: заказ {order} с тех пор изменился, сейчас его статус «{state}». Напишите ещё "
    "раз, что нужно сделать, и проверим, можно ли.",
    en="Nothing was changed: order {order} is not what it was a moment ago, its status is “{state}” now. "
    "Tell me again what you need, and I will check whether it is possible.",
)
_REFUSED = Words(
    ru="Ничего не изменено: магазин не разрешил это изменение заказа {order}. Если нужно, позовите "
    "оператора.",
    en="Nothing was changed: the shop did not allow this change of order {order}. Ask for an operator if you "
    "need one.",
)
_UNCLEAR = Words(
    ru="Система заказов не ответила, и я не знаю, изменился ли заказ {order}. Повторять не нужно: это "
    "передано оператору, он проверит и напишет вам здесь.",
    en="The order system did not answer, and I do not know whether order {order} was changed. No need to try "
    "again: I have passed this to an operator, who will check and write to you here.",
)


def done_text(change: OrderChange, after: Order, rules: OrderRules, language: Language) -> str:
    """That it is done, when the money comes, and how to take it back where that is possible."""
    said = [_DONE[change.deed].of(language).format(order=after.id)]
    is_paid = any(paid.kind == "payment" and not paid.is_pending for paid in after.payments)
    if change.deed in ("cancel", "return") and is_paid and change.refund_to is None:
        said += refund_terms_sentence(after, rules, language)
    if "withdraw" in rules.in_chat and after.state in rules.withdraw_states:
        said.append(_UNDO.of(language).format(order=after.id))
    return " ".join(said)


def changed_text(order: Order, language: Language) -> str:
    """That the order is not what it was, and nothing was done."""
    state = SHORT_STATES[order.state].of(language).lower()
    return _CHANGED.of(language).format(order=order.id, state=state)


def refused_text(change: OrderChange, language: Language) -> str:
    """That the shop does not allow it, and nothing was done."""
    return _REFUSED.of(language).format(order=change.order)


def unclear_text(change: OrderChange, language: Language) -> str:
    """That it is not known whether it was done, and that a person looks after it."""
    return _UNCLEAR.of(language).format(order=change.order)
