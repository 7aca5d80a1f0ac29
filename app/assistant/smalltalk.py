"""Messages that need no search: greetings, thanks, goodbyes, "ok", yes and no, signs without a word."""

import re
from typing import Literal

from app.assistant.signals.lexicons import load_phrases
from app.domain.language import canonical

SmallTalk = Literal["thanks", "goodbye", "greeting", "deny", "affirm", "acknowledgement", "wordless"]

_BY_WEIGHT: tuple[SmallTalk, ...] = ("thanks", "goodbye", "greeting", "deny", "affirm", "acknowledgement")
_NOISE = re.compile(r"[^\w' -]+")
_LONGEST = 120


class SmallTalkReader:
    """Tells small talk from a matter; holds the phrases of both languages."""

    def __init__(self) -> None:
        phrases = load_phrases("smalltalk")
        self._patterns = {kind: _whole_words(phrases[kind]) for kind in _BY_WEIGHT}
        self._filler = _whole_words(phrases["filler"])
        self._glad_signs = re.compile("|".join(load_phrases("mood")["glad_signs"]))

    def small_talk(self, text: str) -> SmallTalk | None:
        """What kind of small talk the whole message is, or None when it says anything more.

        "No, thanks" is a refusal and "yes, thanks" a consent; otherwise thanks outweighs "ok" and a greeting.
        """
        found = self._kinds(text)
        if "thanks" in found and found & {"deny", "affirm"} and "goodbye" not in found:
            return "deny" if "deny" in found else "affirm"
        return next((kind for kind in (*_BY_WEIGHT, "wordless") if kind in found), None)

    def accepts_offer(self, text: str) -> bool | None:
        """Whether a reply to an offer takes it (True), declines it (False) or says something else (None)."""
        found = self._kinds(text)
        if "deny" in found:
            return False
        return True if found & {"affirm", "acknowledgement"} else None

    def _kinds(self, text: str) -> frozenset[SmallTalk]:
        """The kinds that fill the message wholly; empty when words are left over."""
        rest = re.sub(r"\s+", " ", _NOISE.sub(" ", canonical(text))).strip(" -'")
        if not rest and text.strip():
            return frozenset({"acknowledgement" if self._glad_signs.search(text) else "wordless"})
        if not rest or len(rest) > _LONGEST:
            return frozenset()
        found: set[SmallTalk] = set()
        for kind in _BY_WEIGHT:
            rest, count = self._patterns[kind].subn(" ", rest)
            if count:
                found.add(kind)
        if "?" in text and "greeting" not in found:
            return frozenset()
        return frozenset() if self._filler.sub(" ", rest).strip(" -'") else frozenset(found)


def _whole_words(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'])(?:{'|'.join(phrases)})(?![\w'-])")
