"""A whole store from SQLite to PostgreSQL and back: it answers the same, and a copy that is interrupted left nothing."""
import datetime, json, signal, subprocess, time, unittest

from postgresql import Server
from product import FIGURES, HEADER, PROGRAM, Scenario, within


class Copy(Scenario):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.remove)

    def setUp(self):
        super().setUp()
        self.database = self.server.new_database()
        self.postgresql = self.server.url(self.database)

    def sqlite(self, name):
        return f"sqlite:{self.folder / name}"

    def copy(self, from_, to, code=0):
        return self.run_program("store", "copy", from_, to, "--json", code=code)

    def use(self, url):
        lines = self.config.read_text().splitlines()
        self.config.write_text("\n".join(f'url = "{url}"' if line.startswith("url = ") else line for line in lines) + "\n")

    def answers(self):
        """What people are told, byte for byte."""
        return {" ".join(words): self.command(words[0], "--json", *words[1:]).stdout
                for words in (["status"], ["figures", "--vintages"], ["figures"], ["alerts"], ["alerts", "history"])}

    def fill(self):
        for file in sorted(FIGURES.glob("*.csv")):
            self.command("import", file)
        self.start()
        alerts = within(60, "it fires", lambda: [a for a in self.json("alerts") if a["state"] == "firing"])
        self.command("alerts", "acknowledge", alerts[0]["id"], "--by", "Aisha", "--note", "seen")
        self.command("alerts", "silence", "--target", "t1", "--by", "Aisha", "--reason",
                     "holiday", "--until", str(datetime.date.today() + datetime.timedelta(days=30)))
        self.stop()

    def test_there_and_back_it_answers_the_same(self):
        self.fill()
        before = self.answers()
        there = json.loads(self.copy(self.sqlite("tradewatch.db"), self.postgresql).stdout)
        self.use(self.postgresql)
        self.assertEqual(self.answers(), before, "on PostgreSQL")
        self.run_program("store", "verify", "--config", self.config)
        back = json.loads(self.copy(self.postgresql, self.sqlite("back.db")).stdout)
        self.assertEqual(back["tables"], there["tables"])
        self.use(self.sqlite("back.db"))
        self.assertEqual(self.answers(), before, "on SQLite again")
        self.run_program("store", "verify", "--config", self.config)
        refused = self.copy(self.sqlite("back.db"), self.postgresql, code=1).stderr.decode()
        self.assertIn("an empty place", refused)
        self.assertEqual(refused.count("\n"), 1, refused)

    def test_a_copy_that_is_killed_leaves_an_empty_place_and_the_next_one_succeeds(self):
        rows = 60000
        document = self.folder / "large.csv"
        document.write_text(HEADER + "".join(
            f"PAK,KAZ,export,{1950 + k % 900 // 12}-{k % 12 + 1:02},{k},USD,src{k // 900},payments,2026-01-10\n"
            for k in range(rows)))
        self.command("import", document)
        held = json.loads(self.run_program("store", "info", "--json", "--config", self.config).stdout)["documents"]
        for to in (self.postgresql, self.sqlite("back.db")):
            began = time.monotonic()
            trial = self.folder / "trial.db"
            self.copy(self.sqlite("tradewatch.db"), f"sqlite:{trial}")
            whole_s = time.monotonic() - began
            interrupted, ended = 0, False
            for part in (0.1, 0.3, 0.5):  # of a time that a busy machine may make too long
                copying = subprocess.Popen([PROGRAM, "store", "copy", self.sqlite("tradewatch.db"), to],
                                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(part * whole_s)
                copying.send_signal(signal.SIGKILL)
                ended = copying.wait() == 0
                if ended:
                    break
                interrupted += 1
                self.use(to)
                look = subprocess.run([PROGRAM, "store", "info", "--json", "--config", self.config], capture_output=True)
                there = json.loads(look.stdout)["documents"] if look.returncode == 0 else 0
                self.assertIn(there, (0, held), part)
                ended = there == held  # the kill came after the end of the transaction
                if ended:
                    break
            self.assertGreater(interrupted, 0, "nothing was interrupted")
            if not ended:
                copied = json.loads(self.copy(self.sqlite("tradewatch.db"), to).stdout)
                self.assertEqual((copied["documents"], copied["figures"]), (held, rows))
            self.use(to)
            info = json.loads(self.run_program("store", "info", "--json", "--config", self.config).stdout)
            self.assertEqual(info["documents"], held)
            for file in self.folder.glob("trial.db*"):
                file.unlink()


if __name__ == "__main__":
    unittest.main()
