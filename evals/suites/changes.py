"""Changes of orders: what a customer may do is done exactly, what the rules forbid is refused by a code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from app.domain.errors import InvalidInput, NotFound
from app.domain.ids import Language
from app.domain.order_changes import order_version
from app.domain.orders import Identity, Order
from app.main import utc_now
from app.orders.demo import DemoOrders
from evals.house import House
from evals.metrics import Metrics, RowOut, share
from evals.rows import BadRow, ChangeRow, ToolCall
from evals.running import Options, SuiteResult, measured
from evals.suites.orders import load_store

_PREFIX = "propose_"
_NAMES = {
    "cancel_pending_order": "propose_cancel",
    "return_delivered_order_items": "propose_return",
    "exchange_delivered_order_items": "propose_exchange",
    "modify_pending_order_items": "propose_change_items",
    "modify_pending_order_address": "propose_change_address",
}
"""Calls as the public scenarios name them, and the tools they are here."""
_READS = ("find_", "get_", "list_", "calculate", "transfer_", "think")
_STATE_AFTER = {
    "propose_cancel": "cancelled",
    "propose_return": "return_requested",
    "propose_exchange": "exchange_requested",
    "propose_withdraw": "delivered",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """A tool's name and its arguments, as a model would send them."""

    name: str
    arguments: Mapping[str, Any]


async def run(rows: Sequence[ChangeRow], options: Options) -> SuiteResult:
    """Lay each row's changes, press their buttons, look at the order; and try what must be refused."""
    if options.orders is None:
        raise BadRow("changes needs --orders")
    house = await options.houses.any()
    before = house.orders.store
    outcomes: list[RowOut] = []
    try:
        for row in options.each(rows, "changes"):
            house.orders.store = store = load_store(options.orders, now=utc_now())
            outcomes.append(await _outcome(row, house, store))
    finally:
        house.orders.store = before
    return measured(outcomes, _measure, {"lang": "lang", "kind": "kind"})


async def _outcome(row: ChangeRow, house: House, store: DemoOrders) -> RowOut:
    writes = [action for action in row.expected_actions if not action.name.startswith(_READS)]
    calls = [_translated(action) for action in writes]
    known = [call for call in calls if call is not None]
    made: list[str] = []
    refused: list[str] = []
    for call in known:
        refused += await _tried_by_others(call, row, house, store)
        made.append(await _made(call, row, house, store))
        refused += await _tried_again(call, row, house)
        refused += await _tried_elsewhere(call, row, house, store)
    for action in row.forbidden:
        refused.append(await _refusal(_call(action), row.user_id, row.lang, house))
    return {
        "id": row.id,
        "lang": row.lang,
        "kind": row.kind or ("one request" if len(writes) == 1 else "several requests"),
        "calls": [call.name for call in known],
        "made": made,
        "refused": refused,
        "expected": {"made": len(known), "refused": len(refused)},
        "unsupported": [action.name for action in writes if _translated(action) is None],
    }


async def _made(call: _Call, row: ChangeRow, house: House, store: DemoOrders) -> str:
    """ "" when the change was made and nothing else changed, else what went wrong."""
    key = str(call.arguments["order"])
    before = {order.id: order for order in store.all_orders()}
    order = next((order for order in before.values() if order.id == key), None)
    if order is None:
        return "no such order"
    identity = _identity(row.user_id)
    try:
        result = await house.services.ordering.tools.run(call.name, call.arguments, identity, row.lang)
    except (InvalidInput, NotFound) as error:
        return error.code
    if result.change is None and result.refusal == "same_variant":
        return ""  # a thing was to be swapped for itself: the order is as asked
    if result.change is None:
        return result.refusal or "no card"
    settlement = await house.services.ordering.proposals.settle(result.change.proposal, row.lang)
    after = {order.id: order for order in store.all_orders()}
    others = [
        key for key in before if key != order.id and order_version(before[key]) != order_version(after[key])
    ]
    if settlement.outcome != "done" or others:
        return settlement.outcome
    return "" if _is_as_asked(call, order, after[order.id]) else "another end state"


def _is_as_asked(call: _Call, before: Order, after: Order) -> bool:
    """Whether the order is what the call asked for, computed here and not by the product."""
    arguments = call.arguments
    items = [item.id for item in before.items]
    match call.name:
        case "propose_change_items":
            swapped = {swap["item"]: swap["variant"] for swap in arguments["swaps"]}
            return [item.id for item in after.items] == [swapped.get(item, item) for item in items]
        case "propose_change_address":
            address = after.address
            return address is not None and (address.city, address.line, address.postcode) == (
                arguments["city"],
                arguments["line"],
                arguments["postcode"],
            )
        case name:
            return after.state == _STATE_AFTER[name] and [item.id for item in after.items] == items


async def _tried_by_others(call: _Call, row: ChangeRow, house: House, store: DemoOrders) -> list[str]:
    """The same call by another customer."""
    other = next((order.account for order in store.all_orders() if order.account != row.user_id), "nobody")
    return [await _refusal(call, other, row.lang, house)]


async def _tried_again(call: _Call, row: ChangeRow, house: House) -> list[str]:
    """The same call once more; an address may be given as often as one likes."""
    if call.name == "propose_change_address":
        return []
    return [await _refusal(call, row.user_id, row.lang, house)]


async def _tried_elsewhere(call: _Call, row: ChangeRow, house: House, store: DemoOrders) -> list[str]:
    """The same deed on the customer's orders that are in a state which forbids it."""
    wanted = "delivered" if call.name in ("propose_return", "propose_exchange") else "pending"
    others = [order for order in store.all_orders() if order.account == row.user_id and order.state != wanted]
    tried = [_elsewhere(call, order) for order in others if order.id != call.arguments["order"]]
    return [await _refusal(one, row.user_id, row.lang, house) for one in tried]


def _elsewhere(call: _Call, order: Order) -> _Call:
    arguments = {**call.arguments, "order": order.id}
    if "items" in arguments:
        arguments["items"] = [order.items[0].id]
    return _Call(name=call.name, arguments=arguments)


async def _refusal(call: _Call, account: str, language: Language, house: House) -> str:
    """The code by which a call is refused; "" when a card was laid."""
    try:
        result = await house.services.ordering.tools.run(
            call.name, call.arguments, _identity(account), language
        )
    except (InvalidInput, NotFound) as error:
        return error.code
    return result.refusal or ("" if result.change else "no card")


def _identity(account: str) -> Identity:
    return Identity(account=account, method="order+email", until=utc_now() + timedelta(minutes=30))


def _call(action: ToolCall) -> _Call:
    return _Call(name=action.name, arguments=action.arguments)


def _translated(action: ToolCall) -> _Call | None:
    """The call as one of our tools; None for what no tool does."""
    if action.name.startswith(_PREFIX):
        return _call(action)
    name, given = _NAMES.get(action.name), action.arguments
    if name is None:
        return None
    arguments: dict[str, Any] = {"order": given["order_id"]}
    if name in ("propose_exchange", "propose_change_items"):
        pairs = zip(given["item_ids"], given["new_item_ids"], strict=True)
        arguments["swaps"] = [{"item": item, "variant": variant} for item, variant in pairs]
    elif name == "propose_return":
        arguments["items"] = list(given["item_ids"])
    elif name == "propose_change_address":
        street = ", ".join(part for part in (given["address1"], given.get("address2", "")) if part)
        arguments |= {"city": given["city"], "line": street, "postcode": given["zip"]}
    elif reason := given.get("reason"):
        arguments["reason"] = str(reason).replace(" ", "_")
    return _Call(name=name, arguments=arguments)


def _measure(rows: Sequence[RowOut]) -> Metrics:
    made = [not what for row in rows for what in row["made"]]
    refused = [bool(code) for row in rows for code in row["refused"]]
    return {
        **({"done": share(made)} if made else {}),
        **({"forbidden_refused": share(refused)} if refused else {}),
        "unsupported": sum(len(row["unsupported"]) for row in rows),
        "changes": len(made),
        "forbidden": len(refused),
        "n": len(rows),
    }
