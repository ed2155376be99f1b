"""S1 and S2: how long do forecasts take, beside R, and how much memory?

Seconds of processor are compared, because both programs use one core and nothing else, and a busy machine stretches the
wall clock of both at random; the wall clock is shown beside them.
"""
import csv
import os
import pathlib
import shutil
import statistics
import subprocess
import tempfile

import goals
import panel as panels
import place
import tables

kWantedRatio = 100
kWholePanelSeries = 9802
kWholePanelSeconds, kWholePanelMib = 300, 1024
kNearLinear = 0.8  # of as many times as there are cores
kColumns = ("", "series", "runs", "processor s", "wall s", "ms a series")


def on_one_core(command):
    return ["taskset", "-c", "0", *command] if shutil.which("taskset") else command


def forecast_command(program, figures, origin, folder):
    return [program, "forecast", "--figures", figures, "--origin", panels.name(origin), "--output", folder / "out.csv"]


def peer_seconds(figures):
    """Processor and wall seconds of R's fits, all series of a file together."""
    command = on_one_core(["Rscript", str(place.kSpeedScript), str(figures)])
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"R failed: {' '.join(command)}\n{done.stderr[-2000:]}")
    lines = [tuple(map(float, line.split())) for line in done.stdout.splitlines()]
    return {"cpu_s": sum(cpu for cpu, _ in lines), "wall_s": sum(wall for _, wall in lines)}


def median(runs, key):
    return statistics.median(run[key] for run in runs)


def interleaved(program, panel, origin, options, folder):
    """The runs of S1 by name, each a list with an entry a round."""
    some = panel.some(options.series)
    handful = panel.some(options.handful)
    many, few = folder / "many.csv", folder / "few.csv"
    for path, part in ((many, some), (few, handful)):
        panels.write(path, panels.until(part, origin), part.unit)
    runs = {"few": [], "peer": [], "many": [], "many_all_cores": []}
    for round_number in range(options.rounds):
        runs["few"].append(place.measured(on_one_core(forecast_command(program, few, origin, folder)), "tradewatch"))
        if place.has_r():
            runs["peer"].append(peer_seconds(few))
        runs["many"].append(place.measured(on_one_core(forecast_command(program, many, origin, folder)), "tradewatch"))
        runs["many_all_cores"].append(place.measured(forecast_command(program, many, origin, folder), "tradewatch"))
        place.say(f"speed: round {round_number + 1} of {options.rounds}")
    if not runs["peer"]:
        place.say("speed: Rscript is not here, so nothing is compared; scripts/setup --bench installs it")
    return runs, len(some.months), len(handful.months)


def s1_table(runs, many, few, markdown):
    rows = []
    named = (("tradewatch, one core", "few", few), ("R ets + auto.arima, one core", "peer", few),
             ("tradewatch, one core", "many", many), ("tradewatch, all cores", "many_all_cores", many))
    for words, key, count in named:
        if runs[key]:
            cpu, wall = median(runs[key], "cpu_s"), median(runs[key], "wall_s")
            rows.append([words, str(count), len(runs[key]), cpu, wall, 1000 * cpu / count])
    return tables.text("S1 medians; R: fits alone, without starting and reading", kColumns, rows, markdown)


def s1_goals(runs):
    found = []
    if runs["peer"]:
        ratios = [peer["cpu_s"] / ours["cpu_s"] for peer, ours in zip(runs["peer"], runs["few"])]
        ratio = statistics.median(ratios)
        figure = f"{ratio:.1f} ({min(ratios):.1f}-{max(ratios):.1f})"
        found.append(goals.Goal("S1 R : tradewatch on the same series", figure, f"at least {kWantedRatio}",
                                ratio >= kWantedRatio))
    cores = os.cpu_count() or 1
    gain = median(runs["many"], "wall_s") / median(runs["many_all_cores"], "wall_s")
    found.append(goals.Goal(f"S1 gain of {cores} cores over one, wall clock", f"{gain:.2f}",
                            f"at least {kNearLinear * cores:.1f}", gain >= kNearLinear * cores))
    return found


def s2(program, path, origin, folder):
    """One run over a file as it is: estimates, which the rest of this bench leaves out, are forecast too."""
    whole = place.measured(forecast_command(program, path, origin, folder), "tradewatch on the whole panel")
    with open(folder / "out.csv", newline="", encoding="utf-8") as file:
        whole["series"] = sum(1 for _ in csv.reader(file)) - 1
    return whole


def s2_table(whole, markdown):
    row = ["tradewatch, all cores", str(whole["series"]), 1, whole["cpu_s"], whole["wall_s"],
           1000 * whole["cpu_s"] / whole["series"], whole["peak_mib"]]
    return tables.text("S2 the whole panel, reading and writing included", [*kColumns, "peak MiB"], [row], markdown)


def s2_goals(whole):
    """Of a panel as large as the one that they were set for."""
    if whole["series"] < kWholePanelSeries:
        return []
    seconds, mib = whole["wall_s"], whole["peak_mib"]
    return [goals.Goal("S2 seconds of the whole panel", f"{seconds:.0f}", f"under {kWholePanelSeconds}",
                       seconds < kWholePanelSeconds),
            goals.Goal("S2 peak memory, MiB", f"{mib:.0f}", f"under {kWholePanelMib}", mib < kWholePanelMib)]


def run(options):
    program = place.program(options.program)
    panel = panels.read(options.panel)
    origin = panels.month(options.origin) if options.origin else panels.newest(panel)
    with tempfile.TemporaryDirectory(prefix="tradewatch-bench-") as name:
        folder = pathlib.Path(name)
        runs, many, few = interleaved(program, panel, origin, options, folder)
        print(s1_table(runs, many, few, options.markdown), flush=True)
        place.say(f"speed: the whole of {options.panel}")
        whole = s2(program, options.panel, origin, folder)
    print(s2_table(whole, options.markdown))
    found = s1_goals(runs) + s2_goals(whole)
    print(goals.table("speed goals", found, options.markdown), flush=True)
    return {"speed": {"panel": pathlib.Path(options.panel).name, "series": {"many": many, "few": few}, "runs": runs,
                      "whole": whole, "goals": goals.as_json(found)}}
