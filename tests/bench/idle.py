"""S8: what does a daemon that waits cost, beside Prometheus and Alertmanager, and how soon does a large store start?

Memory is read once the minute is over: `resident` counts shared libraries whole, `proportional` shares them among the
processes that use them. A moment of work is a stretch of samples in a row in which some thread had been switched to; a daemon that
sleeps between its timers has no more moments than its timers fire.
"""
import contextlib
import itertools
import pathlib
import re
import socket
import statistics
import tempfile
import time

import goals
import place
import tables
import watching

kTarget = "one"
kFirstYear = 2025  # a year of figures
kSettle_s = 20
kSample_s = 0.1
kTicks = 13  # a minute: the daemon looks around every 5 s, and once lets time pass
kMostTicksLate = 2  # a tick that falls on a sample's edge, or is split by a busy machine
kWantedMib = 40
kWantedStart_s = 1
kStarts = 5
kCountries = ("AFG ALB ARE ARG ARM AUS AUT AZE BEL BGD BGR BHR BLR BRA CAN CHE CHL CHN COL CZE DEU DNK DZA EGY ESP "
              "EST FIN FRA GBR GEO GRC HUN IDN IND IRN IRQ IRL ISR ITA JPN KAZ").split()
kFlows = ("export", "import", "re-export", "re-import")
kMonths = [f"{year}-{month:02}" for year in range(2012, 2026) for month in range(1, 13)]
kDocument_rows = 900_000  # about 45 MB, under the limit of a document


def switches(pid):
    """Of all threads of a process since they began."""
    total = 0
    for status in pathlib.Path(f"/proc/{pid}/task").glob("*/status"):
        with contextlib.suppress(OSError):  # a thread that has just ended
            total += sum(int(n) for n in re.findall(r"ctxt_switches:\s*(\d+)", status.read_text()))
    return total


def mib(pid, file, key):
    text = pathlib.Path(f"/proc/{pid}/{file}").read_text()
    return int(re.search(rf"^{key}:\s*(\d+) kB", text, re.M).group(1)) / 1024


def at_rest(named, seconds):
    """What each process does in the same stretch of time, and holds at its end."""
    before = {name: switches(pid) for name, pid in named.items()}
    last, moments, busy = dict(before), dict.fromkeys(named, 0), dict.fromkeys(named, False)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        time.sleep(kSample_s)
        for name, pid in named.items():
            now = switches(pid)
            worked = now != last[name]
            moments[name] += worked and not busy[name]
            last[name], busy[name] = now, worked
    minute = 60 / seconds
    return {name: {"resident_mib": mib(pid, "status", "VmRSS"), "private_mib": mib(pid, "status", "RssAnon"),
                   "proportional_mib": mib(pid, "smaps_rollup", "Pss"),
                   "switches_a_minute": (last[name] - before[name]) * minute,
                   "moments_a_minute": moments[name] * minute} for name, pid in named.items()}


def waiting(program, folder, seconds):
    with contextlib.ExitStack() as all_of_it:
        hook = all_of_it.enter_context(watching.Hook())
        watch = watching.Watch(program, folder / "one", [kTarget], hook)
        watch.take("history.csv", watching.kHeader + watching.history(kTarget, kFirstYear, watching.seeded()))
        daemon = all_of_it.enter_context(watch.start())
        named = {"tradewatch": daemon.process.pid}
        watching.until("the daemon is ready", lambda: daemon.alive() and watch.answers("/readyz"))
        if watching.has_peers():
            peers = all_of_it.enter_context(watching.Peers(folder / "peers", hook))
            named |= {"prometheus": peers.prometheus.process.pid, "alertmanager": peers.alertmanager.process.pid}
        else:
            place.say("idle: prometheus is not here, so nothing is compared; scripts/setup --bench installs it")
        time.sleep(kSettle_s)
        place.say(f"idle: at rest for {seconds} s")
        return at_rest(named, seconds)


def documents(vintages):
    """So many figures, each of another series or month, in documents under the limit."""
    pairs = list(itertools.permutations(kCountries, 2))
    keys = ((reporter, partner, flow, month, source) for source in itertools.count()
            for (reporter, partner), flow, month in itertools.product(pairs, kFlows, kMonths))
    rows = (f"{reporter},{partner},{flow},{month},{1000 + number % 9973},USD,s{source},2026-03-01\n"
            for number, (reporter, partner, flow, month, source) in enumerate(itertools.islice(keys, vintages)))
    while document := "".join(itertools.islice(rows, kDocument_rows)):
        yield watching.kHeader + document


class Notified:
    """The socket on which a daemon says READY=1, as systemd's."""

    def __init__(self, path):
        self.path = str(path)
        pathlib.Path(path).unlink(missing_ok=True)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.socket.settimeout(watching.kPatience_s)

    def ready(self):
        while b"READY=1" not in self.socket.recv(4096):
            pass
        return time.perf_counter()


def start_once(watch, folder):
    """Seconds until READY=1, and until /readyz says that every target is assessed."""
    told = Notified(folder / "notify")
    began = time.perf_counter()
    with watching.Started([watch.program, "serve", "--config", watch.config], watch.folder / "log.txt",
                          {"NOTIFY_SOCKET": told.path}) as daemon:
        ready = told.ready() - began
        watching.until("/readyz", lambda: daemon.alive() and watch.answers("/readyz"))
        return {"ready_s": ready, "readyz_s": time.perf_counter() - began,
                "resident_mib": mib(daemon.process.pid, "status", "VmRSS")}


def starts(program, folder, vintages):
    watch = watching.Watch(program, folder / "many", [kTarget])
    watch.take("history.csv", watching.kHeader + watching.history(kTarget, kFirstYear, watching.seeded()))
    began = time.perf_counter()
    for number, document in enumerate(documents(vintages)):
        watch.take(f"{number}.csv", document)
        place.say(f"idle: {min(vintages, (number + 1) * kDocument_rows)} of {vintages} vintages are in the store")
    took = time.perf_counter() - began
    start_once(watch, folder)  # the first start writes what the others find
    runs = [start_once(watch, folder) for _ in range(kStarts)]
    return {"vintages": vintages, "import_s": took, "runs": runs,
            "store_mib": (watch.folder / "tradewatch.db").stat().st_size / 2**20}


def median(runs, key):
    return statistics.median(run[key] for run in runs)


def rest_table(rest, markdown):
    rows = [[name, r["resident_mib"], r["private_mib"], r["proportional_mib"], round(r["switches_a_minute"]),
             round(r["moments_a_minute"])] for name, r in rest.items()]
    return tables.text("S8 at rest", ["", "resident MiB", "private MiB", "proportional MiB", "switches a minute",
                                      "moments of work a minute"], rows, markdown)


def start_table(start, markdown):
    runs = start["runs"]
    row = ["tradewatch", str(start["vintages"]), start["store_mib"], len(runs), median(runs, "ready_s"),
           max(run["ready_s"] for run in runs), median(runs, "readyz_s"), median(runs, "resident_mib")]
    return tables.text("S8 start, medians, the store in the page cache",
                       ["", "vintages", "store MiB", "runs", "READY=1 s", "slowest", "/readyz s", "resident MiB"], [row],
                       markdown)


def goals_of(rest, start):
    ours = rest["tradewatch"]
    resident, moments = ours["resident_mib"], round(ours["moments_a_minute"])
    wanted = [goals.Goal("S8 resident at rest, MiB", f"{resident:.1f}", f"under {kWantedMib}", resident < kWantedMib),
              goals.Goal("S8 moments of work a minute", str(moments), f"its timers': {kTicks}",
                         moments <= kTicks + kMostTicksLate)]
    if start:
        ready = median(start["runs"], "ready_s")
        wanted.append(goals.Goal(f"S8 READY=1 with {start['vintages']} vintages, s", f"{ready:.2f}",
                                 f"under {kWantedStart_s}", ready < kWantedStart_s))
    return wanted


def run(options):
    program = place.program(options.program)
    with tempfile.TemporaryDirectory(prefix="tradewatch-bench-") as name:
        folder = pathlib.Path(name)
        rest = waiting(program, folder, options.seconds)
        print(rest_table(rest, options.markdown), flush=True)
        start = starts(program, folder, options.vintages) if options.vintages else None
    if start:
        print(start_table(start, options.markdown))
    wanted = goals_of(rest, start)
    print(goals.table("idle goals", wanted, options.markdown), flush=True)
    return {"idle": {"rest": rest, "start": start, "goals": goals.as_json(wanted)}}
