"""Reads: what is the account's comes whole, and nothing else comes at all."""

import re

from app.domain.order_numbers import is_same_order
from app.orders.contract import NOT_FOUND, Orders, Variants
from app.orders.kit.asking import Asker, Reply, of_order
from app.orders.kit.case import NO_SUCH_ORDER, Case
from app.orders.kit.findings import Findings
from app.orders.kit.proofs import judge_times
from app.orders.records import OrderRecord

_NOBODY = "nobody-of-the-kit"


async def check_reads(asker: Asker, case: Case, account: str, findings: Findings) -> None:
    """One order, the list, variants, and every kind of miss."""
    key = case.claim.order
    order = await asker.get(*of_order(account, key))
    if check_order("own order", order, key, findings):
        digits = await asker.get(*of_order(account, re.sub(r"\D", "", key)))
        is_same = digits.json == order.json
        findings.check(
            "own order, digits alone", is_same, "the same order", "so" if is_same else digits.shown
        )
        await _check_variants(asker, account, key, order, findings)
    await _check_list(asker, case, account, findings)
    await _check_misses(asker, case, account, findings)


def check_order(name: str, reply: Reply, key: str, findings: Findings) -> bool:
    """Whether the answer is the order of that key, fit to be read, with ids that can be sent back."""
    misfit = reply.misfit(OrderRecord)
    if not misfit:
        record = OrderRecord.model_validate_json(reply.body)
        altered = [
            line
            for line, item in zip(reply.lines, record.items, strict=True)
            if str(line.get("id", "")) != item.id
        ]
        if not is_same_order(key, record.id):
            misfit = f"the order {record.id}"
        elif altered:
            misfit = f"an item's id with markup or too long: {altered[0].get('id')!r}"
    return findings.check(name, not misfit, f"200, an order whose number reads {key}", misfit or "so")


async def _check_list(asker: Asker, case: Case, account: str, findings: Findings) -> None:
    reply = await asker.get("accounts", account, "orders")
    misfit = reply.misfit(Orders)
    listed = () if misfit else Orders.model_validate_json(reply.body).orders
    findings.check("order list", not misfit, "200, orders", misfit or f"{len(listed)} orders")
    has_own = any(is_same_order(case.claim.order, one.id) for one in listed)
    findings.check(
        "the list holds the own order", has_own, case.claim.order, "so" if has_own else "without it"
    )
    if case.foreign:
        has_foreign = any(is_same_order(case.foreign, one.id) for one in listed)
        findings.check(
            "the list holds nobody else's",
            not has_foreign,
            f"no {case.foreign}",
            "it" if has_foreign else "so",
        )
    empty = await asker.get("accounts", _NOBODY, "orders")
    is_empty = not empty.misfit(Orders) and not Orders.model_validate_json(empty.body).orders
    findings.check("an unknown account's list", is_empty, '200 {"orders": []}', empty.shown)


async def _check_variants(asker: Asker, account: str, key: str, order: Reply, findings: Findings) -> None:
    items = [item.id for item in OrderRecord.model_validate_json(order.body).items if item.id]
    if not items:
        findings.skip("variants", "no item of the order has an id")
        return
    reply = await asker.get(*of_order(account, key, "items", items[0], "variants"))
    misfit = reply.misfit(Variants)
    count = 0 if misfit else len(Variants.model_validate_json(reply.body).variants)
    findings.check("variants", not misfit, "200, variants", misfit or f"{count} variants")
    unknown = await asker.get(*of_order(account, key, "items", "no-such-item", "variants"))
    is_nothing = unknown.status == NOT_FOUND or unknown.json == {"variants": []}
    findings.check("variants of an unknown item", is_nothing, "404, or no variants", unknown.shown)


async def _check_misses(asker: Asker, case: Case, account: str, findings: Findings) -> None:
    """Unknown, somebody else's and an unknown account's are one 404."""
    key = case.claim.order
    misses = {
        "unknown order": of_order(account, NO_SUCH_ORDER),
        "endless number": of_order(account, "Z9" * 200),
        "own order of an unknown account": of_order(_NOBODY, key),
        "change of an unknown order": of_order(account, NO_SUCH_ORDER, "changes", "no-such-key"),
        "change with an unknown key": of_order(account, key, "changes", "no-such-key"),
    }
    if case.foreign:
        misses["somebody else's order"] = of_order(account, case.foreign)
        misses["variants of somebody else's order"] = of_order(
            account, case.foreign, "items", "1", "variants"
        )
        misses["change of somebody else's order"] = of_order(account, case.foreign, "changes", "no-such-key")
    else:
        findings.skip("somebody else's order", "not given: --foreign-order")
    first = await asker.get(*misses["unknown order"])
    for name, path in misses.items():
        reply = await asker.get(*path)
        is_kept = reply.status == NOT_FOUND and reply.is_like(first)
        wanted = "404, the same bytes for every miss"
        findings.check(name, is_kept, wanted, "so" if is_kept else f"{reply.shown} | {first.shown}")
    if case.foreign:
        await _check_times(asker, account, case, findings)


async def _check_times(asker: Asker, account: str, case: Case, findings: Findings) -> None:
    kinds = {"unknown": NO_SUCH_ORDER, "somebody else's": case.foreign}
    times: dict[str, list[float]] = {kind: [] for kind in kinds}
    for _ in range(case.rounds):
        for kind, key in kinds.items():
            times[kind].append((await asker.get(*of_order(account, key))).seconds)
    judge_times("time of a miss", times, findings)
