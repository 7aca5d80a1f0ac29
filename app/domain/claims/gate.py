"""Streamed drafts released sentence by sentence, each only once it passed the claim guard."""

from dataclasses import replace

from app.domain.claims.check import Evidence
from app.domain.claims.manner import Told, strangeness
from app.domain.claims.sentences import sentence_ends
from app.domain.grounding import Finding
from app.domain.ids import Language


class SentenceGate:
    """Feed it deltas; it gives back the text that may be shown.

    Once a sentence fails, nothing more is released: `findings` says why, `draft` holds all that was fed,
    `released` what was shown. The caller repairs or falls back. With a `language` a sentence must also be
    talk in that language, and none of `instructions`.
    """

    def __init__(
        self, evidence: Evidence, language: Language | None = None, instructions: Told = frozenset()
    ) -> None:
        self._evidence = evidence
        self._instructions = instructions
        self._language: Language | None = language
        self._released_until = 0
        self.draft = ""
        self.findings: tuple[Finding, ...] = ()

    @property
    def released(self) -> str:
        """What has been let through so far."""
        return self.draft[: self._released_until]

    def feed(self, text: str) -> str:
        """Take a delta; return the newly checked sentences, often ""."""
        self.draft += text
        return "".join(self._release(end) for end in sentence_ends(self.draft))

    def finish(self) -> str:
        """The stream has ended: check and return the rest."""
        return self._release(len(self.draft))

    def _release(self, until: int) -> str:
        start, piece = self._released_until, self.draft[self._released_until : until]
        if self.findings or not piece:
            return ""
        if found := self._strange(piece, until) or self._evidence.check(piece):
            self.findings = tuple(replace(f, start=f.start + start, end=f.end + start) for f in found)
            return ""
        self._released_until = until
        return piece

    def _strange(self, piece: str, until: int) -> tuple[Finding, ...]:
        if self._language is None:
            return ()
        is_whole = not self._released_until and until == len(self.draft)
        found = strangeness(
            piece,
            self._language,
            before=self.released,
            instructions=self._instructions,
            is_whole=is_whole,
        )
        return (found,) if found else ()
