"""Confirmed changes are carried out in the background, each to its settlement; a sweep may ask again."""

from collections.abc import Awaitable, Callable

import structlog

from app.assistant.port import Spawn
from app.assistant.proposals import Proposals
from app.conversations import Conversations
from app.domain import commands as c
from app.domain.conversation import Conversation
from app.domain.errors import SupportError
from app.domain.handoff import Packet
from app.domain.ids import ConversationId, Language, ProposalId
from app.domain.order_changes import Proposal

WritePacket = Callable[[ConversationId, str], Awaitable[Packet]]


class Settling:
    """Settles what customers confirmed; twice, or on two nodes, is harmless: the shop's key and `decide`."""

    def __init__(
        self, conversations: Conversations, proposals: Proposals, packet: WritePacket, spawn: Spawn
    ) -> None:
        self._conversations = conversations
        self._proposals = proposals
        self._packet = packet
        self._spawn = spawn
        self._running: set[ProposalId] = set()
        self._log = structlog.get_logger("order_changes")

    def look(self, conversation_id: ConversationId, state: Conversation) -> None:
        """Begin to settle what is confirmed, unless that has begun."""
        proposal = state.confirmed
        if proposal is None or proposal.id in self._running:
            return
        self._running.add(proposal.id)
        self._spawn(self._settle(conversation_id, proposal, state.language))

    async def _settle(self, conversation_id: ConversationId, proposal: Proposal, language: Language) -> None:
        try:
            settlement = await self._proposals.settle(proposal, language)
            is_unclear = settlement.outcome == "unclear"
            command = c.SettleChange(
                proposal_id=proposal.id,
                outcome=settlement.outcome,
                text=settlement.text,
                language=language,
                card=settlement.card,
                packet=await self._packet(conversation_id, "tool_failure") if is_unclear else None,
            )
            await self._conversations.handle(conversation_id, command, sender="system")
        except SupportError as error:
            self._log.warning("order_change_not_settled", code=error.code, proposal=proposal.id)
        finally:
            self._running.discard(proposal.id)
