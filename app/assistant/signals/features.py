"""A message as numbers: hashed letter and word patterns, the marks of the lexicons; no weights live here."""

import zlib
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.assistant.signals.cues import BotCues, Cues, PersonCues
from app.domain.escalation import SENSITIVE_TOPICS, SensitiveTopic
from app.domain.frustration import Mood, MoodWords, read_mood
from app.domain.language import canonical, readable, words

BUCKETS = 2048

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """One message for the classifier: `plain` is what an embedder is given."""

    plain: str
    grams: NDArray[np.int64]
    person: PersonCues
    bot: BotCues
    topics: dict[SensitiveTopic, str]
    mood: Mood

    def marks(self, head: str) -> Vector:
        """The lexicon marks that a head looks at. Capitals, punctuation and emoji speak to mood alone."""
        mood = self.mood.features()
        if head in {"mood", "tone"}:
            marks = (*mood, self.person.score, self.person.refuses_bot)
        else:
            topics = (float(topic in self.topics) for topic in SENSITIVE_TOPICS)
            bot = self.bot.hints() if head == "bot" else self.bot.features()
            marks = (*self.person.features(), *bot, *topics)
        return np.asarray(marks, dtype=np.float32)


def features_of(text: str, cues: Cues, mood_words: MoodWords) -> Features:
    """All numbers of one message; none depends on another message."""
    folded = cues.mended(canonical(text))
    plain = readable(folded)
    return Features(
        plain=plain,
        grams=hashed_grams(plain),
        person=cues.person(folded),
        bot=cues.asks_if_bot(folded),
        topics=cues.topics(folded),
        mood=read_mood(text, mood_words, folded),
    )


def hashed_grams(plain: str) -> NDArray[np.int64]:
    """Buckets of the words, pairs of neighbours and letter patterns of two to five; sorted, each once."""
    tokens = words(plain)
    grams = {f"w {token}" for token in tokens}
    grams |= {f"p {left} {right}" for left, right in pairwise(tokens)}
    for token in tokens:
        padded = f"<{token}>"
        grams |= {padded[i : i + size] for size in (3, 4, 5) for i in range(len(padded) - size + 1)}
    if "?" in plain:
        grams.add("?")
    return np.unique(np.fromiter((zlib.crc32(gram.encode()) % BUCKETS for gram in grams), dtype=np.int64))
