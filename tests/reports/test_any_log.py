"""Whatever log the rules of a conversation allow, the figures of a report add up."""

from datetime import UTC, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain import commands as c
from app.domain import events as e
from app.domain.conversation import EMPTY, fold
from app.domain.decisions import decide
from app.domain.errors import SupportError
from app.domain.handoff import Packet
from app.domain.ids import Cid, CustomerId, OperatorId
from app.domain.replies import Reply, ReplyKind
from app.reports.summary import summarise
from app.reports.visits import cut

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANN = OperatorId("op_ann")
PACKET = Packet(reason="asked_for_human", language="en", summary="", question="")
KINDS: tuple[ReplyKind, ...] = ("answer", "not_found", "clarify", "order", "small_talk", "apology")
ACTS = (
    "say",
    "reply",
    "call",
    "cancel",
    "claim",
    "speak",
    "release",
    "return",
    "resolve",
    "finish",
    "rate",
    "contact",
    "call_back",
)
GAPS = (1, 15, 400, 4_000, 90_000, 300_000)

steps = st.lists(
    st.tuples(st.sampled_from(ACTS), st.sampled_from(GAPS), st.integers(0, 5)), min_size=1, max_size=40
)


def command_of(act: str, number: int, turn: int, av: int) -> c.Command:
    """The command that a step stands for; `number` chooses among its variants."""
    cid = Cid("cid-00000")
    reply = Reply(text="…", kind=KINDS[number], language="en")
    outcomes: tuple[e.Outcome, ...] = ("solved", "not_solved", "no_reply", "spam")
    commands: dict[str, c.Command] = {
        "say": c.SayAsCustomer(text="where", language="en", cid=cid),
        "reply": c.ReplyAsAssistant(turn=turn, reply=reply),
        "call": c.RequestHandoff(reason="asked_for_human", packet=PACKET),
        "cancel": c.CancelHandoff(),
        "claim": c.ClaimConversation(operator_id=ANN, operator_name="A", packet=PACKET),
        "speak": c.SayAsOperator(operator_id=ANN, operator_name="A", av=av, text="hi", cid=cid),
        "release": c.ReleaseConversation(operator_id=ANN, av=av, cause="operator"),
        "return": c.ReturnToAssistant(operator_id=ANN, av=av),
        "resolve": c.ResolveByOperator(operator_id=ANN, av=av, outcome=outcomes[number % 4]),
        "finish": c.ResolveByCustomer(outcome="solved" if number % 2 else "not_solved"),
        "rate": c.RateSatisfaction(score=max(1, number)),
        "contact": c.LeaveContact(phone="+7 900 000-00-00"),
        "call_back": c.FinishCallback(operator_id=ANN),
    }
    return commands[act]


def play(script: list[tuple[str, int, int]]) -> list[e.Recorded]:
    """The public log of a conversation in which people tried all this; what was refused left no trace."""
    now, log = START, list[e.Recorded]()
    commands: list[tuple[int, c.Command | tuple[str, int]]] = [
        (0, c.StartConversation(customer_id=CustomerId("cus_1"), language="en"))
    ]
    commands += [(gap, (act, number)) for act, gap, number in script]
    for gap, command in commands:
        now += timedelta(seconds=gap)
        state = fold(log, EMPTY)
        wanted = command_of(*command, state.turn, state.av) if isinstance(command, tuple) else command
        try:
            events = decide(state, wanted, now)
        except SupportError:
            continue
        public = [event for event in events if not isinstance(event, e.NoteEvent)]
        log += [e.Recorded(seq=len(log) + n, at=now, event=event) for n, event in enumerate(public, start=1)]
    return log


@settings(max_examples=300, deadline=None)
@example([("call", 1, 0), ("finish", 1, 1), ("say", 1, 0)], 1)
@given(steps, st.sampled_from(GAPS))
def test_the_figures_of_any_log_add_up(script: list[tuple[str, int, int]], later: int):
    log = play(script)
    now = log[-1].at + timedelta(seconds=later)
    visits = cut("c1", log)
    day = summarise(visits, START, now, now)
    assert sum(day.outcomes.values()) == day.conversations == len(visits)
    assert sum(day.escalations.values()) == day.escalated
    assert day.queue.entered == day.queue.taken + day.queue.left + day.queue.waiting
    assert day.queue.left_early <= day.queue.left
    assert day.answers.total == day.answers.by_model + day.answers.by_quotation + day.answers.by_rules
    assert day.csat.n == day.csat_assistant.n + day.csat_people.n
    spreads = (
        day.first_reply_s,
        day.human_first_reply_s,
        day.waiting_s,
        day.total_wait_s,
        day.resolution_s,
    )
    for each in spreads:
        assert each.p50 is None or 0 <= each.p50 <= (each.p90 or 0)
        assert each.within_norm is None or 0 <= each.within_norm <= 1


@settings(max_examples=200, deadline=None)
@given(steps)
def test_visits_follow_one_another_and_hold_every_act(script: list[tuple[str, int, int]]):
    log = play(script)
    visits = cut("c1", log)
    begins = [visit.began_at for visit in visits]
    assert begins == sorted(set(begins))
    acts = sum(isinstance(entry.event, e.SatisfactionRated) for entry in log)
    assert sum(visit.score is not None for visit in visits) <= acts
    assert sum(visit.closings for visit in visits) <= sum(isinstance(x.event, e.Resolved) for x in log)
    assert sum(len(visit.stays) for visit in visits) >= sum(
        isinstance(entry.event, e.HandoffRequested) for entry in log
    )
