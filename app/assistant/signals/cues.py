"""Closed language: which phrases of the lexicons a message holds; what they weigh is learned elsewhere."""

import re
from dataclasses import dataclass

from app.assistant.signals.lexicons import load_lexicon, load_phrases
from app.domain.escalation import SENSITIVE_TOPICS, SensitiveTopic
from app.domain.frustration import MoodWords

_CLAUSE = re.compile(r"[.!?;,:\n()]+|\s-\s|\s(?:но|а не|зато|but|so please|instead)\s")
_BLOCKERS = ("negated", "later", "past", "existence", "other_sense")


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
    def score(self) -> float:
        """The likelihood by rules alone, 0..1."""
        if self.alone:
            return 0.98
        if self.asked or self.directly or self.called_back or self.refuses_bot:
            return 0.85
        return 0.1 if self.mentioned else 0.0


class Cues:
    """The lexicons, compiled once; every method takes a canonical text."""

    def __init__(self) -> None:
        self._handoff = load_lexicon("handoff")
        self._disclosure = load_lexicon("disclosure")
        self._sensitive = load_lexicon("sensitive")

    def person(self, plain: str) -> PersonCues:
        """Marks about asking for a person."""
        lexicon = self._handoff
        clauses = [clause for clause in _CLAUSE.split(plain) if clause and clause.strip()]
        found = {cue: [bool(lexicon[cue].search(clause)) for clause in clauses] for cue in lexicon}
        blocked = [any(found[cue][i] for cue in _BLOCKERS) for i in range(len(clauses))]
        asked = [a and b and not c for a, b, c in zip(found["person"], found["summon"], blocked, strict=True)]
        called = [a and not b for a, b in zip(found["callback"], blocked, strict=True)]
        direct = [a and not b for a, b in zip(found["direct"], blocked, strict=True)]
        telling = [
            i for i in range(len(clauses)) if asked[i] or direct[i] or called[i] or found["refuse_bot"][i]
        ]
        return PersonCues(
            alone=float(self._is_alone(plain)),
            asked=float(any(asked)),
            directly=float(any(direct)),
            called_back=float(any(called)),
            refuses_bot=float(any(found["refuse_bot"])),
            mentioned=float(any(found["person"])),
            summoned=float(any(found["summon"])),
            phrase=clauses[telling[0]].strip() if telling else "",
            **{cue: float(any(found[cue])) for cue in _BLOCKERS},
        )

    def asks_if_bot(self, plain: str) -> tuple[float, float]:
        """Marks: the question what one is talking to; knowing it, or bots in general."""
        return float(bool(self._disclosure["asks"].search(plain))), float(
            bool(self._disclosure["knows"].search(plain))
        )

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
