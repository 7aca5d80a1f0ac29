"""The likest known messages vote on what a message is."""

import numpy as np

from app.assistant.signals.examples import VOTERS, Examples, Space

CALM, GRAVE = 0, 1


def _two_crowds() -> Examples:
    """A crowd of calm messages about the origin, a crowd of grave ones ten away."""
    noise = np.random.default_rng(7).normal(scale=0.1, size=(2 * VOTERS, 2)).astype(np.float32)
    points = noise + np.repeat(np.array([[0, 0], [10, 0]], dtype=np.float32), VOTERS, axis=0)
    return Examples(points, np.repeat([CALM, GRAVE], VOTERS), 2)


def test_those_that_stand_nearest_decide() -> None:
    votes = _two_crowds().votes(np.array([[0.2, 0.0], [9.5, 0.3]], dtype=np.float32))
    assert votes[0, CALM] > 0.99
    assert votes[1, GRAVE] > 0.99


def test_the_votes_on_a_message_add_up_to_one_however_far_it_stands() -> None:
    votes = _two_crowds().votes(np.array([[400.0, -300.0]], dtype=np.float32))
    assert np.isclose(votes.sum(), 1.0)


def test_a_known_message_does_not_vote_on_itself() -> None:
    rest = np.zeros((2 * VOTERS, 1), dtype=np.float32)
    points = np.concatenate([[[5.0]], rest]).astype(np.float32)
    alone = Examples(points, np.array([GRAVE] + [CALM] * len(rest)), 2)
    assert alone.votes(points[:1])[0, GRAVE] > 0.99
    assert alone.votes(points[:1], but=np.array([0]))[0, GRAVE] == 0
    assert alone.votes(points[:1], but=np.array([-1]))[0, GRAVE] > 0.99


def test_a_space_measures_from_its_origin_along_its_directions() -> None:
    space = Space(np.array([[2.0], [0.0]], dtype=np.float32), np.array([1.0], dtype=np.float32))
    assert space.points(np.array([[0.5, 9.0], [1.0, -9.0]], dtype=np.float32)).tolist() == [[0.0], [1.0]]
