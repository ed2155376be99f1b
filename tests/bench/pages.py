"""S7: how fast are pages served beside nginx, and does work or a crowd of slow clients hold readers up?

The peer is nginx as Debian ships it, serving the very bytes that tradewatch answered, as files and without an access
log. wrk asks both for them over kept connections, in turn in every round. Then tradewatch alone: while a large document
is imported and figures of the target keep coming, so that it is fitted again and again; and beside clients that send a
byte a second or never read, of which every place of the server is full.
"""
import asyncio
import contextlib
import pathlib
import re
import shutil
import statistics
import tempfile
import threading
import time
import urllib.request

import goals
import idle
import place
import tables
import watching

kPaths = {"/api/v1/targets": "targets.json", "/": "index.html"}
kConnections = 64
kThreads = 1  # of wrk: the other core is the server's
kWantedShare = 0.5
kWantedP99_ms = 10
kWantedP99_busy_ms = 50
kWantedP99_crowd_ms = 100
kReaders = 8  # others, beside the crowd
kSlow = 1000
kStalled = 32
kBusy_figures = 100_000
kStep_s = 1
kTarget = "one"
kNginx = """daemon off;
master_process on;
worker_processes auto;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 768; }}
http {{
  sendfile on;
  tcp_nopush on;
  types {{ application/json json; text/html html; }}
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""
kUnit_ms = {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}


def has_peers():
    return all(shutil.which(name) for name in ("nginx", "wrk"))


def fetched(url):
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.read()


class Nginx(watching.Started):
    def __init__(self, folder, files):
        folder.mkdir()
        (folder / "files").mkdir(mode=0o755)
        for name, body in files.items():
            (folder / "files" / name).write_bytes(body)
        for each in (folder.parent, folder):
            each.chmod(0o755)  # its workers may run as another user
        self.url = f"http://127.0.0.1:{(port := watching.free_port())}"
        config = folder / "nginx.conf"
        config.write_text(kNginx.format(folder=folder, port=port), encoding="utf-8")
        super().__init__([shutil.which("nginx"), "-e", folder / "error.log", "-c", config], folder / "log.txt")
        name = next(iter(files))
        watching.until("nginx answers", lambda: self.alive() and watching.answers(f"{self.url}/{name}"), every_s=0.1)


def asked(url, connections, seconds):
    """What wrk saw: requests a second, milliseconds, and answers that were none."""
    text = place.run(["wrk", "-t", min(kThreads, connections), "-c", connections, "-d", f"{seconds}s", "--timeout",
                      "30s", "--latency", url], "wrk")
    found = {"rate": float(re.search(r"Requests/sec:\s*([\d.]+)", text).group(1))}
    for share in (50, 99):
        value, unit = re.search(rf"^\s*{share}%\s+([\d.]+)(us|ms|s|m)\s*$", text, re.M).groups()
        found[f"p{share}_ms"] = float(value) * kUnit_ms[unit]
    errors = re.search(r"Socket errors: (.*)", text)
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    found["failed"] = sum(map(int, re.findall(r"\d+", errors.group(1)))) if errors else 0
    found["failed"] += int(wrong.group(1)) if wrong else 0
    return found


def beside_nginx(watch, folder, rounds, seconds):
    bodies = {path: fetched(watch.url + path) for path in kPaths}
    files = {kPaths[path]: body for path, body in bodies.items()}
    found = {path: {"bytes": len(body), "tradewatch": [], "nginx": []} for path, body in bodies.items()}
    with Nginx(folder / "nginx", files) as nginx:
        for number in range(rounds):
            for path in kPaths:
                found[path]["tradewatch"].append(asked(watch.url + path, kConnections, seconds))
                found[path]["nginx"].append(asked(f"{nginx.url}/{kPaths[path]}", kConnections, seconds))
            place.say(f"pages: round {number + 1} of {rounds}")
    return found


class Work:
    """A large document to import, and a changed figure of the target every moment, until it ends."""

    def __init__(self, watch):
        self.watch, self.over = watch, threading.Event()
        self.thread = threading.Thread(target=self.go_on, daemon=True)

    def go_on(self):
        self.watch.drop("large.csv", next(idle.documents(kBusy_figures)))
        month = 0
        while not self.over.wait(kStep_s):
            month += 1
            figure = watching.row(kTarget, "2026-03", 20_000_000 + month, f"2026-04-{1 + month % 28:02}")
            self.watch.drop(f"{month}.csv", watching.kHeader + figure)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


async def slow_sender(port, stop):
    """Sends a byte a second; comes back when it is sent away."""
    while not stop.is_set():
        with contextlib.suppress(OSError):
            _, out = await asyncio.open_connection("127.0.0.1", port)
            try:
                for byte in b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"x" * 1000:
                    if stop.is_set() or out.is_closing():
                        break
                    out.write(bytes([byte]))
                    await out.drain()
                    await asyncio.sleep(1)
            finally:
                out.close()
        await asyncio.sleep(0.2)


async def stalled_reader(port, stop):
    """Asks for the page again and again, and reads nothing of it."""
    while not stop.is_set():
        with contextlib.suppress(OSError):
            _, out = await asyncio.open_connection("127.0.0.1", port, limit=1)
            out.transport.pause_reading()
            out.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 200)
            while not (stop.is_set() or out.is_closing()):
                await asyncio.sleep(1)
            out.close()
        await asyncio.sleep(0.2)


class Crowd:
    def __init__(self, port, slow, stalled):
        self.stop, self.ready = None, threading.Event()
        self.makers = [lambda stop: slow_sender(port, stop)] * slow + [lambda stop: stalled_reader(port, stop)] * stalled
        self.thread = threading.Thread(target=lambda: asyncio.run(self.live()), daemon=True)

    async def live(self):
        self.loop, self.stop = asyncio.get_running_loop(), asyncio.Event()
        self.ready.set()
        await asyncio.gather(*(make(self.stop) for make in self.makers), return_exceptions=True)

    def __enter__(self):
        self.thread.start()
        self.ready.wait()
        time.sleep(3)  # until all of them stand there
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.stop.set)
        self.thread.join(30)


def held_up(watch, seconds):
    found = {}
    with Work(watch):
        time.sleep(kStep_s)
        for path in kPaths:
            found[f"{path} while importing and fitting"] = asked(watch.url + path, kConnections, seconds)
    place.say("pages: a crowd of slow clients")
    with Crowd(watch.port, kSlow, kStalled):
        for path in kPaths:
            found[f"{path} beside {kSlow} slow senders, {kStalled} stalled readers"] = asked(
                watch.url + path, kReaders, seconds)
    return found


def median(runs, key):
    return statistics.median(run[key] for run in runs)


def table(found, markdown):
    rows = []
    for path, runs in found["beside"].items():
        for name in ("tradewatch", "nginx"):
            rows.append([f"{name} {path}", len(runs[name]), runs["bytes"], round(median(runs[name], "rate")),
                         median(runs[name], "p50_ms"), median(runs[name], "p99_ms"),
                         sum(run["failed"] for run in runs[name])])
    for what, run in found["held_up"].items():
        rows.append([f"tradewatch {what}", 1, "", round(run["rate"]), run["p50_ms"], run["p99_ms"], run["failed"]])
    return tables.text(f"S7, {kConnections} connections, medians of rounds",
                       ["", "runs", "bytes", "requests a second", "p50 ms", "p99 ms", "failed"], rows, markdown)


def goals_of(found):
    wanted = []
    for path, runs in found["beside"].items():
        share = statistics.median(ours["rate"] / theirs["rate"]
                                  for ours, theirs in zip(runs["tradewatch"], runs["nginx"]))
        p99 = median(runs["tradewatch"], "p99_ms")
        wanted.append(goals.Goal(f"S7 requests a second of {path}, nginx's is 1", f"{share:.2f}",
                                 f"at least {kWantedShare}", share >= kWantedShare))
        wanted.append(goals.Goal(f"S7 p99 of {path}, ms", f"{p99:.1f}", f"under {kWantedP99_ms}", p99 < kWantedP99_ms))
    for what, run in found["held_up"].items():
        limit = kWantedP99_busy_ms if "importing" in what else kWantedP99_crowd_ms
        wanted.append(goals.Goal(f"S7 p99 of {what}, ms", f"{run['p99_ms']:.1f}", f"under {limit}",
                                 run["p99_ms"] < limit and run["failed"] == 0))
    return wanted


def run(options):
    program = place.program(options.program)
    if not has_peers():
        raise SystemExit("nginx or wrk is not here; scripts/setup --bench installs them")
    with tempfile.TemporaryDirectory(prefix="tradewatch-bench-") as name:
        folder = pathlib.Path(name)
        watch = watching.Watch(program, folder / "watch", [kTarget])
        watch.take("history.csv", watching.kHeader + watching.history(kTarget, 2018, watching.seeded()))
        with watch.start() as daemon:
            watching.until("every target is assessed", lambda: daemon.alive() and watch.answers("/readyz"), every_s=0.1)
            found = {"beside": beside_nginx(watch, folder, options.rounds, options.seconds),
                     "held_up": held_up(watch, options.seconds)}
    print(table(found, options.markdown))
    wanted = goals_of(found)
    print(goals.table("page goals", wanted, options.markdown), flush=True)
    return {"pages": {**found, "goals": goals.as_json(wanted)}}
