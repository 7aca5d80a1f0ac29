"""What the assistant says to a question: right, cited, honest when the base is silent, in its language."""

import re
from collections.abc import Sequence
from dataclasses import replace

from app.catalogue import keys, say
from app.domain.language import detect_language
from app.domain.replies import Reply
from app.knowledge.search import Retrieval
from evals.chat import Answered, Chat
from evals.house import House
from evals.judging.figures import unsupported
from evals.judging.matching import normalise, said, says_any, without_citations
from evals.metrics import Metrics, RowOut, percentile, share
from evals.rows import Lang, QuestionRow
from evals.running import Options, SuiteResult, measured

ABSTAINING = frozenset({"not_found", "clarify", "handoff", "apology"})
"""Kinds of reply that do not answer: the base is silent, which of these, a person, a failure."""
ALWAYS = ("correct", "cited_right", "abstained_when_unanswerable", "false_abstention")
BY_TOOLS = frozenset({"order", "identity"})
_SAYS_UNKNOWN = re.compile(
    r"\b(?:не (?:знаю|нашел|нашла|нашлось|вижу|могу (?:сказать|подсказать|подтвердить))"
    r"|нет (?:информации|данных|сведений|ответа)|(?:do not|don't) (?:know|have (?:any )?information)"
    r"|(?:could not|couldn't|cannot|can't) (?:find|say|tell|confirm)|no information)\b"
)


async def run(rows: Sequence[QuestionRow], options: Options) -> SuiteResult:
    """Ask every question in a conversation of its own, after its earlier turns."""
    house = await options.house()
    outcomes = [await _outcome(row, house) for row in options.each(rows, "answers")]
    result = measured(
        outcomes, _measure, {"lang": "lang", "tag": "tags"}, of_all=_spent(outcomes), always=ALWAYS
    )
    caught = caught_by_kind(outcomes)
    return replace(result, by={**result.by, "caught": caught}) if caught else result


async def _outcome(row: QuestionRow, house: House) -> RowOut:
    chat = await Chat.start(house.services, row.lang)
    earlier = row.turns[:-1] if row.turns and row.turns[-1] == row.question else row.turns
    for turn in earlier:
        await chat.say(turn)
    house.orders.forget()
    answered = await chat.say(row.question)
    language = detect_language(row.question, row.lang)
    retrieval = await house.services.search.find(row.question, language, earlier=earlier)
    answer = answered.text
    missing = [list(group) for group in row.must_include_any if not says_any(answer, group)]
    forbidden = said(answer, row.must_not_include)
    abstained = is_abstention(answered)
    sources = [*sources_of(retrieval), *earlier, row.question, *map(str, house.orders.found)]
    provenances = [reply.provenance for reply in answered.replies]
    return {
        "id": row.id,
        "lang": row.lang,
        "tags": row.tags,
        "question": row.question,
        "expected": {"relevant": row.relevant, "must_include_any": row.must_include_any},
        "answer": answer,
        "kind": "+".join(sorted(answered.kinds)),
        "correct": not missing and not forbidden and not abstained if row.relevant else abstained,
        "missing": missing,
        "forbidden_said": forbidden,
        "abstained": abstained,
        "cited": answered.cited,
        "retrieved": [str(article) for article in retrieval.article_ids],
        "confidence": retrieval.confidence,
        "escalated": answered.is_escalated,
        "unsupported_figures": unsupported_figures(answered, sources, row.lang),
        "answer_lang": spoken_language(answered, row.lang),
        "ms": answered.ms,
        "engine": "+".join(sorted({provenance.engine for provenance in provenances})),
        "refused": list(dict.fromkeys(kind for provenance in provenances for kind in provenance.refused)),
        "model_calls": sum(provenance.model_calls for provenance in provenances),
        "tokens": sum(provenance.tokens_in + provenance.tokens_out for provenance in provenances),
    }


def is_abstention(answered: Answered) -> bool:
    """Whether no answer was given: by the kind of the reply, or by a model's own words."""
    if not answered.replies or answered.kinds & ABSTAINING:
        return True
    by_model = [reply.text for reply in answered.replies if reply.provenance.engine == "model"]
    return bool(by_model) and all(_SAYS_UNKNOWN.search(normalise(text)[:200]) for text in by_model)


def sources_of(retrieval: Retrieval) -> list[str]:
    """All that a reply to this retrieval may rest on: title, headings and text of every passage."""
    passages = [
        *retrieval.passages,
        *retrieval.alternatives,
        *(passage for part in retrieval.parts for passage in part.passages),
    ]
    return [f"{passage.title}\n{passage.heading}\n{passage.text}" for passage in passages]


def fixed_sentences(language: Lang) -> list[str]:
    """The product's own fixed words, which may name the emergency number."""
    return [
        say(key, language)
        for key in keys(language)
        if key.startswith("assistant.") and not key.startswith("assistant.summary")
    ]


def unsupported_figures(answered: Answered, sources: Sequence[str], lang: Lang) -> list[str]:
    """Figures of the replies that no source carries; what the order tools wrote is itself a tool's result."""
    own = [reply for reply in answered.replies if reply.kind not in BY_TOOLS]
    known = [*sources, *fixed_sentences(lang)]
    return [figure for reply in own for figure in unsupported(reply.text, known)]


def spoken_language(answered: Answered, lang: Lang) -> Lang:
    """The language of what the assistant said, quotations of articles in the other language left out."""
    return detect_language("\n".join(_own_words(reply, lang) for reply in answered.replies), lang)


def _own_words(reply: Reply, lang: Lang) -> str:
    foreign = [cite for cite in reply.citations if cite.lang != lang]
    snippets = [part for cite in foreign for part in (cite.quote, cite.title)]
    return without_citations(reply.text, snippets)


def _measure(rows: Sequence[RowOut]) -> Metrics:
    answerable = [row for row in rows if row["expected"]["relevant"]]
    silent = [row for row in rows if not row["expected"]["relevant"]]
    answered = [row for row in answerable if not row["abstained"]]
    cited = [bool(set(row["cited"]) & set(row["expected"]["relevant"])) for row in answered]
    return {
        **({"correct": share(row["correct"] for row in answerable)} if answerable else {}),
        **({"cited_right": share(cited)} if answered else {}),
        **({"abstained_when_unanswerable": share(row["abstained"] for row in silent)} if silent else {}),
        **({"false_abstention": share(row["abstained"] for row in answerable)} if answerable else {}),
        "unsupported_figures": sum(len(row["unsupported_figures"]) for row in rows),
        "right_language": share(row["answer_lang"] == row["lang"] for row in rows),
        **_guarded(rows),
        "n": len(rows),
    }


def _guarded(rows: Sequence[RowOut]) -> Metrics:
    """What became of the drafts, counted in replies; nothing when no model was asked."""
    asked = [row for row in rows if row["model_calls"]]
    if not asked:
        return {}
    caught = [row for row in asked if row["refused"]]
    return {
        "model_asked": len(asked),
        "model_wrote": sum(row["engine"] == "model" for row in asked),
        "model_failed": sum(row["engine"] != "model" and not row["refused"] for row in asked),
        "guard_caught": len(caught),
        "guard_repaired": sum(row["engine"] == "model" for row in caught),
        "guard_quoted": sum(row["engine"] != "model" for row in caught),
    }


def caught_by_kind(rows: Sequence[RowOut]) -> dict[str, Metrics]:
    """For each kind of finding: in how many replies, how many of them were repaired, how many were quoted."""
    kinds = sorted({kind for row in rows for kind in row["refused"]})
    return {kind: _guarded([row for row in rows if kind in row["refused"]]) for kind in kinds}


def _spent(rows: Sequence[RowOut]) -> Metrics:
    count = max(1, len(rows))
    return {
        "model_calls": sum(row["model_calls"] for row in rows) / count,
        "tokens": sum(row["tokens"] for row in rows) / count,
        "p50_ms": percentile([row["ms"] for row in rows], 0.5),
        "p95_ms": percentile([row["ms"] for row in rows], 0.95),
    }
