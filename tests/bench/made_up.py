"""Flows of a known law, for a bench without any file: a level that wanders, a fixed season, months that scatter.

    ln y[t] = level[t] + season[t mod 12] + e[t],  level[t] = level[t-1] + growth + w[t],  e, w normal

The peer `true-law` is told the law and the level at the origin: nobody can do better, so a ratio to it says how much is
lost by having to learn. `naive` draws a past yearly growth of the flow itself. Made-up figures say nothing about trade.
"""
import math
import random

import forecasts
import panel as panels
import scores

kSeed = 20260204
kMonths = 180
kPaths = 1000
kHorizon = 12
kFirst = panels.month("2000-01")


def quantile(line, probability):
    at = probability * (len(line) - 1)
    low = int(at)
    return line[low] + (at - low) * (line[min(low + 1, len(line) - 1)] - line[low])


def forecast_of(paths):
    totals = sorted(sum(path) for path in paths)
    months = [sorted(path[h] for path in paths) for h in range(kHorizon)]
    return forecasts.Forecast(tuple(quantile(totals, p) for p in scores.kProbabilities),
                              *(tuple(quantile(m, p) for m in months) for p in (0.5, 0.025, 0.975)))


class Flow:
    def __init__(self, lot):
        self.season = [lot.gauss(0, 0.2) for _ in range(12)]
        self.step, self.scatter = lot.choice((0.02, 0.04, 0.07)), lot.choice((0.1, 0.2, 0.4))
        self.growth, self.level = lot.gauss(0.004, 0.003), lot.gauss(2, 1.5)

    def walk(self, lot, level, first, count):
        path, levels = [], []
        for t in range(first, first + count):
            level += self.growth + lot.gauss(0, self.step)
            levels.append(level)
            path.append(math.exp(level + self.season[t % 12] + lot.gauss(0, self.scatter)))
        return path, levels


def naive_paths(lot, history):
    totals = [sum(history[i - 12 : i]) for i in range(12, len(history) + 1)]
    growth = [b / a for a, b in zip(totals, totals[12:])]
    return [[g * value for value in history[-12:]] for g in lot.choices(growth, k=kPaths)]


def made(count):
    """(panel, forecasts of true-law and naive, origin)."""
    lot = random.Random(kSeed)
    panel, rows = panels.Panel({}, {}, {}), {}
    origin = kFirst + kMonths - kHorizon - 1
    for i in range(count):
        flow, name = Flow(lot), f"made-up-{i + 1:02d}"
        path, levels = flow.walk(lot, flow.level, kFirst, kMonths)
        panel.months[name] = {kFirst + j: value for j, value in enumerate(path)}
        panel.unit[name], panel.decile[name] = "USD million", ""
        known = levels[-kHorizon - 1]
        rows[name, origin, "true-law"] = forecast_of(
            [flow.walk(lot, known, origin + 1, kHorizon)[0] for _ in range(kPaths)])
        rows[name, origin, "naive"] = forecast_of(naive_paths(lot, path[:-kHorizon]))
    return panel, rows, origin
