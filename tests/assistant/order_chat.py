"""A chat about orders with the real talk and the demo shop, for tests: say something, read the reply."""

from app.assistant.order_talk import OrderTalk, OrderTalkResult
from app.assistant.ordering.attempts import AttemptLimiter
from app.assistant.proposals import Proposals
from app.assistant.tools import OrderTools
from app.domain.escalation import Turn
from app.domain.ids import Language
from app.domain.orders import Identity
from app.orders.demo_shop import DemoShop
from app.orders.gateway import OrderGateway
from app.orders.rules import load_rules
from tests.manual_clock import ManualClock

ELSEWHERE = "(answered from the articles)"


class OrderChat:
    """One visitor's conversation; `talk` may be shared to let several visitors meet the same counters."""

    def __init__(
        self,
        language: Language = "ru",
        *,
        clock: ManualClock | None = None,
        gateway: OrderGateway | None = None,
        talk: OrderTalk | None = None,
        visitor: str = "visitor-1",
    ) -> None:
        self.clock = clock or ManualClock()
        self.language: Language = language
        self.talk = talk or order_talk(self.clock, gateway)
        self.visitor = visitor
        self.identity: Identity | None = None
        self.turns: list[Turn] = []

    async def ask(self, *burst: str) -> OrderTalkResult:
        """Say one or several messages at once; the whole result."""
        self.turns += [Turn(role="customer", text=text) for text in burst]
        identity = self.identity if self.identity and self.identity.until > self.clock() else None
        result = await self.talk.consider(self.turns, identity, self.language, self.visitor)
        self.identity = result.verified or self.identity
        self.turns.append(Turn(role="assistant", text=result.reply.text if result.reply else ELSEWHERE))
        return result

    async def say(self, *burst: str) -> str:
        """Say one or several messages at once; the reply's text."""
        await self.ask(*burst)
        return self.turns[-1].text.replace("\u00a0", " ")


def order_talk(clock: ManualClock, gateway: OrderGateway | None = None) -> OrderTalk:
    """The real talk over the demo shop or another gateway, with counters of its own."""
    shop, rules = gateway or DemoShop(clock), load_rules()
    tools = OrderTools(shop, rules, clock, Proposals(shop, rules, clock))
    return OrderTalk(shop, rules, clock, AttemptLimiter(clock), tools)
