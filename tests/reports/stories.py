"""Builds the logs of conversations, second by second, for reports to count."""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from app.domain import events as e
from app.domain.escalation import EscalationPolicy, Signals
from app.domain.ids import Cid, CustomerId, OfferId, OperatorId
from app.domain.replies import Provenance, Reply, ReplyKind
from app.domain.weighing import Failure, Weighed, decide_anew, weigh
from app.storage.database import Database
from app.storage.timeline import Key, append

OURS = EscalationPolicy()
CALM = Signals()
ANN, BOB = OperatorId("op_ann"), OperatorId("op_bob")


class Story:
    """One conversation: every call adds an event `second` seconds after `start`."""

    def __init__(self, name: str, start: datetime) -> None:
        self.name = name
        self.start = start
        self.recorded: list[e.Recorded] = []
        self.marks: list[tuple[int, bool]] = []
        self._av = 0
        self._add(0, e.ConversationStarted(customer_id=CustomerId(f"cus_{name}"), language="ru"))
        self._add(0, e.Disclosed(language="ru"))

    def _add(self, second: float, event: e.Event) -> "Story":
        at = self.start + timedelta(seconds=second)
        self.recorded.append(e.Recorded(seq=len(self.recorded) + 1, at=at, event=event))
        return self

    def asks(self, second: float) -> "Story":
        return self._add(second, e.CustomerSpoke(text="Где заказ?", language="ru", cid=Cid(f"cid-{second}")))

    def bot(self, second: float, kind: ReplyKind, provenance: Provenance | None = None) -> "Story":
        reply = Reply(text="…", kind=kind, language="ru", provenance=provenance or Provenance())
        return self._add(second, e.AssistantReplied(turn=3, reply=reply))

    def turn(
        self, second: float, signals: Signals = CALM, kind: ReplyKind = "answer", failure: Failure = ""
    ) -> "Story":
        """The customer writes, and the assistant does what the product's own numbers say of `signals`."""
        self.asks(second)
        decision = decide_anew(OURS, Weighed(signals=signals, failure=failure))
        weighed = weigh(decision, signals, 0, failure)
        said = "handoff" if decision.action == "escalate" else kind
        reply = Reply(text="…", kind=said, language="ru")
        self._add(second + 1, e.AssistantReplied(turn=self.head, reply=reply, weighed=weighed))
        if decision.action == "offer":
            offered = e.PersonOffered(offer_id=OfferId(f"offer-{second}"), reason=decision.reason or "")
            self._add(second + 1, offered)
        if decision.action == "escalate":
            self.calls(second + 1, decision.reason or "")
        return self

    @property
    def head(self) -> int:
        """The seq of the newest event."""
        return len(self.recorded)

    def answers_offer(self, second: float, *, yes: bool) -> "Story":
        """The customer presses a button of the newest offer; a yes leads to the queue."""
        offer = next(
            entry.event for entry in reversed(self.recorded) if isinstance(entry.event, e.PersonOffered)
        )
        self._add(second, e.OfferAnswered(offer_id=offer.offer_id, is_accepted=yes))
        return self.calls(second, offer.reason) if yes else self

    def marked(self, *, not_needed: bool = True) -> "Story":
        """An operator marks the newest call of the assistant's own, or takes that back."""
        call = max(
            entry.seq
            for entry in self.recorded
            if isinstance(entry.event, e.AssistantReplied)
            and entry.event.weighed is not None
            and entry.event.weighed.is_judgement
        )
        self.marks.append((call, not_needed))
        return self

    def model(self, second: float, tokens_in: int, tokens_out: int) -> "Story":
        used = Provenance(engine="model", tokens_in=tokens_in, tokens_out=tokens_out, model_calls=1)
        return self.bot(second, "answer", used)

    def quotes(self, second: float, *, is_simplified: bool = False) -> "Story":
        return self.bot(second, "answer", Provenance(engine="quotation", is_simplified=is_simplified))

    def calls(self, second: float, reason: str = "asked_for_human") -> "Story":
        return self._add(second, e.HandoffRequested(reason=reason))

    def cancels(self, second: float) -> "Story":
        return self._add(second, e.HandoffCancelled())

    def taken(self, second: float, who: OperatorId = ANN) -> "Story":
        self._av += 1
        return self._add(second, e.OperatorAssigned(operator_id=who, operator_name="Оператор", av=self._av))

    def says(self, second: float, who: OperatorId = ANN) -> "Story":
        cid = Cid(f"op-{second}")
        return self._add(
            second, e.OperatorSpoke(operator_id=who, operator_name="Оператор", text="…", cid=cid)
        )

    def released(self, second: float, cause: e.ReleaseCause = "operator") -> "Story":
        return self._add(second, e.OperatorReleased(operator_id=ANN, cause=cause))

    def returned(self, second: float) -> "Story":
        return self._add(second, e.ReturnedToAssistant(operator_id=ANN))

    def resolved(
        self, second: float, outcome: e.Outcome, by: Literal["customer", "operator", "system"] = "operator"
    ) -> "Story":
        return self._add(second, e.Resolved(outcome=outcome, by=by))

    def thumb(self, second: float, value: Literal[1, -1]) -> "Story":
        return self._add(second, e.ReplyRated(seq=4, value=value))

    def scores(self, second: float, score: int) -> "Story":
        return self._add(second, e.SatisfactionRated(score=score))

    def contact(self, second: float) -> "Story":
        return self._add(second, e.ContactLeft(phone="+7 900 000-00-00"))

    def called_back(self, second: float) -> "Story":
        return self._add(second, e.CallbackDone(operator_id=ANN))


async def write(database: Database, *stories: Story) -> None:
    """Put the stories into the log, each as its own public stream."""

    def put(connection: Connection) -> None:
        for story in stories:
            _put_marks(connection, story)
            for entry in story.recorded:
                append(
                    connection,
                    f"conv:{story.name}",
                    entry.seq - 1,
                    [entry.event],
                    entry.at,
                    Key(sender="test"),
                )

    await database.write(put)


def _put_marks(connection: Connection, story: Story) -> None:
    judged = [
        e.EscalationJudged(operator_id=ANN, is_needed=not not_needed, call=call, operator_name="Оператор")
        for call, not_needed in story.marks
    ]
    append(connection, f"note:{story.name}", 0, judged, story.recorded[-1].at, Key(sender="test"))
