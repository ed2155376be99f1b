"""S5: how long from a figure in the inbox to its notice at a webhook, beside Prometheus and Alertmanager?

The months of one made-up target are known up to its window; each document then changes the window's first month, good
and bad in turn, so that with `persist = 1` each fires or resolves an alert. Then one document changes a thousand targets.
The peers are shown the same change as a metric that falls below the same threshold.
"""
import datetime
import pathlib
import statistics
import tempfile
import threading
import time

import goals
import place
import tables
import watching

kTarget = "one"
kFirstYear = 2021
kFirstDay = datetime.date(2026, 3, 2)  # documents are published a day apart, the last before today
kMostDrops = 250
kGood_usd, kBad_usd = 300_000_000, 1_000_000
kWantedP99_ms = 500
kWantedAll_s = 60
kBetweenTries_s = 17  # no multiple of the peers' own intervals
kPeerPatience_s = 240
kManyPatience_s = 900


def day(number):
    return (kFirstDay + datetime.timedelta(days=number)).isoformat()


def tells_of(published):
    return lambda body: any(figure["published"] == published for figure in body.get("figures", []))


def percentile(values, share):
    """The smallest value that so many of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def one_target(program, folder, hook, drops):
    """Milliseconds from the move into the inbox to the first notice of that document, one a document."""
    watch = watching.Watch(program, folder, [kTarget], hook)
    watch.take("history.csv", watching.kHeader + watching.history(kTarget, kFirstYear, watching.seeded()))
    found = []
    with watch.start() as daemon:
        watching.until("the daemon is ready", lambda: daemon.alive() and watch.answers("/readyz"))
        for number in range(drops):
            published = day(number)
            value = kBad_usd if number % 2 == 0 else kGood_usd
            moved = watch.drop(f"{number}.csv", watching.kHeader + watching.row(kTarget, "2026-03", value, published))
            came = hook.first(tells_of(published), watching.kPatience_s)
            if came is None:
                raise SystemExit(f"no notice of document {number}; the daemon's log:\n{daemon.log.read_text()[-2000:]}")
            found.append(1000 * (came - moved))
            time.sleep(0.05)  # what else this document has to say, to the store and to its receivers
        place.say(f"latency: {drops} documents, median {statistics.median(found):.0f} ms")
    return found


class PeerTries(threading.Thread):
    """Seconds from the change of a metric to the post, one a try; each has a label, and so a group, of its own."""

    def __init__(self, folder, tries):
        super().__init__(daemon=True)
        self.folder, self.tries, self.found = folder, tries, []

    def run(self):
        with watching.Hook() as hook:
            values = {number: 0.9 for number in range(self.tries)}
            changed = {}

            def show():
                hook.page = "".join(f'target_probability{{try="{n}"}} {v}\n' for n, v in values.items())

            show()
            with watching.Peers(self.folder, hook):
                time.sleep(2 * kBetweenTries_s)  # scraped at least once while all is well
                for number in range(self.tries):
                    values[number] = 0.1
                    show()
                    changed[number] = time.perf_counter()
                    time.sleep(kBetweenTries_s)
                for number, began in changed.items():
                    came = hook.first(lambda body, n=number: body.get("groupLabels", {}).get("try") == str(n),
                                      kPeerPatience_s)
                    if came is not None:
                        self.found.append(came - began)


def many_targets(program, folder, count):
    """Seconds from one document of a figure for each of `count` targets to the first notice of each.

    Every target changes from good to bad, so each has a notice. `assessed` is how often targets were assessed: more
    than `count` is work done twice.
    """
    names = [f"t{number:04}" for number in range(count)]
    draw = watching.seeded()
    with watching.Hook() as hook:
        watch = watching.Watch(program, folder, names, hook)
        good = [watching.history(name, kFirstYear, draw) for name in names]
        watch.take("history.csv", watching.kHeader + "".join(good))
        watch.take("good.csv", watching.kHeader + "".join(watching.row(n, "2026-03", kGood_usd, day(0)) for n in names))
        with watch.start() as daemon:
            began = time.perf_counter()
            watching.until("the targets are assessed", lambda: daemon.alive() and watch.answers("/readyz") and
                           watch.metric("tradewatch_assessments_total") >= count, kManyPatience_s, 0.5)
            first_s = time.perf_counter() - began
            place.say(f"latency: {count} targets assessed at first in {first_s:.0f} s")
            processor = processor_s(daemon.process.pid)
            moved = watch.drop("bad.csv", watching.kHeader + "".join(
                watching.row(n, "2026-03", kBad_usd, day(1)) for n in names))
            arrived = {}
            tells, seen = tells_of(day(1)), 0
            while len(arrived) < count and time.perf_counter() < moved + kManyPatience_s:
                time.sleep(0.2)
                daemon.alive()
                taken, seen = hook.taken[seen:], len(hook.taken)
                for at, body in taken:
                    if tells(body):
                        arrived.setdefault(body["target"], at - moved)
            used = processor_s(daemon.process.pid) - processor
    seconds = sorted(arrived.values())
    return {"targets": count, "told": len(arrived), "first_start_s": first_s, "processor_s": used,
            "half_s": statistics.median(seconds) if seconds else None, "all_s": seconds[-1] if seconds else None}


def processor_s(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def table(found, markdown):
    rows = []
    one = found["one_ms"]
    rows.append(["tradewatch, one target", str(len(one)), percentile(one, 50) / 1000, percentile(one, 99) / 1000,
                 max(one) / 1000])
    if found["peer_s"]:
        peer = found["peer_s"]
        rows.append(["prometheus + alertmanager", str(len(peer)), percentile(peer, 50), percentile(peer, 99), max(peer)])
    many = found["many"]
    if many and many["told"]:
        rows.append([f"tradewatch, {many['targets']} targets at once", str(many["told"]), many["half_s"], "",
                     many["all_s"]])
    return tables.text("S5 seconds from a changed figure to its notice", ["", "notices", "p50", "p99", "last"], rows,
                       markdown)


def goals_of(found):
    p99 = percentile(found["one_ms"], 99)
    wanted = [goals.Goal("S5 p99 of one target, ms", f"{p99:.0f}", f"under {kWantedP99_ms}", p99 < kWantedP99_ms)]
    many = found["many"]
    if many:
        met = many["told"] == many["targets"] and many["all_s"] < kWantedAll_s
        shown = f"{many['all_s']:.0f} ({many['told']} told)" if many["told"] else "none told"
        wanted.append(goals.Goal(f"S5 seconds to tell of {many['targets']} targets", shown, f"under {kWantedAll_s}", met))
    return wanted


def run(options):
    program = place.program(options.program)
    with tempfile.TemporaryDirectory(prefix="tradewatch-bench-") as name:
        folder = pathlib.Path(name)
        peers = None
        if options.tries and watching.has_peers():
            peers = PeerTries(folder / "peers", options.tries)
            peers.start()
        elif options.tries:
            place.say("latency: prometheus is not here, so nothing is compared; scripts/setup --bench installs it")
        with watching.Hook() as hook:
            one = one_target(program, folder / "one", hook, min(options.drops, kMostDrops))
        if peers:
            place.say("latency: waiting for the peers' notices")
            peers.join()
        many = many_targets(program, folder / "many", options.targets) if options.targets else None
    found = {"one_ms": one, "peer_s": peers.found if peers else [], "many": many}
    print(table(found, options.markdown))
    wanted = goals_of(found)
    print(goals.table("latency goals", wanted, options.markdown), flush=True)
    return {"latency": {**found, "goals": goals.as_json(wanted)}}
