"""Are targets met as often as was said? (Q5)

The targets are k times the last twelve months, k in scores.kMultiples; the probability that the next twelve exceed one
is read off a forecast's quantiles. Cases are put in bins of probability. The difference of a bin, share met less mean
probability, has an interval that draws series and origin years anew: flows of one year rise and fall together.
"""
import random

import bootstrap

kEdges = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)
kTolerance = 0.05
kLeastShare = 0.05  # of all cases: a smaller bin is shown and not judged


def bin_of(probability):
    return next(i for i, edge in enumerate(kEdges[1:]) if probability <= edge)


class Reliability:
    """`cases`: {(series, origin): [(k, probability, met), ...]} of one model."""

    def __init__(self, cases, draws, seed=bootstrap.kSeed):
        self.cells = [self._sums(targets) for targets in cases.values()]
        self.keys = list(cases)
        self.whole = self._added([1] * len(self.cells))
        self.drawn = [self._added(often) for often in self._resamples(draws, seed)]

    @staticmethod
    def _sums(targets):
        """Per bin: cases, sum of probabilities, targets met."""
        sums = [[0, 0.0, 0] for _ in kEdges[1:]]
        for _, probability, met in targets:
            cell = sums[bin_of(probability)]
            cell[0] += 1
            cell[1] += probability
            cell[2] += met
        return sums

    def _resamples(self, draws, seed):
        lot = random.Random(seed)
        series, origins = (sorted({key[i] for key in self.keys}) for i in (0, 1))
        for _ in range(draws):
            by_series, by_origin = ({name: 0 for name in names} for names in (series, origins))
            for counts, names in ((by_series, series), (by_origin, origins)):
                for name in lot.choices(names, k=len(names)):
                    counts[name] += 1
            yield [by_series[s] * by_origin[o] for s, o in self.keys]

    def _added(self, often):
        sums = [[0, 0.0, 0] for _ in kEdges[1:]]
        for n, cell in zip(often, self.cells):
            if n:
                for total, part in zip(sums, cell):
                    if part[0]:
                        total[0] += n * part[0]
                        total[1] += n * part[1]
                        total[2] += n * part[2]
        return sums

    def bins(self):
        rows = []
        for i, (cases, probabilities, met) in enumerate(self.whole):
            if cases == 0:
                continue
            differences = [(m - p) / n for n, p, m in (sums[i] for sums in self.drawn) if n]
            rows.append({"from": kEdges[i], "to": kEdges[i + 1], "cases": cases,
                         "mean_probability": probabilities / cases, "share_met": met / cases,
                         "difference": (met - probabilities) / cases,
                         "difference_95": bootstrap.central(differences)})
        return rows

    def differences_of(self, origin):
        """Share met less mean probability of each bin in one origin year, None where it has no case."""
        sums = self._added([int(key[1] == origin) for key in self.keys])
        return [(met - probabilities) / cases if cases else None for cases, probabilities, met in sums]

    def worst(self):
        """The largest difference of a bin that holds enough of the cases."""
        rows = self.bins()
        all_cases = sum(row["cases"] for row in rows)
        return max(abs(row["difference"]) for row in rows if row["cases"] >= kLeastShare * all_cases)
