"""Notices through the real daemon to real receivers: Debian's Alertmanager, a mail server of aiosmtpd, and webhooks
that refuse, hang and come back. Cases L48, L49, L51 and L52; fault F4."""
import base64, email, email.policy, hashlib, hmac, http.server, json, signal, socket, subprocess
import threading, time, unittest, urllib.request

from aiosmtpd.controller import Controller
from product import Scenario, sbp, within

KEYS = {"new": bytes(range(32)), "old": bytes(range(40, 72))}
PICTURE = b"\x89PNG"


def secret(key):
    return "whsec_" + base64.b64encode(key).decode()


class Hook(http.server.ThreadingHTTPServer):
    """Answers each request by a function of it and its number; remembers headers and body."""
    daemon_threads = True

    def __init__(self, status=lambda request, number: 204):
        super().__init__(("127.0.0.1", 0), HookHandler)
        self.status, self.taken, self.over = status, [], threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/hook"

    def end(self):
        self.over.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, *_):
        pass


class HookHandler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((dict(self.headers), body))
        status = self.server.status(self, len(self.server.taken) - 1)
        if status is None:
            self.server.over.wait(120)
            return
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "2")
        self.end_headers()

    def log_message(self, *_):
        pass


class Mailbox:
    def __init__(self):
        self.mails, self.greylisted = [], 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.greylisted > 0:
            self.greylisted -= 1
            return "451 greylisted, come back"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.rcpt_tos, envelope.content))
        return "250 taken"


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


class Delivery(Scenario):
    def receiver(self, name, kind, **keys):
        lines = [f"[[receiver]]", f'name = "{name}"', f'type = "{kind}"']
        lines += [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in keys.items()]
        self.config.write_text(self.config.read_text() + "\n".join(lines) + "\n")

    def hook(self, *status):
        hook = Hook(*status)
        self.addCleanup(hook.end)
        return hook

    def mail_server(self):
        box = Mailbox()
        controller = Controller(box, hostname="127.0.0.1", port=free_port())
        controller.start()
        self.addCleanup(controller.stop)
        return box, f"smtp://127.0.0.1:{controller.port}"

    def alertmanager(self):
        port, folder = free_port(), self.folder / "alertmanager"
        folder.mkdir()
        (folder / "config.yml").write_text("route: {receiver: none}\nreceivers: [{name: none}]\n")
        log = open(folder / "log", "w")
        self.addCleanup(log.close)
        process = subprocess.Popen(
            ["/usr/bin/prometheus-alertmanager", f"--config.file={folder / 'config.yml'}", f"--storage.path={folder}",
             f"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address="], stdout=log, stderr=log)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        return f"http://127.0.0.1:{port}"

    def fire(self):
        """Two bad releases: the target is off track, and out of reach."""
        self.import_real_figures()

    def resolve(self):
        """The target becomes small and new figures come, release after release."""
        for number, published in enumerate(("2026-07-20", "2026-08-20", "2026-09-20", "2026-10-20")):
            self.drop(f"good-{number}.csv", sbp(f"2026-{3 + number:02}", 900, 900, published))
            within(60, "it is taken", lambda: (self.inbox / "accepted").exists() and
                   any(f"good-{number}" in p.name for p in (self.inbox / "accepted").rglob("*")))

    def metric(self, name, receiver):
        for line in self.get("/metrics").splitlines():
            if line.startswith(f'{name}{{receiver="{receiver}"}}'):
                return float(line.rsplit(" ", 1)[1])
        return None

    def info(self):
        rows = json.loads(self.run_program("store", "info", "--config", self.config, "--json").stdout)["receivers"]
        return {row["receiver"]: row for row in rows}

    def all_notices(self):
        """Of the file, which are as many as every other receiver is to have. The daemon announces itself once all
        that was imported before is assessed, so none comes later by itself."""
        file = self.info()["file"]
        count = file["delivered"] + file["queued"]
        self.assertGreater(count, 1)
        return within(60, "the file has all", lambda: len(self.notices()) == count and self.notices())

    def standing_in(self, notices):
        last = {alert["rule"]: notice["kind"] for notice in notices for alert in notice["alerts"]}
        return {rule for rule, kind in last.items() if kind != "resolved"}

    def told(self, kind):
        return [n for n in self.notices() if n["kind"] == kind]

    def test_every_receiver_has_every_notice_in_its_own_form(self):
        hook, (box, server), wall = self.hook(), self.mail_server(), self.alertmanager()
        for name, key in KEYS.items():
            (self.folder / f"{name}.key").write_text(secret(key) + "\n")
        title = "پاکستان اور قازقستان کی تجارت: ایک سال میں ایک ارب ڈالر, Қазақстан мен Пәкістан саудасы"
        self.settings(title=title)
        self.receiver("hook", "webhook", url=hook.url(), key_file="new.key", old_key_file="old.key")
        self.receiver("desk", "email", url=server, tls="never", to=["desk@ministry.example", "head@ministry.example"],
                      language="ur", **{"from": "tradewatch@example.org"})
        self.receiver("wall", "alertmanager", url=wall, resend_every="1 second", instance="test")
        self.fire()
        self.start()
        firing = self.all_notices()
        names = self.standing_in(firing)
        self.assertGreaterEqual(len(names), 2, firing)
        within(60, "the webhook has as many", lambda: len(hook.taken) >= len(firing))
        for headers, body in hook.taken:
            for_signing = f'{headers["webhook-id"]}.{headers["webhook-timestamp"]}.'.encode() + body
            signed = ["v1," + base64.b64encode(hmac.new(KEYS[k], for_signing, hashlib.sha256).digest()).decode()
                      for k in ("new", "old")]
            self.assertEqual(headers["webhook-signature"].split(" "), signed)
            self.assertEqual(json.loads(body)["id"], headers["webhook-id"])
        within(60, "the mail is there", lambda: len(box.mails) >= len(firing))
        for to, content in box.mails:
            self.assertEqual(to, ["desk@ministry.example", "head@ministry.example"])
            self.assertTrue(all(len(line) <= 76 for line in content.split(b"\r\n")))
            mail = email.message_from_bytes(content, policy=email.policy.default)
            self.assertFalse(mail.defects)
            self.assertTrue(mail["Subject"].endswith(title), mail["Subject"])
            self.assertRegex(mail["Message-ID"], r"^<[0-9a-f]{32}@example\.org>$")
            parts = [part.get_content_type() for part in mail.walk()]
            self.assertEqual(parts, ["multipart/related", "multipart/alternative", "text/plain", "text/html",
                                     "image/png"])
            plain, page, chart = [part for part in mail.walk() if not part.is_multipart()]
            self.assertIn(title, plain.get_content())
            self.assertIn('dir="rtl"', page.get_content())
            self.assertTrue(chart.get_content().startswith(PICTURE))
            self.assertIn("cid:" + chart["Content-ID"].strip("<> \r\n"), page.get_content())

        def standing():
            with urllib.request.urlopen(wall + "/api/v2/alerts?active=true", timeout=5) as answer:
                return {alert["labels"]["rule"] for alert in json.loads(answer.read())}
        within(60, "the Alertmanager shows them", lambda: self.quietly(standing) == names)
        time.sleep(6)  # longer than endsAt of a single post: it is told again and again
        self.assertEqual(standing(), names)
        self.assertEqual(len({headers["webhook-id"] for headers, _ in hook.taken}), len(hook.taken), "each once")
        self.resolve()
        within(90, "all is resolved", lambda: {a["rule"] for n in self.told("resolved") for a in n["alerts"]} >= names)
        within(60, "the Alertmanager too", lambda: not standing() & names)
        within(60, "all have all", lambda: len(hook.taken) == len(box.mails) == len(self.notices()))
        ids = {email.message_from_bytes(content)["Message-ID"] for _, content in box.mails}
        self.assertEqual(len(ids), len(box.mails))

    def quietly(self, probe):
        try:
            return probe()
        except OSError:
            return None

    def test_one_that_hangs_holds_back_nobody_and_comes_back(self):
        hanging = [True]
        dead = self.hook(lambda request, number: None if hanging[0] else 204)
        strange = self.hook(lambda request, number: 410)
        busy = self.hook(lambda request, number: 429 if number == 0 else 204)
        box, server = self.mail_server()
        box.greylisted = 1
        self.receiver("dead", "webhook", url=dead.url(), timeout="1 second")
        self.receiver("strange", "webhook", url=strange.url())
        self.receiver("busy", "webhook", url=busy.url())
        self.receiver("desk", "email", url=server, tls="never", to=["desk@ministry.example"],
                      **{"from": "tradewatch@example.org"})
        self.fire()
        self.start()
        firing = self.all_notices()
        within(60, "mail, after greylisting, once", lambda: len(box.mails) == len(firing))
        within(60, "the busy one, after its wait", lambda: self.metric("tradewatch_notices_delivered_total", "busy") ==
               len(firing))
        self.assertEqual(len({headers["webhook-id"] for headers, _ in busy.taken}), len(firing))
        self.assertEqual(len(busy.taken), len(firing) + 1)
        self.assertEqual(self.metric("tradewatch_notices_given_up_total", "strange"), len(strange.taken))
        within(30, "its backlog and age are told", lambda: self.metric("tradewatch_outbox_backlog", "dead") ==
               len(firing) and self.metric("tradewatch_outbox_oldest_age_seconds", "dead") > 0)
        info = self.info()
        self.assertEqual((info["dead"]["queued"], info["desk"]["delivered"]), (len(firing), len(firing)))
        self.assertEqual(info["strange"]["given_up"], len(firing))
        self.assertIn("HTTP status 410", self.log())
        hanging[0] = False
        within(90, "it has all once it answers", lambda: self.metric("tradewatch_notices_delivered_total", "dead") ==
               len(firing))
        bodies = {}
        for headers, body in dead.taken:
            bodies.setdefault(headers["webhook-id"], set()).add(body)
        self.assertTrue(all(len(same) == 1 for same in bodies.values()), "every try has the same bytes")

    def test_a_reload_takes_up_receivers_and_a_stop_waits_for_none(self):
        dead, added = self.hook(lambda request, number: None), self.hook()
        self.receiver("dead", "webhook", url=dead.url(), timeout="2 minutes")
        self.fire()
        self.start()
        firing = self.all_notices()
        within(60, "the dead one is asked", lambda: len(dead.taken) == 1)
        self.config.write_text(self.config.read_text().replace(dead.url(), added.url()))
        self.daemon.send_signal(signal.SIGHUP)
        within(60, "its notices go to the new address", lambda: len(added.taken) == len(firing))
        self.assertEqual(added.taken[0], (added.taken[0][0], dead.taken[0][1]))
        self.config.write_text(self.config.read_text().replace(added.url(), dead.url()))
        self.daemon.send_signal(signal.SIGHUP)
        within(30, "it is reloaded", lambda: self.log().count("settings reloaded") == 2)
        self.resolve()
        within(90, "the dead one is asked again", lambda: len(dead.taken) >= 2)
        began = time.monotonic()
        self.stop()
        self.assertEqual(self.daemon.returncode, 0)
        self.assertLess(time.monotonic() - began, 20)

    def test_a_test_notice_says_what_each_receiver_answered_and_shows_no_secret(self):
        hook, refusing, (box, server) = self.hook(), self.hook(lambda request, number: 404), self.mail_server()
        (self.folder / "good.key").write_text(secret(KEYS["new"]))
        (self.folder / "bad.key").write_text("not-a-key-hunter22")
        self.receiver("hook", "webhook", url=hook.url(), key_file="good.key")
        self.receiver("desk", "email", url=server, tls="never", to=["desk@ministry.example"],
                      **{"from": "tradewatch@example.org"})
        good = self.command("check", "--send-test").stdout.decode()
        for line in ("file: delivered", "hook: delivered: HTTP status 204", "desk: delivered: 250 taken"):
            self.assertIn(line, good)
        self.assertEqual(json.loads(hook.taken[0][1])["kind"], "test")
        self.receiver("refusing", "webhook", url=refusing.url())
        self.receiver("keyless", "webhook", url=hook.url(), key_file="bad.key")
        done = self.command("check", "--send-test", "--json", code=1)
        tests = {test["receiver"]: test for test in json.loads(done.stdout)["tests"]}
        self.assertIn("HTTP status 404", tests["refusing"]["said"])
        self.assertIn("holds no key", tests["keyless"]["said"])
        self.assertTrue(tests["hook"]["delivered"])
        for shown in (done.stdout + done.stderr, good.encode()):
            for hidden in (b"hunter22", secret(KEYS["new"]).encode()):
                self.assertNotIn(hidden, shown)

    def test_an_alertmanager_alone_is_warned_of(self):
        before = self.config.read_text()
        self.config.write_text(before[:before.index("[[receiver]]")])
        self.receiver("wall", "alertmanager", url="http://127.0.0.1:9093")
        self.assertIn(b"a mirror, never the only one", self.command("check").stderr)

    def test_an_inbox_that_can_be_no_folder_is_warned_of(self):
        self.assertNotIn(b"no document would be taken", self.command("check").stderr)
        self.config.write_text(self.config.read_text().replace('inbox = "', 'inbox = "tradewatch.toml/', 1))
        done = self.command("check", "--json")
        self.assertIn(b"no document would be taken", done.stderr)
        self.assertIn("tradewatch.toml is a file", json.loads(done.stdout)["warnings"][0])


if __name__ == "__main__":
    unittest.main()
