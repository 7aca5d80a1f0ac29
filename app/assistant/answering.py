"""From passages to a reply: by the model under the claim guard, by quotation without one or when it fails."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace

import structlog

from app.assistant.asking import Asked, Prompt, answer_prompt, repair_prompt
from app.assistant.prompts import PromptBook
from app.catalogue import say
from app.domain.claims.check import Evidence
from app.domain.claims.gate import SentenceGate
from app.domain.errors import ModelUnavailable
from app.domain.escalation import Turn
from app.domain.grounding import Citation, Passage
from app.domain.ids import Language
from app.domain.replies import Provenance, Reply
from app.knowledge.search import Retrieval
from app.llm.base import ChatMessage, LanguageModel, Usage
from app.llm.offline import Quotation, Quoted

SHARED_WORDS = 3
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

    def add(self, usage: Usage | None) -> None:
        if usage is not None:
            self.tokens_in += usage.tokens_in
            self.tokens_out += usage.tokens_out


class Answering:
    """Writes replies. `model` None means quotation always; `shop` is the shop's name by language."""

    def __init__(
        self,
        model: LanguageModel | None,
        quotation: Quotation,
        book: PromptBook,
        shop: dict[Language, str],
        *,
        max_tokens: int,
        temperature: float,
    ) -> None:
        self._model = model
        self._quotation = quotation
        self._book = book
        self._shop = shop
        self._max_tokens = max_tokens
        self._temperature = temperature
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
        retrieval = question.retrieval
        parts = (
            [(part.question, part.passages) for part in retrieval.parts] if len(retrieval.parts) > 1 else []
        )
        return self._quotation.compose(question.text, retrieval.passages, question.language, parts)

    def _quotation_reply(self, question: Question, quoted: Quoted, spent: _Spent) -> Reply:
        is_simplified = self._model is not None
        lead = say("assistant.simplified", question.language) + " " if is_simplified else ""
        provenance = Provenance(
            engine="quotation",
            model=self._model.name if self._model is not None else "",
            prompt_version=spent.version,
            passage_ids=tuple(passage.id for passage in question.retrieval.passages),
            model_calls=spent.calls,
            tokens_in=spent.tokens_in,
            tokens_out=spent.tokens_out,
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
        evidence = Evidence(prompt.passages, (), question.text)
        gate = SentenceGate(evidence)
        await self._stream(model, prompt, gate, show, spent)
        if gate.findings:
            self._log.info("draft_refused", kinds=sorted({finding.kind for finding in gate.findings}))
            prompt = repair_prompt(self._book, asked, gate.draft, gate.findings)
            gate = SentenceGate(evidence)
            await self._stream(model, prompt, gate, _keep, spent)
            if gate.findings:
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
            model_calls=spent.calls,
        )
        return Reply(
            text=text,
            kind="answer",
            language=question.language,
            citations=cited(text, prompt.passages),
            provenance=provenance,
        )

    async def _stream(
        self, model: LanguageModel, prompt: Prompt, gate: SentenceGate, show: Show, spent: _Spent
    ) -> None:
        request = replace(prompt.request, max_tokens=self._max_tokens, temperature=self._temperature)
        spent.calls += 1
        spent.version = prompt.version
        async with aclosing(model.stream(request)) as deltas:
            async for delta in deltas:
                spent.add(delta.usage)
                piece = gate.feed(delta.text)
                if piece:
                    await show(piece)
                if gate.findings:
                    return
        piece = gate.finish()
        if piece:
            await show(piece)


async def _keep(_piece: str) -> None:
    """A repair is not shown while it is written: the customer already saw another beginning."""


def _chat(turn: Turn) -> ChatMessage:
    return ChatMessage(role="customer" if turn.role == "customer" else "assistant", text=turn.text)


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
