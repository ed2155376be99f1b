"""What a change is judged by, in under two minutes: a part of the panel at every origin, and the time of a forecast.

Without a panel the flows are made up: then the figures say whether the program forecasts at all, how far it is from one
that knows the law, and how long it takes; nothing about trade.
"""
import pathlib
import statistics
import tempfile

import forecasts
import made_up
import panel as panels
import place
import quality
import speed
import tables

kSeries = 60
kDraws = 200
kTasks = ("full", "short36", "mixed")
kOrigins = ("2014-12", "2015-12", "2016-12", "2017-12")
kRounds = 3


def quality_on_made_up(options, program):
    panel, rows, origin = made_up.made(kSeries)
    with tempfile.TemporaryDirectory(prefix="tradewatch-bench-") as folder:
        rows.update(quality.product_forecasts(program, panel, "full", origin, pathlib.Path(folder)))
    scored = quality.Scored(panel, rows)
    part = quality.Part(scored.cells, kDraws)
    print(quality.score_table(f"{len(scored.cells)} MADE-UP flows (name real ones with --panel and --peers)", part,
                              options.markdown))
    return panel, origin, part.as_json()


def time_of(options, program, panel, origin):
    with tempfile.TemporaryDirectory(prefix="tradewatch-bench-") as name:
        folder = pathlib.Path(name)
        figures = folder / "figures.csv"
        panels.write(figures, panels.until(panel, origin), panel.unit)
        command = speed.on_one_core(speed.forecast_command(program, figures, origin, folder))
        runs = [place.measured(command, "tradewatch") for _ in range(kRounds)]
    cpu = statistics.median(run["cpu_s"] for run in runs)
    rows = [[forecasts.kProduct, str(len(panel.months)), kRounds, cpu, 1000 * cpu / len(panel.months),
             max(run["peak_mib"] for run in runs)]]
    print(tables.text("time of a forecast, one core, medians",
                      ["", "series", "runs", "processor s", "ms a series", "peak MiB"], rows, options.markdown))
    return runs


def run(options):
    program = place.program(options.program)
    if bool(options.panel) != bool(options.peers):
        raise SystemExit("--quick wants both --panel and --peers, or neither")
    if not options.panel:
        panel, origin, found = quality_on_made_up(options, program)
        return {"made_up": found, "speed": time_of(options, program, panel, origin)}
    options.series, options.draws, options.tasks, options.origins = kSeries, kDraws, list(kTasks), list(kOrigins)
    found = quality.run(options)
    panel = panels.read(options.panel).some(kSeries)
    return {**found, "speed": time_of(options, program, panel, panels.month(kOrigins[-1]))}
