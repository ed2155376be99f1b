"""Forecast files: reading them, a folder of peers' files, and which model is whose peer.

A forecast file has one row a series, origin and model: quantiles of the total of the months after the origin, and of
each month its median (m), 2.5 % (l) and 97.5 % (u) quantiles. A peers' folder holds any number of such files; one with
`short36` in its name was made from the last 36 months alone, `_times` is not a forecast file.
"""
import csv
import dataclasses
import pathlib

import panel as panels

kProduct = "tradewatch"
kQuantileColumns = ("q025", "q10", "q25", "q50", "q75", "q90", "q975")
kPlain = ("ets", "auto.arima", "ets+arima", "theta", "naive")


@dataclasses.dataclass(frozen=True)
class Forecast:
    quantiles: tuple
    medians: tuple
    lows: tuple
    highs: tuple


def family(model):
    """Which of peers.R's families a model belongs to."""
    if model == kProduct:
        return "product"
    if model in kPlain:
        return "plain"
    if model.endswith("-log"):
        return "log"
    if model.startswith("annual-"):
        return "annual"
    return "growth" if model == "panel-growth" else "other"


def read(path):
    """{(series, origin, model): Forecast}; `origin` a month index."""
    found = {}
    with panels.opened(path) as file:
        rows = csv.DictReader(file)
        header = rows.fieldnames or []
        horizon = sum(1 for column in header if column[0] == "m" and column[1:].isdigit())
        if not {"series", "origin", "model", *kQuantileColumns} <= set(header) or horizon == 0:
            raise SystemExit(f"{path}: not a forecast file; its columns are {', '.join(header[:8])}...")
        months = range(1, horizon + 1)
        for row in rows:
            found[row["series"], panels.month(row["origin"]), row["model"]] = Forecast(
                tuple(float(row[c]) for c in kQuantileColumns),
                *(tuple(float(row[f"{kind}{h}"]) for h in months) for kind in "mlu"))
    return found


class Peers:
    """All forecasts of a folder, from full history and from 36 months apart."""

    def __init__(self, folder):
        self.full, self.short36 = {}, {}
        self.files = sorted(p for p in pathlib.Path(folder).glob("*.csv*")
                            if p.name.endswith((".csv", ".csv.gz")) and "_times." not in p.name)
        if not self.files:
            raise SystemExit(f"{folder}: no forecast files of peers; `scripts/bench peers` makes them")
        for path in self.files:
            (self.short36 if "short36" in path.name else self.full).update(read(path))

    def of(self, task):
        """The forecasts that the product is compared with in a task."""
        if task == "short36":
            return self.short36
        wanted = {"full": ("plain", "log"), "mixed": ("plain", "log", "annual"), "year": ("annual",)}[task]
        return {key: row for key, row in self.full.items() if family(key[2]) in wanted}
