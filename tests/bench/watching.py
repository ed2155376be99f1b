"""A daemon that watches made-up targets in a folder of its own, a receiver of its notices, and Prometheus beside it.

Everything listens on loopback, at ports that were free. Whoever starts something ends it: each class is a context.
"""
import contextlib
import http.server
import json
import os
import pathlib
import random
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request

import place

kPeers = ("/usr/bin/prometheus", "/usr/bin/prometheus-alertmanager")
kPatience_s = 120
kHeader = "reporter,partner,flow,period,value,unit,source,published\n"
kAmount_usd = 400_000_000
kMonthly_usd = 20_000_000

kSettings = """[service]
listen = "127.0.0.1:{port}"
time_zone = "UTC"
languages = ["en"]
[store]
url = "sqlite:tradewatch.db"
[intake]
inbox = "inbox"
"""
kTarget = """[[target]]
id = "{id}"
title = "{id}"
amount = {amount}
announced = 2026-02-04
window = "2026-03/2027-02"
components = [{{ source = "{id}", reporter = "PAK", partner = "KAZ", flow = "export" }}]
[target.alert]
persist = 1
stale_after = "3650 days"
"""
kReceiver = """[[receiver]]
name = "hook"
type = "webhook"
url = "{url}"
allow_private = true
"""


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def until(what, probe, seconds=kPatience_s, every_s=0.005):
    """What `probe` gives, once it gives something."""
    end = time.perf_counter() + seconds
    while not (found := probe()):
        if time.perf_counter() > end:
            raise SystemExit(f"not within {seconds} s: {what}")
        time.sleep(every_s)
    return found


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def row(source, period, value_usd, published):
    return f"PAK,KAZ,export,{period},{value_usd},USD,{source},{published}\n"


def history(source, first_year, draw):
    """Months of a flow of about kMonthly_usd, up to the month before the window."""
    periods = [f"{year}-{month:02}" for year in range(first_year, 2026) for month in range(1, 13)]
    periods += ["2026-01", "2026-02"]
    return "".join(row(source, period, round(kMonthly_usd * draw.uniform(0.9, 1.1)), "2026-03-01")
                   for period in periods)


class Hook:
    """Takes what is posted, with the moment at which the whole of it was there; answers GET with `page`."""

    def __init__(self):
        self.taken, self.page, self.more = [], "", threading.Condition()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with outer.more:
                    outer.taken.append((time.perf_counter(), json.loads(body)))
                    outer.more.notify_all()
                self.send_response(204)
                self.end_headers()

            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/plain; version=0.0.4")
                self.end_headers()
                self.wfile.write(outer.page.encode())

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def first(self, wanted, seconds):
        """When the first body came for which `wanted` holds; None when none does in time."""
        end = time.perf_counter() + seconds
        seen = 0
        with self.more:
            while True:
                for at, body in self.taken[seen:]:
                    if wanted(body):
                        return at
                seen = len(self.taken)
                if time.perf_counter() > end:
                    return None
                self.more.wait(0.5)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class Started:
    """A process whose output is kept in a file."""

    def __init__(self, command, log, environment=None):
        self.log = log
        with open(log, "w", encoding="utf-8") as out:
            self.process = subprocess.Popen([str(word) for word in command], stdout=out, stderr=out,
                                            env={**os.environ, **(environment or {})})

    def alive(self):
        if self.process.poll() is not None:
            raise SystemExit(f"{self.process.args[0]} ended: {pathlib.Path(self.log).read_text()[-2000:]}")
        return True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(kPatience_s)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Watch:
    """Settings, inbox and store of a daemon, and the daemon once it is started."""

    def __init__(self, program, folder, targets, hook=None):
        self.program, self.folder = program, pathlib.Path(folder)
        self.inbox, self.config = self.folder / "inbox", self.folder / "tradewatch.toml"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.inbox.mkdir(parents=True)
        receiver = kReceiver.format(url=f"http://{hook.address}/") if hook else ""
        # The first stands in the settings, the others in targets.d, as in a service that has grown.
        first, *others = [kTarget.format(id=target, amount=kAmount_usd) for target in targets]
        self.config.write_text(kSettings.format(port=self.port) + first + receiver, encoding="utf-8")
        if others:
            (self.folder / "targets.d").mkdir()
            (self.folder / "targets.d" / "others.toml").write_text("".join(others), encoding="utf-8")

    def take(self, name, text):
        """Imports before the daemon runs."""
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        place.run([self.program, "import", "--config", self.config, file], "import")
        file.unlink()

    def drop(self, name, text):
        """Written elsewhere and moved in whole, as a careful program does. The moment of the move."""
        part = self.folder / (name + ".new")
        part.write_text(text, encoding="utf-8")
        moved = time.perf_counter()
        os.rename(part, self.inbox / name)
        return moved

    def start(self):
        return Started([self.program, "serve", "--config", self.config], self.folder / "log.txt")

    def answers(self, path):
        return answers(self.url + path)

    def metric(self, name):
        """The sum over a metric's labels; 0 where there is none."""
        with urllib.request.urlopen(self.url + "/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.split("{")[0].split(" ")[0] == name)

    def cards(self):
        with urllib.request.urlopen(self.url + "/api/v1/targets", timeout=30) as answer:
            return json.loads(answer.read())


def has_peers():
    return all(shutil.which(peer) for peer in kPeers)


class Peers(contextlib.ExitStack):
    """Prometheus that scrapes the hook and Alertmanager that posts to it.

    A scrape every 15 s; a minute between evaluations and 30 s before a group's first notice
    are the programs' own defaults.
    """

    def __init__(self, folder, hook):
        super().__init__()
        self.folder, self.hook = pathlib.Path(folder), hook
        self.folder.mkdir(parents=True)

    def write(self):
        (self.folder / "alertmanager.yml").write_text(json.dumps({
            "route": {"receiver": "hook", "group_by": ["try"]},
            "receivers": [{"name": "hook", "webhook_configs": [{"url": f"http://{self.hook.address}/"}]}]}))
        (self.folder / "rules.yml").write_text(json.dumps({"groups": [{"name": "targets", "rules": [
            {"alert": "off_track", "expr": "target_probability < 0.33"}]}]}))
        (self.folder / "prometheus.yml").write_text(json.dumps({
            "global": {"scrape_interval": "15s", "evaluation_interval": "1m"},
            "rule_files": ["rules.yml"],
            "alerting": {"alertmanagers": [{"static_configs": [{"targets": [f"127.0.0.1:{self.alerts}"]}]}]},
            "scrape_configs": [{"job_name": "hook", "static_configs": [{"targets": [self.hook.address]}]}]}))

    def __enter__(self):
        super().__enter__()
        self.alerts, scrapes = free_port(), free_port()
        self.write()
        self.alertmanager = self.enter_context(Started(
            [kPeers[1], f"--config.file={self.folder / 'alertmanager.yml'}", f"--storage.path={self.folder / 'nflog'}",
             f"--web.listen-address=127.0.0.1:{self.alerts}", "--cluster.listen-address="],
            self.folder / "alertmanager.log"))
        self.prometheus = self.enter_context(Started(
            [kPeers[0], f"--config.file={self.folder / 'prometheus.yml'}",
             f"--storage.tsdb.path={self.folder / 'data'}", f"--web.listen-address=127.0.0.1:{scrapes}"],
            self.folder / "prometheus.log"))
        for port, process in ((self.alerts, self.alertmanager), (scrapes, self.prometheus)):
            until("a peer is ready", lambda port=port, process=process: process.alive() and answers(
                f"http://127.0.0.1:{port}/-/ready"), every_s=0.1)
        return self


def seeded():
    return random.Random(20260204)
