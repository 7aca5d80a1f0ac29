"""The port to a shop's order system: one question about identity, and reads bound to a verified account."""

from typing import Protocol

from app.domain.orders import IdentityClaim, Order


class OrderGateway(Protocol):
    """What an order system answers. Every method may raise `OrdersUnavailable`.

    There is no way to read an order without naming the account that must own it: the account comes from
    the session's verified identity and from nowhere else.
    """

    async def prove(self, claim: IdentityClaim) -> str | None:
        """The account that owns the claimed order when a second factor fits, else None.

        Unknown order, somebody else's order and wrong factor are one and the same None.
        """
        ...

    async def find_order(self, account: str, order: str) -> Order | None:
        """The account's order by its key (see `order_key`); unknown and somebody else's are both None."""
        ...

    async def orders_of(self, account: str) -> tuple[Order, ...]:
        """All orders of the account, newest first."""
        ...


def newest_first(orders: tuple[Order, ...]) -> tuple[Order, ...]:
    """Orders by the day they were placed, the newest first; undated ones keep their order at the end."""
    dated = sorted((o for o in orders if o.placed_at), key=lambda o: str(o.placed_at), reverse=True)
    return (*dated, *(order for order in orders if not order.placed_at))
