"""The weekly report: on the command line, over HTTP, and by mail once for each week, whatever happens to the daemon."""
import datetime, email, email.policy, json, signal, socket, sqlite3, time, unittest, urllib.error, urllib.request

from aiosmtpd.controller import Controller
from product import Scenario, within

LOCALES = ("C", "de_DE.UTF-8", "ru_RU.UTF-8", "kk_KZ.UTF-8", "ur_PK.UTF-8")


def week_of(date):
    year, week, _ = date.isocalendar()
    return f"{year}-W{week:02}"


class Mailbox:
    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 taken"


class Report(Scenario):
    def setUp(self):
        super().setUp()
        self.today = datetime.datetime.now(datetime.timezone.utc).date()

    def take_figures(self, weeks_ago):
        """The real figures, as if they had been taken some weeks ago."""
        self.import_real_figures()
        with sqlite3.connect(self.folder / "tradewatch.db") as store:
            then = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(weeks=weeks_ago)
            store.execute("UPDATE document SET taken = ?", (then.strftime("%Y-%m-%dT%H:%M:%S.000000Z"),))

    def mail_server(self):
        box = Mailbox()
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            port = listening.getsockname()[1]
        controller = Controller(box, hostname="127.0.0.1", port=port)
        controller.start()
        self.addCleanup(controller.stop)
        receiver = [f'\n[[receiver]]\nname = "ministry"\ntype = "email"\nurl = "smtp://127.0.0.1:{port}"',
                    'from = "tradewatch@example.org"\nto = ["desk@ministry.example"]\ntls = "never"',
                    'language = "ur"\nreports = true\nrules = ["missed"]\n']
        self.config.write_text(self.config.read_text() + "\n".join(receiver))
        return box

    def refused(self, week, *words):
        said = self.command("report", "--week", week, code=2).stderr.decode()
        for word in words:
            self.assertIn(word, said)

    def test_weeks_that_are_none_are_refused_in_words(self):
        self.take_figures(3)
        self.refused("2025-W53", '"2025-W53"', "2025 has 52")
        self.refused("2026-48", "an ISO week such as")
        self.refused("2099-W01", "has not begun", week_of(self.today))
        self.assertIn("cannot be judged", self.command("report", "--week", "2020-W53").stdout.decode())
        self.command("report", "--language", "de", code=2)
        self.command("report", "--format", "pdf", code=2)

    def test_every_form_in_every_language_is_the_same_under_every_locale(self):
        self.take_figures(1)
        week = week_of(self.today - datetime.timedelta(weeks=1))
        for language in ("en", "ur", "kk", "ru"):
            for form in ("text", "html", "json"):
                arguments = ("report", "--week", week, "--language", language, "--format", form)
                said = self.command(*arguments).stdout
                if form == "json":
                    self.assertEqual(json.loads(said)["language"], language)
                if form == "html":
                    self.assertIn(f'lang="{language}" dir="{"rtl" if language == "ur" else "ltr"}"'.encode(), said)
                if (language, form) == ("ru", "text"):
                    for locale in LOCALES:
                        self.assertEqual(self.command(*arguments, env={"LC_ALL": locale, "TZ": "Asia/Almaty"}).stdout,
                                         said, locale)
        self.assertEqual(self.json("report")["week"], week, "without --week the last one that is over")

    def test_a_store_that_was_begun_this_week_is_told_as_it_is(self):
        self.import_real_figures()
        said = self.json("report")
        self.assertEqual((said["week"], said["over"]), (week_of(self.today), False))
        self.assertTrue(said["figures"])

    def test_it_is_told_over_http(self):
        self.take_figures(2)
        self.start()
        weeks = json.loads(self.get("/api/v1/reports"))
        last = week_of(self.today - datetime.timedelta(weeks=1))
        self.assertEqual(weeks[0]["week"], last)
        request = urllib.request.Request(self.address + weeks[0]["url"][1:] + "?format=html",
                                         headers={"Accept-Language": "kk, en;q=0.5"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            self.assertEqual(answer.headers["Content-Language"], "kk")
            self.assertIn('<html lang="kk"', answer.read().decode())
        with self.assertRaises(urllib.error.HTTPError) as refused:
            self.get("/api/v1/reports/2025-W53")
        self.assertEqual(refused.exception.code, 404)

    def test_it_is_mailed_once_a_week_through_restarts_and_kills(self):
        box = self.mail_server()
        self.take_figures(5)
        self.start()
        within(120, "the mail comes", lambda: box.mails)
        for how in (signal.SIGKILL, signal.SIGTERM):
            self.stop(how)
            self.start()
            within(60, "it has looked", lambda: "assessed target" in self.log().rsplit("listening on", 1)[-1])
            time.sleep(3)
        self.assertEqual(len(box.mails), 1, "the latest week alone, and once")
        mail = box.mails[0]
        html = mail.get_body(("html",)).get_content()
        picture = next(part for part in mail.walk() if part.get_content_type() == "image/png")
        self.assertIn("cid:" + picture["Content-ID"].strip(" <>"), html)
        self.assertIn('dir="rtl"', html)
        self.assertIn("تجارتی اہداف", mail.get_body(("plain",)).get_content())
        self.assertEqual(mail["Content-Language"], "ur")

    def test_a_store_that_was_begun_this_week_mails_nothing(self):
        box = self.mail_server()
        self.import_real_figures()
        self.start()
        within(60, "it has looked", lambda: "assessed target" in self.log())
        time.sleep(3)
        self.assertEqual(box.mails, [])


unittest.main()
