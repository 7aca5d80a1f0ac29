"""The handoff packet: what an operator gets so that the customer never repeats themselves."""

from dataclasses import dataclass

from app.domain.grounding import Citation
from app.domain.ids import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One thing the assistant already said: the customer's words, our reply, what it cited."""

    question: str
    reply: str
    kind: str
    cited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """Reason, summary and story of a handoff, in the conversation's language.

    `mood` is the frustration score (0..1) of each customer turn, oldest first; `evidence` says in short
    readable words why the policy decided; `identity` says how it was proven, "" for an unverified visitor.
    """

    reason: str
    language: Language
    summary: str
    question: str
    tried: tuple[Tried, ...] = ()
    identity: str = ""
    orders: tuple[str, ...] = ()
    mood: tuple[float, ...] = ()
    evidence: tuple[str, ...] = ()
    suggested_reply: str = ""
    suggested_citations: tuple[Citation, ...] = ()
