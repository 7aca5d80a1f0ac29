"""A store of orders in memory: the demo shop's, and those of a file; it answers like a real order system."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from app.domain.errors import ChangeRefused, NotFound, OrderChanged
from app.domain.ids import OrderId, ProposalId
from app.domain.money import Money
from app.domain.order_changes import OrderChange, Variant, after_change, order_version
from app.domain.order_numbers import is_same_order, order_key
from app.domain.orders import Account, IdentityClaim, Order, is_proven
from app.orders.gateway import newest_first

Families = Mapping[str, tuple[Variant, ...]]
"""By an item's id: everything that it could be instead, itself included."""

_NOBODY = Account(id="", name="No Body", email="-", phone="", postcode="-")
_NO_ORDER = Order(
    id=OrderId(""), account="\0", state="cancelled", items=(), total=Money(amount=Decimal(0)), placed_at=None
)


class DemoOrders:
    """Accounts and their orders, held in memory; implements `OrderGateway`.

    `now` is the moment that changes are made at.
    """

    def __init__(
        self,
        accounts: Sequence[Account],
        orders: Sequence[Order],
        families: Families | None = None,
        *,
        now: datetime | None = None,
    ) -> None:
        self._accounts = {account.id: account for account in accounts}
        self._orders = {order.id: order for order in orders}
        self._families = families or {}
        self._made: dict[ProposalId, OrderId] = {}
        self._now = now

    async def prove(self, claim: IdentityClaim) -> str | None:
        """See the port; a miss does the same comparisons as a hit."""
        order = self._only(claim.order, tuple(self._orders.values())) or _NO_ORDER
        account = self._accounts.get(order.account, _NOBODY)
        return account.id if is_proven(claim, account, order) and account.id else None

    async def find_order(self, account: str, order: str) -> Order | None:
        """See the port."""
        return self._own(account, order)

    async def orders_of(self, account: str) -> tuple[Order, ...]:
        """See the port."""
        return newest_first(self._owned(account))

    async def variants_of(self, account: str, order: str, item: str) -> tuple[Variant, ...]:
        """See the port."""
        own = self._own(account, order)
        is_in_it = own is not None and any(line.id == item for line in own.items)
        return self._families.get(item, ()) if is_in_it else ()

    async def change(self, account: str, change: OrderChange, *, version: str, key: ProposalId) -> Order:
        """See the port."""
        return self.make(account, change, version=version, key=key)

    async def find_change(self, account: str, order: str, key: ProposalId) -> Order | None:
        """See the port."""
        own = self._own(account, order)
        return own if own is not None and self._made.get(key) == own.id else None

    def all_orders(self) -> tuple[Order, ...]:
        """Every order of every account, for whoever owns the store."""
        return tuple(self._orders.values())

    def has_made(self, key: ProposalId) -> bool:
        """Whether the change of that key was made."""
        return key in self._made

    def make(
        self,
        account: str,
        change: OrderChange,
        *,
        version: str | None,
        key: ProposalId,
        at: datetime | None = None,
    ) -> Order:
        """`change` at once; with `version` None whatever the order's is. Raises as the port says."""
        order = self._own(account, order_key(change.order))
        if order is None:
            raise NotFound
        if key in self._made:
            if self._made[key] != order.id:
                raise ChangeRefused("key_of_another_order")
            return order
        if version is not None and version != order_version(order):
            raise OrderChanged
        moment = at or self._now
        if moment is None:
            raise ChangeRefused("read_only")
        changed = after_change(order, change, moment)
        self._orders[order.id] = changed
        self._made[key] = order.id
        return changed

    def _own(self, account: str, key: str) -> Order | None:
        return self._only(key, self._owned(account))

    def _owned(self, account: str) -> tuple[Order, ...]:
        return tuple(order for order in self._orders.values() if order.account == account)

    @staticmethod
    def _only(key: str, orders: Sequence[Order]) -> Order | None:
        """The one order of that key; a key that fits several names none."""
        fitting = [order for order in orders if is_same_order(key, order.id)]
        return fitting[0] if len(fitting) == 1 else None
