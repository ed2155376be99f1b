#!/usr/bin/env python3
"""Makes models/growth/log_mean_table.h: the law of ln of the mean of n independent log-normal months of sd s, as an
extended skew-normal whose tail is that of one month (log_mean.h). Needs numpy.

usage: make_log_mean_table.py > models/growth/log_mean_table.h

The density of ln(exp a + exp b) is an integral over a - b; sums of 2, 3, 4, ... 192 months are made of two halves.
The skew-normal has the mean, variance and third cumulant of the result.
"""
import math

import numpy as np

MONTHS = [2, 3, 4, 6, 8, 12, 24, 48, 96, 192]
SDS = [0.25 * k for k in range(1, 13)]
POINTS, STEPS = 2400, 1200


def grid(n, s):
    return np.linspace(-9 * s, math.log(n) + s * s + 9 * s, POINTS)


def read(x, y, at):
    """Four-point Lagrange interpolation of y on the even grid x; far below where `at` is outside."""
    h = x[1] - x[0]
    i = np.clip(np.floor((at - x[0]) / h).astype(int), 1, len(x) - 3)
    u = (at - x[i]) / h
    value = (-u * (u - 1) * (u - 2) / 6 * y[i - 1] + (u + 1) * (u - 1) * (u - 2) / 2 * y[i]
             - (u + 1) * u * (u - 2) / 2 * y[i + 1] + (u + 1) * u * (u - 1) / 6 * y[i + 2])
    linear = y[i] + u * (y[i + 1] - y[i])  # where the density vanishes: no overshoot
    value = np.where(np.minimum(y[i - 1], y[i + 2]) < -300, np.minimum(linear, -100), value)
    return np.where((at < x[0]) | (at > x[-1]), -1e4, value)


def log_density(n, s, made):
    """ln density of ln(sum of n months) on grid(n, s)."""
    if n in made:
        return made[n]
    x = grid(n, s)
    if n == 1:
        made[n] = -0.5 * (x / s) ** 2 - math.log(s * math.sqrt(2 * math.pi))
        return made[n]
    a, b = n - n // 2, n // 2
    fa, fb = log_density(a, s, made), log_density(b, s, made)
    t = np.linspace(-18 * s - s * s - math.log(n), 18 * s + s * s + math.log(n), STEPS)
    step = t[1] - t[0]
    out = np.empty(POINTS)
    for i, l in enumerate(x):
        parts = read(grid(a, s), fa, l - np.logaddexp(0, -t)) + read(grid(b, s), fb, l - np.logaddexp(0, t))
        top = parts.max()
        out[i] = top + math.log(np.exp(parts - top).sum() * step)
    made[n] = out
    return out


def cumulants(n, s, made):
    x, f = grid(n, s), np.exp(log_density(n, s, made))
    f = f / f.sum()
    mean = f @ x
    return mean - math.log(n), f @ (x - mean) ** 2, f @ (x - mean) ** 3


def zetas(t):
    """First three derivatives of ln Phi."""
    if t > -25:
        z = math.exp(-0.5 * t * t) / math.sqrt(2 * math.pi) / (0.5 * math.erfc(-t / math.sqrt(2)))
    else:
        z = -t / (1 - 1 / t**2 + 3 / t**4 - 15 / t**6 + 105 / t**8)
    second = -z * (t + z)
    return z, second, -second * (t + z) - z * (1 + second)


def fitted(n, s, made):
    mean, variance, third = cumulants(n, s, made)
    left = 1 - variance / s**2
    low, high = -120.0, 6.0
    for _ in range(80):
        t = 0.5 * (low + high)
        _, second, skew = zetas(t)
        if skew / abs(second) ** 1.5 > third / s**3 / left**1.5:
            high = t
        else:
            low = t
    fenton = math.log1p(math.expm1(s * s) / n)
    return -t * s / math.sqrt(n), variance / fenton, mean / ((s * s - fenton) / 2)


def main():
    tables = ([], [], [])
    for s in SDS:
        made = {}
        for table, column in zip(tables, zip(*(fitted(n, s, made) for n in MONTHS))):
            table.append(column)
    print("""// Made by tests/models/growth/make_log_mean_table.py, which says how; log_mean.h says what it is for.

#pragma once

#include <array>

namespace tradewatch::growth {
""")
    print(f"inline constexpr std::array<double, {len(MONTHS)}> kLogMeanMonths = "
          f"{{{', '.join(str(n) for n in MONTHS)}}};")
    print(f"inline constexpr double kLogMeanSdStep = {SDS[0]};  // of one month, from the first column on")
    print(f"inline constexpr std::size_t kLogMeanSds = {len(SDS)};")
    print("using LogMeanTable = std::array<std::array<double, kLogMeanSds>, kLogMeanMonths.size()>;\n")
    names = (("kLogMeanThreshold", "-tau s / sqrt(n)"), ("kLogMeanVariance", "The variance over Fenton's"),
             ("kLogMeanMean", "The mean over Fenton's"))
    for table, (name, what) in zip(tables, names):
        print(f"// {what}; a row for each number of months, a column for each sd.")
        print(f"inline constexpr LogMeanTable {name} = {{{{")
        for row in zip(*table):
            print("    {" + ", ".join(f"{v:.5g}" for v in row) + "},")
        print("}};\n")
    print("}  // namespace tradewatch::growth")


main()
