"""Runs the programs of libFuzzer one after another and prints a row for each; scripts/fuzz says how to call it."""
import argparse
import os
import pathlib
import re
import resource
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BUILD = ROOT / "build" / "fuzz"

# Each target with the dictionaries that suit it.
TARGETS = {
    "comtrade": ["csv", "json"],
    "document": ["csv", "json", "xml"],
    "house_csv": ["csv"],
    "mapping": ["toml", "csv"],
    "sdmx": ["csv", "json", "xml"],
    "settings": ["toml"],
    "texts": ["texts"],
    "workbook": ["xml"],
}
RSS_LIMIT_MB = 512
TIMEOUT_S = 1  # of an input
MAX_BYTES = 8192  # of an input

# The address sanitizer keeps freed memory for a while; by default more than the limit leaves room for.
ENVIRONMENT = {**os.environ, "ASAN_OPTIONS": "quarantine_size_mb=32:detect_leaks=1",
               "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1"}


def program(target):
    return BUILD / "tests" / "fuzz" / f"fuzz_{target}"


def build(targets):
    (ROOT / "build").mkdir(exist_ok=True)
    for command in (["cmake", "--preset", "fuzz"],
                    ["ninja", "-C", str(BUILD), "-j", str(os.cpu_count()), "--quiet", "fuzz_seeds",
                     *(f"fuzz_{target}" for target in targets)]):
        made = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if made.returncode != 0:
            sys.exit(f"{made.stdout}fuzz: {' '.join(command)} failed; is something missing? scripts/setup --tests")


def dictionary(target):
    file = BUILD / f"{target}.dict"
    file.write_text("\n".join((HERE / f"{name}.dict").read_text(encoding="utf-8") for name in TARGETS[target]),
                    encoding="utf-8")
    return file


def processor_seconds(target, finding):
    """Of one input alone; None when it fails for another reason than time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run([program(target), f"-rss_limit_mb={RSS_LIMIT_MB}", str(finding)], env=ENVIRONMENT,
                         capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds if run.returncode == 0 else None


def stat(log, name, default=0):
    found = re.findall(rf"stat::{name}:\s*(\d+)", log)
    return int(found[-1]) if found else default


class Campaign:
    """One target: goes on after an input that was slow only because the machine was busy."""

    def __init__(self, target, runs, seconds, seed):
        self.target, self.runs, self.seconds, self.seed = target, runs, seconds, seed
        self.done, self.peak_mb, self.took_s = 0, 0, 0.0
        self.covered, self.edges = 0, 0
        self.failures = []

    def run(self):
        while not self.failures and self.done < self.runs and (not self.seconds or self.took_s < self.seconds):
            before = self.done
            self.once()
            if self.done == before:
                break

    def once(self):
        grown, findings = BUILD / "grown" / self.target, BUILD / "findings" / self.target
        for folder in (grown, findings):
            folder.mkdir(parents=True, exist_ok=True)
        known = set(findings.iterdir())
        seeds = [folder for folder in (HERE / "corpus" / self.target, BUILD / "tests" / "fuzz" / "seeds" / self.target)
                 if folder.is_dir()]
        command = [program(self.target), f"-runs={self.runs - self.done}", f"-rss_limit_mb={RSS_LIMIT_MB}",
                   f"-timeout={TIMEOUT_S}", f"-max_len={MAX_BYTES}", "-print_final_stats=1", "-reload=0",
                   f"-dict={dictionary(self.target)}", f"-artifact_prefix={findings}/"]
        if self.seed:  # another after an interruption, or it would do the same again
            command.append(f"-seed={(self.seed + self.done) % 2**32}")
        if self.seconds:
            command.append(f"-max_total_time={max(1, int(self.seconds - self.took_s))}")
        run = subprocess.run([*map(str, command), str(grown), *map(str, seeds)], env=ENVIRONMENT, text=True,
                             errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        (BUILD / f"{self.target}.log").write_text(run.stdout, encoding="utf-8")
        self.count(run.stdout)
        self.judge(run, sorted(set(findings.iterdir()) - known))

    def count(self, log):
        executions = stat(log, "number_of_executed_units")
        speed = stat(log, "average_exec_per_sec", 1)
        self.done += executions
        self.took_s += executions / max(1, speed)
        self.peak_mb = max(self.peak_mb, stat(log, "peak_rss_mb"))
        self.covered = max([self.covered, *map(int, re.findall(r" cov: (\d+)", log))])
        self.edges = max([self.edges, *map(int, re.findall(r"\((\d+) inline 8-bit counters\)", log))])

    def judge(self, run, new):
        if run.returncode == 0 and "stat::number_of_executed_units" in run.stdout:
            return
        if new and all(file.name.startswith(("timeout-", "slow-")) for file in new):
            times = [processor_seconds(self.target, file) for file in new]
            if all(seconds is not None and seconds < TIMEOUT_S for seconds in times):
                for file in new:
                    file.unlink()
                return
        self.failures = [str(file.relative_to(ROOT)) for file in new] or [f"build/fuzz/{self.target}.log"]
        claim = re.findall(r"broken claim: .*|SUMMARY: .*|ERROR: .*", run.stdout)
        if claim:
            self.failures.append(claim[0][:200])

    def row(self):
        speed = round(self.done / self.took_s) if self.took_s else 0
        return (f"{self.target:<10} {self.done:>10} {speed:>8} {self.covered:>8} {self.peak_mb:>6}  "
                + ("; ".join(self.failures) or "good"))


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description="see scripts/fuzz --help")
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--runs", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-build", action="store_true")
    chosen = parser.parse_args()
    unknown = [target for target in chosen.targets if target not in TARGETS]
    if unknown:
        parser.error(f"no target {', '.join(unknown)}; there are {', '.join(TARGETS)}")
    if chosen.runs < 1 or chosen.seconds < 0:
        parser.error("--runs is at least 1, --seconds at least 0")
    return chosen


def main():
    chosen = arguments()
    targets = chosen.targets or list(TARGETS)
    if not chosen.no_build:
        build(targets)
    print(f"{'target':<10} {'executions':>10} {'a second':>8} {'branches':>8} {'MB':>6}  result", flush=True)
    failed = False
    for target in targets:
        campaign = Campaign(target, chosen.runs, chosen.seconds, chosen.seed)
        campaign.run()
        failed = failed or bool(campaign.failures)
        print(campaign.row(), flush=True)
    sys.exit(1 if failed else 0)


main()
