"""Q1 to Q5: how good are the program's forecasts of the next twelve months, beside what R users have?"""
import pathlib
import tempfile
import time

import bootstrap
import forecasts
import goals
import panel as panels
import place
import reliability
import scores
import tables

kHorizon = 12
kShortMonths = 36
kTasks = {
    "full": ("Q1", "full monthly history"),
    "short36": ("Q2", "only the last 36 months"),
    "mixed": ("Q3", "years, quarters and fiscal-to-date sums"),
    "year": ("Q4", "calendar years only"),
}
# Families of peers that a task has a goal against, and the ratio of ts5 to the best of them that is wanted.
kRatioGoals = {
    "full": {"plain": 0.85, "log": 0.95},
    "short36": {"plain": 0.85, "log": 0.95, "growth": 0.85},
    "mixed": {"annual": 1.0, "plain": 1.0, "log": 1.0},
    "year": {"annual": 1.0},
}
kStrictTasks = ("full", "short36")  # Brier below every peer and coverage as it says
kCoverageGoals = {"cov80": (0.75, 0.85), "cov95": (0.92, 0.97)}


def shown(panel, task, origin):
    """What the program is shown in a task: rows of a panel file."""
    if task == "full":
        return panels.until(panel, origin)
    if task == "short36":
        return panels.until(panel, origin, kShortMonths)
    return panels.sums(panel, origin, task)


def product_forecasts(program, panel, task, origin, folder):
    figures, output = folder / "figures.csv", folder / "forecast.csv"
    panels.write(figures, shown(panel, task, origin), panel.unit)
    began = time.monotonic()
    place.run([program, "forecast", "--figures", figures, "--origin", panels.name(origin), "--horizon", kHorizon,
               "--output", output], f"tradewatch's forecast of {task} {panels.name(origin)}")
    found = forecasts.read(output)
    place.say(f"{task} {panels.name(origin)}: {len(found)} series in {time.monotonic() - began:.1f} s")
    return found


class Scored:
    """A task's cells: every (series, origin) that the product and all peers forecast and that came true since."""

    def __init__(self, panel, rows, known_of=lambda origin: origin, truth=None):
        models = sorted({key[2] for key in rows})
        self.cells, self.targets = {}, {model: {} for model in models}
        self.left_out = 0
        for series, origin in sorted({key[:2] for key in rows}):
            found = {model: rows.get((series, origin, model)) for model in models}
            history = panel.months.get(series)
            if history is None or min(history) > known_of(origin):
                continue
            came = (truth or panel).months.get(series, {})
            actual = [came.get(origin + h) for h in range(1, kHorizon + 1)]
            past = scores.Past({t: v for t, v in history.items() if t <= known_of(origin)}, known_of(origin))
            if None in found.values() or None in actual or not past.usable():
                self.left_out += 1
                continue
            self.cells[series, origin] = {model: scores.of(row, past, actual) for model, row in found.items()}
            for model, row in found.items():
                self.targets[model][series, origin] = scores.targets(sorted(row.quantiles), past, sum(actual))


class Part:
    """Scores of one cut of a task (all, an origin, a decile) with intervals, and the ratios to the best peers."""

    def __init__(self, cells, draws):
        self.table = bootstrap.Table(cells)
        self.draws = bootstrap.Draws(self.table, draws)

    def best_peer(self, score, family):
        peers = [m for m in self.table.models if m != forecasts.kProduct and family in ("any", forecasts.family(m))]
        return min(peers, key=lambda m: self.table.mean(m, score), default=None)

    def ratios(self, score):
        """{family: (peer, ratio, interval)}, "any" being the best of all."""
        found = {}
        for family in ("any", "plain", "log", "annual", "growth"):
            peer = self.best_peer(score, family)
            if peer:
                mean = self.table.mean(peer, score)
                found[family] = (peer, self.table.mean(forecasts.kProduct, score) / mean if mean else float("inf"),
                                 self.draws.ratio_interval(forecasts.kProduct, peer, score))
        return found

    def as_json(self):
        models = {}
        for m in self.table.models:
            models[m] = {s: {"mean": self.table.mean(m, s), "interval_95": self.draws.interval(m, s)}
                         for s in scores.kScores}
            per_series = [dict(zip(("tsCRPS", "MASE"), pair))
                          for pair in zip(self.table.vector(m, "tsCRPS"), self.table.vector(m, "MASE"))]
            models[m]["diagnostics"] = scores.diagnostics(per_series)
        ratios = {s: {family: {"peer": peer, "ratio": ratio, "interval_95": interval}
                      for family, (peer, ratio, interval) in self.ratios(s).items()}
                  for s in scores.kScores if not s.startswith("cov")}
        return {"series": len(self.table.series), "scored": len(self.table.cells), "models": models, "ratios": ratios}


def goals_of(task, whole):
    """The goals of a task, judged over all its origins."""
    found = []
    ratios = whole.ratios("ts5")
    for family, wanted in kRatioGoals[task].items():
        if family in ratios:
            found.append(goals.ratio_below(f"ts5 : best {family} peer", *ratios[family], wanted))
        else:
            found.append(goals.Goal(f"ts5 : best {family} peer", "no forecasts of it", f"at most {wanted}", False))
    if task in kStrictTasks:
        found.append(lowest_brier(whole))
        for score, (low, high) in kCoverageGoals.items():
            found.append(goals.within(score, whole.table.mean(forecasts.kProduct, score),
                                      whole.draws.interval(forecasts.kProduct, score), low, high))
    return found


def lowest_brier(whole):
    return goals.ratio_below("Brier : lowest of any peer", *whole.ratios("brier")["any"])


def reliable(found):
    worst = found.worst()
    return goals.Goal("largest difference of a bin", f"{worst:.3f}", f"at most {reliability.kTolerance}",
                      worst <= reliability.kTolerance)


def parts_of(scored, deciles, draws):
    """all, a part for each origin, a part for each decile of size."""
    parts = {"all": Part(scored.cells, draws)}
    for origin in sorted({o for _, o in scored.cells}):
        parts[panels.name(origin)] = Part({k: v for k, v in scored.cells.items() if k[1] == origin}, draws)
    for decile in sorted({deciles.get(s, "") for s, _ in scored.cells} - {""}, key=int):
        parts[f"decile {decile}"] = Part({k: v for k, v in scored.cells.items() if deciles[k[0]] == decile}, draws)
    return parts


def score_table(title, whole, markdown):
    rows = []
    for m in sorted(whole.table.models, key=lambda m: whole.table.mean(m, "ts5")):
        mean = {s: whole.table.mean(m, s) for s in scores.kScores}
        ts5, brier = (tables.band(whole.draws.interval(m, score)) for score in ("ts5", "brier"))
        rows.append([m, mean["tsCRPS"], mean["ts5"], ts5, mean["cov80"], mean["cov95"], mean["MASE"], mean["MSIS"],
                     mean["brier"], brier])
    columns = ["model", "tsCRPS", "ts5", "(95 %)", "cov80", "cov95", "MASE", "MSIS", "Brier", "(95 %)"]
    return tables.text(title, columns, rows, markdown)


def parts_table(title, parts, markdown):
    rows = []
    for label, part in parts.items():
        product, row = forecasts.kProduct, [label, len(part.table.cells)]
        row += [part.table.mean(product, s) for s in ("tsCRPS", "ts5", "cov80", "cov95", "brier")]
        for score in ("ts5", "brier"):
            peer, ratio, interval = part.ratios(score)["any"]
            row += [peer, ratio, tables.band(interval)]
        rows.append(row)
    columns = ["part", "rows", "tsCRPS", "ts5", "cov80", "cov95", "Brier", "best peer by ts5", "ratio", "(95 %)",
               "best by Brier", "ratio", "(95 %)"]
    return tables.text(title, columns, rows, markdown)


def reliability_table(title, found, origins, markdown):
    """A row a bin; the last columns are its difference in each origin year alone."""
    of_year = [found.differences_of(origin) for origin in origins]
    rows = []
    for b in found.bins():
        alone = [differences[reliability.bin_of(b["to"])] for differences in of_year]
        rows.append([f"{b['from']:.2f}-{b['to']:.2f}", b["cases"], b["mean_probability"], b["share_met"],
                     b["difference"], tables.band(b["difference_95"]) if b["difference_95"] else "",
                     *("" if difference is None else difference for difference in alone)])
    columns = ["said", "targets", "mean said", "share met", "difference", "(95 %)", *map(panels.name, origins)]
    return tables.text(title, columns, rows, markdown)


def kept_promises_table(title, whole, found, markdown):
    """How good and how honest each model's probabilities are."""
    models = sorted(found, key=lambda m: whole.table.mean(m, "brier"))
    rows = [[m, whole.table.mean(m, "brier"), tables.band(whole.draws.interval(m, "brier")), found[m].worst()]
            for m in models]
    return tables.text(title, ["model", "Brier", "(95 %)", "largest difference of a bin"], rows, markdown)


def complete_origins(rows, origins):
    """Origins at which every model has forecasts; the others are named and left out, not judged by fewer peers."""
    models = {key[2] for key in rows}
    kept = []
    for origin in origins:
        lacking = models - {key[2] for key in rows if key[1] == origin}
        if lacking:
            place.say(f"{panels.name(origin)} is LEFT OUT: no forecasts of {', '.join(sorted(lacking))}")
        else:
            kept.append(origin)
    return kept


class Task:
    """One task run, scored and told: `tables_text` for people, `as_json` for programs."""

    def __init__(self, task, panel, peers, origins, program, draws, markdown):
        self.task, (self.row, self.words) = task, kTasks[task]
        found = {key: row for key, row in peers.of(task).items() if key[0] in panel.months}
        if not found:
            raise SystemExit("no forecasts by any peer of this panel's series; `scripts/bench peers` makes them")
        origins = complete_origins(found, origins)
        if not origins:
            raise SystemExit("no origin with forecasts of every peer; `scripts/bench peers` makes what is missing")
        found = {key: row for key, row in found.items() if key[1] in origins}
        with tempfile.TemporaryDirectory(prefix="tradewatch-bench-") as folder:
            for origin in origins:
                found.update(product_forecasts(program, panel, task, origin, pathlib.Path(folder)))
        scored = Scored(panel, found)
        if not scored.cells:
            raise SystemExit("no series that every model forecasts and whose months came true")
        self.parts = parts_of(scored, panel.decile, draws)
        self.whole = self.parts["all"]
        self.reliability = {model: reliability.Reliability(cases, draws if model == forecasts.kProduct else 1)
                            for model, cases in scored.targets.items()}
        self.goals = goals_of(task, self.whole)
        self.target_goals = [lowest_brier(self.whole), reliable(self.reliability[forecasts.kProduct])]
        self.origins, self.left_out, self.markdown = origins, scored.left_out, markdown

    def tables_text(self):
        table = self.whole.table
        title = (f"{self.row} {self.words}: {len(table.cells)} rows of {len(table.series)} series ({self.left_out} "
                 "rows left out: not forecast by all, or not known since)")
        return "\n".join([
            score_table(title, self.whole, self.markdown),
            goals.table(f"{self.row} goals", self.goals, self.markdown),
            parts_table(f"{self.row} by origin and by decile of size (1 smallest); ratio to the best peer there",
                        self.parts, self.markdown),
            reliability_table(f"Q5 on {self.task}: P(next twelve months > k x last twelve), k in 0.8, 1, 1.25, 1.5",
                              self.reliability[forecasts.kProduct], self.origins, self.markdown),
            kept_promises_table(f"Q5 on {self.task} beside the peers", self.whole, self.reliability, self.markdown),
            goals.table(f"Q5 goals on {self.task}", self.target_goals, self.markdown)])

    def summary(self):
        """The product, and of each family the peer that is best by ts5: the rows of the table for a README."""
        rows = []
        named = {family: found for family, found in self.whole.ratios("ts5").items() if family != "any"}
        for family, (model, ratio, interval) in [("product", (forecasts.kProduct, None, None)), *named.items()]:
            mean = {s: self.whole.table.mean(model, s) for s in scores.kScores}
            wanted = kRatioGoals[self.task].get(family)
            goal = goals.ratio_below("", model, ratio, interval, wanted) if wanted else None
            rows.append([f"{self.row} {self.words}" if family == "product" else "", model, mean["tsCRPS"], mean["ts5"],
                         mean["cov80"], mean["cov95"], mean["brier"], goal.figure if goal else "",
                         f"{goal.wanted}: {goals.verdict(goal)}" if goal else ""])
        return rows

    def as_json(self):
        return {"row": self.row, "origins": [panels.name(o) for o in self.origins], "left_out": self.left_out,
                "parts": {label: part.as_json() for label, part in self.parts.items()},
                "goals": goals.as_json(self.goals),
                "targets": {"goals": goals.as_json(self.target_goals),
                            "reliability": {m: r.bins() for m, r in self.reliability.items()}}}


def summary_table(rows, markdown):
    columns = ["history", "model", "tsCRPS", "ts5", "cov80", "cov95", "Brier", "ts5 tradewatch : it (95 %)", "wanted"]
    return tables.text("Summary: tradewatch and the best peer of each family", columns, rows, markdown)


def run(options):
    program = place.program(options.program)
    panel = panels.read(options.panel)
    if options.series:
        panel = panel.some(options.series)
    peers = forecasts.Peers(options.peers)
    place.say(f"{len(panel.months)} series of {options.panel}; {len(peers.files)} files of peers")
    origins = [panels.month(o) for o in options.origins]
    done, failed, summary = {}, {}, []
    for task in options.tasks:
        began = time.monotonic()
        try:
            one = Task(task, panel, peers, origins, program, options.draws, options.markdown)
        except SystemExit as fault:  # the other tasks are worth their while
            failed[task] = str(fault)
            place.say(f"{task}: FAILED: {fault}")
            continue
        done[task] = one.as_json()
        summary += one.summary()
        place.say(f"{task}: done in {time.monotonic() - began:.0f} s")
        print(one.tables_text(), flush=True)
    if summary:
        print(summary_table(summary, options.markdown), flush=True)
    found = {"panel": pathlib.Path(options.panel).name, "draws": options.draws, "tasks": done}
    return {"failed": failed, "quality": found}
