"""Intervals of mean scores by resampling series and origin years.

Errors of one year share that year's surprises, so the rows of a table are not as many pieces of evidence as there are
rows: an interval draws both the series and the origins with replacement (the two-way pigeonhole bootstrap of Owen
2007, which errs on the wide side). With a single origin only the series are drawn, and what the year did is not in it.
"""
import collections
import operator
import random

kSeed = 20260204
kLevel = 0.95


class Table:
    """Scores of every (series, origin) by every model. A series' score is its mean over the origins it was scored at,
    and a mean score is the plain mean over series."""

    def __init__(self, cells):
        self.cells = cells  # {(series, origin): {model: {score: value}}}
        self.series = sorted({s for s, _ in cells})
        self.origins = sorted({o for _, o in cells})
        self.models = sorted(next(iter(cells.values()))) if cells else []
        self._vectors = {}

    def vector(self, model, score, drawn=None):
        """A series' mean over the drawn origins, None where it was scored at none of them."""
        drawn = tuple(sorted(drawn or self.origins))
        key = model, score, drawn
        if key not in self._vectors:
            often = collections.Counter(drawn)
            line = []
            for s in self.series:
                there = [(n, self.cells[s, o][model][score]) for o, n in often.items() if (s, o) in self.cells]
                weight = sum(n for n, _ in there)
                line.append(sum(n * v for n, v in there) / weight if weight else None)
            self._vectors[key] = line
        return self._vectors[key]

    def mean(self, model, score):
        return sum(self.vector(model, score)) / len(self.series)


class Draws:
    """The same resamples for every model and score, so that ratios compare like with like."""

    def __init__(self, table, count, seed=kSeed):
        lot = random.Random(seed)
        indexes = range(len(table.series))
        self.table = table
        self.draws = []
        for _ in range(count):
            origins = tuple(sorted(lot.choices(table.origins, k=len(table.origins))))
            often = [0] * len(table.series)
            for i in lot.choices(indexes, k=len(indexes)):
                often[i] += 1
            self.draws.append((origins, often))
        self._means = {}

    def means(self, model, score):
        """The mean score in each resample."""
        key = model, score
        if key not in self._means:
            self._means[key] = [weighted_mean(often, self.table.vector(model, score, origins))
                                for origins, often in self.draws]
        return self._means[key]

    def interval(self, model, score):
        return central([mean for mean in self.means(model, score) if mean is not None])

    def ratio_interval(self, model, other, score):
        pairs = zip(self.means(model, score), self.means(other, score))
        return central([a / b if b else float("inf") for a, b in pairs if a is not None and b is not None])


def weighted_mean(often, values):
    """None where no drawn series was scored at a drawn origin."""
    if None in values:
        pairs = [(n, v) for n, v in zip(often, values) if n and v is not None]
        weight = sum(n for n, _ in pairs)
        return sum(n * v for n, v in pairs) / weight if weight else None
    return sum(map(operator.mul, often, values)) / sum(often)


def central(values, level=kLevel):
    """The central `level` of values, by the nearest rank."""
    if not values:
        return None
    line = sorted(values)
    cut = int(len(line) * (1 - level) / 2)
    return line[cut], line[len(line) - 1 - cut]
