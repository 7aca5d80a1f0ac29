"""From passages to a reply: by the model under the claim guard, by quotation without one or when it fails."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

import structlog

from app.assistant.asking import Asked, Prompt, answer_prompt, repair_prompt
from app.assistant.prompts import PromptBook
from app.catalogue import say
from app.domain.claims.check import Evidence
from app.domain.claims.gate import SentenceGate
from app.domain.claims.manner import told
from app.domain.errors import ModelUnavailable
from app.domain.escalation import Turn
from app.domain.grounding import Citation, Finding, FindingKind, Passage
from app.domain.ids import Language
from app.domain.instructions import without_instructions
from app.domain.replies import Provenance, Reply
from app.knowledge.search import Retrieval
from app.llm.base import ChatMessage, LanguageModel, Usage
from app.llm.offline import Quotation, Quoted

SHARED_WORDS = 3
REPAIR_S = 1.5
BEYOND_REPAIR = frozenset({"language", "code", "repetition", "instructions"})
"""Findings that a second call does not mend: who writes so was not up to the task."""
_WORD = re.compile(r"[^\W\d_]{4,}|\d+")

Show = Callable[[str], Awaitable[None]]
"""Takes each released piece of the draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is to be answered, and what was found for it."""

    text: str
    language: Language
    retrieval: Retrieval
    history: tuple[Turn, ...] = ()


@dataclass(slots=True)
class _Spent:
    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    version: str = ""
    refused: list[FindingKind] = field(default_factory=list[FindingKind])

    def add(self, usage: Usage | None) -> None:
        if usage is not None:
            self.tokens_in += usage.tokens_in
            self.tokens_out += usage.tokens_out


class Answering:
    """Writes replies. `model` None means quotation always; `shop` is the shop's name by language.

    Within `patience_s` the model must have written something that may be shown, and within `stall_s` of each
    such piece another one, else a quotation stands in.
    """

    def __init__(
        self,
        model: LanguageModel | None,
        quotation: Quotation,
        book: PromptBook,
        shop: dict[Language, str],
        *,
        max_tokens: int,
        temperature: float,
        patience_s: float,
        stall_s: float,
    ) -> None:
        self._model = model
        self._quotation = quotation
        self._book = book
        self._shop = shop
        self._max_tokens = max_tokens
        self._temperature = temperature
        self._patience_s = patience_s
        self._stall_s = stall_s
        self._log = structlog.get_logger("assistant")

    @property
    def has_model(self) -> bool:
        """Whether a model is asked at all."""
        return self._model is not None

    async def answer(self, question: Question, show: Show) -> Reply | None:
        """The reply, or None when the passages do not answer.

        The model writes under the guard, has one repair, and gives way to a quotation when it fails; pieces
        that passed the guard are shown while it writes.
        """
        question = replace(question, retrieval=_content_of(question.retrieval))
        spent = _Spent()
        if self._model is not None:
            try:
                written = await self._write(self._model, question, show, spent)
            except ModelUnavailable as error:
                self._log.warning("model_unavailable", reason=str(error))
                written = None
            if written is not None:
                return written
        quoted = await asyncio.to_thread(self._compose, question)
        if quoted is None:
            return None
        return self._quotation_reply(question, quoted, spent)

    def _compose(self, question: Question) -> Quoted | None:
        """Quote for each question that the base answers; say of the others that it does not."""
        retrieval = question.retrieval
        known = [(part.question, part.passages) for part in retrieval.parts if part.is_answerable]
        if len(retrieval.parts) == 1:
            asked, context = asked_and_context(question.text, retrieval)
            return self._quotation.compose(asked, retrieval.passages, question.language, context=context)
        quoted = self._quotation.compose(question.text, retrieval.passages, question.language, known)
        unknown = [part.question for part in retrieval.parts if not part.is_answerable]
        if quoted is None or not unknown:
            return quoted
        said = [say("assistant.part_unknown", question.language, question=part) for part in unknown]
        return Quoted(text="\n\n".join([quoted.text, *said]), citations=quoted.citations)

    def _quotation_reply(self, question: Question, quoted: Quoted, spent: _Spent) -> Reply:
        is_simplified = self._model is not None
        lead = say("assistant.simplified", question.language) + " " if is_simplified else ""
        provenance = Provenance(
            engine="quotation",
            model=self._model.name if self._model is not None else "",
            prompt_version=spent.version,
            passage_ids=tuple(citation.passage_id for citation in quoted.citations),
            model_calls=spent.calls,
            tokens_in=spent.tokens_in,
            tokens_out=spent.tokens_out,
            refused=tuple(spent.refused),
            is_simplified=is_simplified,
        )
        return Reply(
            text=lead + quoted.text,
            kind="answer",
            language=question.language,
            citations=quoted.citations,
            provenance=provenance,
        )

    async def _write(
        self, model: LanguageModel, question: Question, show: Show, spent: _Spent
    ) -> Reply | None:
        asked = Asked(
            question=question.text,
            passages=question.retrieval.passages,
            language=question.language,
            shop=self._shop[question.language],
        )
        history = [_chat(turn) for turn in question.history]
        prompt = answer_prompt(self._book, asked, history)
        evidence = await asyncio.to_thread(Evidence, prompt.passages, (), question.text)
        instructions = told(prompt.request.messages[0].text)
        gate = SentenceGate(evidence, question.language, instructions)
        started = asyncio.get_running_loop().time()
        await self._stream(model, prompt, gate, show, spent, due=started + self._patience_s)
        if gate.findings:
            self._note_refused(gate.findings, spent)
            if BEYOND_REPAIR & set(spent.refused):
                return None
            prompt = repair_prompt(self._book, asked, gate.draft, gate.findings)
            gate = SentenceGate(evidence, question.language, instructions)
            await self._stream(model, prompt, gate, None, spent, due=started + self._patience_s + REPAIR_S)
            if gate.findings:
                self._note_refused(gate.findings, spent)
                return None
        text = gate.released.strip()
        if not text:
            return None
        provenance = Provenance(
            engine="model",
            model=model.name,
            prompt_version=spent.version,
            passage_ids=tuple(passage.id for passage in prompt.passages),
            tokens_in=spent.tokens_in,
            tokens_out=spent.tokens_out,
            refused=tuple(spent.refused),
            model_calls=spent.calls,
        )
        return Reply(
            text=text,
            kind="answer",
            language=question.language,
            citations=cited(text, prompt.passages),
            provenance=provenance,
        )

    def _note_refused(self, findings: Sequence[Finding], spent: _Spent) -> None:
        kinds: list[FindingKind] = [finding.kind for finding in findings]
        self._log.info("draft_refused", kinds=sorted(set(kinds)))
        spent.refused = list(dict.fromkeys([*spent.refused, *kinds]))

    async def _stream(
        self,
        model: LanguageModel,
        prompt: Prompt,
        gate: SentenceGate,
        show: Show | None,
        spent: _Spent,
        *,
        due: float,
    ) -> None:
        """Feed the model's draft to the gate; by `due` something must be shown, or it counts as unavailable.

        From then on each sentence is due soon after the one before. Without `show` (a repair: the customer
        already saw another beginning) the whole draft is due.
        """
        request = replace(prompt.request, max_tokens=self._max_tokens, temperature=self._temperature)
        spent.calls += 1
        spent.version = prompt.version
        try:
            async with asyncio.timeout_at(due) as clock, aclosing(model.stream(request)) as deltas:
                async for delta in deltas:
                    spent.add(delta.usage)
                    piece = gate.feed(delta.text)
                    if piece and show is not None:
                        await show(piece)
                        now = asyncio.get_running_loop().time()
                        clock.reschedule(max(due, now + self._stall_s))
                    if gate.findings:
                        return
        except TimeoutError:
            model.give_up()
            raise ModelUnavailable("nothing to show in time") from None
        piece = gate.finish()
        if piece and show is not None:
            await show(piece)


def _chat(turn: Turn) -> ChatMessage:
    return ChatMessage(role="customer" if turn.role == "customer" else "assistant", text=turn.text)


def asked_and_context(text: str, retrieval: Retrieval) -> tuple[str, str]:
    """Of a message of one question: the words to be answered, and what a follow-up leaves unsaid."""
    completed = retrieval.parts[0].question
    return (text, completed) if retrieval.is_follow_up else (completed or text, "")


def cited(text: str, passages: Sequence[Passage]) -> tuple[Citation, ...]:
    """Citations for a written reply: for each sentence the passage that shares most words with it.

    Falls back to the best passage when the wording shares too little with any.
    """
    vocabularies = [set(_WORD.findall(passage.text.lower())) for passage in passages]
    chosen: dict[int, None] = {}
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
        words = set(_WORD.findall(sentence.lower()))
        shared = [len(words & vocabulary) for vocabulary in vocabularies]
        if shared and max(shared) >= SHARED_WORDS:
            chosen[shared.index(max(shared))] = None
    if not chosen and passages:
        chosen[0] = None
    return tuple(
        Citation(
            passage_id=passages[n].id,
            article_id=passages[n].article_id,
            lang=passages[n].lang,
            title=passages[n].title,
        )
        for n in chosen
    )


def _content_of(retrieval: Retrieval) -> Retrieval:
    """What was found, without what in it orders the assistant about."""
    parts = tuple(replace(part, passages=_contents(part.passages)) for part in retrieval.parts)
    return replace(retrieval, passages=_contents(retrieval.passages), parts=parts)


def _contents(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    read = [(passage, without_instructions(passage.text)) for passage in passages]
    return tuple(
        passage if text == passage.text else replace(passage, text=text) for passage, text in read if text
    )
