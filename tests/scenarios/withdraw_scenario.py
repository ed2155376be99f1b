"""A wrongly imported document is taken out of force while the daemon watches: nothing is deleted, everything is said."""
import json, unittest

from product import Scenario, sbp, within


MAPPING = """name = "destatis-w"
source = "destatis"
[table]
headings = ["Monat", "Ausfuhr"]
values = "Ausfuhr"
decimal_comma = true
[figure]
reporter = "DEU"
partner = "KAZ"
flow = "export"
period = {{ column = "Monat" }}
basis = "customs"
unit = "{}"
"""


class Withdraw(Scenario):
    def shown(self, *arguments):
        """The figures in force: of each the last vintage, unless it is withdrawn; without where they came from."""
        last = {(f["source"], f["flow"], f["basis"], f["period"]): f for f in self.json("figures", *arguments)}
        return {figure: (f["value"], f["status"]) for figure, f in last.items() if f["status"] != "withdrawn"}

    def test_figures_answer_as_if_the_document_had_never_been(self):
        self.import_real_figures()
        before = self.shown()
        wrong = self.folder / "wrong.csv"
        wrong.write_text(sbp("2025-07/2025-10", 9000, 9000, "2025-12-20"))
        self.command("import", wrong)
        during = self.shown()
        self.assertNotEqual(during, before)
        order = ("--by", "A. Khan", "--note", "thousands, not millions")

        tried = self.json("withdraw", "wrong.csv", *order, "--dry-run")
        self.assertEqual((tried["dry_run"], tried["restored"] + tried["withdrawn"]), (True, 2))
        self.assertEqual(self.shown(), during)

        done = self.json("withdraw", tried["digest"][:8], *order)
        self.assertEqual(self.shown(), before)
        self.assertEqual(self.shown("--as-published", "2025-12-31"), before)
        self.assertEqual(self.shown("--as-of", str(done["document_sequence"])), during)
        self.assertIn(b" 0 faults", self.run_program("store", "verify", "--config", self.config).stdout)

        again = self.command("withdraw", "wrong.csv", *order, code=3).stderr.decode()
        self.assertIn(f"which document {done['sequence']} withdrew", again)
        self.assertIn(f"tradewatch withdraw {done['sequence']}", self.command("import", wrong).stderr.decode())
        self.command("withdraw", done["sequence"], "--by", "A. Khan", "--note", "it was right after all")
        self.assertEqual(self.shown(), during)

    def test_a_file_that_was_read_by_a_wrong_mapping_is_read_again_by_the_right_one(self):
        table = self.folder / "table.csv"
        table.write_text("Monat;Ausfuhr\n2021-01-01;5,5\n2021-02-01;6\n")
        mapping = self.folder / "destatis-w.toml"
        read = lambda unit: (mapping.write_text(MAPPING.format(unit)),
                             self.command("import", "--mapping", mapping, table))[1]
        read("USD million")
        wrong = self.shown()
        self.assertEqual(len(wrong), 2)
        self.command("withdraw", "table.csv", "--by", "A. Khan", "--note", "thousands, not millions")
        self.assertEqual(self.shown(), {})
        self.assertIn(b"duplicate as destatis-w", read("USD million").stdout)
        again = read("USD thousand")
        self.assertIn(b"accepted as destatis-w, 2 figures read, 2 stored", again.stdout)
        self.assertIn(b"the same bytes were taken before, as document 1, and say other figures today\n", again.stderr)
        self.assertEqual({f["unit"] for f in self.json("figures") if f["sequence"] == 3}, {"USD thousand"})
        self.assertEqual(self.shown(), wrong, "the same numbers, of another unit")
        self.assertIn(b" 0 faults", self.run_program("store", "verify", "--config", self.config).stdout)

    def test_who_and_why_are_required_and_unknown_documents_are_refused(self):
        self.import_real_figures()
        self.command("withdraw", "1", code=2)
        self.command("withdraw", "1", "--by", "A", "--note", "two\nlines", code=2)
        told = self.command("withdraw", "none.csv", "--by", "A", "--note", "B", code=3).stderr
        self.assertIn(b'found "none.csv"', told)

    def test_the_daemon_assesses_anew(self):
        self.import_real_figures()
        wrong = self.folder / "wrong.csv"
        wrong.write_text(sbp("2026-03/2026-08", 900, 900, "2026-09-20"))
        self.command("import", wrong)
        self.start()
        verdict = lambda: json.loads(self.get("/api/v1/targets/t1"))["verdict"]
        within(60, "the wrong figures reach the target", lambda: verdict() == "achieved")
        self.command("withdraw", "wrong.csv", "--by", "A. Khan", "--note", "thousands, not millions")
        within(60, "the target is assessed without them", lambda: verdict() == "off_track")


if __name__ == "__main__":
    unittest.main()
