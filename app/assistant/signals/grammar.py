"""Closed language: what a message surely says by the grammar of a lexicon; nothing here is learned."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.assistant.signals.lexicons import load_grammar

_SENTENCE = re.compile(r"[^.!?;]{1,300}[.!?;\s)]*")
_BREAK = re.compile(r"[,:()]+|\s-\s|\s(?:но|а|зато|but|so)\s")
_COMMAS = re.compile(r"\s*,\s*")
"""A word thrown in ("are you, sorry, a machine") breaks no question, and many put no commas at all."""
_ADDED = re.compile(r"(?:[\w'-]+,? ?){1,3}\?")
"""A short question that turns the statement before it into one ("… a bot. Am I right?")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the sentences of a message say together: one asks, or all that touch the matter only pass by."""

    asks: bool = False
    passes: bool = False
    phrase: str = ""
    """The words that ask."""


class InterlocutorGrammar:
    """The grammar of "what am I talking to?", compiled once; it takes canonical text.

    A question is an interlocutor, a word for what that may be and the shape of asking, in one sentence.
    """

    def __init__(self) -> None:
        grammar = load_grammar("interlocutor")
        self._asks, self._passes = grammar["asks"], grammar["passes"]
        self._thirds, self._addressed = grammar["thirds"], grammar["addressed"]

    def read(self, plain: str) -> Verdict:
        """Sentence by sentence: a question at the end of a long story is a question."""
        passes = False
        for sentence in _sentences(plain):
            if self._is_other(sentence):
                passes = True
            elif found := self._asks.search(sentence) or self._asks.search(_COMMAS.sub(" ", sentence)):
                return Verdict(asks=True, phrase=found.group().strip())
        return Verdict(passes=passes)

    def _is_other(self, sentence: str) -> bool:
        if self._passes.search(sentence):
            return True
        return bool(self._thirds.search(sentence)) and not self._addressed.search(sentence)


class RequestGrammar:
    """The grammar of "give me a person", compiled once; it takes canonical text.

    Who asks whether a person is there asks `interlocutor`'s question, not this one.
    """

    def __init__(self, interlocutor: InterlocutorGrammar) -> None:
        grammar = load_grammar("request")
        self._asks, self._strong = grammar["asks"], grammar["strong"]
        self._refused, self._passes = grammar["refused"], grammar["passes"]
        self._interlocutor = interlocutor

    def read(self, plain: str) -> Verdict:
        """A clause asks unless something in that same clause turns it round."""
        passes = False
        for sentence in _sentences(plain):
            if phrase := self._asked_in(sentence):
                return Verdict(asks=True, phrase=phrase)
            passes = passes or bool(self._refused.search(sentence) or self._passes.search(sentence))
        return Verdict(passes=passes)

    def _asked_in(self, sentence: str) -> str:
        for found in self._strong.finditer(sentence):
            if not self._refused.search(_clause_around(sentence, found.start(), found.end())):
                return found.group().strip()
        for found in self._asks.finditer(sentence):
            clause = _clause_around(sentence, found.start(), found.end())
            if not self._refused.search(clause) and not self._passes.search(clause):
                return "" if self._interlocutor.read(sentence).asks else found.group().strip()
        return ""


def _clause_around(sentence: str, start: int, end: int) -> str:
    """From the break before `start` to the break after `end`."""
    before = [match.end() for match in _BREAK.finditer(sentence, 0, start)]
    after = _BREAK.search(sentence, end)
    return sentence[before[-1] if before else 0 : after.start() if after else len(sentence)]


def _sentences(plain: str) -> Iterator[str]:
    before = ""
    for match in _SENTENCE.finditer(plain):
        sentence = match.group().strip()
        if before and _ADDED.fullmatch(sentence):
            yield f"{before.rstrip('.!; ')}, {sentence}"
        yield sentence
        before = sentence
