"""Kills the program, fails its system calls and cuts its power; scripts/faults says how to call it.

Each campaign ends with one line of figures, and with 1 when something that was accepted is lost, half there or told
twice under two names.
"""
import argparse
import collections
import datetime
import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

import nodes

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build" / "release"

SETTINGS = """
[service]
listen = "127.0.0.1:0"
[store]
url = "sqlite:tradewatch.db"
[intake]
inbox = "inbox"
[[target]]
id = "t1"
title = "One billion in a year"
amount = "1 billion USD"
announced = 2024-02-04
window = "2024-03/2025-02"
components = [
  { source = "sbp", reporter = "PAK", partner = "KAZ", flow = "export" },
  { source = "sbp", reporter = "PAK", partner = "KAZ", flow = "import" },
]
[[receiver]]
name = "file"
type = "file"
path = "alerts.jsonl"
"""
HEADER = "reporter,partner,flow,period,value,unit,source,basis,published\n"
ROWS = 200  # of a document that no target looks at
STRETCH = 400  # runs whose releases, two a run and a day apart from July 2024 on, are all of the past
START_S = 60
END_S = 120
CATCH_UP_S = 300  # for one more of the releases that no daemon lived to assess


def within(seconds, what, probe):
    end = time.monotonic() + seconds
    while not (found := probe()):
        if time.monotonic() > end:
            sys.exit(f"faults: not within {seconds} s: {what}")
        time.sleep(0.01)
    return found


def history():
    """Four years of months: enough for a forecast."""
    return HEADER + "".join(f"PAK,KAZ,{flow},{year}-{month:02},{10 + month},USD million,sbp,payments,2024-02-01\n"
                            for year in range(2020, 2024) for month in range(1, 13) for flow in ("export", "import"))


def release(n):
    """Figures of the same months again and again, twice good, twice bad: alerts come and go."""
    published = datetime.date(2024, 7, 1) + datetime.timedelta(days=n)
    value = 300 + n / 100 if n % 4 < 2 else 5 + n / 100
    return HEADER + "".join(f"PAK,KAZ,{flow},2024-03/2024-06,{value:.2f},USD million,sbp,payments,{published}\n"
                            for flow in ("export", "import"))


def filler(n):
    months = [f"{1980 + k // 12}-{k % 12 + 1:02}" for k in range(ROWS)]
    return HEADER + "".join(f"PAK,KAZ,export,{m},{n * 1000 + k},USD,src{n},payments,2024-01-10\n"
                            for k, m in enumerate(months))


class Place:
    """A folder with settings, an inbox, a daemon now and then, and the client's own journal."""

    def __init__(self, program):
        self.program = program
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tradewatch-faults-"))
        self.config = self.folder / "tradewatch.toml"
        self.config.write_text(SETTINGS)
        self.store = self.folder / "tradewatch.db"
        self.inbox = self.folder / "inbox"
        self.inbox.mkdir()
        self.journal = open(self.folder / "journal.txt", "a")
        self.acknowledged = {}
        self.digests = {}

    def remove(self):
        self.journal.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *arguments):
        return subprocess.run([self.program, *map(str, arguments), "--config", str(self.config)], capture_output=True)

    def start(self, *tracer):
        out, log = open(self.folder / "out.txt", "w"), open(self.folder / "log.txt", "a")
        daemon = subprocess.Popen([*tracer, self.program, "serve", "--config", str(self.config)], stdout=out, stderr=log)
        out.close()
        log.close()
        return daemon

    def drop(self, name, text):
        self.digests[name] = hashlib.sha256(text.encode()).hexdigest()
        part = self.folder / (name + ".new")
        part.write_text(text)
        os.rename(part, self.inbox / name)

    def note_accepted(self):
        """What is in accepted/ was acknowledged: from here on the client may forget it."""
        for file in (self.inbox / "accepted").glob("*.csv"):
            if file.name in self.acknowledged:
                continue
            self.acknowledged[file.name] = self.digests[file.name]
            self.journal.write(f"{file.name} {self.digests[file.name]}\n")
            self.journal.flush()
            os.fsync(self.journal.fileno())

    def told(self):
        """id -> the bodies under which it came, and how many lines of the receiver's file are torn."""
        bodies, torn, lines = collections.defaultdict(set), 0, 0
        for file in self.folder.glob("alerts.jsonl*"):
            for line in file.read_text(errors="replace").splitlines():
                lines += 1
                try:
                    bodies[json.loads(line)["id"]].add(line)
                except (json.JSONDecodeError, KeyError):
                    torn += 1
        return bodies, torn, lines

    def end_claims(self):
        """What five minutes would do: a sender that died gives its notice back."""
        with sqlite3.connect(self.store) as store:
            store.execute("UPDATE notice SET claimed_until = NULL WHERE state = 'queued'")

    def newest(self):
        """The sequences of the newest assessment and of the newest release."""
        with sqlite3.connect(f"file:{self.store}?mode=ro", uri=True) as store:
            return store.execute("SELECT (SELECT coalesce(max(sequence), 0) FROM assessment), (SELECT max(sequence) FROM "
                                 "document WHERE name GLOB 'r*')").fetchone()

    def waiting(self):
        with sqlite3.connect(f"file:{self.store}?mode=ro", uri=True) as store:
            return store.execute("SELECT count(*) FROM notice WHERE state = 'queued'").fetchone()[0]


def with_history(program):
    place = Place(program)
    (place.folder / "history.csv").write_text(history())
    if place.run("import", place.folder / "history.csv").returncode != 0:
        sys.exit("faults: the history was refused")
    return place


def kill(options):
    """In stretches, each with a place of its own: releases come a day apart, and none may be of the future."""
    dice = random.Random(options.seed)
    began = time.monotonic()
    sums, result = collections.Counter(), 0
    for first in range(0, options.runs, STRETCH):
        result |= kill_for_a_stretch(options, dice, min(STRETCH, options.runs - first), sums)
    print(f"kill: {sums['killed']} of {options.runs} runs were killed, {sums['acknowledged']} documents acknowledged, "
          f"{sums['told']} notices told, {sums['repeated']} repeated under their id, {sums['torn']} torn lines; "
          f"{sums['faults']} faults; seed {options.seed}, {time.monotonic() - began:.0f} s")
    return result


def kill_for_a_stretch(options, dice, runs, sums):
    place = with_history(options.program)
    n = 0
    for _ in range(runs):
        daemon = place.start()
        for _ in range(2):
            n += 1
            place.drop(f"f{n}.csv", filler(n))
            place.drop(f"r{n}.csv", release(n))
        end = time.monotonic() + dice.uniform(0, options.longest_s)
        while time.monotonic() < end:
            place.note_accepted()
            time.sleep(dice.uniform(0, 0.02))
        sums["killed"] += daemon.poll() is None
        daemon.send_signal(signal.SIGKILL)
        daemon.wait()
        place.note_accepted()
    finish(place)
    faults = losses(place, n)
    bodies, torn, lines = place.told()
    sums.update(acknowledged=len(place.acknowledged), told=len(bodies), repeated=lines - torn - len(bodies), torn=torn,
                faults=len(faults))
    return end_of(place, faults)


def finish(place):
    """What is left is taken and told by a daemon that nobody kills."""
    place.end_claims()
    daemon = place.start()
    try:
        within(START_S, "the rest of the inbox is taken", lambda: not list(place.inbox.glob("*.csv")))
        place.note_accepted()
        assessed, released = place.newest()
        while assessed < released:
            assessed = within(CATCH_UP_S, f"a release after {assessed} of {released} is assessed",
                              lambda: (now := place.newest()[0]) > assessed and now)
        within(END_S, "all notices are delivered", lambda: all(not place.waiting() and not time.sleep(0.3)
                                                               for _ in range(3)))
    finally:
        daemon.terminate()
        daemon.wait()


def losses(place, dropped, documents=2):
    """`documents`: of each of those that were dropped."""
    faults = []
    verified = place.run("store", "verify")
    if verified.returncode != 0:
        faults.append(verified.stderr.decode())
    with sqlite3.connect(place.store) as store:
        stored = dict(store.execute("SELECT sha256, stored FROM document"))
        counted = dict(store.execute("SELECT d.sha256, count(f.id) FROM document d LEFT JOIN figure f ON "
                                     "f.sequence = d.sequence GROUP BY d.sha256"))
        notices = dict(store.execute("SELECT id, state FROM notice"))
    for name, digest in place.acknowledged.items():
        if digest not in stored:
            faults.append(f"{name} was acknowledged and is lost")
    faults += [f"document {d[:12]} is there by halves" for d in stored if stored[d] != counted[d]]
    if len(place.acknowledged) != documents * dropped:
        quarantined = sorted(file.name for file in (place.inbox / "quarantine").glob("*.csv"))
        faults.append(f"{documents * dropped} documents dropped, {len(place.acknowledged)} acknowledged in the end, "
                      f"{len(quarantined)} refused{': ' + quarantined[0] if quarantined else ''}")
    bodies, _, _ = place.told()
    faults += [f"notice {id} is {state} and not told" for id, state in notices.items() if id not in bodies]
    faults += [f"notice {id} was told and is not known" for id in bodies if id not in notices]
    faults += [f"notice {id} was told in {len(said)} ways" for id, said in bodies.items() if len(said) > 1]
    if not notices:
        faults.append("no alert went out: nothing was tested")
    return faults


def end_of(place, faults):
    for fault in faults[:20]:
        print(f"faults: {fault}", file=sys.stderr)
    if faults:
        print(f"faults: all of it is in {place.folder}", file=sys.stderr)
        return 1
    place.remove()
    return 0


# Of the store's own files; what fails once, and what fails from then on.
CALLS = ("pwrite64", "fdatasync", "ftruncate", "openat")
INJECTIONS = ("error=ENOSPC:when={}", "error=ENOSPC:when={}+", "error=EIO:when={}", "error=EIO:when={}+",
              "signal=SIGKILL:when={}")
MOST = 500  # calls of one kind in one import, unless fewer are asked for


def need_strace():
    if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode != 0:
        sys.exit("faults: strace may trace nothing here")


def fail(options):
    need_strace()
    began = time.monotonic()
    place = Place(options.program)
    document = place.folder / "document.csv"
    (place.folder / "first.csv").write_text(filler(1))
    document.write_text(filler(2))
    if place.run("import", place.folder / "first.csv").returncode != 0:
        sys.exit("faults: the first document was refused")
    whole = place.store.read_bytes()
    faults, outcomes = [], collections.Counter()
    paths = [word for end in ("", "-wal", "-shm", "-journal") for word in ("-P", str(place.store) + end)]
    for call in CALLS:
        for injection in INJECTIONS:
            for n in range(1, options.most):
                for file in place.folder.glob("tradewatch.db*"):
                    file.unlink()
                place.store.write_bytes(whole)
                trace = place.folder / "trace.txt"
                run = subprocess.run(
                    ["strace", "-f", "-qq", "-o", trace, *paths, "-e", f"trace={call}", "-e",
                     f"inject={call}:{injection.format(n)}", place.program, "import", document, "--config", place.config],
                    capture_output=True)
                met = run.returncode < 0 or b"INJECTED" in trace.read_bytes()
                what = f"{call}:{injection.format(n)}"
                outcomes["accepted" if run.returncode == 0 else "killed" if run.returncode < 0 else "refused"] += met
                with sqlite3.connect(place.store) as store:
                    held = [row[0] for row in store.execute("SELECT stored FROM document ORDER BY sequence")]
                    figures = store.execute("SELECT count(*) FROM figure").fetchone()[0]
                    sound = store.execute("PRAGMA quick_check").fetchone()[0]
                if run.returncode == 0 and len(held) != 2:
                    faults.append(f"{what}: accepted and lost")
                if sum(held) != figures or sound != "ok":
                    faults.append(f"{what}: {figures} figures of {sum(held)}, {sound}")
                if run.returncode == 1 and not re.search(rb"No space left|could not|cannot", run.stderr):
                    faults.append(f"{what}: failed without words: {run.stderr[:200]}")
                if place.run("store", "verify").returncode != 0 or place.run("import", document).returncode != 0:
                    faults.append(f"{what}: it does not go on")
                if not met:
                    break
    print(f"fail: {sum(outcomes.values())} injected failures: {outcomes['refused']} refused, {outcomes['accepted']} "
          f"accepted and there, {outcomes['killed']} killed; {len(faults)} faults; {time.monotonic() - began:.0f} s")
    return end_of(place, faults)


# What a daemon does to the store, to the inbox and to the receiver's file while it takes a release and tells its alert.
LASTS = ("write", "pwrite64", "fdatasync", "fsync", "rename", "renameat2", "unlink")


def last(options):
    """Each call of a daemon that takes a release and tells of it is its last: no moment is left to chance."""
    need_strace()
    began, faults, killed = time.monotonic(), [], collections.Counter()
    place = with_history(options.program)
    before = [1, 2]  # a good release and a bad one: the next one, bad too, is told of
    for n in before:
        place.drop(f"r{n}.csv", release(n))
        finish(place)
    kept = pathlib.Path(tempfile.mkdtemp(prefix="tradewatch-faults-"))
    shutil.copytree(place.folder, kept, dirs_exist_ok=True)
    name = f"r{before[-1] + 1}.csv"
    watched = [place.store, f"{place.store}-wal", place.folder / "alerts.jsonl", place.inbox / name,
               place.inbox / "accepted", place.inbox / "accepted" / name]
    for call in LASTS:
        for n in range(1, options.most, options.stride):
            shutil.rmtree(place.folder)
            shutil.copytree(kept, place.folder)
            place.acknowledged = {f"r{b}.csv": place.digests[f"r{b}.csv"] for b in before}
            place.drop(name, release(before[-1] + 1))
            traced = ["strace", "-f", "-qq", "-o", "/dev/null", *(word for file in watched for word in ("-P", str(file))),
                      "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={n}"]
            met = is_killed(place, place.start(*traced))
            place.note_accepted()
            finish(place)
            found = losses(place, before[-1] + 1, documents=1)
            faults += [f"{call} {n}: {fault}" for fault in found]
            if not met:
                break
            killed[call] += 1
    shutil.rmtree(kept)
    print(f"last: {sum(killed.values())} calls were a daemon's last ({', '.join(f'{n} {c}' for c, n in killed.items())}); "
          f"{len(faults)} faults; {time.monotonic() - began:.0f} s")
    return end_of(place, faults)


def stop_traced(tracer):
    """A tracer takes no signal while what it traces runs."""
    for child in pathlib.Path(f"/proc/{tracer.pid}/task/{tracer.pid}/children").read_text().split():
        os.kill(int(child), signal.SIGTERM)
    tracer.wait()


def is_killed(place, daemon):
    """Whether it ends by itself; when it has done its work, it is stopped."""
    end = time.monotonic() + START_S
    while daemon.poll() is None:
        assessed, released = place.newest() if not list(place.inbox.glob("*.csv")) else (0, 1)
        if assessed >= released and not place.waiting():
            time.sleep(0.5)
            if daemon.poll() is None:
                stop_traced(daemon)
                return False
            return True
        if time.monotonic() > end:
            sys.exit(f"faults: not within {START_S} s: the daemon has done its work")
        time.sleep(0.05)
    return True


def test_program(options, program, gtest_filter, **environment):
    began = time.monotonic()
    run = subprocess.run([program, f"--gtest_filter={gtest_filter}"], env={**os.environ, **environment},
                         stdout=subprocess.PIPE, text=True)
    said = [line for line in run.stdout.splitlines() if not re.match(r"\[|Note:|$", line)]
    if run.returncode != 0:
        print(run.stdout, file=sys.stderr)
    print("\n".join(said))
    print(f"{options.campaign}: {'no loss' if run.returncode == 0 else 'LOSSES'}, {time.monotonic() - began:.0f} s")
    return 0 if run.returncode == 0 else 1


def power(options):
    return test_program(options, options.tests, "PowerCuts.*", TRADEWATCH_POWER_IMAGES=str(options.images),
                        TRADEWATCH_SEED=str(options.seed))


def inside(options):
    return test_program(options, options.tests, "*Failures*:Migration*", TRADEWATCH_ALLOCATION_STRIDE=str(options.stride))


def simulate(options):
    return test_program(options, options.simulation, "*Simulation*", TRADEWATCH_SIMULATED=str(options.seeds),
                        TRADEWATCH_SEED=str(options.seed), TRADEWATCH_FORECASTS_IN_ALL="1")


def main():
    parser = argparse.ArgumentParser(prog="faults", description=__doc__)
    parser.add_argument("--program", default=BUILD / "tradewatch", type=pathlib.Path)
    parser.add_argument("--tests", default=BUILD / "tests" / "faults" / "test_faults", type=pathlib.Path)
    parser.add_argument("--simulation", default=BUILD / "tests" / "simulation" / "test_simulation", type=pathlib.Path)
    parser.add_argument("--seed", default=20260204, type=int)
    campaigns = parser.add_subparsers(dest="campaign", required=True)
    killing = campaigns.add_parser("kill", help="kill -9 of the daemon while documents come and alerts go")
    killing.add_argument("--runs", default=100, type=int)
    killing.add_argument("--longest-s", default=1.5, type=float, help="of one run")
    killing.set_defaults(run=kill)
    several = campaigns.add_parser("nodes", help="PostgreSQL stopped hard while nodes share it, and some of them freeze")
    several.add_argument("--runs", default=200, type=int, help="stops of the server")
    several.add_argument("--nodes", default=3, type=int)
    several.set_defaults(run=nodes.run)
    lasting = campaigns.add_parser("last", help="each write, sync and renaming of a daemon is its last")
    lasting.add_argument("--most", default=MOST, type=int, help="of one kind; the first ones")
    lasting.add_argument("--stride", default=1, type=int, help="only every so many-th")
    lasting.set_defaults(run=last)
    failing = campaigns.add_parser("fail", help="each system call of an import fails or is its last")
    failing.add_argument("--most", default=MOST, type=int, help="of one kind; the first ones")
    failing.set_defaults(run=fail)
    within_sqlite = campaigns.add_parser("inside", help="each write, sync and allocation of SQLite fails")
    within_sqlite.add_argument("--stride", default=1, type=int, help="of the allocations, only every so many-th")
    within_sqlite.set_defaults(run=inside)
    cutting = campaigns.add_parser("power", help="disks as a power cut may leave them")
    cutting.add_argument("--images", default=10000, type=int)
    cutting.set_defaults(run=power)
    simulating = campaigns.add_parser("simulate", help="ten years of a target, compared with a model after every step")
    simulating.add_argument("--seeds", default=1000, type=int)
    simulating.set_defaults(run=simulate)
    options = parser.parse_args()
    sys.exit(options.run(options))


if __name__ == "__main__":
    main()
