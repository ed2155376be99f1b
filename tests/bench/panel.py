"""Panels of monthly trade: reading them, cutting them to what a forecaster is shown, and writing that down.

A month is an index: year * 12 + month - 1. A panel maps the name of a series to its months, {index: value}, in the
panel's own unit; a month that is not in the map has no figure, which is never zero.
"""
import csv
import dataclasses
import gzip
import hashlib


def month(text):
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def name(index):
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def opened(path):
    """A CSV file, gzip told by its name."""
    if str(path).endswith(".gz"):
        return gzip.open(path, "rt", newline="", encoding="utf-8")
    return open(path, newline="", encoding="utf-8")


@dataclasses.dataclass
class Panel:
    months: dict  # series -> {month index: value}, series in the order of the file
    unit: dict    # series -> the unit's name
    decile: dict  # series -> decile of median size, "" where the file does not say

    def some(self, count):
        """At most `count` series, the same ones on every machine: those whose names have the smallest digests."""
        ranked = sorted(self.months, key=lambda s: hashlib.sha256(s.encode()).digest())[:count]
        return self.only(set(ranked))

    def only(self, wanted):
        kept = [s for s in self.months if s in wanted]
        return Panel({s: self.months[s] for s in kept}, {s: self.unit[s] for s in kept},
                     {s: self.decile.get(s, "") for s in kept})


def read(path):
    """A panel file: columns period (YYYY-MM), value, and series or reporter, partner (its code, where there is one) and
    flow. Estimates, which a column `flag` marks, and aggregates of partners are left out."""
    panel = Panel({}, {}, {})
    with opened(path) as file:
        rows = csv.DictReader(file)
        missing = {"period", "value"} - set(rows.fieldnames or [])
        if missing:
            raise SystemExit(f"{path}: no column {', '.join(sorted(missing))}")
        for row in rows:
            if row.get("flag") or row.get("partner_is_aggregate") == "1":
                continue
            series = row.get("series") or f"{row['reporter']}|{row.get('partner_code') or row['partner']}|{row['flow']}"
            panel.months.setdefault(series, {})[month(row["period"])] = float(row["value"])
            panel.unit[series] = row.get("unit") or "USD million"
            panel.decile[series] = row.get("median_decile") or ""
    if not panel.months:
        raise SystemExit(f"{path}: no figures")
    return panel


def newest(panel):
    return max(max(history) for history in panel.months.values())


def until(panel, last, months=None):
    """What is known at the end of month `last`, of the last `months` months alone where that is given."""
    first = last - months + 1 if months else 0
    return [(s, name(t), value)
            for s, history in panel.months.items() for t, value in sorted(history.items()) if first <= t <= last]


# Spans as (label, first month, last month).
def years(first, last):
    return [(f"{k}", k * 12, k * 12 + 11) for k in range(first, last + 1)]


def mixed_spans(first_year, last_year):
    """What a reader of Pakistan's figures has: calendar years until six years before the last one, quarters until the
    middle of the year three before it, and then for three fiscal years (July to June) the running sums of 2, 6, 8 and
    12 months as a central bank publishes them."""
    spans = years(first_year, last_year - 6)
    quarters_from, fiscal_from = (last_year - 5) * 12, (last_year - 3) * 12 + 6
    spans += [(f"{t // 12}-Q{t % 12 // 3 + 1}", t, t + 2) for t in range(quarters_from, fiscal_from, 3)]
    spans += [(f"{name(t)}/{name(t + n - 1)}", t, t + n - 1)
              for t in range(fiscal_from, last_year * 12 + 12, 12) for n in (2, 6, 8, 12)]
    return spans


def sums(panel, origin, shape):
    """The panel as sums over spans, `shape` being "mixed" or "year": those that end by `origin`, a December, and whose
    months are all there."""
    if origin % 12 != 11:
        raise SystemExit(f"sums over spans want a December origin, not {name(origin)}")
    first = min(min(history) for history in panel.months.values()) // 12
    spans = (mixed_spans if shape == "mixed" else years)(first, origin // 12)
    rows = []
    for series, history in panel.months.items():
        for label, begin, end in spans:
            values = [history.get(t) for t in range(begin, end + 1)]
            if end <= origin and None not in values:
                rows.append((series, label, sum(values)))
    return rows


def write(path, rows, unit):
    """Rows (series, period, value) as a file that `forecast --figures` and peers.R read."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("series", "period", "value", "unit"))
        out.writerows((series, period, f"{value:.9g}", unit[series]) for series, period, value in rows)
