"""Starts scripts/bench on the real program with small made-up panels, as a stranger would. R is not needed."""
import csv
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import made_up
import panel as panels

PROGRAM = os.environ["TRADEWATCH"]
BENCH = pathlib.Path(os.environ["TRADEWATCH_SOURCE"]) / "scripts" / "bench"
kSeries = 6


def write_forecasts(path, rows, models):
    """The forecasts of made_up, as a peers' file with other names for its models."""
    columns = ["series", "origin", "model", "mean", "q025", "q10", "q25", "q50", "q75", "q90", "q975"]
    columns += [f"{kind}{h}" for kind in "mlu" for h in range(1, made_up.kHorizon + 1)]
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(columns)
        for (series, origin, model), row in rows.items():
            if model in models:
                out.writerow([series, panels.name(origin), models[model], row.quantiles[3],
                              *row.quantiles, *row.medians, *row.lows, *row.highs])


class Bench(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="tradewatch-bench-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.panel, self.rows, self.origin = made_up.made(kSeries)
        self.figures = self.folder / "panel.csv"
        panels.write(self.figures, panels.until(self.panel, panels.newest(self.panel)), self.panel.unit)
        self.peers = self.folder / "peers"
        self.peers.mkdir()

    def bench(self, *arguments, code=0):
        command = [BENCH, *map(str, arguments), "--program", PROGRAM]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def quality(self, task, peers, *more):
        report = self.folder / "report.json"
        done = self.bench("quality", "--panel", self.figures, "--peers", self.peers, "--tasks", task, "--origins",
                          panels.name(self.origin), "--draws", 50, "--json", report, *more)
        return done.stdout, json.loads(report.read_text(encoding="utf-8"))

    def test_each_task_is_scored_beside_its_peers(self):
        write_forecasts(self.peers / "a.csv", self.rows, {"true-law": "ets-log", "naive": "ets"})
        write_forecasts(self.peers / "a_short36.csv", self.rows, {"naive": "panel-growth"})
        write_forecasts(self.peers / "b.csv", self.rows, {"naive": "annual-ets"})
        wanted = {"full": {"ets", "ets-log"}, "short36": {"panel-growth"}, "mixed": {"ets", "ets-log", "annual-ets"},
                  "year": {"annual-ets"}}
        text, found = self.quality(",".join(wanted), None)
        for task, models in wanted.items():
            whole = found["quality"]["tasks"][task]["parts"]["all"]
            self.assertEqual(set(whole["models"]), models | {"tradewatch"})
            self.assertEqual(whole["scored"], kSeries)
        self.assertRegex(text, r"(?m)^tradewatch +\d")
        self.assertIn("NOT MET", text)  # no annual peer can be better than one that knows the law, on Q3
        self.assertTrue(found["facts"]["commit"])
        self.assertTrue(found["facts"]["machine"]["processor"])

    def test_what_the_program_is_shown_ends_at_the_origin(self):
        write_forecasts(self.peers / "a.csv", self.rows, {"naive": "ets"})
        _, before = self.quality("full", None)
        for history in self.panel.months.values():
            for t in history:
                if t > self.origin:
                    history[t] *= 3
        panels.write(self.figures, panels.until(self.panel, panels.newest(self.panel)), self.panel.unit)
        _, after = self.quality("full", None)
        scores = [found["quality"]["tasks"]["full"]["parts"]["all"]["models"]["tradewatch"]["ts5"]["mean"]
                  for found in (before, after)]
        self.assertLess(scores[0], scores[1])  # a forecast that saw the later figures would have followed them

    def test_a_folder_without_peers_is_refused_in_words(self):
        done = self.bench("quality", "--panel", self.figures, "--peers", self.peers, code=1)
        self.assertIn("no forecast files of peers", done.stderr)

    def test_a_task_that_cannot_be_run_does_not_stop_the_others(self):
        write_forecasts(self.peers / "a.csv", self.rows, {"naive": "ets"})
        done = self.bench("quality", "--panel", self.figures, "--peers", self.peers, "--tasks", "short36,full",
                          "--origins", panels.name(self.origin), "--draws", 20, code=1)
        self.assertIn("short36 FAILED", done.stderr)
        self.assertIn("Q1 goals", done.stdout)

    def test_speed_says_what_the_whole_panel_took(self):
        done = self.bench("speed", "--panel", self.figures, "--rounds", 1, "--series", 2, "--handful", 1)
        self.assertRegex(done.stdout, rf"(?m)^tradewatch, all cores +{kSeries} +1 ")

    def test_latency_waits_for_the_notice_of_each_document_and_of_each_target(self):
        report = self.folder / "report.json"
        self.bench("latency", "--drops", 3, "--tries", 0, "--targets", 3, "--json", report)
        found = json.loads(report.read_text(encoding="utf-8"))["latency"]
        self.assertEqual(len(found["one_ms"]), 3)
        self.assertEqual(found["many"]["told"], 3)

    def test_idle_says_what_a_daemon_holds_and_how_soon_it_starts(self):
        report = self.folder / "report.json"
        self.bench("idle", "--seconds", 2, "--vintages", 1000, "--json", report)
        found = json.loads(report.read_text(encoding="utf-8"))["idle"]
        self.assertGreater(found["rest"]["tradewatch"]["resident_mib"], 1)
        self.assertLess(found["rest"]["tradewatch"]["private_mib"], found["rest"]["tradewatch"]["resident_mib"])
        self.assertTrue(all(0 < run["ready_s"] <= run["readyz_s"] for run in found["start"]["runs"]))

    def test_growth_measures_each_axis_and_fits_its_exponents(self):
        report = self.folder / "report.json"
        done = self.bench("growth", "--most", 10_000, "--rounds", 1, "--json", report)
        found = json.loads(report.read_text(encoding="utf-8"))["growth"]["costs"]
        sizes = {axis: [cost["size"] for cost in next(iter(works.values()))] for axis, works in found.items()}
        self.assertEqual(sizes, {"figures": [1000, 10_000], "targets": [1, 10], "revisions": [1, 10]})
        self.assertIn("S9 assess all, exponent of targets to 10", done.stdout)

    def test_early_warning_stands_beside_the_plain_rule(self):
        done = self.bench("early", "--panel", self.figures, "--origins", panels.name(self.origin))
        self.assertRegex(done.stdout, r"Eurostat ratio from month 6")

    def test_all_of_it_ends_in_one_table_that_can_be_made_again_from_its_report(self):
        write_forecasts(self.peers / "a.csv", self.rows, {"naive": "ets"})
        report, plots, readme = self.folder / "report.json", self.folder / "plots", self.folder / "README.md"
        done = self.bench("all", "--quick", "--rows", "quality,early,growth", "--panel", self.figures, "--peers", self.peers,
                          "--origins", panels.name(self.origin), "--json", report, "--plots", plots, code=1)
        self.assertIn("short36 FAILED", done.stderr)  # no peer of it; the others are there
        self.assertRegex(done.stdout, r"(?m)^Q1 +quick: not judged")
        self.assertRegex(done.stdout, r"(?m)^S3 +not run")
        self.assertEqual({path.name for path in plots.iterdir()}, {"reliability.svg", "scores.svg", "growth.svg"})
        readme.write_text("<!-- the table of scripts/bench table -->\n<!-- its end -->\n", encoding="utf-8")
        self.bench("table", report, "--into", readme)
        self.assertIn("| S9 |", readme.read_text(encoding="utf-8"))

    def test_markdown_is_for_a_readme(self):
        write_forecasts(self.peers / "a.csv", self.rows, {"naive": "ets"})
        text, _ = self.quality("full", None, "--markdown")
        self.assertIn("| tradewatch | ", text)

    def test_vintages_are_judged_by_the_new_one(self):
        known = self.origin - 4  # the later window begins four months on, and its peers' forecasts are made_up's
        old = self.folder / "old.csv"
        panels.write(old, panels.until(self.panel, known), self.panel.unit)
        rows = dict(self.rows)
        rows.update({(s, known, model): row for (s, _, model), row in self.rows.items()})
        write_forecasts(self.peers / "a.csv", rows, {"naive": "ets", "true-law": "ets-log"})
        report = self.folder / "report.json"
        done = self.bench("vintages", "--old", old, "--new", self.figures, "--peers", self.peers, "--draws", 50,
                          "--json", report)
        found = json.loads(report.read_text(encoding="utf-8"))["vintages"]
        windows = [f"{panels.name(o + 1)}/{panels.name(o + 12)}" for o in (known, self.origin)]
        self.assertEqual(list(found["goals"]), windows)
        self.assertIn("0 % of the last two years' figures were revised", done.stdout)


if __name__ == "__main__":
    unittest.main()
