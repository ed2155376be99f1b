"""The daemon under its service manager: readiness, reload, watchdog, and what the unit allows. Cases L59, L60; F10."""
import os, re, shutil, signal, socket, subprocess, sys, threading, time, unittest

from product import PROGRAM, SOURCE, Scenario, within
from service_manager import ServiceManager

UNIT = SOURCE / "config" / "systemd"
MAX_EXPOSURE = 1.2  # of `systemd-analyze security`, with mail and web on
RELOAD_S = 10


@unittest.skipUnless(shutil.which("systemd-analyze"), "systemd-analyze is not here: scripts/setup --tests installs it")
class Unit(Scenario):
    def unit(self, edit=lambda text: text):
        file = self.folder / "tradewatch.service"
        file.write_text(edit((UNIT / "tradewatch.service").read_text().replace("/usr/bin/tradewatch", PROGRAM)))
        return file

    def exposure(self, file):
        told = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", file], text=True,
                              capture_output=True, check=True).stdout
        score = float(re.search(r"Overall exposure level for \S+: ([\d.]+)", told).group(1))
        print(f"\nsystemd-analyze security {file.name}: {score}", file=sys.stderr)
        return score

    def test_the_unit_is_exposed_no_more_than_any_network_daemon_of_debian(self):
        self.assertLessEqual(self.exposure(self.unit()), MAX_EXPOSURE)

    def test_and_with_mail_and_pulls_to_any_address(self):
        opened = self.unit(lambda text: text.replace("IPAddressAllow=localhost", "IPAddressAllow=any"))
        self.assertLessEqual(self.exposure(opened), MAX_EXPOSURE)

    def test_the_unit_has_no_fault(self):
        done = subprocess.run(["systemd-analyze", "verify", self.unit()], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_every_command_of_the_unit_is_one_of_the_programs(self):
        text = self.unit().read_text()
        for command in re.findall(r"^Exec(?:StartPre|Start|Reload)=\S+ (\S+)$", text, re.MULTILINE):
            self.run_program(command, "--help")
        self.assertEqual(len(re.findall(r"^Exec(?:StartPre|Start|Reload)=", text, re.MULTILINE)), 3)

    @unittest.skipUnless(shutil.which("systemd-sysusers") and os.geteuid() == 0, "needs root and systemd-sysusers")
    def test_account_and_inbox_are_made_as_the_snippets_say(self):
        for name, more in (("sysusers", []), ("tmpfiles", ["--create"])):
            place = self.folder / f"etc/{name}.d/tradewatch.conf"
            place.parent.mkdir(parents=True)
            shutil.copy(UNIT / f"tradewatch.{name}", place)
            done = subprocess.run([f"systemd-{name}", f"--root={self.folder}", *more, "tradewatch.conf"], text=True,
                                  capture_output=True)
            self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("tradewatch", (self.folder / "etc/passwd").read_text())
        self.assertEqual(os.stat(self.folder / "var/lib/tradewatch/inbox").st_mode & 0o7777, 0o2770)


class UnderAServiceManager(Scenario):
    def begin(self, abstract=False, watchdog_s=None, wrapper=()):
        self.manager = ServiceManager(self.folder, abstract, watchdog_s)
        (self.folder / "run").mkdir(exist_ok=True)
        self.environment = {**self.manager.environment(), "RUNTIME_DIRECTORY": str(self.folder / "run")}
        with open(self.folder / "out.txt", "w") as out, open(self.folder / "log.txt", "a") as log:
            self.daemon = subprocess.Popen([*wrapper, PROGRAM, "serve", "--config", str(self.config)], stdout=out,
                                           stderr=log, env=self.environment)
        self.addCleanup(self.stop)
        within(60, "it says that it is ready", lambda: any(m.startswith("READY=1") for m in self.manager.messages()))

    def reload(self, code):
        began = time.monotonic()
        done = self.command("reload", code=code, env=self.environment)
        self.assertLess(time.monotonic() - began, RELOAD_S)
        return done

    def break_settings(self):
        text = self.config.read_text().replace("window =", "windw =").replace("amount =", "amout =")
        self.config.write_text(text)

    def test_a_reload_is_told_to_the_manager_from_its_beginning_to_its_end(self):  # case L59
        for abstract in (False, True):
            with self.subTest(abstract=abstract):
                self.begin(abstract)
                before = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
                self.settings(title="Another title")
                self.assertIn(b"in force", self.reload(0).stdout)
                after = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
                within(5, "ready again", lambda: self.manager.messages()[-1] == "READY=1\nSTATUS=settings reloaded")
                self.assertEqual([before < began < after for began in self.manager.reloads()], [True])
                self.stop()
                within(5, "it says that it stops", lambda: self.manager.messages()[-1] == "STOPPING=1")

    def test_faulty_settings_fail_the_reload_with_every_fault_and_the_old_ones_stay(self):  # case L59
        self.begin()
        good = self.config.read_text()
        self.break_settings()
        told = self.reload(2).stderr.decode()
        for key in ("windw", "amout"):
            self.assertRegex(told, rf"tradewatch\.toml:\d+:\d+: .*{key}")
            self.assertIn(key, self.log())
        self.assertIn("the old settings stay in force", told)
        self.assertTrue(self.manager.messages()[-1].startswith("READY=1"))
        self.assertIsNone(self.daemon.poll())
        self.config.write_text(good)
        self.reload(0)

    def test_unreadable_settings_fail_the_reload_and_the_old_ones_stay(self):  # case L59
        self.begin()
        self.config.rename(self.folder / "elsewhere.toml")
        self.assertIn(b"no such file", self.reload(2).stderr)
        self.config.mkdir()
        self.reload(2)
        self.config.rmdir()
        self.config.write_bytes(b"\xff\xfe\x00")
        self.reload(2)
        (self.folder / "elsewhere.toml").rename(self.config)
        self.reload(0)
        self.assertEqual(len(self.manager.reloads()), 4)
        self.assertTrue(self.manager.messages()[-1].startswith("READY=1"))

    def test_twenty_reloads_at_once_are_all_answered(self):  # case L59
        self.begin()
        asked = [subprocess.Popen([PROGRAM, "reload", "--config", self.config], env=self.environment,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for _ in range(20)]
        for one in asked:
            _, told = one.communicate(timeout=RELOAD_S)
            self.assertEqual(one.returncode, 0, told)
        self.assertIsNone(self.daemon.poll())
        self.assertTrue(self.manager.messages()[-1].startswith("READY=1"))

    def test_without_a_daemon_a_reload_fails_in_words(self):
        self.environment = {**os.environ, "RUNTIME_DIRECTORY": str(self.folder)}
        self.assertIn(b"no running daemon", self.reload(1).stderr)
        self.begin()
        self.stop(signal.SIGKILL)  # leaves its socket behind
        self.assertIn(b"no running daemon", self.reload(1).stderr)
        self.begin()
        self.reload(0)

    def test_a_daemon_that_does_not_answer_fails_the_reload_in_time(self):
        self.begin()
        self.daemon.send_signal(signal.SIGSTOP)
        self.addCleanup(self.daemon.send_signal, signal.SIGCONT)
        self.assertIn(b"nothing within", self.reload(1).stderr)

    def test_what_needs_a_restart_stays_and_is_said(self):
        self.begin()
        self.config.write_text(self.config.read_text().replace("sqlite:tradewatch.db", "sqlite:another.db"))
        self.assertIn(b"store.url: changes with a restart only", self.reload(0).stderr)
        time.sleep(0.5)
        self.assertFalse((self.folder / "another.db").exists())

    def test_a_hangup_still_reloads(self):
        self.begin()
        self.daemon.send_signal(signal.SIGHUP)
        within(10, "the reload is over", lambda: self.manager.messages()[-1] == "READY=1\nSTATUS=settings reloaded")


WATCHDOG_S = 4  # the unit allows sixty; a ping is due every two


class Watchdog(UnderAServiceManager):
    def pings_while(self, work):
        began = time.monotonic()
        work()
        ended = time.monotonic()
        silence = self.manager.longest_silence(began, ended)
        print(f"\nlongest silence {silence:.1f} s of {WATCHDOG_S} s allowed, in {ended - began:.1f} s", file=sys.stderr)
        self.assertLess(silence, WATCHDOG_S)

    def large_document(self):
        """Just under 64 MiB of the house format, every figure another; no target looks at them."""
        lines = ["reporter,partner,flow,commodity,period,value,unit,source,basis,published\n"]
        size = len(lines[0])
        while size < (64 << 20) - 200:
            number = len(lines) - 1
            period = f"{1900 + number % 1440 // 12}-{1 + number % 12:02}"
            lines.append(f"DEU,FRA,export,{1000 + number // 1440},{period},{number}.5,USD million,sbp,payments,2026-02-20\n")
            size += len(lines[-1])
        return "".join(lines)

    def test_fits_imports_and_backups_leave_the_ping_alone(self):  # case L60
        self.import_real_figures()
        text = self.config.read_text()
        target = text[text.index("[[target]]"):text.index("[[receiver]]")]
        self.config.write_text(text + "".join(target.replace('"t1"', f'"t{n}"') for n in range(2, 5)))
        document = self.large_document()
        self.begin(watchdog_s=WATCHDOG_S)

        def work():
            self.config.write_text(self.config.read_text().replace("1 billion USD", "2 billion USD"))
            self.reload(0)  # fits every target anew
            self.drop("large.csv", document)
            within(300, "the large document is taken", lambda: "accepted document=large.csv" in self.log())
            self.run_program("store", "backup", self.folder / "copy.db", "--config", self.config)
            within(300, "every target is assessed", lambda: self.log().count("assessed target=") >= 4)

        self.pings_while(work)

    @unittest.skipUnless(os.geteuid() == 0 and shutil.which("unshare"), "a name server of its own needs root")
    def test_a_name_lookup_that_hangs_leaves_the_ping_alone(self):  # case L60
        resolv = self.folder / "resolv.conf"
        resolv.write_text("nameserver 127.0.0.99\noptions timeout:5 attempts:2\n")
        silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            silent.bind(("127.0.0.99", 53))
        except OSError as error:
            self.skipTest(f"no name server of its own: {error}")
        self.addCleanup(silent.close)
        self.config.write_text(self.config.read_text() + '[[intake.pull]]\nname = "far"\nevery = "1 minute"\n'
                               'url = "https://figures.example.org/a"\ntimeout = "20 seconds"\n')
        mounted = ["unshare", "--mount", "sh", "-c", f'mount --bind {resolv} /etc/resolv.conf && exec "$0" "$@"']
        self.begin(watchdog_s=WATCHDOG_S, wrapper=mounted)
        asked = threading.Event()
        threading.Thread(target=lambda: (silent.recv(512), asked.set()), daemon=True).start()
        self.assertTrue(asked.wait(20), "the name is looked up")
        self.pings_while(lambda: time.sleep(2 * WATCHDOG_S))

    def test_a_daemon_that_hangs_says_nothing_and_the_next_start_loses_nothing(self):  # case L60
        self.import_real_figures()
        self.begin(watchdog_s=WATCHDOG_S)
        held = self.json("figures")
        self.daemon.send_signal(signal.SIGSTOP)
        time.sleep(0.2)
        stopped = time.monotonic()
        time.sleep(WATCHDOG_S)
        self.assertGreaterEqual(self.manager.longest_silence(stopped, time.monotonic()), WATCHDOG_S)
        self.stop(signal.SIGKILL)  # what systemd does in the end
        self.begin(watchdog_s=WATCHDOG_S)
        self.assertEqual(self.json("figures"), held)


ALMATY_BEFORE_2024A = "Zone Asia/Almaty 6:00 - +06\n"


@unittest.skipUnless(os.geteuid() == 0 and shutil.which("unshare") and shutil.which("zic"), "needs root and zic")
class ZoneData(Scenario):
    def check(self, zone, zones, code):
        """`tradewatch check` on a machine whose /usr/share/zoneinfo is the folder `zones`."""
        text = re.sub(r'time_zone = ".*"', f'time_zone = "{zone}"', self.config.read_text())
        self.config.write_text(text)
        done = subprocess.run(["unshare", "--mount", "sh", "-c",
                               f'mount --bind {zones} /usr/share/zoneinfo && exec "$0" "$@"', PROGRAM, "check", "--config",
                               str(self.config)], capture_output=True, text=True)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def test_missing_or_old_zone_data_are_said_and_never_taken_for_utc(self):  # case L63
        none, old = self.folder / "none", self.folder / "old"
        none.mkdir()
        (self.folder / "old.zi").write_text(ALMATY_BEFORE_2024A)
        subprocess.run(["zic", "-b", "fat", "-d", old, self.folder / "old.zi"], check=True)
        self.assertIn("Asia/Almaty", self.check("Asia/Almaty", none, 2))
        self.assertIn("2024a", self.check("Asia/Almaty", old, 2))
        self.assertIn("time zone  UTC", self.check("UTC", none, 0))
        self.assertIn("time zone  Asia/Almaty, by zone data 20", self.check("Asia/Almaty", "/usr/share/zoneinfo", 0))


if __name__ == "__main__":
    unittest.main()
