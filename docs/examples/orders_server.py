"""An order system that keeps the contract of docs/orders-api.md, over SQLite: a model to copy from.

python docs/examples/orders_server.py --port 8100 --token choose-a-secret
"""

import argparse
import json
import secrets
import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

SCHEMA = """
CREATE TABLE customers (id TEXT PRIMARY KEY, email TEXT, phone TEXT, name TEXT, postcode TEXT);
CREATE TABLE orders (key TEXT PRIMARY KEY, digits TEXT, account TEXT, body TEXT);
CREATE TABLE changes (key TEXT, order_key TEXT, PRIMARY KEY (key, order_key));
"""
DATA: dict[str, Any] = json.loads((Path(__file__).parent / "orders.json").read_text(encoding="utf-8"))
Key = Annotated[str, Header(alias="Idempotency-Key")]
NOBODY = ("", "-", "-", "- -", "-")


class Claim(BaseModel):
    order: str
    email: str = ""
    phone: str = ""
    name: str = ""
    postcodes: list[str] = []


class Change(BaseModel):
    deed: str
    version: str | None = None
    address: dict[str, str] | None = None


class Shop:
    """The orders. A change and its key are kept in one transaction: both or neither."""

    def __init__(self, path: str = ":memory:") -> None:
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.executescript(SCHEMA)
        for customer in DATA["customers"]:
            self._db.execute("INSERT INTO customers VALUES (?, ?, ?, ?, ?)", tuple(customer.values()))
        for account, orders in DATA["orders"].items():
            for order in orders:
                row = (order["id"].replace("-", ""), order["id"][3:], account, json.dumps(order))
                self._db.execute("INSERT INTO orders VALUES (?, ?, ?, ?)", row)

    def prove(self, claim: Claim) -> dict[str, str | None]:
        """Every factor is compared, also with nobody's, so that no kind of miss is quicker than another."""
        query = "SELECT c.* FROM orders o JOIN customers c ON c.id = o.account WHERE ? IN (o.key, o.digits)"
        account, email, phone, name, postcode = (self._rows(query, claim.order) or [NOBODY])[0]
        has_name = postcode in claim.postcodes and set(name.split()) <= set(claim.name.lower().split())
        fits = (claim.email == email, claim.phone == phone, has_name)
        return {"account": account if any(fits) and account else None}

    def orders_of(self, account: str) -> dict[str, Any]:
        query = "SELECT body FROM orders WHERE account = ?"
        return {"orders": [json.loads(body) for (body,) in self._rows(query, account)]}

    def find(self, account: str, order: str) -> dict[str, Any]:
        return self._own(account, order)[1]

    def variants(self, account: str, order: str, item: str) -> dict[str, Any]:
        items = [line["id"] for line in self.find(account, order).get("items", [])]
        return {"variants": DATA["variants"] if item in items else []}

    def change(self, account: str, order: str, change: Change, key: Key) -> dict[str, Any]:
        """Owner, key, version, rules: in this order, and nobody in between."""
        with self._lock, self._db:
            self._db.execute("BEGIN IMMEDIATE")
            order_key, now = self._own(account, order)
            if self.is_made(key, order_key):
                return now
            if change.version not in (None, now["version"]):
                raise HTTPException(409, "order_changed")
            after = {**changed(now, change), "version": str(int(now["version"]) + 1)}
            self._db.execute("INSERT INTO changes VALUES (?, ?)", (key, order_key))
            self._db.execute("UPDATE orders SET body = ? WHERE key = ?", (json.dumps(after), order_key))
            return after

    def find_change(self, account: str, order: str, key: str) -> dict[str, Any]:
        order_key, now = self._own(account, order)
        if self.is_made(key, order_key):
            return now
        raise HTTPException(404, "not_found")

    def is_made(self, key: str, order_key: str) -> bool:
        return bool(self._rows("SELECT 1 FROM changes WHERE key = ? AND order_key = ?", key, order_key))

    def _own(self, account: str, order: str) -> tuple[str, dict[str, Any]]:
        query = "SELECT key, body FROM orders WHERE account = ? AND ? IN (key, digits)"
        for key, body in self._rows(query, account, order):
            return key, json.loads(body)
        raise HTTPException(404, "not_found")

    def _rows(self, query: str, *values: str) -> list[Any]:
        with self._lock:
            return self._db.execute(query, values).fetchall()


def changed(order: dict[str, Any], change: Change) -> dict[str, Any]:
    """The order afterwards; your rules stand here."""
    if order["state"] != "paid":
        raise HTTPException(422, "too_late")
    if change.deed == "change_address" and change.address:
        return {**order, "address": change.address}
    if change.deed != "cancel":
        raise HTTPException(422, "not_offered")
    refunds = [{**paid, "kind": "refund", "is_pending": True} for paid in order["payments"]]
    done = {"state": "cancelled", "cancelled_at": datetime.now(UTC).isoformat()}
    return {**order, **done, "payments": order["payments"] + refunds}


def create_app(shop: Shop, token: str) -> FastAPI:
    async def authorized(authorization: Annotated[str, Header()] = "") -> None:
        if not secrets.compare_digest(authorization.encode(), f"Bearer {token}".encode()):
            raise HTTPException(401, "unauthorized")

    async def problem(_: Request, error: Any) -> JSONResponse:
        return JSONResponse({"code": error.detail}, error.status_code)

    app = FastAPI(dependencies=[Depends(authorized)], exception_handlers={HTTPException: problem})
    one = "/accounts/{account}/orders/{order}"
    app.post("/proofs")(shop.prove)
    app.get("/accounts/{account}/orders")(shop.orders_of)
    app.get(one)(shop.find)
    app.get(one + "/items/{item}/variants")(shop.variants)
    app.post(one + "/changes")(shop.change)
    app.get(one + "/changes/{key}")(shop.find_change)
    return app


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--token", required=True)
    given = parser.parse_args()
    uvicorn.run(create_app(Shop(), given.token), host="127.0.0.1", port=given.port)
