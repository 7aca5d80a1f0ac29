"""The order card of the chat, every word in the customer's language; no sentence and no decision here."""

from app.assistant.ordering.saying.wording import SHORT_STATES, format_day, format_days, item_title
from app.domain.ids import Language
from app.domain.money import format_money
from app.domain.orders import Order, OrderState
from app.domain.replies import CardLine, OrderCard

_EXPECTED: frozenset[OrderState] = frozenset(
    {"pending", "paid", "in_production", "packing", "processed", "shipped"}
)


def order_card(order: Order, language: Language, note: str = "") -> OrderCard:
    """The card of an order: its lines, total, expected days, tracking numbers."""
    return OrderCard(
        order_id=order.id,
        status=order.state,
        status_text=SHORT_STATES[order.state].of(language),
        lines=tuple(
            CardLine(
                name=item_title(item, language, with_options=True),
                quantity=item.quantity,
                amount=format_money(item.amount, language),
            )
            for item in order.items
        ),
        total=format_money(order.total, language),
        expected=_expected(order, language),
        tracking=", ".join(parcel.tracking for parcel in order.shipments),
        note=note,
    )


def _expected(order: Order, language: Language) -> str:
    if order.state == "ready_for_pickup" and order.kept_until:
        day = format_day(order.kept_until, language)
        return f"забрать до {day}" if language == "ru" else f"collect by {day}"
    if order.state not in _EXPECTED:
        return ""
    return format_days(order.expected_from, order.expected_to, language)
