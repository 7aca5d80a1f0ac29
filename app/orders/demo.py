"""A store of orders in memory: the demo shop's, and those of a file; it answers like a real order system."""

from collections.abc import Sequence
from decimal import Decimal

from app.domain.ids import OrderId
from app.domain.money import Money
from app.domain.order_numbers import is_same_order
from app.domain.orders import Account, IdentityClaim, Order, is_proven
from app.orders.gateway import newest_first

_NOBODY = Account(id="", name="No Body", email="-", phone="", postcode="-")
_NO_ORDER = Order(
    id=OrderId(""), account="\0", state="cancelled", items=(), total=Money(amount=Decimal(0)), placed_at=None
)


class DemoOrders:
    """Accounts and their orders, held in memory; implements `OrderGateway`."""

    def __init__(self, accounts: Sequence[Account], orders: Sequence[Order]) -> None:
        self._accounts = {account.id: account for account in accounts}
        self._orders = tuple(orders)

    async def prove(self, claim: IdentityClaim) -> str | None:
        """See the port; a miss does the same comparisons as a hit."""
        order = self._only(claim.order, self._orders) or _NO_ORDER
        account = self._accounts.get(order.account, _NOBODY)
        return account.id if is_proven(claim, account, order) and account.id else None

    async def find_order(self, account: str, order: str) -> Order | None:
        """See the port."""
        return self._only(order, self._owned(account))

    async def orders_of(self, account: str) -> tuple[Order, ...]:
        """See the port."""
        return newest_first(self._owned(account))

    def _owned(self, account: str) -> tuple[Order, ...]:
        return tuple(order for order in self._orders if order.account == account)

    @staticmethod
    def _only(key: str, orders: Sequence[Order]) -> Order | None:
        """The one order of that key; a key that fits several names none."""
        fitting = [order for order in orders if is_same_order(key, order.id)]
        return fitting[0] if len(fitting) == 1 else None
