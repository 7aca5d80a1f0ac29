"""One turn, from the customer's words to one reply, an offer, or a handoff: read it from top to bottom."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from app.assistant.answering import Answering, Question, Show
from app.assistant.order_talk import OrderTalk, OrderTalkResult
from app.assistant.packets import PacketWriter
from app.assistant.policies import Policies
from app.assistant.ruled import failure_of, handoff_words, in_tone, not_found, ruled
from app.assistant.signals.reader import SignalReader
from app.assistant.smalltalk import SmallTalkReader
from app.assistant.story import Story, tell
from app.catalogue import say
from app.conversations import Conversations
from app.domain import commands as c
from app.domain.conversation import Conversation
from app.domain.errors import SupportError, TurnSuperseded
from app.domain.escalation import Decision, Signals
from app.domain.ids import ConversationId, Language, OfferId
from app.domain.replies import Reply
from app.domain.weighing import Weighed, weigh
from app.knowledge.search import KnowledgeSearch, Retrieval

ANSWER_KINDS = frozenset({"answer", "not_found", "order", "clarify", "apology"})

IsAttended = Callable[[], Awaitable[bool]]
"""Whether some operator takes conversations now."""
RecordUnanswered = Callable[[ConversationId, str, Language, float], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Senses:
    """What the assistant notices with; no model call among them."""

    signals: SignalReader
    small_talk: SmallTalkReader
    policies: Policies


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowing:
    """What the assistant knows from."""

    search: KnowledgeSearch
    orders: OrderTalk
    answering: Answering
    record_unanswered: RecordUnanswered


class TurnPipeline:
    """Answers the turn that a conversation awaits; twice is harmless, `decide` refuses the second reply."""

    def __init__(
        self,
        conversations: Conversations,
        senses: Senses,
        knowing: Knowing,
        packets: PacketWriter,
        is_attended: IsAttended,
        clock: Callable[[], datetime],
    ) -> None:
        self._conversations = conversations
        self._senses = senses
        self._knowing = knowing
        self._packets = packets
        self._is_attended = is_attended
        self._clock = clock
        self._log = structlog.get_logger("assistant")

    async def story(self, conversation_id: ConversationId, *, at_least: int | None = None) -> Story:
        """The conversation so far, as in `Conversations.history`; raises NotFound when it never started."""
        state, recorded = await self._conversations.history(conversation_id, at_least=at_least)
        return tell(conversation_id, state, recorded, self._clock())

    async def run(self, conversation_id: ConversationId, turn: int, show: Show) -> Conversation:
        """Answer `turn`: one reply, an offer with it, or a handoff. Returns the state after it.

        Raises TurnSuperseded when a person took over, the customer stopped it or wrote again.
        """
        started = time.monotonic()
        story = await self.story(conversation_id, at_least=turn)
        if story.turn != turn or not story.state.awaits_reply:
            raise TurnSuperseded
        answered = await self._answer_to_offer(story) or await self._answer_to_card(story)
        if answered is not None:
            return answered
        signals = await self._notice(story)
        numbers = self._senses.policies.current
        decision = numbers.policy.decide(signals)
        if decision.action == "escalate":
            return await self._hand_over(story, decision, signals, weigh(decision, signals, numbers.version))
        reply = self._by_rule(story, signals) or await self._by_knowledge(story, show, signals)
        failure = failure_of(reply)
        final = numbers.policy.after_failure(decision, signals, failure) if failure else decision
        weighed = weigh(final, signals, numbers.version, failure)
        if final.action == "escalate":
            return await self._hand_over(story, final, Signals(), weighed)
        return await self._say(story, _timed(in_tone(reply, decision), started), final, weighed)

    async def preview(
        self, need: str, language: Language, earlier: Sequence[str] = ()
    ) -> tuple[Reply | None, Retrieval]:
        """What the articles alone would answer, without a conversation; None when they do not."""
        retrieval = await self._knowing.search.find(need, language, earlier=earlier)
        if not need or not retrieval.is_answerable:
            return None, retrieval
        question = Question(text=need, language=language, retrieval=retrieval)
        return await self._knowing.answering.answer(question, _unseen), retrieval

    async def _notice(self, story: Story) -> Signals:
        """What the text shows and what the timeline remembers; only answers can go round in circles."""
        state = story.state
        signals = await asyncio.to_thread(self._senses.signals.read, story.turns)
        is_answer = bool(story.tried) and story.tried[-1].kind in ANSWER_KINDS
        return replace(
            signals,
            repeated_answer=signals.repeated_answer if is_answer else 0,
            thumbs_down=state.thumbs_down,
            failures_in_row=state.failures,
            offered_turns_ago=story.offered_turns_ago,
            declined_turns_ago=state.declined_turns_ago,
        )

    async def _answer_to_offer(self, story: Story) -> Conversation | None:
        """ "Yes" or "no" typed right after an offer of a person counts like a press on its button."""
        offer = story.state.offer
        if offer is None or story.offered_turns_ago != 1:
            return None
        is_accepted = self._senses.small_talk.accepts_offer(story.question)
        if is_accepted is None:
            return None
        packet = await self._packets.write(story, story.state.offer_reason)
        asked = Decision(action="escalate", reason="asked_for_human")
        words = await self._handoff_reply(asked, Signals(), story)
        answer = c.AnswerOffer(
            offer_id=offer, is_accepted=is_accepted, packet=packet, turn=story.turn, reply=words
        )
        handled = await self._conversations.handle(story.conversation_id, answer, sender="customer")
        if is_accepted:
            return handled.state
        reply = ruled(say("assistant.acknowledged", story.language), "small_talk", story.language)
        return await self._say(story, reply, Decision(action="none"))

    async def _answer_to_card(self, story: Story) -> Conversation | None:
        """ "No" typed under a card drops it; "yes" is no press: only the button is."""
        proposal = story.state.proposal
        if proposal is None or not story.shows_card:
            return None
        is_accepted = self._senses.small_talk.accepts_offer(story.question)
        if is_accepted is None:
            return None
        if not is_accepted:
            decline = c.DeclineChange(proposal_id=proposal.id)
            await self._conversations.handle(story.conversation_id, decline, sender="customer")
        key = "press_the_button" if is_accepted else "acknowledged"
        reply = ruled(say(f"assistant.{key}", story.language), "small_talk", story.language)
        return await self._say(story, reply, Decision(action="none"))

    def _by_rule(self, story: Story, signals: Signals) -> Reply | None:
        """The truth about being a bot, and small talk."""
        language = story.language
        if signals.asks_if_bot:
            return ruled(say("assistant.am_bot", language), "disclosure", language)
        small = self._senses.small_talk.small_talk(story.question)
        if small is None:
            return None
        key = small if small in ("greeting", "thanks", "goodbye", "wordless") else "acknowledged"
        return ruled(say(f"assistant.{key}", language), "small_talk", language)

    async def _by_knowledge(self, story: Story, show: Show, signals: Signals) -> Reply:
        """Orders and articles are looked up at once; an order answer wins, an unknown thing is said so."""
        ordered, retrieval = await asyncio.gather(self._look_up_orders(story), self._retrieve(story))
        if ordered.verified is not None:
            verify = c.VerifyIdentity(
                account=ordered.verified.account,
                method=ordered.verified.method,
                until=ordered.verified.until,
            )
            await self._conversations.handle(story.conversation_id, verify, sender="assistant")
        if ordered.reply is not None:
            return ordered.reply
        if retrieval.is_answerable:
            question = Question(
                text=story.question,
                language=story.language,
                retrieval=retrieval,
                history=story.turns[: -story.question.count("\n") - 1],
            )
            reply = await self._knowing.answering.answer(question, show)
            if reply is not None:
                return replace(reply, quick_replies=(ordered.invitation,)) if ordered.invitation else reply
        if signals.relieved and "?" not in story.question:
            return ruled(say("assistant.thanks", story.language), "small_talk", story.language)
        await self._record_unanswered(story, retrieval)
        return not_found(story.language, retrieval)

    async def _record_unanswered(self, story: Story, retrieval: Retrieval) -> None:
        """The editor's list is worth less than the customer's answer: its failure is only logged."""
        try:
            await self._knowing.record_unanswered(
                story.conversation_id, story.question, story.language, retrieval.confidence
            )
        except SupportError as error:
            self._log.warning("unanswered_not_recorded", code=error.code)

    async def _look_up_orders(self, story: Story) -> OrderTalkResult:
        return await self._knowing.orders.consider(
            story.turns, story.identity, story.language, story.state.customer_id
        )

    async def _retrieve(self, story: Story) -> Retrieval:
        return await self._knowing.search.find(story.question, story.language, earlier=story.earlier)

    async def _say(
        self, story: Story, reply: Reply, decision: Decision, weighed: Weighed | None = None
    ) -> Conversation:
        is_offer = decision.action == "offer"
        command = c.ReplyAsAssistant(
            turn=story.turn,
            reply=reply,
            offer=OfferId(secrets.token_urlsafe(9)) if is_offer else None,
            offer_reason=(decision.reason or "") if is_offer else "",
            weighed=weighed,
        )
        handled = await self._conversations.handle(story.conversation_id, command, sender="assistant")
        return handled.state

    async def _hand_over(
        self, story: Story, decision: Decision, signals: Signals, weighed: Weighed
    ) -> Conversation:
        """Call a person, with the story in hand."""
        reason = decision.reason or ""
        why = say(f"assistant.why_{reason}", story.language)
        packet = await self._packets.write(story, reason, (why, *signals.telling))
        reply = await self._handoff_reply(decision, signals, story)
        command = c.RequestHandoff(
            reason=reason, packet=packet, turn=story.turn, reply=reply, weighed=weighed
        )
        handled = await self._conversations.handle(story.conversation_id, command, sender="assistant")
        return handled.state

    async def _handoff_reply(self, decision: Decision, signals: Signals, story: Story) -> Reply:
        """Whoever asked what is speaking is told first; that nobody is there, if so, last."""
        words = handoff_words(decision, story.language)
        if signals.asks_if_bot:
            words = f"{say('assistant.am_ai', story.language)} {words}"
        if not await self._is_attended():
            words = f"{words} {say('assistant.handoff_away', story.language)}"
        return ruled(words, "handoff", story.language)


async def _unseen(_piece: str) -> None:
    """A preview is not streamed."""


def _timed(reply: Reply, started: float) -> Reply:
    spent = int((time.monotonic() - started) * 1_000)
    return replace(reply, provenance=replace(reply.provenance, latency_ms=spent))
