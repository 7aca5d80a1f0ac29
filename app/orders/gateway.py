"""The port to a shop's order system: proof of identity, reads bound to the account, changes made once."""

from typing import Protocol

from app.domain.ids import ProposalId
from app.domain.order_changes import OrderChange, Variant
from app.domain.orders import IdentityClaim, Order


class OrderGateway(Protocol):
    """What an order system answers. Every method may raise `OrdersUnavailable`.

    There is no way to read or change an order without naming the account that must own it: the account comes
    from the session's verified identity and from nowhere else.
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

    async def variants_of(self, account: str, order: str, item: str) -> tuple[Variant, ...]:
        """Everything that an item of the account's order could be instead, itself included; maybe nothing."""
        ...

    async def change(self, account: str, change: OrderChange, *, version: str, key: ProposalId) -> Order:
        """Make the change; the order afterwards.

        The same `key` again changes nothing and answers as the first time. Raises `NotFound` for an unknown
        and for somebody else's order, `OrderChanged` when the order's version is another one, `ChangeRefused`
        when the order system does not allow it. After `OrdersUnavailable` it is unclear whether the change
        was made: ask `find_change`.
        """
        ...

    async def find_change(self, account: str, order: str, key: ProposalId) -> Order | None:
        """The account's order after the change of that key, None when no such change was made."""
        ...


def newest_first(orders: tuple[Order, ...]) -> tuple[Order, ...]:
    """Orders by the day they were placed, the newest first; undated ones keep their order at the end."""
    dated = sorted((o for o in orders if o.placed_at), key=lambda o: str(o.placed_at), reverse=True)
    return (*dated, *(order for order in orders if not order.placed_at))
