"""Changes: once, in the version that was seen, by the owner; asked only of orders given up for it."""

import asyncio
import re
import secrets

from pydantic import ValidationError

from app.orders.contract import CHANGED, NO_TOKEN, NOT_FOUND, OK, REFUSED, Problem
from app.orders.kit.asking import WRONG_TOKEN, Asker, Reply, of_order
from app.orders.kit.case import Case
from app.orders.kit.findings import Findings
from app.orders.kit.reads import check_order
from app.orders.records import OrderRecord

_ALL = "changes"


async def check_changes(asker: Asker, case: Case, account: str, findings: Findings) -> None:
    """Cancels the changeable orders, when that is allowed."""
    if not case.makes_changes or not case.changeable:
        missing = "--changeable-order" if case.makes_changes else "--make-changes and --changeable-order"
        findings.skip(_ALL, f"not given: {missing}")
        return
    if case.foreign:
        reply = await asker.cancel(account, case.foreign, _new_key())
        _status("changing somebody else's order", reply, NOT_FOUND, findings)
    else:
        findings.skip("changing somebody else's order", "not given: --foreign-order")
    for words, token in (("without a token", ""), ("with a wrong token", WRONG_TOKEN)):
        reply = await asker.cancel(account, case.changeable[0], _new_key(), token=token)
        _status(f"a change {words}", reply, NO_TOKEN, findings)
    await _OneOrder(asker, account, case.changeable[0], findings).check(case.claim.order)
    if len(case.changeable) > 1:
        await _OneOrder(asker, account, case.changeable[1], findings).check_race()
    else:
        findings.skip("two requests with one key at once", "not given: a second --changeable-order")


class _OneOrder:
    """One order through a stale change, the change itself, its repetition, and a refusal."""

    def __init__(self, asker: Asker, account: str, order: str, findings: Findings) -> None:
        self._asker = asker
        self._account = account
        self._order = order
        self._findings = findings
        self._key = _new_key()

    async def check(self, other: str) -> None:
        """Every promise about a change; `other` is another order of the account."""
        before = await self._read()
        if not self._is_ready(before):
            return
        version = OrderRecord.model_validate_json(before.body).version
        await self._check_not_made("a change that nobody asked for", self._key)
        if version:
            stale = await self._change(self._key, _another(version))
            _status("a change of another version", stale, CHANGED, self._findings)
            await self._check_same("after a conflict", before)
            await self._check_not_made("the change that was in conflict", self._key)
        else:
            self._findings.skip("a change of another version", "the order has no version")
        made = await self._change(self._key, version)
        if not self._is_made(made, version):
            return
        await self._check_once(made, version)
        await self._check_found(made, other)
        await self._check_refused(made, version)

    async def check_race(self) -> None:
        """Two requests with one key at the same time: one effect, and nobody is told of a conflict."""
        before = await self._read()
        if not self._is_ready(before):
            return
        version = OrderRecord.model_validate_json(before.body).version
        replies = await asyncio.gather(*(self._change(self._key, version) for _ in range(2)))
        is_kept = {reply.status for reply in replies} <= {OK, 429, 503}
        is_kept = is_kept and any(reply.status == OK for reply in replies)
        came = " | ".join(reply.shown for reply in replies if reply.status != OK)
        self._findings.check(
            "two requests with one key at once",
            is_kept,
            "200 for both, or 503 for one",
            came or "200 for both",
        )
        again = await self._change(self._key, version)
        for reply in replies:
            if reply.status == OK:
                self._same("one effect of both", again, reply)

    async def _check_once(self, made: Reply, version: str) -> None:
        await self._check_same("after the change", made)
        self._same("the same key again", await self._change(self._key, version), made)
        await self._check_same("after the same key again", made)

    async def _check_found(self, made: Reply, other: str) -> None:
        path = of_order(self._account, self._order, "changes")
        self._same("the change is found", await self._asker.get(*path, self._key), made)
        await self._check_not_made("a change with another key", _new_key())
        elsewhere = await self._asker.get(*of_order(self._account, other, "changes", self._key))
        _status("the change on another order", elsewhere, NOT_FOUND, self._findings)

    async def _check_refused(self, made: Reply, version: str) -> None:
        key = _new_key()
        if version:
            late = await self._change(key, version)
            _status("another change of the version before", late, CHANGED, self._findings)
        current = OrderRecord.model_validate_json(made.body).version
        refused = await self._change(key, current)
        has_code = refused.status == REFUSED and not _has_no_code(refused)
        self._findings.check("cancelling twice", has_code, '422 {"code": "…"}', refused.shown)
        await self._check_same("after a refusal", made)
        await self._check_not_made("the refused change", key)

    def _is_ready(self, before: Reply) -> bool:
        if not check_order(f"changeable order {self._order}", before, self._order, self._findings):
            return False
        if OrderRecord.model_validate_json(before.body).state != "cancelled":
            return True
        self._findings.skip(f"changes of {self._order}", "it is cancelled already")
        return False

    def _is_made(self, made: Reply, version: str) -> bool:
        if not check_order("a change", made, self._order, self._findings):
            return False
        record = OrderRecord.model_validate_json(made.body)
        is_cancelled = record.state == "cancelled"
        self._findings.check("the change's effect", is_cancelled, "state cancelled", record.state)
        if version:
            is_new = record.version not in ("", version)
            self._findings.check(
                "the version after a change", is_new, "another one", record.version or "none"
            )
        return True

    async def _check_same(self, name: str, before: Reply) -> None:
        self._same(f"the order {name}", await self._read(), before)

    def _same(self, name: str, reply: Reply, before: Reply) -> None:
        is_same = reply.status == OK and reply.json == before.json
        self._findings.check(name, is_same, "200, the order as it was", "so" if is_same else reply.shown)

    async def _check_not_made(self, name: str, key: str) -> None:
        reply = await self._asker.get(*of_order(self._account, self._order, "changes", key))
        _status(name, reply, NOT_FOUND, self._findings)

    async def _read(self) -> Reply:
        return await self._asker.get(*of_order(self._account, self._order))

    async def _change(self, key: str, version: str) -> Reply:
        return await self._asker.cancel(self._account, self._order, key, version)


def _status(name: str, reply: Reply, status: int, findings: Findings) -> None:
    is_kept = reply.status == status
    findings.check(name, is_kept, str(status), str(status) if is_kept else reply.shown)


def _has_no_code(reply: Reply) -> bool:
    try:
        return not Problem.model_validate_json(reply.body).code
    except ValidationError:
        return True


def _new_key() -> str:
    return f"kit-{secrets.token_urlsafe(12)}"


def _another(version: str) -> str:
    """A version of the same form that the order is not in."""
    digit = re.search(r"\d(?=\D*$)", version)
    if digit is None:
        return version[:-1] + ("b" if version[-1] == "a" else "a")
    return version[: digit.start()] + str((int(digit.group()) + 1) % 10) + version[digit.end() :]
