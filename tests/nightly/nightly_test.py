"""Seeds, figures and verdicts of a night by hand, with small commands; and a short night on the real program."""
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

import nightly

sys.path.insert(0, str(nightly.kRoot / "tests" / "faults"))

import campaign as faults  # noqa: E402, of tests/faults

kBuild = pathlib.Path("build")
kDay = datetime.date(2026, 11, 28)


def campaign(script, told="^it: ", patience_s=20, row="F1", name="it", needs=()):
    return nightly.Campaign(row, name, [sys.executable, "-c", script], patience_s, told, needs)


def runs(pid):
    """Whether this process is there and not merely waiting to be told of by its parent."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Night(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="tradewatch-nightly-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_one(self, script, **more):
        return nightly.run(campaign(script, **more), self.folder)

    def test_no_two_nights_of_a_century_live_the_same_lives(self):
        seeds = [nightly.seed_of(kDay + datetime.timedelta(days=n)) for n in range(36_525)]
        self.assertTrue(all(b - a == 1000 for a, b in zip(seeds, seeds[1:])))
        self.assertLess(seeds[-1] + 1000, 2 ** 31)

    def test_the_last_release_of_a_stretch_of_kills_is_of_the_past(self):
        published = faults.release(2 * faults.STRETCH).split()[-1].split(",")[-1]
        self.assertLess(published, kDay.isoformat())  # the day on which a night of 2,000 kills first ran

    def test_every_reader_has_its_night(self):
        self.assertEqual({nightly.reader_of(kDay + datetime.timedelta(days=n)) for n in range(8)}, set(nightly.kReaders))

    def test_every_row_has_its_campaigns_in_a_whole_night_and_in_a_quick_one(self):
        for quick in (False, True):
            rows = [one.row for one in nightly.campaigns(kBuild, 1, kDay, quick)]
            self.assertEqual(list(dict.fromkeys(rows)), [f"F{n}" for n in range(1, 11)])
        names = {one.name for one in nightly.campaigns(kBuild, 1, kDay, False)}
        self.assertLessEqual({"asan", "tsan", "coverage", "mutants", "kill", "fail", "inside"}, names)

    def test_the_figure_is_the_last_line_that_tells_it(self):
        told = self.run_one("print('it: 1 of 2'); print('it: 2   of 2'); print('and more')")
        self.assertEqual((told.outcome, told.figure), ("good", "it: 2 of 2"))

    def test_lives_of_all_parts_are_added_up(self):
        log = "simulate: 2 lives of ten years, 10 steps\nsimulate: 3 lives of ten years, 1007 steps\nsimulate: no loss, 1 s\n"
        self.assertEqual(nightly.figure_of(campaign("", "^simulate: ", name="simulate"), log),
                         "5 lives of ten years, 1,017 steps")

    def test_what_fails_or_is_late_is_named_with_its_log(self):
        failed, late = self.run_one("raise SystemExit(1)"), self.run_one("import time; time.sleep(60)", patience_s=0.2)
        self.assertEqual((failed.outcome, failed.figure), ("failed", "see F1-it.log"))
        self.assertEqual(late.outcome, "not over in time")
        self.assertLess(late.seconds, 30)
        self.assertEqual(nightly.row_of([failed, late])["verdict"], "NOT MET: it failed; it not over in time")

    def test_a_late_one_takes_what_it_started_with_it(self):
        child = "import subprocess, sys, time; p = subprocess.Popen(['sleep', '60']); print(p.pid, flush=True); time.sleep(60)"
        self.run_one(child, patience_s=1)
        pid = int((self.folder / "F1-it.log").read_text())
        until = time.monotonic() + 20
        while runs(pid) and time.monotonic() < until:  # a signal is sent before the process is gone
            time.sleep(0.05)
        self.assertFalse(runs(pid))

    def test_what_the_tree_or_the_build_has_not_got_is_not_run_and_no_failure(self):
        unknown = self.run_one("import sys; print(\"error: invalid choice: 'nodes'\"); sys.exit(2)")
        missing = self.run_one("pass", needs=(self.folder / "test_it",))
        self.assertEqual([unknown.outcome, missing.outcome], ["not there"] * 2)
        self.assertEqual(missing.figure, "no test_it")
        self.assertEqual(nightly.row_of([unknown])["verdict"], "not run")
        good = self.run_one("print('it: good')")
        self.assertEqual(nightly.row_of([good])["verdict"], "met")
        self.assertEqual(nightly.row_of([good, missing])["verdict"], "not run: it")

    @unittest.skipUnless("TRADEWATCH" in os.environ, "no program named")
    def test_a_quick_night_on_the_real_program_tells_each_row(self):
        program, report = pathlib.Path(os.environ["TRADEWATCH"]), self.folder / "report.json"
        command = [nightly.kRoot / "scripts" / "nightly", "--quick", "--only", "F1,F8,F9", "--build", program.parent,
                   "--folder", self.folder / "logs", "--json", report]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        found = json.loads(report.read_text(encoding="utf-8"))
        self.assertEqual(found["faults"]["F1"]["verdict"], "met")
        self.assertRegex(found["faults"]["F1"]["figure"], "3 of 3 runs were killed")
        self.assertTrue(found["facts"]["quick"])
        self.assertRegex(done.stdout, r"(?m)^F9 .*met")


if __name__ == "__main__":
    unittest.main()
