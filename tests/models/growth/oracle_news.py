#!/usr/bin/env python3
"""The news of the all-months model, by statsmodels (0.13) after Banbura and Modugno (2014): an independent reference.

usage: oracle_news.py CASE
CASE   a text file: level_sd irregular_sd season_sd walk_share revision_sd mean, the number of months, then as many
       values of ln(usd + c) for each moment in turn, `nan` for a month without a figure. Moments follow each other:
       each revises figures of the one before, or tells months for the first time, not both.
Prints a line for each moment after the first: what its figures did to the mean of each month.
"""
import sys

import numpy as np

from oracle_kalman import smoother


def main():
    numbers = [float(text) for text in open(sys.argv[1]).read().split()]
    months = int(numbers[6])
    moments = np.array(numbers[7:]).reshape(-1, months)
    results = [smoother(values, *numbers[:6])[0] for values in moments]
    for before, after in zip(results, results[1:]):
        news = after.news(before, start=0, end=months)
        impacts = [part for part in (news.revision_impacts, news.update_impacts) if part is not None]
        assert len(impacts) == 1, "one kind of news at a time"
        print(*(repr(float(x)) for x in impacts[0][:, 0]))


if __name__ == "__main__":
    main()
