"""A file dropped in the inbox of the running service: taken whole, or refused with its place."""
import json, os, subprocess, threading, time, unittest

from product import HEADER, Scenario, sbp, within


class Inbox(Scenario):
    def test_a_new_figure_changes_assessment_alert_and_page(self):
        self.import_real_figures()
        self.start()
        before = self.get("/")
        fired = within(30, "the first notices", lambda: self.told("off_track"))
        self.assertEqual([n["state"] for n in fired], ["firing"])
        self.drop("good-1.csv", sbp("2026-03/2026-06", 600, 600, "2026-07-20"))
        self.drop("good-2.csv", sbp("2026-07", 100, 100, "2026-08-20"))
        began = time.monotonic()
        within(30, "the page changes", lambda: self.get("/") != before)
        changed_s = time.monotonic() - began
        resolved = within(30, "the alert resolves", lambda: [n for n in self.told("off_track") if n["state"] == "resolved"])
        told_s = time.monotonic() - began
        print(f"page after {changed_s:.2f} s, both releases told after {told_s:.2f} s")
        self.assertEqual(resolved[0]["reason"]["code"], "probability_below")
        self.assertTrue(resolved[0]["figures"], "the figures that caused it are named")

    def test_a_bad_file_is_quarantined_with_its_places_and_nothing_is_stored(self):
        self.start()
        self.drop("bad.csv", HEADER + "PAK,KAZ,export,2026-01,1 234,USD,sbp,payments,2026-02-20\n"
                                      "PAK,KAZ,export,Mar-26,5,USD,sbp,payments,2026-02-20\n"
                                      "PAK,KAZ,export,2026-04,7,USD,sbp,payments,2026-06-20\n")
        report = within(30, "the report", lambda: list(self.inbox.glob("quarantine/*.report.json")))[0]
        faults = json.loads(report.read_text())["faults"]
        self.assertEqual([(f["line"], f["column_name"]) for f in faults], [(2, "value"), (3, "period")])
        for fault in faults:
            self.assertTrue(fault["found"] and fault["expected"])
        self.assertEqual(self.json("figures"), [])
        self.assertTrue((self.inbox / "quarantine" / "bad.csv").exists())

    def test_many_targets_see_every_document_and_then_rest(self):
        targets = [f"t{number}" for number in range(8)]
        one = self.config.read_text()
        begin, end = one.index("[[target]]"), one.index("[[receiver]]")
        self.config.write_text(one[:begin] + "".join(one[begin:end].replace('"t1"', f'"{t}"') for t in targets) +
                               one[end:])
        self.start()
        for number in range(4):  # each while the one before is still being assessed
            name = f"d{number}.csv"
            self.drop(name, sbp("2026-03", 10 + number, 10, f"2026-04-{10 + number}"))
            within(30, f"{name} is taken", lambda: not (self.inbox / name).exists())
        within(60, "all see the last document", lambda: all(
            f"target={target} " in log and "sequence=4 " in log.rsplit(f"target={target} ", 1)[1].splitlines()[0]
            for log in [self.log()] for target in targets))
        counts = []

        def rests():
            count = self.log().count("assessed target=")
            if not counts or counts[-1][0] != count:
                counts.append((count, time.monotonic()))
            return time.monotonic() - counts[-1][1] > 3

        within(30, "assessing ends when nothing is new", rests)

    def test_half_written_and_lock_files_are_left_alone(self):  # case L22
        self.start()
        rows = sbp("2026-01", 10, 20, "2026-02-20")
        for name in (".~lock.x.csv#", "~$x.csv", "x.tmp"):
            (self.inbox / name).write_text(rows)
        lines = rows.splitlines(keepends=True)
        with open(self.inbox / "slow.csv", "w") as slow:
            slow.write("".join(lines[:2]))
            slow.flush()
            time.sleep(6.0)
            self.assertEqual(self.json("figures"), [], "nobody takes a file that is open for writing")
            slow.write("".join(lines[2:]))
        within(30, "the whole file is taken", lambda: (self.inbox / "accepted" / "slow.csv").exists())
        self.assertEqual(len(self.json("figures")), 2)
        (self.inbox / "again.csv.part").write_text(rows)
        os.rename(self.inbox / "again.csv.part", self.inbox / "again.csv")
        within(30, "the same bytes under another name", lambda: (self.inbox / "accepted" / "again.csv").exists())
        self.assertEqual(len(self.json("figures")), 2)
        self.assertEqual(sorted(p.name for p in self.inbox.iterdir() if p.is_file()),
                         [".~lock.x.csv#", "x.tmp", "~$x.csv"])

    def test_files_that_were_there_before_the_start_are_taken(self):
        self.inbox.mkdir()
        for month in range(1, 11):
            (self.inbox / f"m{month:02}.csv").write_text(sbp(f"2025-{month:02}", month, month, "2026-01-20"))
        self.start()
        within(60, "all are taken", lambda: len(list(self.inbox.glob("accepted/*.csv"))) == 10)
        self.assertEqual(len(self.json("figures")), 20)


if __name__ == "__main__":
    unittest.main()
