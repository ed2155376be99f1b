"""All rows in one go: each command of the bench after the other, one report, one table, plots.

A command that fails or lacks a peer does not stop the others; its row says that it was not run. The report is written after
each of them, so a run that is broken off keeps what it has.
"""
import copy
import time

import assess
import early
import growth
import idle
import importing
import latency
import nodes
import pages
import place
import quality
import quick
import speed
import vintages

# What a command is told unless the whole is quick; then what it is told instead.
kOptions = {
    "quality": ({"series": None, "tasks": list(quality.kTasks)},
                {"series": quick.kSeries, "tasks": list(quick.kTasks), "draws": quick.kDraws}),
    "early": ({"series": None}, {"series": 12}),
    "vintages": ({"series": 1000}, {"series": 20, "draws": quick.kDraws}),
    "speed": ({"series": 300, "handful": 40, "rounds": 5, "origin": None},
              {"series": quick.kSeries, "handful": 1, "rounds": 1}),
    "latency": ({"drops": 100, "tries": 3, "targets": 1000}, {"drops": 5, "tries": 0, "targets": 5}),
    "assess": ({"rounds": 5, "targets": 1000}, {"rounds": 1, "targets": 5}),
    "import": ({"figures": importing.kFigures, "rounds": 5}, {"figures": 20_000, "rounds": 1, "panel": None}),
    "idle": ({"vintages": 3_000_000, "seconds": 60}, {"vintages": 20_000, "seconds": 2}),
    "pages": ({"rounds": 5, "seconds": 5}, {"rounds": 1, "seconds": 1}),
    "growth": ({"most": growth.kDefault_most, "rounds": 3}, {"most": 10_000, "rounds": 1}),
    "nodes": ({"targets": 60, "nodes": [1, 2, 4, 8]}, {"targets": 3, "nodes": [1, 2]}),
}
kRun = {"quality": quality.run, "early": early.run, "vintages": vintages.run, "speed": speed.run,
        "latency": latency.run, "assess": assess.run, "import": importing.run, "idle": idle.run, "pages": pages.run,
        "growth": growth.run, "nodes": nodes.run}
kNeeds = {"quality": ("panel", "peers"), "early": ("panel",), "speed": ("panel",), "vintages": ("old", "new")}


def told(options, command):
    """The options of one command: those of the whole, its own, and the quick ones."""
    own = copy.copy(options)
    usual, quickly = kOptions[command]
    vars(own).update(usual)
    if options.quick:
        vars(own).update(quickly)
        own.draws = min(own.draws, options.draws)
    if command == "vintages":
        own.peers, own.keep = None, options.vintage_peers
    if command == "speed":
        own.panel = options.whole_panel or options.panel
    if command == "import" and not options.quick:
        own.panel = options.whole_panel
    if command == "growth" and options.most:
        own.most = options.most
    return own


def lacking(options, command):
    """Why a command is not run; nothing when it can be."""
    missing = [f"--{name}" for name in kNeeds.get(command, ()) if not getattr(options, name)]
    if missing:
        return f"it needs {' and '.join(missing)}"
    if command == "vintages" and options.quick and not vintages.kept(options.vintage_peers):
        return "R would take minutes to make its peers; --vintage-peers names a folder that has them"
    return ""


def run(options, write=lambda found: None):
    found, failed = {}, {}
    chosen = options.rows or list(kRun)
    for command, one in kRun.items():
        if command not in chosen:
            continue
        if why := lacking(options, command):
            place.say(f"{command} is NOT RUN: {why}")
            continue
        began = time.monotonic()
        place.say(f"== {command}")
        try:
            part = one(told(options, command))
        except (SystemExit, OSError) as fault:  # the others are worth their while
            failed[command] = str(fault)
            place.say(f"{command} FAILED: {fault}")
            continue
        failed.update(part.pop("failed", {}))
        found.update(part)
        write(found)
        place.say(f"== {command}: {time.monotonic() - began:.0f} s")
    return {"failed": failed, **found}
