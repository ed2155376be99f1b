#!/usr/bin/env python3
"""Measures tradewatch beside its peers and says whether the goals are met.

usage: scripts/bench quality --panel FILE --peers DIR [--origins 2014-12,2015-12,...] [--tasks full,short36,mixed,year]
       scripts/bench vintages --old FILE --new FILE [--peers DIR]
       scripts/bench speed --panel FILE [--series N]
       scripts/bench latency [--drops N] [--tries N] [--targets N]
       scripts/bench assess [--rounds N] [--targets N]
       scripts/bench import [--figures N] [--rounds N] [--panel FILE]
       scripts/bench idle [--vintages N]
       scripts/bench pages [--rounds N] [--seconds N]
       scripts/bench early --panel FILE [--origins ...]
       scripts/bench growth [--most N]
       scripts/bench nodes [--targets N] [--nodes 1,2,4,8]
       scripts/bench peers --panel FILE --peers DIR [--origins ...]
       scripts/bench all --panel FILE --peers DIR --old FILE --new FILE [--faults FILE] [--plots DIR] [--quick]
       scripts/bench table FILE... [--into README.md]
       scripts/bench --quick [--panel FILE --peers DIR]

Tables go to stdout, progress to stderr, --json FILE keeps everything. tests/bench/README.md explains each column.
"""
import argparse
import json
import pathlib
import sys
import time

import everything
import growth
import importing
import nodes
import overview
import place
import peers
import quality
import quick
import vintages

kOrigins = "2014-12,2015-12,2016-12,2017-12"
kDraws = 1000


def listed(text):
    return [word for word in text.split(",") if word]


def tasks(text):
    chosen = listed(text)
    unknown = [task for task in chosen if task not in quality.kTasks]
    if unknown or not chosen:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown) or 'nothing'}: tasks are {', '.join(quality.kTasks)}")
    return chosen


def shared(**behaviour):
    """Options that stand before or after the command."""
    one = argparse.ArgumentParser(add_help=False, **behaviour)
    one.add_argument("--json", metavar="FILE", help="write every figure there")
    one.add_argument("--markdown", action="store_true", help="tables in Markdown, for a README")
    one.add_argument("--program", metavar="FILE", help="the program (default: build/release/tradewatch)")
    one.add_argument("--draws", type=int, help=f"resamples of the intervals (default {kDraws})")
    return one


def commands_of(text):
    chosen = listed(text)
    unknown = [command for command in chosen if command not in everything.kOptions]
    if unknown or not chosen:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown) or 'nothing'}: rows are {', '.join(everything.kOptions)}")
    return chosen


def for_table(one):
    one.add_argument("--into", metavar="FILE", help="put the table between its two comments in FILE, such as README.md")


def parser():
    whole = argparse.ArgumentParser(prog="scripts/bench", description=__doc__, parents=[shared()],
                                    formatter_class=argparse.RawDescriptionHelpFormatter)
    whole.set_defaults(draws=kDraws)
    after = shared(argument_default=argparse.SUPPRESS)  # a command without an option keeps what stood before it
    whole.add_argument("--quick", action="store_true", help="under two minutes: what a change is judged by")
    whole.add_argument("--panel", metavar="FILE")
    whole.add_argument("--peers", metavar="DIR")
    commands = whole.add_subparsers(dest="command", metavar="COMMAND")

    one = commands.add_parser("quality", parents=[after], help="Q1 to Q5: forecasts of a monthly panel")
    one.add_argument("--panel", metavar="FILE", required=True)
    one.add_argument("--peers", metavar="DIR", required=True, help="forecast files of peers")
    one.add_argument("--origins", type=listed, default=listed(kOrigins))
    one.add_argument("--tasks", type=tasks, default=list(quality.kTasks))
    one.add_argument("--series", type=int, help="only so many series")
    one.add_argument("--quick", action="store_true", help="60 series and 200 resamples")

    one = commands.add_parser("vintages", parents=[after], help="Q7: made on an old vintage, judged on a new one")
    one.add_argument("--old", metavar="FILE", required=True)
    one.add_argument("--new", metavar="FILE", required=True)
    one.add_argument("--peers", metavar="DIR", help="forecast files of peers; without it R makes them now")
    one.add_argument("--keep", metavar="DIR", help="where R's forecasts are kept for the next time")
    one.add_argument("--series", type=int, default=vintages.kSeries, help=f"default {vintages.kSeries}")

    one = commands.add_parser("speed", parents=[after], help="S1 and S2: time and memory")
    one.add_argument("--panel", metavar="FILE", required=True)
    one.add_argument("--series", type=int, default=300, help="series of S1 (default 300)")
    one.add_argument("--handful", type=int, default=40, help="series that R forecasts too (default 40)")
    one.add_argument("--rounds", type=int, default=5, help="product and peer in turn, so often (default 5)")
    one.add_argument("--origin", help="default: the newest month")

    one = commands.add_parser("latency", parents=[after], help="S5: from a changed figure to its notice")
    one.add_argument("--drops", type=int, default=100, help="documents for one target (default 100)")
    one.add_argument("--tries", type=int, default=3, help="of Prometheus and Alertmanager (default 3; 0 for none)")
    one.add_argument("--targets", type=int, default=1000, help="changed by one document (default 1000; 0 for none)")

    one = commands.add_parser("assess", parents=[after], help="S6: one assessment from stored figures, and many")
    one.add_argument("--rounds", type=int, default=5, help="of one target, warm (default 5)")
    one.add_argument("--targets", type=int, default=1000, help="changed by one document (default 1000; 0 for none)")

    one = commands.add_parser("import", parents=[after], help="S3 and S4: reading and keeping a large document")
    one.add_argument("--figures", type=int, default=importing.kFigures, help=f"default {importing.kFigures}")
    one.add_argument("--rounds", type=int, default=5, help="each program in turn, so often (default 5)")
    one.add_argument("--panel", metavar="FILE", help="a panel that is imported whole, in parts")

    one = commands.add_parser("idle", parents=[after], help="S8: memory and wake-ups at rest, and a start")
    one.add_argument("--vintages", type=int, default=3_000_000, help="of the store that is started (0 for none)")
    one.add_argument("--seconds", type=int, default=60, help="at rest (default 60)")

    one = commands.add_parser("pages", parents=[after], help="S7: pages beside nginx, during work and beside slow clients")
    one.add_argument("--rounds", type=int, default=5, help="tradewatch and nginx in turn, so often (default 5)")
    one.add_argument("--seconds", type=int, default=5, help="of each stretch of requests (default 5)")

    one = commands.add_parser("nodes", parents=[after], help="S10: several daemons on one PostgreSQL")
    one.add_argument("--targets", type=int, default=60, help="changed by each document (default 60)")
    one.add_argument("--nodes", type=lambda text: [int(word) for word in listed(text)], default=list(nodes.kCounts))

    one = commands.add_parser("early", parents=[after], help="Q6: how early missed targets are called off track")
    one.add_argument("--panel", metavar="FILE", required=True)
    one.add_argument("--origins", type=listed, default=listed(kOrigins))
    one.add_argument("--series", type=int, help="only so many series")

    one = commands.add_parser("growth", parents=[after], help="S9: cost as figures, targets and revisions grow")
    one.add_argument("--most", type=int, default=growth.kDefault_most,
                     help=f"figures; targets a thousandth of them (default {growth.kDefault_most}, whole: {growth.kMost_figures})")
    one.add_argument("--rounds", type=int, default=3, help="of each size, the large ones once (default 3)")

    one = commands.add_parser("all", parents=[after], help="every row, one report, one table")
    one.add_argument("--panel", metavar="FILE", help="of Q1 to Q6, and of S1 without --whole-panel")
    one.add_argument("--peers", metavar="DIR", help="forecast files of peers, for Q1 to Q5")
    one.add_argument("--whole-panel", metavar="FILE", help="of S1 to S3 (S1 and S2 without it: --panel)")
    one.add_argument("--old", metavar="FILE", help="vintage of Q7 that is forecast from")
    one.add_argument("--new", metavar="FILE", help="vintage of Q7 that judges")
    one.add_argument("--vintage-peers", metavar="DIR", help="keeps R's forecasts of Q7 and takes them the next time")
    one.add_argument("--most", type=int, help="figures of S9, as `growth` has it")
    one.add_argument("--origins", type=listed, default=listed(kOrigins))
    one.add_argument("--rows", type=commands_of, metavar="COMMAND,...", help=f"only these of {', '.join(everything.kOptions)}")
    one.add_argument("--quick", action="store_true", help="each row small, under two minutes")
    for_table(one)
    one.add_argument("--faults", metavar="FILE", help="a report of scripts/nightly, for F1 to F10")
    one.add_argument("--plots", metavar="DIR", help="draw what was found there, as SVG")

    one = commands.add_parser("table", parents=[after], help="the one table from reports, later ones over earlier ones")
    one.add_argument("reports", nargs="+", metavar="FILE", help="what --json wrote, here or at scripts/nightly")
    for_table(one)
    one.add_argument("--plots", metavar="DIR", help="draw what the reports hold there, as SVG")

    one = commands.add_parser("peers", parents=[after], help="makes the forecast files of R's models that are missing")
    one.add_argument("--panel", metavar="FILE", required=True)
    one.add_argument("--peers", metavar="DIR", required=True)
    one.add_argument("--origins", type=listed, default=listed(kOrigins))
    return whole


def written(path, facts, found):
    pathlib.Path(path).write_text(json.dumps({"facts": facts, **found}, indent=1) + "\n", encoding="utf-8")


def measured(options, facts):
    """What a command found; `all` writes its report after each part."""
    if options.command is None:
        return quick.run(options)
    if options.command == "all":
        keep = (lambda found: written(options.json, facts, found)) if options.json else lambda found: None
        return everything.run(options, keep)
    commands = {**everything.kRun, "peers": peers.run}
    return commands[options.command](options)


def main():
    options = parser().parse_args()
    if options.command == "table":
        overview.run(options)
        return 0
    if options.command is None and not options.quick:
        parser().error(f"say what to measure: {', '.join(everything.kRun)}, all, or --quick")
    if options.command == "quality" and options.quick:
        options.series, options.draws = options.series or quick.kSeries, min(options.draws, quick.kDraws)
    began = time.monotonic()
    facts = {**place.facts(place.program(options.program)), "quick": options.quick if "quick" in options else False}
    if facts["program_older_than_sources"]:
        place.say("the program is OLDER than its sources: scripts/build makes a new one")
    found = measured(options, facts)
    facts["seconds"] = round(time.monotonic() - began, 1)
    if options.command == "all":
        overview.told(options, [{"facts": facts, **found}, *overview.read([options.faults] if options.faults else [])])
    print(place.line_of(facts))
    if options.json:
        written(options.json, facts, found)
        place.say(f"every figure is in {options.json}")
    for what, fault in found.get("failed", {}).items():
        place.say(f"{what} FAILED: {fault}")
    place.say(f"done in {facts['seconds']:.0f} s")
    return 1 if found.get("failed") else 0


if __name__ == "__main__":
    sys.exit(main())
