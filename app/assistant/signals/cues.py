"""Closed language: which phrases of the lexicons a message holds; what they weigh is learned elsewhere."""

import re
from dataclasses import dataclass
from functools import cache

from app.assistant.signals.grammar import InterlocutorGrammar, RequestGrammar
from app.assistant.signals.lexicons import compiled, load_lexicon, load_phrases, load_words
from app.assistant.signals.slips import WordMender
from app.assistant.signals.typos import TypoMender
from app.domain.escalation import SENSITIVE_TOPICS, SensitiveTopic
from app.domain.frustration import MoodWords
from app.domain.language import common_words

_SENTENCE = re.compile(r"[.!?;\n]+")
_CLAUSE = re.compile(r"[,:()]+|\s-\s|\s(?:но|а не|зато|but|so please|instead)\s")
_TURNS_ROUND = ("negated", "past", "existence", "other_sense")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCues:
    """What the message says about talking to a person: marks of 0 or 1, taken clause by clause."""

    alone: float = 0
    """The whole message is a role word."""
    asked: float = 0
    """Some clause summons a person and nothing in it turns that round."""
    directly: float = 0
    """Some clause asks for another interlocutor, whoever it is."""
    called_back: float = 0
    refuses_bot: float = 0
    mentioned: float = 0
    summoned: float = 0
    negated: float = 0
    later: float = 0
    past: float = 0
    existence: float = 0
    other_sense: float = 0
    told: float = 0
    """The grammar of requests finds one in so many words; no mark to learn from, it speaks for itself."""
    passes: float = 0
    """Words of that grammar, turned round by what stands beside them."""
    phrase: str = ""

    def features(self) -> tuple[float, ...]:
        """The marks in a fixed order: what the classifier learns from."""
        return (
            self.alone,
            self.asked,
            self.directly,
            self.called_back,
            self.refuses_bot,
            self.mentioned,
            self.summoned,
            self.negated,
            self.later,
            self.past,
            self.existence,
            self.other_sense,
        )

    @property
    def is_turned_round(self) -> bool:
        """Whether a person is refused or put off, and nowhere asked for."""
        return not self.told and bool((self.negated or self.later) and self.score < 0.5)

    @property
    def is_in_passing(self) -> bool:
        """Whether a person is spoken of in a sense that the grammar of requests knows for another one."""
        return bool((self.mentioned or self.summoned) and self.passes and not self.told)

    @property
    def is_telling(self) -> bool:
        """Whether some phrase by itself calls for a person."""
        return bool(self.told or self.alone or self._is_marked)

    @property
    def _is_marked(self) -> bool:
        return bool(self.asked or self.directly or self.called_back or self.refuses_bot)

    @property
    def score(self) -> float:
        """The likelihood by rules alone, 0..1."""
        if self.alone:
            return 0.98
        if self._is_marked:
            return 0.85
        return 0.1 if self.mentioned else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BotCues:
    """Marks of 0 or 1: the question itself, knowing already, the interlocutor spoken of, others spoken of.

    `nature` is a word for what one may be talking to, `talks` that somebody writes to the customer.
    """

    asks: float = 0
    knows: float = 0
    addressed: float = 0
    others: float = 0
    nature: float = 0
    talks: float = 0

    def features(self) -> tuple[float, ...]:
        """The marks in a fixed order, and the question that nothing turns round."""
        return self.asks, self.knows, self.addressed, self.others, self.asks * (1 - self.knows)

    def hints(self) -> tuple[float, ...]:
        """What tells of the question only together, for whoever looks for it where the grammar is silent."""
        return (
            self.knows,
            self.addressed,
            self.others,
            self.nature,
            self.talks,
            self.nature * self.talks * (1 - self.knows),
            self.nature * self.addressed * (1 - self.knows),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clause:
    """A part of a sentence and which cues of the handoff lexicon it holds."""

    text: str
    cues: dict[str, bool]
    alone: bool

    @property
    def called_back(self) -> bool:
        return self.cues["callback"] and not any(self.cues[cue] for cue in _TURNS_ROUND)

    @property
    def directly(self) -> bool:
        return self._now("direct")

    @property
    def asked(self) -> bool:
        return self.cues["summon"] and self._now("person")

    @property
    def tells(self) -> bool:
        return self.alone or self.asked or self.directly or self.called_back

    def _now(self, cue: str) -> bool:
        return self.cues[cue] and not self.cues["later"] and not any(self.cues[turn] for turn in _TURNS_ROUND)


class Cues:
    """The lexicons, compiled; the methods take a canonical text. Nothing changes in it: safe to share."""

    def __init__(self) -> None:
        phrases = load_phrases("handoff")
        self._typos = TypoMender(phrases.pop("spelled"), phrases.pop("untouched"))
        used = load_words("words")
        self._words = WordMender(used["meant"], (*used["known"], *common_words()))
        self._handoff = {cue: compiled(listed) for cue, listed in phrases.items()}
        self._disclosure = load_lexicon("disclosure")
        self._interlocutor = InterlocutorGrammar()
        self._request = RequestGrammar(self._interlocutor)
        self._sensitive = load_lexicon("sensitive")

    def mended(self, plain: str) -> str:
        """The text with slips of the keyboard put right; every other method takes it so."""
        return self._words.mend(self._typos.mend(plain))

    def person(self, plain: str) -> PersonCues:
        """Marks about asking for a person, clause by clause."""
        clauses = self._clauses(plain)
        request = self._request.read(plain)
        found = {cue: [bool(clause.cues[cue]) for clause in clauses] for cue in self._handoff}
        telling = [clause.text for clause in clauses if clause.tells] + [
            clause.text for clause in clauses if clause.cues["refuse_bot"]
        ]
        return PersonCues(
            alone=float(self._is_alone(plain) or any(clause.alone for clause in clauses)),
            asked=float(any(clause.asked for clause in clauses)),
            directly=float(any(clause.directly for clause in clauses)),
            called_back=float(any(clause.called_back for clause in clauses)),
            refuses_bot=float(any(found["refuse_bot"])),
            mentioned=float(any(found["person"])),
            summoned=float(any(found["summon"])),
            told=float(request.asks),
            passes=float(request.passes),
            phrase=request.phrase or (telling[0] if telling else ""),
            **{cue: float(any(found[cue])) for cue in (*_TURNS_ROUND, "later")},
        )

    def _clauses(self, plain: str) -> list[_Clause]:
        """The clauses with their cues; what is put off ("if…", "later") is put off for its whole sentence."""
        clauses: list[_Clause] = []
        for sentence in _SENTENCE.split(plain):
            is_later = bool(self._handoff["later"].search(sentence))
            for part in _CLAUSE.split(sentence):
                if part and (text := part.strip()):
                    cues = {cue: bool(pattern.search(text)) for cue, pattern in self._handoff.items()}
                    clauses.append(
                        _Clause(text=text, cues=cues | {"later": is_later}, alone=self._is_alone(text))
                    )
        return clauses

    def asks_if_bot(self, plain: str) -> BotCues:
        """Marks about asking what one is talking to."""
        inquiry = self._interlocutor.read(plain)
        found = {cue: float(bool(pattern.search(plain))) for cue, pattern in self._disclosure.items()}
        return BotCues(asks=float(inquiry.asks), knows=float(inquiry.passes), **found)

    def topics(self, plain: str) -> dict[SensitiveTopic, str]:
        """The telling phrase of each grave topic that the message touches."""
        found: dict[SensitiveTopic, str] = {}
        for topic in SENSITIVE_TOPICS:
            if match := self._sensitive[topic].search(plain):
                found[topic] = match.group()
        return found

    def _is_alone(self, plain: str) -> bool:
        rest = re.sub(r"[^\w' -]+", " ", plain).strip()
        if not rest or len(rest) > 60:
            return False
        rest, count = self._handoff["alone"].subn(" ", rest)
        return count > 0 and not self._handoff["alone_filler"].sub(" ", rest).strip(" -'")


@cache
def load_cues() -> Cues:
    """The lexicons of the package, compiled once a process: it takes a second."""
    return Cues()


@cache
def load_mood_words() -> MoodWords:
    """The mood lexicon of both languages."""
    patterns = load_lexicon("mood")
    negators = frozenset(load_phrases("mood")["negators"])
    return MoodWords(
        negative=patterns["negative"],
        strong=patterns["strong"],
        positive=patterns["positive"],
        not_helped=patterns["not_helped"],
        resigned=patterns["resigned"],
        sarcasm=patterns["sarcasm"],
        relief=patterns["relief"],
        sad_signs=_signs(load_phrases("mood")["sad_signs"]),
        glad_signs=_signs(load_phrases("mood")["glad_signs"]),
        negators=negators,
    )


def _signs(phrases: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(phrases))
