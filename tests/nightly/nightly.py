"""F1 to F10 in one go, each campaign with its log, one report and one table; scripts/nightly says how to call it.

A campaign that fails, or is not over in time, does not stop the others. One that the tree or the build has not got is "not
run", which is no failure. Seeds are a thousand apart from night to night: no two nights live the same lives.
"""
import argparse
import contextlib
import datetime
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import time
import typing

kRoot = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(kRoot / "tests" / "bench"))

import place  # noqa: E402, of tests/bench
import tables  # noqa: E402

kReaders = ("comtrade", "document", "house_csv", "mapping", "sdmx", "settings", "texts", "workbook")
kWanted = {
    "F1": "2,000 kills: 0 accepted lost, 0 halves, 0 notices lost",
    "F2": "each refused, or accepted and there",
    "F3": "10,000 images, 0 lost",
    "F4": "each notice once by its id, other receivers unaffected",
    "F5": "10 million inputs of one reader a night: no crash, under 512 MB and 1 s",
    "F6": "refused in bounded time and memory, with a reason",
    "F7": "1,000 lives as the model says",
    "F8": "200 hard stops of PostgreSQL, nodes killed and frozen: 0 lost, nothing done twice",
    "F9": "no finding; 90 % of lines and 80 % of branches of models; 80 of 100 mutants killed",
    "F10": "at most 1.2",
}
kAbsent = re.compile(r"invalid choice: '\w+'")
# Campaigns whose parts tell figures of their own, which are added up.
kAdded = {"simulate": re.compile(r"(\d+) (lives of ten years|steps|notices|restarts|store faults|clock jumps)"),
          "inside": re.compile(r"(\d+) (failures)")}
kMinute = 60
kGood, kFailed, kLate, kNotThere = "good", "failed", "not over in time", "not there"


class Campaign(typing.NamedTuple):
    row: str              # F1 to F10
    name: str
    command: list
    patience_s: int
    told: str             # the pattern of the line that is its figure; the last that matches
    needs: tuple = ()     # files without which there is nothing to run


class Ended(typing.NamedTuple):
    campaign: Campaign
    outcome: str
    figure: str
    seconds: float


def seed_of(day):
    """Lives are numbered from the seed on, up to a thousand a night."""
    return 1000 * day.toordinal() % 2**31


def reader_of(day):
    return kReaders[day.toordinal() % len(kReaders)]


def faults(build, seed, *words):
    return [kRoot / "scripts" / "faults", "--program", build / "tradewatch", "--tests",
            build / "tests" / "faults" / "test_faults", "--simulation", build / "tests" / "simulation" / "test_simulation",
            "--seed", seed, *words]


def suite(build, pattern):
    return ["ctest", "--test-dir", build, "--no-tests=error", "-V", "-R", pattern]


def campaigns(build, seed, day, quick):
    """All of a night; under `quick` each as small as shows that it works, and no build of another kind."""
    scripts = kRoot / "scripts"
    program, lives = build / "tradewatch", build / "tests" / "simulation" / "test_simulation"
    disk, intake = build / "tests" / "faults" / "test_faults", build / "tests" / "service" / "intake" / "test_intake"
    delivery = build / "tests" / "service" / "delivery" / "test_delivery"
    fuzz = [scripts / "fuzz", reader_of(day), "--seed", seed]
    size = lambda whole, small: small if quick else whole
    found = [
        Campaign("F1", "kill", faults(build, seed, "kill", "--runs", size(2000, 3)), 120 * kMinute, "^kill: ", (program,)),
        Campaign("F2", "fail", faults(build, seed, "fail", *size((), ("--most", 2))), 30 * kMinute, "^fail: ", (program,)),
        Campaign("F2", "inside", faults(build, seed, "inside", *size((), ("--stride", 50))), 30 * kMinute, "^(inside|import|assess|deliver|migrate): ", (disk,)),
        Campaign("F3", "power", faults(build, seed, "power", "--images", size(10_000, 100)), 30 * kMinute, "images of", (disk,)),
        Campaign("F4", "receivers", [delivery, *size((), ("--gtest_filter=*Dispatcher*",))], 30 * kMinute,
                 r"^\[  PASSED  \]", (delivery,)),
        Campaign("F4", "delivery", suite(build, "^scenario.delivery$"), 30 * kMinute, "tests passed",
                 (program, build / "tests" / "scenarios" / "CTestTestfile.cmake")),
        Campaign("F5", "fuzz", [*fuzz, *size(("--runs", 10_000_000, "--seconds", 3 * 60 * kMinute),
                                             ("--runs", 1000, "--seconds", 5, "--no-build"))],
                 5 * 60 * kMinute, f"^{reader_of(day)} ",
                 size((), (kRoot / "build" / "fuzz" / "tests" / "fuzz" / f"fuzz_{reader_of(day)}",))),
        Campaign("F6", "hostile", [intake, "--gtest_filter=HostileDocuments.*"], 15 * kMinute, r"^\[  PASSED  \]", (intake,)),
        Campaign("F7", "simulate", faults(build, seed, "simulate", "--seeds", size(1000, 5)), 4 * 60 * kMinute, "^simulate: ",
                 (lives,)),
        Campaign("F8", "nodes", faults(build, seed, "nodes", *size((), ("--runs", 2))), 2 * 60 * kMinute, "^nodes: ", (program,)),
    ]
    if quick:
        found.append(Campaign("F9", "mutants", [scripts / "mutants", "--list", "--count", 3], 5 * kMinute, "models/"))
    else:
        found += [
            Campaign("F1", "last", faults(build, seed, "last"), 60 * kMinute, "^last: ", (program,)),
            Campaign("F9", "asan", [scripts / "test", "asan"], 4 * 60 * kMinute, "tests passed"),
            Campaign("F9", "tsan", [scripts / "test", "tsan"], 4 * 60 * kMinute, "tests passed"),
            Campaign("F9", "coverage", [scripts / "coverage"], 2 * 60 * kMinute, "^models "),
            Campaign("F9", "mutants", [scripts / "mutants", "--seed", seed], 5 * 60 * kMinute, "^mutants: .* killed"),
        ]
    found.append(Campaign("F10", "unit", suite(build, "^scenario.unit$"), 10 * kMinute, r"systemd-analyze security .*: [\d.]+",
                          (program, build / "tests" / "scenarios" / "CTestTestfile.cmake")))
    return found


def figure_of(campaign, log):
    """The line that tells what was found."""
    lines = [line.strip() for line in log.splitlines() if re.search(campaign.told, line)]
    if campaign.name in kAdded and len(lines) > 1:
        sums = {}
        for count, what in kAdded[campaign.name].findall("\n".join(lines)):
            sums[what] = sums.get(what, 0) + int(count)
        return ", ".join(f"{count:,} {what}" for what, count in sums.items())
    line = lines[-1] if lines else ""
    return re.sub(r"\s+", " ", re.sub(r"^\d+: ", "", line))


def ended(process, seconds):
    """Its exit code; None, and all of its group is ended, when it is not over in time."""
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            pass
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # also what outlived its leader
        process.wait()
        return None


def run(campaign, folder):
    missing = [file for file in campaign.needs if not pathlib.Path(file).exists()]
    if missing:
        return Ended(campaign, kNotThere, f"no {missing[0].name}", 0.0)
    log, began = folder / f"{campaign.row}-{campaign.name}.log", time.monotonic()
    with open(log, "w", encoding="utf-8") as out:
        process = subprocess.Popen([str(word) for word in campaign.command], stdout=out, stderr=subprocess.STDOUT,
                                   stdin=subprocess.DEVNULL, cwd=kRoot, start_new_session=True)
        code = ended(process, campaign.patience_s)
    said, seconds = log.read_text(encoding="utf-8", errors="replace"), time.monotonic() - began
    if code == 2 and kAbsent.search(said):
        return Ended(campaign, kNotThere, "this tree has no such campaign", seconds)
    outcome = kLate if code is None else kGood if code == 0 else kFailed
    return Ended(campaign, outcome, figure_of(campaign, said) or f"see {log.name}", seconds)


def row_of(parts):
    """What the campaigns of one row came to."""
    ran = [part for part in parts if part.outcome != kNotThere]
    bad = [f"{part.campaign.name} {part.outcome}" for part in ran if part.outcome != kGood]
    verdict = f"NOT MET: {'; '.join(bad)}" if bad else "met" if len(ran) == len(parts) else "not run" if not ran else (
        f"not run: {'; '.join(part.campaign.name for part in parts if part.outcome == kNotThere)}")
    return {"wanted": kWanted[parts[0].campaign.row], "figure": "; ".join(part.figure for part in parts), "verdict": verdict,
            "seconds": round(sum(part.seconds for part in parts), 1),
            "campaigns": [{"name": part.campaign.name, "command": " ".join(map(str, part.campaign.command)).replace(
                f"{kRoot}/", ""), "outcome": part.outcome, "figure": part.figure, "seconds": round(part.seconds, 1)}
                          for part in parts]}


def rows_of(found):
    """{F1: ...} in the order of the rows."""
    return {row: row_of(parts) for row in kWanted if (parts := [one for one in found if one.campaign.row == row])}


def table(rows, markdown):
    cells = [[row, one["wanted"], one["figure"], one["verdict"], str(round(one["seconds"]))] for row, one in rows.items()]
    return tables.text("The night's campaigns", ["id", "wanted", "figure", "", "s"], cells, markdown)


def listed(text):
    chosen = [word for word in text.split(",") if word]
    unknown = [word for word in chosen if word not in kWanted]
    if unknown or not chosen:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown) or 'nothing'}: rows are {', '.join(kWanted)}")
    return chosen


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/nightly", description="see scripts/nightly --help")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", type=listed, default=list(kWanted))
    parser.add_argument("--seed", type=int)
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--build", type=pathlib.Path, default=kRoot / "build" / "release")
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--markdown", action="store_true")
    return parser.parse_args()


def main():
    chosen = arguments()
    day = datetime.datetime.now(datetime.timezone.utc).date()
    seed = seed_of(day) if chosen.seed is None else chosen.seed
    folder = chosen.folder or kRoot / "build" / "nightly" / day.isoformat()
    folder.mkdir(parents=True, exist_ok=True)
    if not (chosen.quick or chosen.no_build):
        subprocess.run([kRoot / "scripts" / "build", "release", "--tests"], check=True)
    facts = {**place.facts(place.program(chosen.build / "tradewatch")), "seed": seed, "quick": chosen.quick}
    report, found = chosen.json or folder / "nightly.json", []
    for campaign in campaigns(chosen.build.resolve(), seed, day, chosen.quick):
        if campaign.row not in chosen.only:
            continue
        found.append(one := run(campaign, folder))
        print(f"nightly: {campaign.row} {campaign.name}: {one.outcome}, {one.seconds:.0f} s: {one.figure}",
              file=sys.stderr, flush=True)
        report.write_text(json.dumps({"facts": facts, "faults": rows_of(found)}, indent=1) + "\n", encoding="utf-8")
    print(table(rows_of(found), chosen.markdown))
    print(place.line_of(facts) + f"; seed {seed}{', QUICK' if chosen.quick else ''}")
    print(f"nightly: logs are in {folder}, every figure in {report}", file=sys.stderr)
    return 1 if any(one.outcome in (kFailed, kLate) for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
