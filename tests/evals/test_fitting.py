"""Weights of choices: what makes a thing the right one among others is learned."""

import numpy as np

from evals.training.fitting import Choice, fit_choices


def test_the_feature_by_which_the_right_ones_stand_out_weighs_most() -> None:
    noise = np.random.default_rng(7)
    choices: list[Choice] = []
    for _ in range(200):
        rows = noise.normal(size=(6, 3))
        right = rows[:, 1] + 0.3 * noise.normal(size=6)
        choices.append(Choice(rows=rows, right=right == right.max()))
    telling = fit_choices(choices, 0.01)
    assert telling[1] > 2
    assert abs(telling[0]) < 0.5 > abs(telling[2])


def test_what_all_things_of_a_choice_share_says_nothing() -> None:
    rows = np.array([[1.0, 5.0], [0.0, 5.0]])
    apart = np.array([[1.0, -3.0], [0.0, -3.0]])
    right = np.array([True, False])
    weights = fit_choices([Choice(rows=rows, right=right), Choice(rows=apart, right=right)], 0.01)
    assert weights[0] > 1
    assert abs(weights[1]) < 1e-6
