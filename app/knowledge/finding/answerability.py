"""Whether what was found holds the answer: a calibrated judgement of evidence; no search happens here."""

import math
from dataclasses import dataclass

ANSWERABLE_FROM = 0.5
"""Set so that one in ten questions which the base does answer is turned away; see decision 0002."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for an answer being in the best article.

    `coverage`, 0..1: how much of what was asked (by the rarity of its words) the article speaks of, in the
    same or near words. `cosine`: the best passage's, by the strongest embedder, with
    the question moved evenly; None without one.
    `is_concept_absent`: a thing customers ask shops about stands in no passage at all. `missing_share`,
    0..1: how much of what was asked are such things that this article does not speak of. `worded`: how near,
    in spreads, the likest sentence of the best article stands to the sentences that answered such questions
    elsewhere; None where that is not known.
    """

    coverage: float
    cosine: float | None
    is_concept_absent: bool
    missing_share: float
    worded: float | None = None


_USUALLY_WORDED = 2.15
"""The nearness that speaks neither for an answer nor against one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Weights of a logistic judgement of evidence, fitted per embedder because cosines differ."""

    bias: float
    coverage: float
    cosine: float
    absent: float
    missing: float
    worded: float = 0.0

    def confidence(self, evidence: Evidence) -> float:
        """How likely the base holds the answer, 0..1."""
        score = (
            self.bias
            + self.coverage * evidence.coverage
            + self.cosine * (evidence.cosine or 0.0)
            + self.absent * evidence.is_concept_absent
            + self.missing * evidence.missing_share
        )
        if evidence.worded is not None:
            score += self.worded * (evidence.worded - _USUALLY_WORDED)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


_BY_WORDS = Calibration(bias=-0.44, coverage=3.21, cosine=0.0, absent=-2.43, missing=-2.78)
_CALIBRATIONS = {
    "multilingual-e5-small-q4": Calibration(
        bias=-40.8, coverage=1.0, cosine=50.7, absent=-1.1, missing=-2.6, worded=0.9
    ),
    "use-multilingual-3": Calibration(bias=-2.52, coverage=2.80, cosine=4.44, absent=-1.14, missing=-2.75),
}


def calibration_of(embedder: str | None, *, has_near_words: bool) -> Calibration:
    """The calibration for the strongest embedder asked; by words alone for one that was never measured.

    Coverage means less without near words, so cosines were calibrated together with them only.
    """
    if embedder is None or not has_near_words:
        return _BY_WORDS
    return _CALIBRATIONS.get(embedder, _BY_WORDS)
