"""What a model call is made of: passages, tool results and history within their limits; no wording here."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from app.assistant.prompts import PromptBook, Rendered, neutral
from app.domain.grounding import Finding, Passage
from app.domain.ids import Language
from app.llm.base import ChatMessage, ModelRequest

MAX_PASSAGES = 5
MAX_CONTEXT_TOKENS = 3000
"""Of passages and tool results together, guessed at three characters a token (English has four or more)."""
MAX_HISTORY_TOKENS = 800
MAX_REPLY_TOKENS = 600
_CHARS_A_TOKEN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one reply is written from: the question, what was found for it, in which language and shop."""

    question: str
    passages: tuple[Passage, ...]
    language: Language
    shop: str
    tool_results: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A request and where it came from; `passages` are those that fitted, in order."""

    request: ModelRequest
    version: str
    passages: tuple[Passage, ...]


def answer_prompt(book: PromptBook, asked: Asked, history: Sequence[ChatMessage] = ()) -> Prompt:
    """The one call of a plain answer; `history` is what was said before the question, oldest first."""
    fitted = fit(asked)
    return _prompt(book.render("answer", **_values(fitted)), fitted.passages, history)


def repair_prompt(book: PromptBook, asked: Asked, draft: str, findings: Sequence[Finding]) -> Prompt:
    """The second and last try: the same material, the refused draft and what in it was not carried."""
    fitted = fit(asked)
    told = [f"{finding.kind}: {finding.text}" for finding in findings[:10]]
    rendered = book.render("repair", **_values(fitted), draft=draft[:4000], findings=told)
    return _prompt(rendered, fitted.passages, ())


def summary_prompt(book: PromptBook, turns: Sequence[ChatMessage], language: Language, shop: str) -> Prompt:
    """A note for the operator about `turns`, oldest first."""
    kept = [{"author": turn.role, "text": turn.text} for turn in trim(turns, MAX_CONTEXT_TOKENS)]
    return _prompt(book.render("summary", turns=kept, language=language, shop=shop), (), ())


def fit(asked: Asked) -> Asked:
    """`asked` within the limits: tool results first, then passages, best first, the last one perhaps cut."""
    room = MAX_CONTEXT_TOKENS * _CHARS_A_TOKEN
    results = tuple(result[: room // 2] for result in asked.tool_results[:MAX_PASSAGES])
    room -= sum(map(len, results))
    kept: list[Passage] = []
    for passage in asked.passages[:MAX_PASSAGES]:
        frame = len(passage.title) + len(passage.heading) + 40
        if room - frame < min(len(passage.text), 200):
            break
        kept.append(replace(passage, text=passage.text[: room - frame]))
        room -= frame + len(kept[-1].text)
    return replace(asked, passages=tuple(kept), tool_results=results)


def trim(history: Sequence[ChatMessage], tokens: int = MAX_HISTORY_TOKENS) -> tuple[ChatMessage, ...]:
    """The newest messages that fit into `tokens`, in their order; a long one is cut in its middle."""
    kept: list[ChatMessage] = []
    room = tokens * _CHARS_A_TOKEN
    for message in reversed(history):
        text = _shortened(message.text, 600)
        room -= len(text)
        if room < 0:
            break
        kept.append(replace(message, text=str(neutral(text))))
    return tuple(reversed(kept))


def estimate_tokens(text: str) -> int:
    """An upper guess without the vendor's tokenizer."""
    return -(-len(text) // _CHARS_A_TOKEN)


def _values(asked: Asked) -> dict[str, object]:
    return {field.name: getattr(asked, field.name) for field in fields(asked)}


def _prompt(rendered: Rendered, passages: tuple[Passage, ...], history: Sequence[ChatMessage]) -> Prompt:
    messages = (
        ChatMessage(role="system", text=rendered.system),
        *trim(history),
        ChatMessage(role="customer", text=rendered.material),
    )
    request = ModelRequest(messages=messages, max_tokens=MAX_REPLY_TOKENS, temperature=0.0)
    return Prompt(request=request, version=rendered.version, passages=passages)


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit // 2]} … {text[-limit // 2 :]}"
