"""What the scenarios share: the real program, settings of their own, and waiting for something to become true."""
import io, json, os, pathlib, re, shutil, signal, subprocess, tempfile, time, unittest, urllib.error, urllib.request

from api_document import ApiDocument

PROGRAM = os.environ["TRADEWATCH"]
SOURCE = pathlib.Path(os.environ["TRADEWATCH_SOURCE"])
FIGURES = SOURCE / "config" / "figures"
# Waiting ends when what is waited for comes; how long at most is multiplied by this for slow builds and busy machines.
PATIENCE = float(os.environ.get("TRADEWATCH_PATIENCE", "2"))

SETTINGS = """
[service]
listen = "127.0.0.1:0"
time_zone = "UTC"
languages = ["en"]
[store]
url = "sqlite:tradewatch.db"
[intake]
inbox = "inbox"
[[target]]
id = "t1"
title = "{title}"
amount = "{amount}"
announced = 2026-02-04
window = "2026-03/2027-02"
components = [
  {{ source = "sbp", reporter = "PAK", partner = "KAZ", flow = "export" }},
  {{ source = "sbp", reporter = "PAK", partner = "KAZ", flow = "import" }},
]
[target.alert]
stale_after = "{stale_after}"
[[receiver]]
name = "file"
type = "file"
path = "alerts.jsonl"
"""


def traced():
    """The environment of a program that runs under strace: the leak sanitizer cannot look at a traced process, and
    makes it fail at its end."""
    return {**os.environ, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"}


def within(seconds, what, probe):
    """Waits until probe() gives something true; fails with `what` after `seconds` times the patience."""
    seconds *= PATIENCE
    end = time.monotonic() + seconds
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.02)


class Scenario(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tradewatch-scenario-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.config = self.folder / "tradewatch.toml"
        self.inbox = self.folder / "inbox"
        self.settings()
        self.daemon = None
        self.trust = None  # of whom, behind TLS
        self.credentials = {}  # headers of every request
        self.document_credentials = {}  # and of the one for the API's document
        self.document = None

    def settings(self, amount="1 billion USD", stale_after="3650 days", title="One billion in a year"):
        self.config.write_text(SETTINGS.format(amount=amount, stale_after=stale_after, title=title))

    def run_program(self, *arguments, code=0, stdin=None, env=None):
        done = subprocess.run([PROGRAM, *map(str, arguments)], input=stdin, capture_output=True, timeout=200 * PATIENCE,
                              env={**os.environ, **(env or {})})
        self.assertEqual(done.returncode, code, (arguments, done.stdout[-2000:], done.stderr[-2000:]))
        return done

    def command(self, name, *arguments, **options):
        return self.run_program(name, "--config", self.config, *arguments, **options)

    def json(self, name, *arguments):
        return json.loads(self.command(name, "--json", *arguments).stdout)

    def start(self):
        with open(self.folder / "out.txt", "w") as out, open(self.folder / "log.txt", "a") as log:
            self.daemon = subprocess.Popen([PROGRAM, "serve", "--config", str(self.config)], stdout=out, stderr=log)
        self.addCleanup(self.stop)
        def address():
            self.assertIsNone(self.daemon.poll(), self.log())
            found = re.search(r"http://127\.0\.0\.1:\d+/", (self.folder / "out.txt").read_text())
            return found and found.group(0)
        self.address = within(30, "the daemon announces its address", address)

    def stop(self, how=signal.SIGTERM):
        if self.daemon is None or self.daemon.poll() is not None:
            return
        self.daemon.send_signal(how)
        try:
            self.daemon.wait(30 * PATIENCE)
        except subprocess.TimeoutExpired:
            self.daemon.kill()
            raise

    def log(self):
        return (self.folder / "log.txt").read_text()

    def get(self, path):
        status, headers, text = self.ask("GET", path)
        if status != 200:
            raise urllib.error.HTTPError(path, status, text, headers, io.BytesIO(text.encode()))
        return text

    def exchange(self, method, path, body=None, **headers):
        """One request: status, headers and bytes of its answer. `_` in names of headers is `-`."""
        request = urllib.request.Request(self.address + path.lstrip("/"), method=method,
                                         data=body.encode() if isinstance(body, str) else body)
        for name, value in {**self.credentials, **headers}.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with urllib.request.urlopen(request, timeout=30 * PATIENCE, context=self.trust) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def ask(self, method, path, body=None, **headers):
        """The same as text, and the answer is one that the API's document has."""
        status, told, answer = self.exchange(method, path, body, **headers)
        document = self.api_document()
        self.assertEqual(document.faults(method, path, status, told, answer), [], (method, path, status, answer[:500]))
        return status, told, answer.decode(errors="replace")

    def api_document(self):
        if self.document is None:
            status, _, text = self.exchange("GET", "/api/v1/openapi.json", **self.document_credentials)
            self.assertEqual(status, 200, text)
            self.document = ApiDocument(text)
        return self.document

    def drop(self, name, content):
        """As a careful program does it: written elsewhere, then moved in whole."""
        part = self.folder / (name + ".new")
        part.write_bytes(content if isinstance(content, bytes) else content.encode())
        os.rename(part, self.inbox / name)

    def notices(self):
        file = self.folder / "alerts.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def told(self, rule):
        """What notices said of one rule's alert, in order: its part of each, with the figures that caused it."""
        return [{**alert, "kind": notice["kind"], "figures": notice["figures"]}
                for notice in self.notices() for alert in notice["alerts"] if alert["rule"] == rule]

    def import_real_figures(self, sources=("sbp",)):
        for source in sources:
            for file in sorted(FIGURES.glob(f"{source}-*.csv")):
                self.command("import", file)


HEADER = "reporter,partner,flow,period,value,unit,source,basis,published\n"


def sbp(period, export, import_, published):
    """One release of both flows, in million US dollars."""
    return HEADER + "".join(f"PAK,KAZ,{flow},{period},{value},USD million,sbp,payments,{published}\n"
                            for flow, value in (("export", export), ("import", import_)))
