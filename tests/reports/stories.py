"""Builds the logs of conversations, second by second, for reports to count."""

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from app.domain import events as e
from app.domain.ids import Cid, CustomerId, OperatorId
from app.domain.replies import Provenance, Reply, ReplyKind
from app.storage.database import Database
from app.storage.timeline import Key, append

ANN, BOB = OperatorId("op_ann"), OperatorId("op_bob")


class Story:
    """One conversation: every call adds an event `second` seconds after `start`."""

    def __init__(self, name: str, start: datetime) -> None:
        self.name = name
        self.start = start
        self.recorded: list[e.Recorded] = []
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
