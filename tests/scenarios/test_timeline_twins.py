"""The server's fold and the pages' reducer say the same of every conversation, whatever the network did."""

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any, get_args

import pytest

from app.domain import commands as c
from app.domain import events as e
from app.domain.conversation import Conversation, evolve
from app.domain.errors import SupportError
from app.domain.ids import Cid, CustomerId, OfferId, OperatorId, ProposalId
from app.domain.order_changes import Proposal
from app.web.outgoing import ServerFrame
from app.web.transcript import view_of
from tests.builders import (
    FIRST_OPERATOR,
    NOON,
    SECOND_OPERATOR,
    Rehearsal,
    a_packet,
    a_proposal,
    a_reply,
    ask_for_a_person,
    claim,
    confirm,
    propose,
    reply,
    say,
    speak,
    start,
    verify,
)

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "frontend"
FIXTURES = sorted((ROOT / "tests" / "fixtures" / "timeline").glob("*.json"))
STREAM = "conv:1"
CONVERSATIONS = 150

Frame = dict[str, Any]


def a_conversation(seed: int) -> Rehearsal:
    """Forty random commands, sensible or not."""
    draw, told = random.Random(seed), Rehearsal(start(), verify())
    for _ in range(40):
        state, by = told.state, draw.choice([FIRST_OPERATOR, SECOND_OPERATOR])
        owner = state.operator_id or by
        offer = state.offer or OfferId("offer-none")
        change = state.proposal or a_proposal("proposal-none")
        commands: tuple[c.Command, ...] = (
            say(f"Вопрос {draw.random()}"),
            say("Ещё"),
            reply(state.turn),
            reply(state.turn, offer=f"offer-{state.head}"),
            c.StopTurn(turn=state.turn),
            ask_for_a_person(),
            c.CancelHandoff(),
            c.AnswerOffer(offer_id=offer, is_accepted=draw.random() < 0.5, packet=a_packet()),
            claim(by),
            speak(state.av, owner),
            c.TransferConversation(operator_id=owner, av=state.av, to_id=by, to_name="Коллега"),
            c.ReleaseConversation(operator_id=owner, av=state.av, cause="absent"),
            c.ReturnToAssistant(operator_id=owner, av=state.av),
            c.ResolveByOperator(operator_id=owner, av=state.av, outcome="solved"),
            c.ResolveByCustomer(outcome="not_solved"),
            c.RateReply(seq=state.reply_seqs[-1] if state.reply_seqs else 1, value=1),
            c.LeaveContact(email="anna@example.com"),
            propose(state.turn, a_proposal(f"proposal-{state.head}")),
            confirm(change),
            c.DeclineChange(proposal_id=change.id),
            settle(state.confirmed or change, draw.choice(get_args(e.ChangeOutcome))),
        )
        try:
            told.do(draw.choice(commands))
        except SupportError:
            continue
    return told


def settle(proposal: Proposal, outcome: e.ChangeOutcome) -> c.SettleChange:
    """The order system has answered."""
    packet = a_packet("tool_failure") if outcome == "unclear" else None
    return c.SettleChange(
        proposal_id=proposal.id, outcome=outcome, text="Ответ", language="ru", packet=packet
    )


def frames_of(told: Rehearsal) -> list[Frame]:
    """The frames a customer's page receives."""
    return [
        ServerFrame(
            t="ev", s=STREAM, ep="e1", seq=entry.seq, ts=entry.at, d=view_of(entry.event, "customer")
        ).model_dump(mode="json")
        for entry in told.public
    ]


def mangled(frames: list[Frame], seed: int) -> list[Frame]:
    """Some lost, some doubled, some late; then, as after a resync, all of them once more."""
    draw = random.Random(seed)
    sent = [frame for frame in frames for _ in range(draw.choice((0, 1, 1, 1, 2)))]
    for _ in range(len(sent) // 2):
        one = draw.randrange(len(sent))
        other = min(len(sent) - 1, one + draw.randrange(4))
        sent[one], sent[other] = sent[other], sent[one]
    return [*sent, *frames]


def seen_by_customer(state: Conversation) -> dict[str, object]:
    """What both folds know of a conversation."""
    return {
        "last": state.head,
        "status": state.status,
        "awaited": state.turn if state.awaits_reply else 0,
        "offer": state.offer,
        "operator": state.operator_name,
        "proposal": state.proposal.id if state.proposal else None,
        "confirmed": state.confirmed.id if state.confirmed else None,
        "decided": sorted(state.decided),
    }


def folded_by_pages(sequences: list[list[Frame]]) -> list[dict[str, Any]]:
    """The pages' own reducer, run by node."""
    node = shutil.which("node")
    if node is None or not (FRONTEND / "node_modules" / "rolldown").exists():
        pytest.skip("node with frontend/node_modules is not there")
    script = str(Path(__file__).with_name("run_reducer.mjs"))
    given = json.dumps([{"stream": STREAM, "frames": frames} for frames in sequences])
    done = subprocess.run(
        [node, script, str(FRONTEND)], input=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_any_conversation_is_folded_alike_by_server_and_pages() -> None:
    told = [a_conversation(seed) for seed in range(CONVERSATIONS)]
    assert len({one.state.status for one in told}) == 4
    assert {one.state.proposal is None for one in told} == {True, False}
    assert {one.state.confirmed is None for one in told} == {True, False}
    for one, page in zip(told, folded_by_pages([frames_of(one) for one in told]), strict=True):
        expected = seen_by_customer(one.state)
        assert {name: page[name] for name in expected} == expected
        spoken = [e.CustomerSpoke, e.AssistantReplied, e.OperatorSpoke]
        assert len(page["messages"]) == sum(type(entry.event) in spoken for entry in one.public)


def test_frames_lost_doubled_and_late_lead_to_the_same_place() -> None:
    clean = [frames_of(a_conversation(seed)) for seed in range(CONVERSATIONS)]
    hurt = [mangled(frames, seed) for seed, frames in enumerate(clean)]
    assert folded_by_pages(hurt) == folded_by_pages(clean)


def event_of(view: Frame) -> e.PublicEvent:
    """The event behind a view, as far as a fold of status and offers needs it."""
    operator = OperatorId("operator")
    match view:
        case {"k": "started", "lang": lang}:
            return e.ConversationStarted(customer_id=CustomerId("c"), language=lang)
        case {"k": "disclosed", "lang": lang}:
            return e.Disclosed(language=lang)
        case {"k": "message", "who": "customer", "text": text}:
            return e.CustomerSpoke(text=text, language="ru", cid=Cid("cid"))
        case {"k": "message", "who": "assistant", "turn": turn, "change": {"proposal": key}}:
            return e.AssistantReplied(turn=turn, reply=propose(turn, a_proposal(key)).reply)
        case {"k": "message", "who": "assistant", "turn": turn}:
            return e.AssistantReplied(turn=turn, reply=a_reply())
        case {"k": "change", "proposal": key, "state": "confirmed"}:
            return e.ChangeConfirmed(proposal_id=ProposalId(key))
        case {"k": "change", "proposal": key, "state": "declined"}:
            return e.ChangeDeclined(proposal_id=ProposalId(key))
        case {"k": "change", "proposal": key, "state": outcome}:
            return e.ChangeSettled(proposal_id=ProposalId(key), outcome=outcome, text="", language="ru")
        case {"k": "stopped", "turn": turn}:
            return e.TurnStopped(turn=turn)
        case {"k": "offer", "offer_id": offer}:
            return e.PersonOffered(offer_id=offer, reason="")
        case {"k": "offer_answered", "offer_id": offer, "accepted": accepted}:
            return e.OfferAnswered(offer_id=offer, is_accepted=accepted)
        case {"k": "status", "cause": cause}:
            return _status_event(cause, operator, view["operator_name"])
        case _:
            return e.SatisfactionRated(score=5)


def _status_event(cause: str, operator: OperatorId, name: str) -> e.PublicEvent:
    known: dict[str, e.PublicEvent] = {
        "handoff_requested": e.HandoffRequested(reason="asked_for_human"),
        "handoff_cancelled": e.HandoffCancelled(),
        "operator_assigned": e.OperatorAssigned(operator_id=operator, operator_name=name, av=1),
        "operator_released": e.OperatorReleased(operator_id=operator, cause="operator"),
        "returned_to_assistant": e.ReturnedToAssistant(operator_id=operator),
        "resolved": e.Resolved(outcome="solved", by="operator"),
    }
    return known[cause]


def test_there_are_fixtures() -> None:
    assert len(FIXTURES) > 20


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_the_servers_fold_agrees_with_each_fixture_of_the_pages(path: Path) -> None:
    fixture = json.loads(path.read_text(encoding="utf-8"))
    stream, expected = fixture["expect"]["stream"], fixture["expect"]
    state, early = Conversation(), dict[int, Frame]()
    for frame in fixture["frames"]:
        if frame["t"] == "reset" and frame["d"]["s"] == stream:
            state = Conversation(head=frame["d"]["head"] - len(frame["d"]["events"]))
            for event in frame["d"]["events"]:
                state = _applied(state, event["seq"], event["d"])
        if frame["t"] == "ev" and frame["s"] == stream and frame["ep"] in ("e1", expected.get("epoch", "e1")):
            early[frame["seq"]] = frame["d"]
        while state.head + 1 in early:
            state = _applied(state, state.head + 1, early[state.head + 1])
    found = seen_by_customer(state)
    shared = {name: expected[name] for name in found if name in expected}
    assert {name: found[name] for name in shared} == shared


def _applied(state: Conversation, seq: int, view: Frame) -> Conversation:
    return evolve(state, e.Recorded(seq=seq, at=NOON, event=event_of(view)))
