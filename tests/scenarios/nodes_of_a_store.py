"""Several daemons on one PostgreSQL store, a receiver that remembers, and a ledger that the database keeps of claims.

For scenarios, the campaign `nodes` and the benchmark of the same name.
"""
import collections, hashlib, http.server, json, os, pathlib, re, signal, subprocess, threading, time, urllib.request

HEADER = "reporter,partner,flow,period,value,unit,source,basis,published\n"

# Every claim, written down by the database: what was in force before it, and until when by the server's clock.
LEDGER = """
CREATE SCHEMA ledger;
CREATE TABLE ledger.claim (id text, was text, at text, until text, attempts bigint);
CREATE FUNCTION ledger.note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = 'queued' AND NEW.attempts > OLD.attempts THEN
    INSERT INTO ledger.claim VALUES (NEW.id, OLD.claimed_until, to_char(clock_timestamp() AT TIME ZONE 'UTC',
      'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), NEW.claimed_until, NEW.attempts);
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER note AFTER UPDATE ON notice FOR EACH ROW EXECUTE FUNCTION ledger.note();
"""

# The server's clock goes so many times as fast: a claim of five minutes is over in seconds, by itself.
FAST = """
CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
  $$ SELECT '{began}'::timestamptz + {times} * (pg_catalog.clock_timestamp() - '{began}'::timestamptz) $$;
"""


class Hook(http.server.ThreadingHTTPServer):
    """Takes webhooks: (id, path, digest of the body, moment) of each. `hold` keeps an answer back until `release`."""
    daemon_threads = True
    request_queue_size = 128

    def __init__(self):
        super().__init__(("127.0.0.1", 0), HookHandler)
        self.taken, self.hold, self.held, self.release = [], False, None, threading.Event()
        self.slow_s = 0  # every answer takes so long
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, path):
        return f"http://127.0.0.1:{self.server_address[1]}/{path}"

    def ids(self):
        return collections.Counter(id for id, _, _, _ in list(self.taken))

    def end(self):
        self.release.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, *_):
        pass  # who sends is killed now and then


class HookHandler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server = self.server
        server.taken.append((self.headers["webhook-id"], self.path.strip("/"), hashlib.sha256(body).hexdigest(),
                             time.monotonic()))
        if server.hold:
            server.hold = False  # one alone
            server.held = server.taken[-1]
            server.release.wait(120)
        time.sleep(server.slow_s)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


def targets(count):
    """Settings of targets that look at sources of their own."""
    return "".join(f"""
[[target]]
id = "t{n}"
title = "Target {n}"
amount = "450 million USD"
announced = 2024-02-04
window = "2024-03/2025-02"
components = [
  {{ source = "src{n}", reporter = "PAK", partner = "KAZ", flow = "export" }},
  {{ source = "src{n}", reporter = "PAK", partner = "KAZ", flow = "import" }},
]
""" for n in range(1, count + 1))


def history(count):
    """Four years of months of each: enough for a forecast."""
    return HEADER + "".join(f"PAK,KAZ,{flow},{year}-{month:02},{10 + month},USD million,src{n},payments,2024-02-01\n"
                            for n in range(1, count + 1) for year in range(2020, 2024) for month in range(1, 13)
                            for flow in ("export", "import"))


def release(sources, published, good):
    """Figures of the same months again: alerts of these targets come or go."""
    value = 90 if good else 20
    return HEADER + "".join(f"PAK,KAZ,{flow},2024-03/2024-06,{value + published.day / 100},USD million,src{n},payments,"
                            f"{published}\n" for n in sources for flow in ("export", "import"))


class Node:
    """One daemon with a folder, an inbox and a port of its own; its notices go to the hook's path of its name."""

    def __init__(self, program, folder, name, store_url, hook, target_settings, more=""):
        self.program, self.name, self.folder = program, name, pathlib.Path(folder) / name
        self.folder.mkdir()
        self.inbox = self.folder / "inbox"
        self.inbox.mkdir()
        self.config = self.folder / "tradewatch.toml"
        self.config.write_text(f"""
[service]
listen = "127.0.0.1:0"
time_zone = "UTC"
languages = ["en"]
[store]
url = "{store_url}"
[intake]
inbox = "inbox"
{target_settings}
[[receiver]]
name = "hook"
type = "webhook"
url = "{hook.url(name)}"
{more}
""")
        self.daemon, self.address, self.cores = None, None, None

    def run(self, *arguments):
        return subprocess.run([self.program, *map(str, arguments), "--config", str(self.config)], capture_output=True)

    def start(self, within_s=60):
        self.begin()
        self.wait_for_address(within_s)

    def begin(self):
        pinned = [] if self.cores is None else ["taskset", "-c", str(self.cores)]
        with open(self.folder / "out.txt", "w") as out, open(self.folder / "log.txt", "a") as log:
            self.daemon = subprocess.Popen([*pinned, self.program, "serve", "--config", str(self.config)], stdout=out,
                                           stderr=log)

    def wait_for_address(self, within_s=60):
        end = time.monotonic() + within_s
        while not (found := re.search(r"http://127\.0\.0\.1:\d+/", (self.folder / "out.txt").read_text())):
            if self.daemon.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"{self.name} announces no address: {self.log()[-3000:]}")
            time.sleep(0.02)
        self.address = found.group(0)

    def tell(self, which):
        self.daemon.send_signal(which)

    def is_running(self):
        return self.daemon is not None and self.daemon.poll() is None

    def end(self, how=signal.SIGTERM, within_s=60):
        if not self.is_running():
            return
        self.daemon.send_signal(signal.SIGCONT)
        self.daemon.send_signal(how)
        try:
            self.daemon.wait(within_s)
        except subprocess.TimeoutExpired:
            self.daemon.kill()
            raise

    def log(self):
        return (self.folder / "log.txt").read_text()

    def drop(self, name, text):
        part = self.folder / (name + ".new")
        part.write_text(text)
        os.rename(part, self.inbox / name)

    def accepted(self):
        return {file.name for file in (self.inbox / "accepted").rglob("*.csv")}

    def ask(self, path, method="GET", body=None, timeout_s=30):
        request = urllib.request.Request(self.address + path.lstrip("/"), method=method,
                                         data=None if body is None else json.dumps(body).encode())
        if body is not None:
            request.add_header("Content-Type", "application/json")
            request.add_header("Origin", self.address.rstrip("/"))
        with urllib.request.urlopen(request, timeout=timeout_s) as answer:
            text = answer.read().decode()
        return json.loads(text) if text.startswith(("{", "[")) else text

    def targets(self):
        return {target["id"]: target for target in self.ask("/api/v1/targets?limit=1000")}


class Cluster:
    """Nodes on a database of `server`: `times` is how fast its clock goes."""

    def __init__(self, server, program, folder, count, target_count=1, times=1, more=""):
        self.server, self.hook = server, Hook()
        self.database = server.new_database()
        url = server.url(self.database)
        if times != 1:
            began = server.ask(self.database, "SELECT pg_catalog.clock_timestamp()")[0][0]
            server.ask(self.database, FAST.format(began=began, times=times))
            url += "&options=-csearch_path%3Dpublic,pg_catalog"
        self.url = url
        self.nodes = [Node(program, folder, chr(ord("a") + n), url, self.hook, targets(target_count), more)
                      for n in range(count)]
        done = self.nodes[0].run("store", "migrate")
        assert done.returncode == 0, done.stderr
        self.ask(LEDGER)
        first = pathlib.Path(folder) / "history.csv"
        first.write_text(history(target_count))
        done = self.nodes[0].run("import", first)
        assert done.returncode == 0, done.stderr

    def ask(self, sql):
        return self.server.ask(self.database, sql)

    def end(self):
        for node in self.nodes:
            if node.is_running():
                node.end(signal.SIGKILL)
        self.hook.end()

    def waiting(self):
        return int(self.ask("SELECT count(*) FROM notice WHERE state = 'queued'")[0][0])

    def claimed_twice(self):
        """Claims that were made while another one was in force."""
        return self.ask("SELECT id, was, at FROM ledger.claim WHERE was > at ORDER BY at")

    def losses(self):
        """What was promised and is not so, in words."""
        faults = []
        verified = self.nodes[0].run("store", "verify")
        if verified.returncode != 0:
            faults.append(verified.stderr.decode())
        digests = {row[0] for row in self.ask("SELECT sha256 FROM document")}
        for node in self.nodes:
            for file in (node.inbox / "accepted").rglob("*.csv"):
                if hashlib.sha256(file.read_bytes()).hexdigest() not in digests:
                    faults.append(f"{node.name}: {file.name} was accepted and is lost")
        notices = dict(self.ask("SELECT id, state FROM notice"))
        told = self.hook.ids()
        faults += [f"notice {id} is {state} and not told" for id, state in notices.items() if id not in told]
        faults += [f"notice {id} was told and is not known" for id in told if id not in notices]
        bodies = collections.defaultdict(set)
        for id, _, digest, _ in self.hook.taken:
            bodies[id].add(digest)
        faults += [f"notice {id} was told in {len(said)} ways" for id, said in bodies.items() if len(said) > 1]
        faults += [f"notice {id} was claimed at {at} while a claim until {was} was in force"
                   for id, was, at in self.claimed_twice()]
        steps = self.ask("SELECT target, count(*), count(DISTINCT (sequence, settings_digest)) FROM assessment "
                         "GROUP BY target HAVING count(*) <> count(DISTINCT (sequence, settings_digest))")
        faults += [f"target {row[0]} was assessed twice at one sequence" for row in steps]
        if not notices:
            faults.append("no alert went out: nothing was tested")
        return faults
