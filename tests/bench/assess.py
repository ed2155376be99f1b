"""S6: what does an assessment from stored figures cost, of one target that is warm and of many at once?

A target's own cost is what `status` takes for all targets of a store less what it takes for one, divided by the others:
starting the program and opening the store are left out, and everything else is warm. Runs of the two alternate. Each
target has monthly figures, a release in its window, and news. The demo's target, on sums of months in two readings, is
shown beside it, start of the program and all.

Many: one document changes every target of a daemon, which assesses each and tells of it.
"""
import pathlib
import shutil
import statistics
import tempfile

import goals
import latency
import place
import tables
import watching

kTargets = 21
kWanted_ms = 50
kWantedAll = 10_000
kWantedAll_s = 300


def per_target(one, all_of_them, targets, key):
    """Milliseconds a target, from runs in the order in which they were made."""
    return [1000 * (many[key] - single[key]) / (targets - 1) for single, many in zip(one, all_of_them)]


def made_store(program, folder, count):
    """A store whose targets all had a release that turned from good to bad."""
    names = [f"t{number:04}" for number in range(count)]
    draw = watching.seeded()
    watch = watching.Watch(program, folder, names)
    watch.take("history.csv", watching.kHeader + "".join(watching.history(n, latency.kFirstYear, draw) for n in names))
    for number, usd in enumerate((latency.kGood_usd, latency.kBad_usd)):
        watch.take(f"{number}.csv", watching.kHeader + "".join(
            watching.row(n, "2026-03", usd, latency.day(number)) for n in names))
    return watch, names


def demo_store(program, folder):
    folder.mkdir()
    config = folder / "tradewatch.toml"
    shutil.copy(place.kRoot / "config" / "demo.toml", config)
    (folder / "inbox").mkdir()
    figures = sorted((place.kRoot / "config" / "figures").glob("*.csv"))
    place.run([program, "import", "--config", config, *figures], "import")
    return config


def warm(program, folder, rounds):
    watch, names = made_store(program, folder / "warm", kTargets)
    demo = demo_store(program, folder / "demo")
    status = [program, "status", "--json", "--config"]
    one, all_of_them, real = [], [], []
    for number in range(rounds):
        one.append(place.measured([*status, watch.config, names[0]], "status of one target"))
        all_of_them.append(place.measured([*status, watch.config], "status of all targets"))
        real.append(place.measured([*status, demo], "status of the demo"))
        place.say(f"assess: round {number + 1} of {rounds}")
    return {"rounds": rounds, "wall_ms": per_target(one, all_of_them, kTargets, "wall_s"),
            "processor_ms": per_target(one, all_of_them, kTargets, "cpu_s"),
            "demo_wall_ms": [1000 * run["wall_s"] for run in real],
            "demo_processor_ms": [1000 * run["cpu_s"] for run in real]}


def table(found, markdown):
    one = found["warm"]
    rows = [["one target, monthly figures, warm", one["rounds"], statistics.median(one["wall_ms"]),
             statistics.median(one["processor_ms"])],
            ["the demo's target, with the program's start", one["rounds"], statistics.median(one["demo_wall_ms"]),
             statistics.median(one["demo_processor_ms"])]]
    many = found["many"]
    if many and many["told"]:
        rows.append([f"each of {many['targets']} targets changed at once", 1, 1000 * many["all_s"] / many["told"],
                     1000 * many["processor_s"] / many["told"]])
    return tables.text("S6 milliseconds an assessment, medians", ["", "runs", "wall", "processor"], rows, markdown)


def goals_of(found):
    wall = statistics.median(found["warm"]["wall_ms"])
    wanted = [goals.Goal("S6 one target, warm, ms", f"{wall:.0f}", f"under {kWanted_ms}", wall < kWanted_ms)]
    many = found["many"]
    if many:
        share = many["all_s"] / many["told"] * kWantedAll if many["told"] == many["targets"] else float("inf")
        wanted.append(goals.Goal(f"S6 s for {kWantedAll} targets, at the pace of {many['targets']}", f"{share:.0f}",
                                 f"under {kWantedAll_s}", share < kWantedAll_s))
    return wanted


def run(options):
    program = place.program(options.program)
    with tempfile.TemporaryDirectory(prefix="tradewatch-bench-") as name:
        folder = pathlib.Path(name)
        found = {"warm": warm(program, folder, options.rounds)}
        found["many"] = latency.many_targets(program, folder / "many", options.targets) if options.targets else None
    print(table(found, options.markdown))
    wanted = goals_of(found)
    print(goals.table("assess goals", wanted, options.markdown), flush=True)
    return {"assess": {**found, "goals": goals.as_json(wanted)}}
