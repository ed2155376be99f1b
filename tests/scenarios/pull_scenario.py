"""Figures fetched on a schedule, from a server of the test's own that answers in every way a source can. Case L68."""
import http.server, json, signal, threading, time, unittest

from product import HEADER, Scenario, sbp, within

KEY = "k3y-that-nobody/may+see"
ROWS = sbp("2026-01", 10, 20, "2026-02-20")


class Source(http.server.ThreadingHTTPServer):
    """Answers each path by a function of the request; remembers what it was asked."""
    daemon_threads = True

    def __init__(self, answers):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.asked, self.over = answers, [], threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, path):
        return f"http://127.0.0.1:{self.server_address[1]}{path}"

    def count(self, path):
        return sum(asked.split("?")[0] == path for asked in list(self.asked))

    def end(self):
        self.over.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        pass  # a client that hangs up in the middle is what some of these tests are about


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.server.answers[self.path.split("?")[0]](self)

    def answer(self, status, body="", declared=None, **headers):
        body = body.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if declared is None else declared))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def body(text, status=200, **headers):
    return lambda request: request.answer(status, text, **headers)


def with_tag(request):
    if request.headers.get("If-None-Match") == '"v1"':
        return request.answer(304)
    return request.answer(200, sbp("2026-02", 1, 2, "2026-03-20"), ETag='"v1"')


def without_end(request):
    request.send_response(200)
    request.end_headers()
    request.wfile.write(HEADER.encode())
    request.wfile.flush()
    request.server.over.wait(120)


def echo(status, period="2026-03"):
    """A source that repeats the key, wherever it came from."""
    def answer(request):
        key = request.headers.get("Ocp-Apim-Subscription-Key", request.path)
        request.answer(status, f"# asked with {key} and {KEY}\n" + sbp(period, 3, 4, "2026-06-20"))
    return answer


def comtrade(filed_until):
    """UN Comtrade's answers: stamped with the time they took, so that no two are alike, and empty until one filed."""
    record = {"typeCode": "C", "freqCode": "M", "reporterCode": 398, "flowCode": "M", "partnerCode": 586,
              "partner2Code": 0, "classificationCode": "H6", "cmdCode": "TOTAL", "customsCode": "C00", "mosCode": "0",
              "motCode": 0, "primaryValue": 3000000, "isReported": False, "isAggregate": True}
    def answer(request):
        month = request.path.partition("=")[2]
        year, number = int(month[:4]), int(month[4:])
        data = [{**record, "refPeriodId": int(month + "01"), "refYear": year, "refMonth": number, "period": month}]
        data = data if month <= filed_until() else []
        took = f"{len(request.server.asked)}.21 secs"
        request.answer(200, json.dumps({"elapsedTime": took, "count": len(data), "data": data, "error": ""}))
    return answer


class Pull(Scenario):
    def source(self, **answers):
        self.server = Source({"/" + path: answer for path, answer in answers.items()})
        self.addCleanup(self.server.end)

    def pull(self, name, path=None, every="1 second", more=""):
        self.config.write_text(self.config.read_text() + f"""
[[intake.pull]]
name = "{name}"
url = "{self.server.url(path or '/' + name)}"
every = "{every}"
{more}
""")

    def metric(self, name):
        """Label set -> value of one metric."""
        lines = [line for line in self.get("/metrics").splitlines() if line.startswith(name + "{")]
        return {line[len(name):line.rindex(" ")]: float(line[line.rindex(" ") + 1:]) for line in lines}

    def wait_for(self, pull, outcome, times=1):
        label = f'{{outcome="{outcome}",pull="{pull}"}}'
        within(60, f"{pull}: {outcome}", lambda: self.metric("tradewatch_pull_rounds_total").get(label, 0) >= times)

    def info(self):
        return json.loads(self.run_program("store", "info", "--config", self.config, "--json").stdout)

    def known(self, name):
        return {row["name"]: row for row in self.info()["pulls"]}[name]

    def test_every_answer_is_told_from_the_others_and_none_stops_the_rest(self):
        self.source(rows=body(ROWS), empty=body(HEADER), none=body("", 204), tag=with_tag,
                    forbidden=body("no", 403), limited=body("slow down", 429, Retry_After="3600"),
                    down=body("oops", 500), elsewhere=body("", 302, Location="http://localhost:1/"),
                    endless=without_end, large=body("x" * 2000), page=body("<!DOCTYPE html><html>maintenance</html>"),
                    half=lambda request: request.answer(200, ROWS[:50], declared=5000))
        expected = {"rows": "new_figures", "empty": "nothing_found", "none": "nothing_found", "tag": "unchanged",
                    "forbidden": "forbidden", "limited": "rate_limited", "down": "server_error",
                    "elsewhere": "redirected", "endless": "timed_out", "large": "too_large", "page": "refused",
                    "half": "broken_off"}
        for name in expected:
            self.pull(name, more={"endless": 'timeout = "1 second"', "large": "max_bytes = 1000"}.get(name, ""))
        self.assertEqual(len(json.loads(self.command("check", "--json").stdout)["pulls"]), len(expected))
        self.import_real_figures()
        taken = len(self.json("figures"))
        self.assertIn("pull rows: not asked yet", self.command("status").stdout.decode())
        self.start()
        for name, outcome in expected.items():
            self.wait_for(name, outcome)
        self.wait_for("rows", "unchanged", 2)
        self.wait_for("page", "refused", 2)
        self.assertEqual(self.server.count("/limited"), 1, "it was asked to wait an hour")
        self.assertEqual(len(self.json("figures")), taken + 4, "of rows and tag")
        status = self.command("status").stdout.decode()
        lines = {line.split()[1].rstrip(":"): line for line in status.splitlines() if line.startswith("pull ")}
        self.assertEqual(set(lines), set(expected))
        for name, found in (("rows", "last error never"), ("empty", "last success never"), ("empty", "without figures"),
                            ("forbidden", "HTTP status 403: no"), ("limited", "asked to wait 3600 s"),
                            ("elsewhere", "which allow_hosts does not name"), ("large", "more than 1000 bytes"),
                            ("half", "broke off"), ("page", "HTML page"), ("down", "last new figure never")):
            self.assertIn(found, lines[name])
        success = self.metric("tradewatch_pull_last_success_timestamp_seconds")
        self.assertEqual(set(success), {'{pull="rows"}', '{pull="tag"}'})
        self.assertEqual(set(self.metric("tradewatch_pull_last_new_figure_timestamp_seconds")), set(success))
        errors = self.metric("tradewatch_pull_last_error_timestamp_seconds")
        self.assertEqual(set(errors), {f'{{pull="{name}"}}' for name in set(expected) - {"rows", "tag"}})
        quarantine = sorted(p.name for p in (self.inbox / "quarantine").iterdir())
        self.assertEqual(len(quarantine), 3, ("one page and its two reports, however often it came", quarantine))
        self.assertRegex(quarantine[0], r"^page-\d{4}-\d\d-\d\dT\d\d\.html$")
        documents = self.info()["documents"]
        self.wait_for("rows", "unchanged", 4)
        self.assertEqual(self.info()["documents"], documents, "the same document each day is kept once")

    def write(self, name, text):
        (self.folder / name).write_text(text)
        return self.folder / name

    def test_the_key_is_sent_and_shown_nowhere(self):
        self.source(address=echo(200), header=echo(403), answered=echo(200, "2026-04"))
        self.write("secret.key", KEY + "\n")
        self.pull("address", "/address?api_key={key}", more='key_file = "secret.key"')
        header = 'key_file = "secret.key"\nkey_header = "Ocp-Apim-Subscription-Key"'
        self.pull("header", more=header)
        self.pull("answered", more=header)
        self.start()
        self.wait_for("address", "new_figures")
        self.wait_for("header", "forbidden")
        self.wait_for("answered", "unchanged")
        self.assertIn("/address?api_key=k3y-that-nobody%2Fmay%2Bsee", self.server.asked)
        shown = self.get("/") + self.get("/metrics") + self.command("status").stdout.decode()
        shown += json.dumps(self.info()) + self.command("check").stdout.decode()
        self.assertIn("{key}", shown)
        self.stop()
        places = [p for p in self.folder.rglob("*") if p.is_file() and p.name != "secret.key"]
        self.assertIn("tradewatch.db", [p.name for p in places])
        for secret in (KEY, "k3y-that-nobody%2Fmay%2Bsee"):
            self.assertNotIn(secret, shown)
            for place in places:
                self.assertNotIn(secret.encode(), place.read_bytes(), place)

    def test_months_that_are_not_filed_yet_fall_back_and_what_is_filed_later_is_taken(self):
        this = time.gmtime().tm_year * 12 + time.gmtime().tm_mon - 1
        months = [f"{m // 12}{m % 12 + 1:02}" for m in range(this - 4, this)]  # those that a pull asks for
        filed = [months[1]]
        self.source(hs=comtrade(lambda: filed[0]))
        self.pull("hs", "/hs?period={year}{month}")
        self.start()
        self.wait_for("hs", "nothing_new", 2)
        self.assertEqual(len(self.json("figures")), 2, "the newest that is filed and the one before it")
        self.assertIn("without figures yet; went back to", self.command("status").stdout.decode())
        documents = self.info()["documents"]
        self.wait_for("hs", "nothing_new", 4)
        self.assertEqual(self.info()["documents"], documents, "answers that differ by their stamp alone are not kept")
        filed[0] = months[3]
        self.wait_for("hs", "new_figures", 2)
        self.assertEqual(len(self.json("figures")), 4, "the month that was skipped is not lost")
        self.assertNotIn("went back", self.command("status").stdout.decode())

    def test_figures_of_another_currency_are_converted_by_the_rates_of_the_settings(self):
        self.source(comext=body("DATAFLOW,LAST UPDATE,freq,reporter,partner,product,flow,indicators,TIME_PERIOD,OBS_VALUE\n"
                                "ESTAT:DS-059341(1.0),03/04/26 11:00:00,M,DE,KZ,TOTAL,2,VALUE_IN_EUROS,2026-01,1500000\n"))
        self.write("rates.csv", "currency,period,units_per_usd\nEUR,2026-01,0.8\n")
        self.config.write_text(self.config.read_text() + '[rates]\nfiles = ["rates.csv"]\n')
        self.pull("comext")
        self.start()
        self.wait_for("comext", "new_figures")
        self.assertEqual([figure["value_usd"] for figure in self.json("figures")], [1875000])

    def test_a_restart_neither_hammers_nor_forgets(self):
        self.source(daily=with_tag, failing=body("no", 429, Retry_After="3600"))
        for name in ("daily", "failing"):
            self.pull(name, every="1 day")
        self.start()
        self.wait_for("daily", "new_figures")
        self.wait_for("failing", "rate_limited")
        before = self.known("daily")
        self.stop(signal.SIGKILL)
        for _ in range(2):
            self.start()
            within(30, "its next round is told", lambda: "pull=daily next=" in self.log())
            within(30, "what it knows is in the metrics", lambda: '{pull="daily"}' in
                   self.metric("tradewatch_pull_last_new_figure_timestamp_seconds"))
            self.stop()
        self.assertEqual(self.known("daily"), before)
        self.assertEqual((self.server.count("/daily"), self.server.count("/failing")), (1, 1))

    def test_a_reload_takes_up_changed_pulls_and_failing_ones_at_once(self):
        answers = {"status": 403}
        self.source(daily=with_tag, mended=lambda request: request.answer(answers["status"], ROWS), added=body(HEADER))
        plain = self.config.read_text()
        self.pull("daily", every="1 day")
        self.pull("mended", every="1 day")
        self.start()
        self.wait_for("daily", "new_figures")
        self.wait_for("mended", "forbidden")
        answers["status"] = 200
        self.config.write_text(plain)
        self.pull("mended", every="1 day")
        self.pull("added", every="1 day")
        self.daemon.send_signal(signal.SIGHUP)
        self.wait_for("mended", "new_figures")
        within(30, "the added one is asked", lambda: self.server.count("/added") == 1)
        within(30, "the other is forgotten", lambda: '{pull="daily"}' not in
               self.metric("tradewatch_pull_last_success_timestamp_seconds"))
        self.assertEqual(self.server.count("/daily"), 1)

    def test_a_stop_does_not_wait_for_a_source(self):
        self.source(endless=without_end, gone=without_end)
        plain = self.config.read_text()
        self.pull("gone", more='timeout = "10 minutes"')
        self.start()
        within(30, "the first is asked", lambda: self.server.count("/gone") == 1)
        self.config.write_text(plain)
        self.pull("endless", more='timeout = "10 minutes"')
        self.daemon.send_signal(signal.SIGHUP)
        within(30, "the second is asked", lambda: self.server.count("/endless") == 1)
        began = time.monotonic()
        self.stop()
        self.assertEqual(self.daemon.returncode, 0)
        self.assertLess(time.monotonic() - began, 20)


if __name__ == "__main__":
    unittest.main()
