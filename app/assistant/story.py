"""What has been said so far, as the pipeline needs it: turns, the open question, earlier ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain import events as e
from app.domain.conversation import Conversation
from app.domain.escalation import Turn
from app.domain.handoff import Tried
from app.domain.ids import ConversationId, Language
from app.domain.orders import Identity

EARLIER_QUESTIONS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A conversation at the moment of a turn.

    `question` joins all messages since the last reply (a burst gets one answer); `earlier` are the customer's
    messages before it, oldest first; `turns` is everything said.
    """

    conversation_id: ConversationId
    state: Conversation
    turns: tuple[Turn, ...]
    question: str
    earlier: tuple[str, ...]
    tried: tuple[Tried, ...]
    offered_turns_ago: int | None
    identity: Identity | None
    shows_card: bool = False
    """Whether the last thing said to the customer was the card of a change."""

    @property
    def turn(self) -> int:
        """The seq of the newest customer message."""
        return self.state.turn

    @property
    def language(self) -> Language:
        """The language of the newest customer message."""
        return self.state.language


def tell(
    conversation_id: ConversationId, state: Conversation, recorded: Sequence[e.Recorded], now: datetime
) -> Story:
    """The story of `recorded`, the whole public timeline in order."""
    turns: list[Turn] = []
    burst: list[str] = []
    earlier: list[str] = []
    tried: list[Tried] = []
    offered: int | None = None
    method = ""
    shows_card = False
    for entry in recorded:
        match entry.event:
            case e.CustomerSpoke() as spoke:
                turns.append(Turn(role="customer", text=spoke.text))
                burst.append(spoke.text)
                offered = None if offered is None else offered + 1
            case e.AssistantReplied() as replied:
                turns.append(Turn(role="assistant", text=replied.reply.text))
                shows_card = replied.reply.change is not None
                tried.append(_tried(" ".join(burst), replied))
                earlier.extend(burst)
                burst.clear()
            case e.OperatorSpoke() as spoke:
                turns.append(Turn(role="operator", text=spoke.text))
                shows_card = False
                earlier.extend(burst)
                burst.clear()
            case e.ChangeSettled() as settled:
                turns.append(Turn(role="assistant", text=settled.text))
            case e.TurnStopped() | e.ReturnedToAssistant() | e.HandoffCancelled() | e.Resolved():
                earlier.extend(burst)
                burst.clear()
            case e.PersonOffered():
                offered = 0
            case e.IdentityVerified() as verified:
                method = verified.method
            case _:
                pass
    account = state.verified_account(now)
    identity = None
    if account is not None and state.account_until is not None:
        identity = Identity(account=account, method=method, until=state.account_until)
    return Story(
        conversation_id=conversation_id,
        state=state,
        turns=tuple(turns),
        question="\n".join(burst),
        earlier=tuple(earlier[-EARLIER_QUESTIONS:]),
        tried=tuple(tried),
        offered_turns_ago=offered,
        identity=identity,
        shows_card=shows_card and state.proposal is not None,
    )


def _tried(question: str, replied: e.AssistantReplied) -> Tried:
    reply = replied.reply
    cited = tuple(dict.fromkeys(citation.title for citation in reply.citations))
    return Tried(question=question, reply=reply.text, kind=reply.kind, cited=cited)
