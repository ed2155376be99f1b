"""Stops, kills and reloads: no state is lost, nobody is told twice, and what happened meanwhile is told once."""
import os, signal, sqlite3, time, unittest

from product import Scenario, sbp, within


class Restart(Scenario):
    def rows(self, table):
        with sqlite3.connect(f"file:{self.folder}/tradewatch.db?mode=ro", uri=True) as db:
            return db.execute(f"select count(*) from {table}").fetchone()[0]

    def test_a_restart_without_news_says_nothing(self):  # case L42
        self.import_real_figures()
        self.start()
        within(60, "both rules fire", lambda: len(self.notices()) >= 2)
        self.stop()
        before, alerts = self.notices(), self.json("alerts")
        for how in (signal.SIGTERM, signal.SIGKILL, signal.SIGTERM):
            self.start()
            time.sleep(0.5)
            self.stop(how)
        self.start()
        self.settings(title="Another title")
        for _ in range(2):
            self.daemon.send_signal(signal.SIGHUP)
            time.sleep(0.5)
        within(30, "the reload is logged", lambda: self.log().count("settings reloaded") == 2)
        self.stop()
        self.assertEqual(self.notices(), before)
        self.assertEqual(self.json("alerts"), alerts)

    def test_faulty_settings_keep_the_old_ones(self):
        self.import_real_figures()
        self.start()
        self.config.write_text(self.config.read_text().replace('window = "2026-03/2027-02"', 'windw = "2026-03"'))
        self.daemon.send_signal(signal.SIGHUP)
        within(30, "the fault is logged", lambda: "the old settings stay in force" in self.log())
        self.assertIn("windw", self.log())
        self.assertIn("t1", self.get("/api/v1/targets"))

    def test_what_was_imported_while_it_was_down_is_told_once_after_the_start(self):  # case L43
        self.import_real_figures()
        self.start()
        within(60, "it fires", lambda: self.told("off_track"))
        self.stop()
        for period, published in (("2026-03/2026-06", "2026-07-20"), ("2026-07", "2026-08-20")):
            file = self.folder / f"good-{published}.csv"
            file.write_text(sbp(period, 600, 600, published))
            self.command("import", file)
        self.start()
        within(60, "it resolves", lambda: [n for n in self.notices() if n["state"] == "resolved"])
        self.stop()
        self.start()
        time.sleep(0.5)
        self.stop()
        told = [n for n in self.told("off_track") if n["state"] == "resolved"]
        self.assertEqual(len(told), 1)

    def test_silence_is_noticed_and_changes_no_other_alert(self):  # case L41: figures stopped coming
        self.settings(stale_after="30 days")
        self.import_real_figures()
        self.start()
        stale = within(60, "stale fires", lambda: self.told("stale"))
        self.assertEqual(stale[0]["reason"]["code"], "figures_overdue")
        states = {a["rule"]: a["state"] for a in self.json("alerts")}
        self.assertEqual(states, {"critical": "firing", "off_track": "firing", "stale": "firing"})
        today = time.strftime("%Y-%m-%d", time.gmtime())
        self.drop("late.csv", sbp("2025-11/2026-02", 2, 1, today))
        within(60, "stale resolves", lambda: [n for n in self.told("stale") if n["state"] == "resolved"])
        states = {a["rule"]: a["state"] for a in self.json("alerts")}
        self.assertEqual(states, {"anomaly": "firing", "critical": "firing", "off_track": "firing",
                                  "stale": "resolved"})  # so little in four months was not expected


if __name__ == "__main__":
    unittest.main()
