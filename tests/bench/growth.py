"""S9: how does cost grow with the work: figures in a document, targets, revisions of a figure?

Each size is measured on a store of its own, ten times the one before:

- `import` of so many figures, each of another series or month, in documents under the limit;
- `assess one` target (`status`) in the store that holds them: what others published should cost it nothing;
- `assess all` of so many targets, each with monthly figures and a release in its window;
- `import` of 60 months, each published so many times with another value, and `assess` of the target that watches them.

Seconds of processor are compared: a busy machine stretches the wall clock. The growth of a cost is its exponent b in
cost = a * size^b, the slope of a line through the logarithms of the upper half of the sizes, where the start of the
program no longer counts, and once more of the last step alone: 1 is linear, 0 is no growth. The larger of the two is judged.
"""
import datetime
import math
import pathlib
import shutil
import statistics
import tempfile
import time

import assess
import goals
import idle
import place
import tables
import watching

kLeast_figures, kMost_figures = 1_000, 10_000_000
kDefault_most = 1_000_000
kFiguresATarget = 1_000       # the most targets are so many times fewer than the most figures
kMost_revisions = 1_000
kRevised_months = [f"{year}-{month:02}" for year in range(2018, 2023) for month in range(1, 13)]
kFirst_published = datetime.date(2023, 2, 1)
kWanted_exponent = 1.1        # linear, and a tenth for noise and for the logarithm of an index
kEnough_s = 60                # of wall clock at one size: then it is measured no further time


def decades(least, most):
    """least, 10 least, ... up to most."""
    found = []
    while least <= most:
        found.append(least)
        least *= 10
    return found


def slope(points):
    """Of the least-squares line through (ln size, ln cost)."""
    x, y = [[math.log(value) for value in values] for values in zip(*points)]
    mean_x, mean_y = statistics.fmean(x), statistics.fmean(y)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y)) / sum((a - mean_x) ** 2 for a in x)


def exponents(points):
    """(of the upper half of the sizes, of the last step); None each where there are fewer than two sizes."""
    if len(points) < 2:
        return None, None
    upper = points[min(len(points) // 2, len(points) - 2):]
    return slope(upper), slope(points[-2:])


def repeated(rounds, command, what, before=lambda: None):
    runs, began = [], time.monotonic()
    while not runs or len(runs) < rounds and time.monotonic() - began < kEnough_s:
        before()
        runs.append(place.measured(command, what))
    return {"runs": len(runs), **{key: statistics.median(run[key] for run in runs) for key in runs[0]}}


def imported(watch, files, rounds):
    """Each time into a new store; the last is left."""
    def emptied():
        for file in watch.folder.glob("tradewatch.db*"):
            file.unlink()
    return repeated(rounds, [watch.program, "import", "--config", watch.config, *files], "import", emptied)


def assessed(watch, rounds):
    return repeated(rounds, [watch.program, "status", "--json", "--config", watch.config], "status")


def of_figures(program, folder, size, rounds):
    watch = watching.Watch(program, folder, ["one"])
    files = []
    for number, document in enumerate(idle.documents(size)):
        files.append(folder / f"{number}.csv")
        files[-1].write_text(document, encoding="utf-8")
    found = {"import": imported(watch, files, rounds)}
    watch.take("history.csv", watching.kHeader + watching.history("one", 2021, watching.seeded()))
    found["assess one"] = assessed(watch, rounds)
    return found


def of_targets(program, folder, size, rounds):
    watch, _ = assess.made_store(program, folder, size)
    return {"assess all": assessed(watch, rounds)}


def of_revisions(program, folder, size, rounds):
    """Published a day apart, each time with another value."""
    watch = watching.Watch(program, folder, ["one"])
    draw = watching.seeded()
    days = [(kFirst_published + datetime.timedelta(days=number)).isoformat() for number in range(size)]
    document = folder / "revisions.csv"
    document.write_text(watching.kHeader + "".join(
        watching.row("one", month, round(watching.kMonthly_usd * draw.uniform(0.9, 1.1)), day)
        for day in days for month in kRevised_months), encoding="utf-8")
    return {"import": imported(watch, [document], rounds), "assess": assessed(watch, rounds)}


kAxes = {"figures": ("figures in the store", of_figures), "targets": ("targets", of_targets),
         "revisions": (f"revisions of each of {len(kRevised_months)} figures", of_revisions)}


def measured(program, folder, axis, sizes, rounds):
    """{work: [{"size", "runs", "wall_s", "cpu_s", "peak_mib"}, ...]} of one axis."""
    found = {}
    for size in sizes:
        place_of_one = folder / f"{axis}-{size}"
        for work, cost in kAxes[axis][1](program, place_of_one, size, rounds).items():
            found.setdefault(work, []).append({"size": size, **cost})
        shutil.rmtree(place_of_one)
        place.say(f"growth: {size} {axis}")
    return found


def grown(costs):
    return exponents([(cost["size"], cost["cpu_s"]) for cost in costs])


def table(found, markdown):
    rows = []
    for axis, works in found.items():
        for work, costs in works.items():
            fitted, last = grown(costs)
            for cost in costs:
                end = cost is costs[-1]
                rows.append([f"{work}: {kAxes[axis][0]}" if cost is costs[0] else "", str(cost["size"]), cost["runs"],
                             cost["wall_s"], cost["cpu_s"], 1e6 * cost["cpu_s"] / cost["size"], cost["peak_mib"],
                             "" if not end or fitted is None else f"{fitted:.2f}",
                             "" if not end or last is None else f"{last:.2f}"])
    columns = ["work", "size", "runs", "wall s", "processor s", "microseconds each", "peak MiB", "exponent", "last step"]
    return tables.text("S9 cost as work grows, medians", columns, rows, markdown)


def goals_of(found):
    wanted = []
    for axis, works in found.items():
        for work, costs in works.items():
            fitted, last = grown(costs)
            if fitted is None:
                continue
            worst, most = max(fitted, last), costs[-1]["size"]
            wanted.append(goals.Goal(f"S9 {work}, exponent of {axis} to {most}", f"{worst:.2f}",
                                     f"at most {kWanted_exponent}", worst <= kWanted_exponent))
    return wanted


def run(options):
    program = place.program(options.program)
    sizes = {"figures": decades(kLeast_figures, min(options.most, kMost_figures)),
             "targets": decades(1, options.most // kFiguresATarget),
             "revisions": decades(1, min(kMost_revisions, options.most // kFiguresATarget))}
    with tempfile.TemporaryDirectory(prefix="tradewatch-bench-") as name:
        found = {axis: measured(program, pathlib.Path(name), axis, sizes[axis], options.rounds) for axis in kAxes}
    print(table(found, options.markdown))
    wanted = goals_of(found)
    print(goals.table("growth goals", wanted, options.markdown), flush=True)
    return {"growth": {"costs": found, "goals": goals.as_json(wanted)}}
