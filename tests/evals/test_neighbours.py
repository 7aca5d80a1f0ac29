"""What a head learns from: the votes of its own cases, and what cases of other heads teach it."""

import numpy as np

from app.assistant.signals.classifier import Head
from app.assistant.signals.cues import Cues, load_mood_words
from app.assistant.signals.examples import VOTERS
from app.assistant.signals.features import features_of
from evals.training.cases import Case, label_for
from evals.training.neighbours import kept, labels_of, space_of, votes_on


def _case(head: Head, label: str, text: str = "x") -> Case:
    return Case(text=text, lang="en", head=head, label=label)


def test_only_the_cases_of_a_head_vote_and_none_on_itself() -> None:
    calm = [_case("mood", "calm")] * (VOTERS + 1)
    cases = [_case("mood", "angry"), *calm, _case("topic", "legal")]
    points = np.zeros((len(cases), 2), dtype=np.float32)
    points[0] = points[-1] = [30.0, 0.0]
    votes = votes_on("mood", cases, points)
    assert labels_of("mood", cases).tolist() == [3, *[0] * len(calm)]
    assert votes[0, 0] > 0.99, "the one angry case hears the calm ones alone"
    assert votes[-1, 3] > 0.99, "a case of another head hears all of them"


def test_what_is_stored_of_the_points_is_where_they_stand() -> None:
    noise = np.random.default_rng(7)
    raw = noise.normal(size=(40, 200)).astype(np.float32)
    cases = [_case("mood", "calm")] * 40
    space = space_of(raw, raw.mean(axis=0), np.full(200, 4.0, np.float32), 1)
    points = space.points(raw)
    stored = kept(space, points, cases)
    again = stored["mood/points"].astype(np.float32) * stored["steps"].astype(np.float32)
    assert np.abs(again - points).max() < np.abs(points).max() / 200


def test_a_report_of_harm_teaches_the_mood_lightly_that_it_is_calm() -> None:
    def taught(label: str, text: str) -> tuple[str, float] | None:
        return label_for("mood", _case("topic", label, text), features_of(text, Cues(), load_mood_words()))

    harm = taught("safety_injury", "The hairdryer sparked and burned my hand")
    assert harm is not None
    assert harm[0] == "calm"
    assert harm[1] < 0.5
    assert taught("legal", "then we meet in court") is None
