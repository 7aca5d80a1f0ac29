"""Changes of orders in two steps: laid before the customer as a card, made once they press its button."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from prometheus_client import Counter

from app.assistant.ordering.saying.cards import order_card
from app.assistant.ordering.saying.change_cards import change_card
from app.assistant.ordering.saying.outcomes import changed_text, done_text, refused_text, unclear_text
from app.domain.change_policy import RefusalCode, forbids
from app.domain.errors import ChangeRefused, NotFound, OrderChanged, OrdersUnavailable
from app.domain.events import ChangeOutcome
from app.domain.ids import Language, ProposalId
from app.domain.order_changes import OrderChange, Proposal, order_version
from app.domain.order_numbers import order_key
from app.domain.order_rules import OrderRules
from app.domain.orders import Identity, Order
from app.domain.replies import ChangeCard, OrderCard
from app.orders.gateway import OrderGateway

GOOD_FOR = timedelta(minutes=15)
"""How long a card's button works, and never longer than the proof of identity."""

CHANGES = Counter(
    "zabota_order_changes", "Confirmed changes of orders by deed and outcome", ["deed", "outcome"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What became of a confirmed change: its words, and the order afterwards where it is known."""

    outcome: ChangeOutcome
    text: str
    card: OrderCard | None = None


class Proposals:
    """Lays changes before customers and makes the confirmed ones; the shop's rules are asked both times."""

    def __init__(self, gateway: OrderGateway, rules: OrderRules, clock: Callable[[], datetime]) -> None:
        self._gateway = gateway
        self._rules = rules
        self._clock = clock
        self._log = structlog.get_logger("order_changes")

    def lay(
        self, change: OrderChange, order: Order, identity: Identity, language: Language
    ) -> ChangeCard | RefusalCode:
        """A card for that change of the identity's own order as it is now, or why the rules forbid it."""
        now = self._clock()
        refusal = forbids(change, order, now, self._rules)
        if refusal is not None:
            return refusal
        proposal = Proposal(
            id=ProposalId(secrets.token_urlsafe(16)),
            account=identity.account,
            change=change,
            version=order_version(order),
            until=min(now + GOOD_FOR, identity.until),
        )
        return change_card(proposal, order, self._rules, language)

    async def settle(self, proposal: Proposal, language: Language) -> Settlement:
        """Make a confirmed change; safe to run again after a crash, the proposal's id is the shop's key.

        Raises nothing that a shop can cause: what it does not answer becomes an `unclear` settlement.
        """
        settlement = await self._settle(proposal, language)
        CHANGES.labels(proposal.change.deed, settlement.outcome).inc()
        self._log.info(
            "order_change_settled",
            deed=proposal.change.deed,
            outcome=settlement.outcome,
            proposal=proposal.id,
        )
        return settlement

    async def _settle(self, proposal: Proposal, language: Language) -> Settlement:
        change = proposal.change
        try:
            made = await self._made(proposal) or await self._make(proposal)
        except OrderChanged:
            return await self._was_changed(proposal, language)
        except (ChangeRefused, NotFound) as error:
            self._log.warning("order_change_refused", deed=change.deed, reason=str(error))
            return Settlement(outcome="refused", text=refused_text(change, language))
        except OrdersUnavailable:
            return await self._look_again(proposal, language)
        return self._done(proposal, made, language)

    async def _make(self, proposal: Proposal) -> Order:
        """Ask the rules once more, for the order as it is now, and then the shop, once."""
        change = proposal.change
        order = await self._gateway.find_order(proposal.account, order_key(change.order))
        if order is None:
            raise NotFound
        if order_version(order) != proposal.version:
            raise OrderChanged
        refusal = forbids(change, order, self._clock(), self._rules)
        if refusal is not None:
            raise ChangeRefused(refusal)
        return await self._gateway.change(proposal.account, change, version=proposal.version, key=proposal.id)

    async def _made(self, proposal: Proposal) -> Order | None:
        key = order_key(proposal.change.order)
        return await self._gateway.find_change(proposal.account, key, proposal.id)

    async def _look_again(self, proposal: Proposal, language: Language) -> Settlement:
        """The answer was lost: whether the change was made is asked, never tried a second time."""
        try:
            made = await self._made(proposal)
        except OrdersUnavailable:
            made = None
        if made is not None:
            return self._done(proposal, made, language)
        return Settlement(outcome="unclear", text=unclear_text(proposal.change, language))

    async def _was_changed(self, proposal: Proposal, language: Language) -> Settlement:
        change = proposal.change
        try:
            order = await self._gateway.find_order(proposal.account, order_key(change.order))
        except OrdersUnavailable:
            order = None
        if order is None:
            return Settlement(outcome="refused", text=refused_text(change, language))
        text = changed_text(order, language)
        return Settlement(outcome="refused", text=text, card=order_card(order, language))

    def _done(self, proposal: Proposal, after: Order, language: Language) -> Settlement:
        text = done_text(proposal.change, after, self._rules, language)
        return Settlement(outcome="done", text=text, card=order_card(after, language))
