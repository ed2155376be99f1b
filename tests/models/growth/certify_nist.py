#!/usr/bin/env python3
"""Fits NIST's linear regression data in exact fractions and compares with the certified values beside them.

usage: certify_nist.py FILE       FILE in the form that its own first lines describe

An independent certificate of what the C++ tests compare with: normal equations solved without any rounding, square
roots to 40 digits. Every certified value must be met to 14 significant digits (they are printed with 15). Exits with 1
and names what differs.
"""
import decimal
import fractions
import sys

decimal.getcontext().prec = 60
Fraction = fractions.Fraction


def read(path):
    sets = []
    for line in open(path):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if words[0] == "dataset":
            sets.append({"name": words[1], "residual_sd": words[2], "powers": "powers" in words, "certified": [], "rows": []})
        elif words[0] == "parameter":
            sets[-1]["certified"].append(words[1:])
        else:
            sets[-1]["rows"].append([Fraction(w) for w in words[1:]])
    return sets


def design(data):
    if data["powers"]:
        return [[row[1] ** i for i in range(6)] for row in data["rows"]]
    return [[Fraction(1)] + row[1:] for row in data["rows"]]


def inverse(matrix):
    n = len(matrix)
    rows = [list(r) + [Fraction(int(i == j)) for j in range(n)] for i, r in enumerate(matrix)]
    for c in range(n):
        pivot = next(r for r in range(c, n) if rows[r][c] != 0)
        rows[c], rows[pivot] = rows[pivot], rows[c]
        rows[c] = [v / rows[c][c] for v in rows[c]]
        for r in range(n):
            if r != c:
                rows[r] = [v - rows[r][c] * w for v, w in zip(rows[r], rows[c])]
    return [row[n:] for row in rows]


def root(fraction):
    return (decimal.Decimal(fraction.numerator) / decimal.Decimal(fraction.denominator)).sqrt()


def as_decimal(fraction):
    return decimal.Decimal(fraction.numerator) / decimal.Decimal(fraction.denominator)


def differs(exact, certified):
    certified = decimal.Decimal(certified)
    return abs(exact - certified) > abs(certified) * decimal.Decimal("1e-14")


def faults(data):
    x, y = design(data), [row[0] for row in data["rows"]]
    k = len(x[0])
    cross = inverse([[sum(r[i] * r[j] for r in x) for j in range(k)] for i in range(k)])
    moments = [sum(r[i] * v for r, v in zip(x, y)) for i in range(k)]
    beta = [sum(cross[i][j] * moments[j] for j in range(k)) for i in range(k)]
    residuals = [v - sum(b * c for b, c in zip(beta, r)) for r, v in zip(x, y)]
    variance = sum(e * e for e in residuals) / (len(y) - k)
    if differs(root(variance), data["residual_sd"]):
        yield f"{data['name']}: residual sd {root(variance)}"
    for i, (estimate, sd) in enumerate(data["certified"]):
        if differs(as_decimal(beta[i]), estimate):
            yield f"{data['name']}: parameter {i} is {as_decimal(beta[i])}, certified {estimate}"
        if differs(root(variance * cross[i][i]), sd):
            yield f"{data['name']}: sd of parameter {i} is {root(variance * cross[i][i])}, certified {sd}"


def main():
    sets = read(sys.argv[1])
    found = [fault for data in sets for fault in faults(data)]
    print("\n".join(found) or f"{len(sets)} data sets, {sum(len(d['certified']) for d in sets)} parameters agree")
    sys.exit(1 if found or len(sets) != 7 else 0)


main()
