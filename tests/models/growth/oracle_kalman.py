#!/usr/bin/env python3
"""The all-months model of SpanGrowth as a state space, by statsmodels (0.13): an independent reference.

usage: oracle_kalman.py CASE
CASE   a text file: level_sd irregular_sd season_sd walk_share revision_sd mean, then one value of ln(usd + c) a month,
       `nan` for a month without a figure.
Prints the Gaussian log likelihood, then a line for each month: mean and variance of the smooth part given all values.

States: a random walk that starts with variance 4 + its own first step; an AR(1) with phi = exp(-1/18) and variance
9 level_sd^2 (1 - walk_share); twelve seasonal effects that sum to zero, each an AR(1) with phi = exp(-1/240), of
which a month sees its own.
"""
import sys

import numpy as np
from statsmodels.tsa.statespace.kalman_smoother import KalmanSmoother


def smoother(values, level_sd, irregular_sd, season_sd, walk_share, revision_sd, mean):
    months = len(values)
    walk = level_sd**2 * walk_share
    returning = 9.0 * level_sd**2 * (1.0 - walk_share)
    season = season_sd**2 * 12.0 / 11.0 * (np.eye(12) - 1.0 / 12.0)
    phi_return, phi_season = np.exp(-1.0 / 18.0), np.exp(-1.0 / 240.0)

    model = KalmanSmoother(k_endog=1, k_states=14, k_posdef=14)
    model.bind(np.asarray(values, dtype=float)[:, None])
    design = np.zeros((1, 14, months))
    design[0, :2, :] = 1.0
    design[0, 2 + np.arange(months) % 12, np.arange(months)] = 1.0
    model["design"] = design
    model["obs_intercept"] = np.array([[mean]])
    model["obs_cov"] = np.array([[irregular_sd**2 + revision_sd**2]])
    model["transition"] = np.diag([1.0, phi_return] + [phi_season] * 12)
    model["selection"] = np.eye(14)
    innovation = np.zeros((14, 14))
    innovation[0, 0] = walk
    innovation[1, 1] = returning * (1.0 - phi_return**2)
    innovation[2:, 2:] = season * (1.0 - phi_season**2)
    model["state_cov"] = innovation
    start = np.zeros((14, 14))
    start[0, 0] = 4.0 + walk
    start[1, 1] = returning
    start[2:, 2:] = season
    model.initialize_known(np.zeros(14), start)
    model.tolerance = 0.0  # no shortcut to the steady state
    return model.smooth(), design


def main():
    numbers = [float(text) for text in open(sys.argv[1]).read().split()]
    result, design = smoother(numbers[6:], *numbers[:6])
    print(repr(float(result.llf)))
    for t in range(design.shape[2]):
        row = design[0, :, t]
        smooth = numbers[5] + row @ result.smoothed_state[:, t]
        print(repr(float(smooth)), repr(float(row @ result.smoothed_state_cov[:, :, t] @ row)))


if __name__ == "__main__":
    main()
