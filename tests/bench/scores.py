"""Scores of a forecast of a total of months, and of its months.

All take plain numbers and are checked by hand in scores_test.py. Lower is better but for coverage, whose best is its
own name.

  tsCRPS  twice the mean pinball loss of the seven quantiles of the total, over the series' mean absolute change of
          its twelve-month total from one year to the next, up to the origin   [Gneiting and Raftery 2007]
  ts5     the same, but no more than 5 for one series and origin: a few wild flows are a third of the plain mean
  cov80   1 when the total lies in the central 80 %, else 0; cov95 likewise
  MASE    mean absolute error of the monthly medians over the mean absolute change from the same month a year before,
          up to the origin                                                     [Hyndman and Koehler 2006]
  MSIS    mean interval score of the monthly 95 % bands over the same          [M4 competition]
  brier   mean squared difference of P(total > k x last twelve months) and what happened, k in kMultiples
"""
import statistics

kProbabilities = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
kMultiples = (0.8, 1.0, 1.25, 1.5)
kScores = ("tsCRPS", "ts5", "cov80", "cov95", "MASE", "MSIS", "brier")
kCap = 5.0


def mean(values):
    return sum(values) / len(values)


def pinball(probability, quantile, actual):
    miss = actual - quantile
    return max(probability * miss, (probability - 1) * miss)


def crps(quantiles, actual):
    return 2 * mean([pinball(p, q, actual) for p, q in zip(kProbabilities, quantiles)])


def exceedance(quantiles, amount):
    """P(total > amount): linear between the quantiles, half of what is left beyond the ends."""
    if amount <= quantiles[0]:
        return 1 - kProbabilities[0] / 2
    if amount > quantiles[-1]:
        return (1 - kProbabilities[-1]) / 2
    i = next(i for i in range(1, 7) if amount <= quantiles[i])
    low, high = quantiles[i - 1], quantiles[i]
    share = 0.5 if high == low else (amount - low) / (high - low)
    return 1 - (kProbabilities[i - 1] + share * (kProbabilities[i] - kProbabilities[i - 1]))


def interval_score(low, high, actual, alpha=0.05):
    return high - low + 2 / alpha * (max(low - actual, 0) + max(actual - high, 0))


class Past:
    """What the scales are made of: the figures of one series up to the last known month."""

    def __init__(self, history, known):
        first = min(history)
        line = [history.get(t) for t in range(first, known + 1)]
        totals = [None if None in line[i - 11 : i + 1] else sum(line[i - 11 : i + 1]) for i in range(11, len(line))]
        yearly = [abs(b - a) for a, b in zip(totals, totals[12:]) if a is not None and b is not None]
        monthly = [abs(b - a) for a, b in zip(line, line[12:]) if a is not None and b is not None]
        self.total_scale = mean(yearly) if yearly else 0.0
        self.month_scale = mean(monthly) if monthly else 0.0
        self.last_twelve = sum(v or 0.0 for v in line[-12:])

    def usable(self):
        return self.total_scale > 0 and self.month_scale > 0


def targets(quantiles, past, actual_total):
    """(k, probability, met) of each target of k times the last twelve months."""
    return [(k, exceedance(quantiles, k * past.last_twelve), actual_total > k * past.last_twelve) for k in kMultiples]


def of(forecast, past, actual):
    """All scores of one forecast row: `actual` are the months after its origin as they came."""
    total = sum(actual)
    q = sorted(forecast.quantiles)
    scaled = crps(q, total) / past.total_scale
    return {
        "tsCRPS": scaled,
        "ts5": min(scaled, kCap),
        "cov80": float(q[1] <= total <= q[5]),
        "cov95": float(q[0] <= total <= q[6]),
        "MASE": mean([abs(a - m) for a, m in zip(actual, forecast.medians)]) / past.month_scale,
        "MSIS": mean([interval_score(low, high, a) for a, low, high in zip(actual, forecast.lows, forecast.highs)])
        / past.month_scale,
        "brier": mean([(p - met) ** 2 for _, p, met in targets(q, past, total)]),
    }


def diagnostics(per_series):
    """Of the mean tsCRPS and MASE of each series. Bands made too narrow improve these while coverage falls."""
    crps_values = [max(row["tsCRPS"], 1e-6) for row in per_series]
    return {
        "gm_tsCRPS": statistics.geometric_mean(crps_values),
        "med_tsCRPS": statistics.median(row["tsCRPS"] for row in per_series),
        "med_MASE": statistics.median(row["MASE"] for row in per_series),
    }
