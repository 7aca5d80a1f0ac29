"""Answers written by a model that lets customers wait: quoted instead, and soon not asked any more."""

from app.assistant.answering import Answering, Question
from app.assistant.prompts import PromptBook, default_folder
from app.domain.grounding import Passage
from app.domain.ids import ArticleId, PassageId
from app.knowledge.finding.answerability import Evidence
from app.knowledge.reading.glossary import Glossary
from app.knowledge.reading.words import Stemmer
from app.knowledge.search import Part, Retrieval
from app.llm.breaker import Breaker
from app.llm.offline import Quotation
from app.llm.scripted import Script, ScriptedModel

PASSAGE = Passage(
    id=PassageId("returns:1"),
    article_id=ArticleId("returns"),
    lang="en",
    title="Returns",
    heading="",
    text="You may return an unopened item within 14 days.",
)
ASKED = "How many days do I have to return an item?"


def _question() -> Question:
    evidence = Evidence(coverage=1.0, cosine=0.9, is_concept_absent=False, missing_share=0.0)
    part = Part(
        question=ASKED,
        passages=(PASSAGE,),
        article_ids=(PASSAGE.article_id,),
        confidence=0.9,
        is_answerable=True,
        language="en",
        evidence=evidence,
    )
    retrieval = Retrieval(
        passages=part.passages,
        article_ids=part.article_ids,
        confidence=0.9,
        is_answerable=True,
        language="en",
        alternatives=(),
        parts=(part,),
        is_follow_up=False,
    )
    return Question(text=ASKED, language="en", retrieval=retrieval)


async def _unseen(_piece: str) -> None:
    return None


async def test_a_model_that_shows_nothing_in_time_is_left_alone_after_three_customers_waited() -> None:
    model = ScriptedModel([Script(pieces=("words without an end " * 3,) * 50, delay_s=0.02)])
    seconds = 100.0
    stemmer = Stemmer()
    answering = Answering(
        Breaker(model, lambda: seconds),
        Quotation(stemmer, Glossary(stemmer)),
        PromptBook(default_folder()),
        {"ru": "Клевер", "en": "Clover"},
        max_tokens=100,
        temperature=0.0,
        patience_s=0.1,
        stall_s=0.1,
    )
    for _ in range(5):
        reply = await answering.answer(_question(), _unseen)
        assert reply is not None
        assert "14 days" in reply.text
        assert reply.provenance.is_simplified
    assert len(model.requests) == 3
