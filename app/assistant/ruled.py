"""Replies that rules give and no model writes: words, tone and links; when they are due is the turn's."""

from dataclasses import replace
from typing import Literal

from app.catalogue import keys, say
from app.domain.escalation import Decision
from app.domain.grounding import Citation
from app.domain.ids import Language
from app.domain.replies import FAILED_KINDS, Provenance, Reply
from app.domain.weighing import Failure
from app.knowledge.search import Retrieval

NEAR_ARTICLES = 3
NEAR_SCORE = 0.33
"""An article that fits less has nothing to do with the question."""

RuledKind = Literal["disclosure", "small_talk", "handoff"]


def ruled(text: str, kind: RuledKind, language: Language) -> Reply:
    """A reply that a rule gives, of that kind."""
    return Reply(text=text, kind=kind, language=language)


def failure_of(reply: Reply) -> Failure:
    """In what way a reply did not help, "" when it did."""
    if reply.kind not in FAILED_KINDS:
        return ""
    return "tool_failure" if reply.kind == "apology" else "ungrounded_twice"


def handoff_words(decision: Decision, language: Language) -> str:
    """What a customer who is handed over is told: fit for a grave topic, or for the reason."""
    fitting = f"assistant.handoff_sensitive_{decision.topic}" if decision.topic else ""
    if fitting in keys(language):
        return say(fitting, language)
    return say(f"assistant.handoff_{decision.reason}", language)


def in_tone(reply: Reply, decision: Decision) -> Reply:
    """A word of regret before an answer to somebody who is annoyed; the offer's words after it."""
    text = reply.text
    if decision.action in ("empathise", "offer") and decision.reason in (None, "frustration"):
        text = f"{say('assistant.empathy', reply.language)} {text}"
    if decision.action == "offer" and reply.kind != "not_found":
        text = f"{text}\n\n{say('assistant.offer', reply.language)}"
    return replace(reply, text=text)


def not_found(language: Language, retrieval: Retrieval) -> Reply:
    """That the base is silent, with what is near."""
    near = {p.article_id: p for p in retrieval.passages if p.title and p.score >= NEAR_SCORE}
    shown = list(near.values())[:NEAR_ARTICLES]
    parts = [say("assistant.not_found", language)]
    if shown:
        parts.append(say("assistant.not_found_near", language))
    citations = tuple(
        Citation(passage_id=p.id, article_id=p.article_id, lang=p.lang, title=p.title) for p in shown
    )
    passages = tuple(passage.id for passage in retrieval.passages)
    return Reply(
        text=" ".join(parts),
        kind="not_found",
        language=language,
        citations=citations,
        provenance=Provenance(passage_ids=passages),
    )
