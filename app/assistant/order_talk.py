"""Answers about the customer's own orders without a model: question read, identity proven, tools run."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.assistant.ordering.attempts import AttemptLimiter
from app.assistant.ordering.changing import (
    ChangeTalk,
    NextStep,
    deed_asked,
    deed_meant,
    invitation_to,
)
from app.assistant.ordering.codes import OneTimeCodes
from app.assistant.ordering.reading.choice import choose
from app.assistant.ordering.reading.hearing import Heard, hear
from app.assistant.ordering.reading.proof import gather_claim, what_is_missing
from app.assistant.ordering.reading.questions import OrderQuestion, read_question
from app.assistant.ordering.reading.topic_words import Topic
from app.assistant.ordering.saying import phrases
from app.assistant.ordering.saying.sentences import list_sentences, order_line
from app.assistant.tools import OrderTools, ToolResult
from app.domain.errors import OrdersUnavailable
from app.domain.escalation import Turn
from app.domain.ids import Language
from app.domain.order_numbers import is_same_order
from app.domain.order_rules import OrderRules
from app.domain.orders import Identity, IdentityClaim, Order, Words
from app.domain.replies import FormKind, Reply, ReplyKind
from app.orders.gateway import OrderGateway

VERIFIED_FOR = timedelta(minutes=30)
MAX_CHOICES = 4
MAX_BRIEF = 5
BRIEF_TIMEOUT_S = 1.0
ANSWERS_AN_HOUR = 60
"""How often the order system is asked for one visitor, whoever or whatever writes their messages."""
TRIES_ON_ORDER = 20
"""Failed proofs of one order number in an hour, whoever tries: a new visitor is easily made."""

_TOOL_OF: dict[Topic, str] = {
    "overview": "order_overview",
    "status": "order_status",
    "eta": "order_arrival",
    "tracking": "order_tracking",
    "items": "order_items",
    "total": "order_total",
    "payment": "order_payment",
    "refund": "order_refund",
    "address": "order_address",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTalkResult:
    """What came of a message. `reply` None: it is not about the customer's own order, ask the knowledge base.

    `verified` is a new identity to be recorded; `tool_results` are texts that figures may rest on;
    `invitation` is what the customer may say next to begin here what they asked about in general.
    """

    reply: Reply | None = None
    verified: Identity | None = None
    tool_results: tuple[str, ...] = ()
    is_tool_failure: bool = False
    tools: tuple[str, ...] = ()
    invitation: str = ""


class OrderTalk:
    """Reads a conversation's turns and answers what concerns the customer's own orders."""

    def __init__(
        self,
        gateway: OrderGateway,
        rules: OrderRules,
        clock: Callable[[], datetime],
        attempts: AttemptLimiter,
        tools: OrderTools,
        codes: OneTimeCodes | None = None,
    ) -> None:
        self._gateway = gateway
        self._clock = clock
        self._attempts = attempts
        self._attempts_on_order = AttemptLimiter(clock, limit=TRIES_ON_ORDER)
        self._answers = AttemptLimiter(clock, limit=ANSWERS_AN_HOUR)
        self._rules = rules
        self._tools = tools
        self._codes = codes
        self._changes = ChangeTalk(tools, rules, clock)

    async def consider(
        self, turns: Sequence[Turn], identity: Identity | None, language: Language, visitor: str
    ) -> OrderTalkResult:
        """Answer the last customer turn of `turns` (oldest first) if it is about the customer's own order.

        `identity` is what the session has proven so far, `visitor` whose tries are counted. Raises nothing:
        an order system that is down becomes an apology with `is_tool_failure`.
        """
        current = identity if identity and identity.until > self._clock() else None
        heard = hear(turns, is_verified=current is not None)
        if heard is None:
            return OrderTalkResult(invitation=self._invitation(turns, language))
        try:
            if current is None:
                return await self._with_proof(heard, language, visitor)
            if not self._answers.take(visitor):
                return _wait(self._answers.wait(visitor), language)
            return await self._answer(heard, current, language)
        except OrdersUnavailable:
            reply = _reply(phrases.UNAVAILABLE, "apology", language, offers_person=True)
            return OrderTalkResult(reply=reply, is_tool_failure=True)

    def _invitation(self, turns: Sequence[Turn], language: Language) -> str:
        question = read_question(turns[-1].text) if turns else OrderQuestion()
        if question.is_others or question.is_faulty:
            return ""
        return invitation_to(question.topics, self._rules, language)

    async def brief(self, identity: Identity | None, language: Language) -> tuple[str, ...]:
        """The known customer's newest orders, a line each, for the person who takes over; never raises.

        Nothing without a valid identity, and nothing when the order system does not answer within a second.
        """
        if identity is None or identity.until <= self._clock():
            return ()
        try:
            async with asyncio.timeout(BRIEF_TIMEOUT_S):
                orders = await self._gateway.orders_of(identity.account)
        except (OrdersUnavailable, TimeoutError):
            return ()
        return tuple(order_line(order, language) for order in orders[:MAX_BRIEF])

    async def _with_proof(self, heard: Heard, language: Language, visitor: str) -> OrderTalkResult:
        if heard.remark is not None:
            return _said(_reply(heard.remark, "identity", language, offers_person=True))
        claim = gather_claim(heard.proof)
        if not claim.is_complete:
            return _said(_reply(what_is_missing(claim), "identity", language, form="identity"))
        if self._codes is not None and not claim.email:
            return _said(_reply(phrases.NEED_EMAIL, "identity", language, offers_person=True, form="email"))
        if self._codes is not None:  # the code goes to this address, so nothing else may prove the order
            claim = IdentityClaim(order=claim.order, email=claim.email)
        wait = self._try(visitor, claim.order)
        if wait:
            return _wait(wait, language)
        account = await self._gateway.prove(claim)
        if self._codes is not None and not self._codes.fits(visitor, claim, heard.code if account else ""):
            return self._ask_for_code(self._codes, heard, claim, account, language, visitor)
        if account is None:
            return _said(_reply(phrases.NO_MATCH, "identity", language, offers_person=True, form="identity"))
        self._attempts.give_back(visitor)
        self._attempts_on_order.give_back(claim.order)
        method = claim.method if self._codes is None else f"{claim.method}+code"
        proven = Identity(account=account, method=method, until=self._clock() + VERIFIED_FOR)
        return await self._answer(heard, proven, language, verified=proven, proven_order=claim.order)

    def _ask_for_code(
        self,
        codes: OneTimeCodes,
        heard: Heard,
        claim: IdentityClaim,
        account: str | None,
        language: Language,
        visitor: str,
    ) -> OrderTalkResult:
        """The same words whether the claim fits or not; only a fitting one is sent a letter."""
        words = phrases.CODE_WRONG if heard.code else phrases.CODE_SENT
        if account is not None and not heard.code:
            codes.send(visitor, claim, language)
        return _said(_reply(words, "identity", language, offers_person=True, form="code"))

    def _try(self, visitor: str, order: str) -> timedelta:
        """Count a try; how long to wait instead when there have been too many, else zero."""
        if not self._attempts.take(visitor):
            return self._attempts.wait(visitor)
        if not self._attempts_on_order.take(order):
            return self._attempts_on_order.wait(order)
        return timedelta(0)

    async def _answer(
        self,
        heard: Heard,
        identity: Identity,
        language: Language,
        *,
        verified: Identity | None = None,
        proven_order: str = "",
    ) -> OrderTalkResult:
        orders = await self._gateway.orders_of(identity.account)
        lead = [phrases.MATCHED.of(language)] if verified else []
        if heard.is_others and not verified and not heard.asked_orders:
            return _said(_reply(phrases.OTHERS, "identity", language, offers_person=True))
        if not verified and any(not _has(orders, order) for order in heard.asked_orders):
            return OrderTalkResult(
                reply=_reply(phrases.NOT_AMONG_YOURS, "identity", language, offers_person=True),
                verified=verified,
            )
        if heard.topics == ("list",):
            result = await self._tools.run("order_list", {}, identity, language)
            return _answered([result], lead, language, verified)
        choice = choose(orders, f"#{proven_order} {heard.question}", heard.earlier)
        if choice.order is None:
            return self._which(orders, lead, language, verified)
        arguments = {"order": choice.order.id, "items": [item.id for item in choice.items]}
        results: list[ToolResult] = []
        step: NextStep | None = None
        for topic in heard.topics:
            asked, deed = deed_asked(topic), deed_meant(topic, choice.order, heard.question, self._rules)
            judged = deed if deed == "withdraw" else asked
            tool = f"may_{judged}" if judged else _TOOL_OF.get(topic)
            if tool is not None:
                results.append(await self._tools.run(tool, arguments, identity, language))
            if deed is not None and step is None:
                step = await self._changes.next_step(
                    deed, choice.order, choice.items, heard, identity, language
                )
                if step and deed != judged:
                    step = replace(step, words=f"{phrases.BEFORE_PACKING.of(language)}\n{step.words}")
        return _answered(results, lead, language, verified, step)

    def _which(
        self, orders: Sequence[Order], lead: list[str], language: Language, verified: Identity | None
    ) -> OrderTalkResult:
        listed = "\n".join(list_sentences(orders, language))
        text = "\n".join([*lead, listed, *([phrases.WHICH.of(language)] if orders else [])])
        choices = tuple(str(order.id) for order in orders[:MAX_CHOICES])
        reply = Reply(text=text, kind="clarify", language=language, quick_replies=choices)
        return OrderTalkResult(reply=reply, verified=verified, tool_results=(listed,), tools=("order_list",))


def _has(orders: Sequence[Order], key: str) -> bool:
    return any(is_same_order(key, order.id) for order in orders)


def _answered(
    results: Sequence[ToolResult],
    lead: list[str],
    language: Language,
    verified: Identity | None,
    step: NextStep | None = None,
) -> OrderTalkResult:
    """The results' sentences and the next step; the card of a change, and a form, stand alone."""
    cards = {card.order_id: card for result in results for card in result.cards}
    change = step.change if step else None
    follows = [step.words] if step else []
    said = dict.fromkeys(result.brief if change else result.text for result in results)
    return OrderTalkResult(
        reply=Reply(
            text="\n".join([*lead, *said, *follows]),
            kind="order",
            language=language,
            cards=() if change or (step and step.form) else tuple(cards.values()),
            quick_replies=step.quick_replies if step else (),
            form=step.form if step else "",
            change=change,
        ),
        verified=verified,
        tool_results=tuple(f"{result.name}: {result.text}" for result in results),
        tools=tuple(result.name for result in results),
    )


def _wait(wait: timedelta, language: Language) -> OrderTalkResult:
    text = phrases.too_many(wait, language)
    return _said(_reply(Words(ru=text, en=text), "identity", language, offers_person=True))


def _said(reply: Reply) -> OrderTalkResult:
    return OrderTalkResult(reply=reply)


def _reply(
    words: Words,
    kind: ReplyKind,
    language: Language,
    *,
    offers_person: bool = False,
    form: FormKind = "",
) -> Reply:
    quick = (phrases.TALK_TO_PERSON.of(language),) if offers_person else ()
    return Reply(text=words.of(language), kind=kind, language=language, quick_replies=quick, form=form)
