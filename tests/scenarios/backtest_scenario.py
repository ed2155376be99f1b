"""backtest: scores that a second program gets too from the forecasts themselves, and honest answers where there are none."""
import csv, hashlib, io, json, math, statistics, unittest

from product import HEADER, Scenario, sbp

P = [.025, .1, .25, .5, .75, .9, .975]
Q = ["q025", "q10", "q25", "q50", "q75", "q90", "q975"]
ORIGINS = ["2014-12", "2015-12"]


def month(text):
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def name(index):
    return f"{index // 12}-{index % 12 + 1:02}"


def wavy(series, t):
    """A made-up flow in million dollars: growth, season and a fixed pseudo-random part."""
    return (series + 1) * math.exp(0.01 * t * (series % 3 - 1) + 0.3 * math.sin(t * math.pi / 6)
                                   + 0.3 * math.sin(7.3 * t * t + series))


class Backtest(Scenario):
    def panel(self, name_of="panel.csv", months=120, without=(), times=lambda s, m: 1.0):
        """Ten flows from 2008-01 on; `without` are (series, month) that nobody published."""
        first = month("2008-01")
        self.values = {}
        lines = ["series,period,value,unit"]
        for s in range(10):
            for t in range(months):
                m = first + t
                if (s, name(m)) in without:
                    continue
                value = round(wavy(s, t) * times(s, name(m)), 6)
                self.values[(f"s{s}", m)] = value
                lines.append(f"s{s},{name(m)},{value},USD million")
        file = self.folder / name_of
        file.write_text("\n".join(lines) + "\n")
        return file

    def backtest(self, *arguments, **options):
        return json.loads(self.run_program("backtest", "--json", *arguments, **options).stdout)

    def test_scores_are_those_of_the_forecast_files(self):
        """tsCRPS, ts5 and coverage again, in Python, from what `forecast --figures` prints."""
        panel = self.panel()
        per = {}
        for origin in ORIGINS:
            out = self.folder / f"{origin}.csv"
            self.run_program("forecast", "--figures", panel, "--origin", origin, "--output", out)
            t = month(origin)
            for row in csv.DictReader(io.StringIO(out.read_text())):
                year = lambda last: sum(self.values[(row["series"], m)] for m in range(last - 11, last + 1))
                moves = [abs(year(m) - year(m - 12)) for m in range(month("2008-01") + 23, t + 1)]
                truth = year(t + 12)
                q = [float(row[c]) for c in Q]
                loss = 2 * statistics.fmean(max(p * (truth - v), (p - 1) * (truth - v)) for p, v in zip(P, q))
                cell = per.setdefault(row["series"], {"ts": [], "cov80": [], "cov95": []})
                cell["ts"].append(loss / statistics.fmean(moves))
                cell["cov80"].append(q[1] <= truth <= q[5])
                cell["cov95"].append(q[0] <= truth <= q[6])
        mean = lambda f: statistics.fmean(statistics.fmean(f(c)) for c in per.values())
        answer = self.backtest("--figures", panel, "--origins", ",".join(ORIGINS))
        pool = answer["models"][0]
        self.assertEqual(answer["scored"], 20)
        self.assertEqual(pool["model"], "pool")
        self.assertAlmostEqual(pool["ts_crps"], mean(lambda c: c["ts"]), delta=2e-6)
        self.assertAlmostEqual(pool["ts5"], mean(lambda c: [min(x, 5) for x in c["ts"]]), delta=2e-6)
        self.assertAlmostEqual(pool["cov80"], mean(lambda c: c["cov80"]), delta=1e-6)
        self.assertAlmostEqual(pool["cov95"], mean(lambda c: c["cov95"]), delta=1e-6)
        self.assertEqual([y["year"] for y in pool["pit_by_year"]], [2014, 2015])
        self.assertEqual([sum(y["counts"]) for y in pool["pit_by_year"]], [10, 10])
        self.assertEqual(sum(b["calls"] for b in pool["reliability"]), 80)

    def test_every_member_stands_alone_beside_the_pool(self):
        models = [m["model"] for m in self.backtest("--figures", self.panel(), "--origins", "2015-12")["models"]]
        self.assertEqual(models[0], "pool")
        self.assertIn("span_growth", models)
        self.assertIn("trailing_growth", models)

    def test_the_same_bytes_for_any_number_of_threads(self):
        panel = self.panel()
        arguments = ["backtest", "--figures", panel, "--origins", "2015-12", "--early-warning"]
        one = self.run_program(*arguments, "--threads", "1").stdout
        self.assertEqual(one, self.run_program(*arguments, "--threads", "2").stdout)
        self.assertEqual(one, self.run_program(*arguments, "--threads", "5").stdout)
        text = one.decode()
        for word in ("tsCRPS", "pool", "span growth alone", "Reliability", "PIT", "Early warning", "Eurostat"):
            self.assertIn(word, text)
        self.assertTrue(all(len(line) <= 130 for line in text.splitlines()))

    def test_figures_after_the_outcome_change_nothing(self):
        whole = self.backtest("--figures", self.panel(months=120), "--origins", "2014-12")
        shorter = self.backtest("--figures", self.panel(months=96), "--origins", "2014-12")
        self.assertEqual(whole, shorter)

    def test_a_missing_month_is_counted_and_not_taken_for_zero(self):
        panel = self.panel(without=[(3, "2016-05"), (4, "2016-01"), (5, "2010-07")])
        answer = self.backtest("--figures", panel, "--origins", ",".join(ORIGINS))
        self.assertEqual(answer["scored"], 18)
        self.assertEqual(answer["not_scored"], {"outcome_missing": 2})

    def test_early_warning_pays_no_more_false_calls_for_the_plain_rule(self):
        panel = self.panel(times=lambda s, m: 1.3 if s % 2 and m >= "2016-01" else 1.0)
        answer = self.backtest("--figures", panel, "--origins", ",".join(ORIGINS), "--early-warning")["early_warning"]
        self.assertEqual(answer["windows"], answer["watched"], 20)
        for row in answer["targets"]:
            self.assertEqual(row["missed"] + row["met"], 60 if "multiple" not in row else 20)
            if row["rules"]:
                forecast, *plain = row["rules"]
                for rate in plain:
                    self.assertLessEqual(rate["false_call_rate"], forecast["false_call_rate"] + 1e-9)
                for rate in row["rules"]:
                    self.assertTrue(0 <= rate["median_lead_months"] <= 12)

    def test_wrong_questions_are_refused_in_words(self):
        panel = self.panel()
        for arguments, code, words in (
                (["--figures", panel, "--truth", "first"], 2, ["--truth", "latest"]),
                (["--early-warning", "--config", self.config], 2, ["--early-warning", "--figures"]),
                (["--figures", panel, "--origins", "2014-13"], 2, ["--origins", "2014-13"]),
                (["--figures", panel, "--from", "2016-01", "--to", "2015-01"], 2, ["--from"]),
                (["t1", "--figures", panel], 2, ["target", "--figures"]),
                (["nobody", "--config", self.config], 2, ["nobody", "t1"]),
                (["--config", self.config, "--truth", "zeroth"], 2, ["--truth", "zeroth"]),
                (["--figures", self.folder / "none.csv"], 3, ["none.csv"])):
            message = self.run_program("backtest", *arguments, code=code).stderr.decode()
            for word in words:
                self.assertIn(word, message)

    def releases(self, revised):
        """Every month of 2008 to 2017 printed once, fifteen days after its end, and every year revised in the next March."""
        text = HEADER
        for m in range(month("2008-01"), month("2018-01")):
            day = f"{name(m + 1)}-15"
            text += "".join(f"PAK,KAZ,{flow},{name(m)},{wavy(1, m % 100):.6f},USD million,sbp,payments,{day}\n"
                            for flow in ("export", "import"))
        if revised:
            for m in range(month("2008-01"), month("2018-01")):
                day = f"{m // 12 + 1}-03-20"
                text += f"PAK,KAZ,export,{name(m)},{wavy(1, m % 100) * 1.1:.6f},USD million,sbp,payments,{day}\n"
        return text.encode()

    def test_a_target_is_scored_on_what_was_published_by_then(self):
        self.command("import", "-", stdin=self.releases(revised=True))
        asked = ["t1", "--config", self.config, "--origins", "2014-12,2015-12,2017-06"]
        first = self.backtest(*asked, "--truth", "first")[0]
        latest = self.backtest(*asked)[0]
        self.assertEqual((first["scored"], first["not_scored"]), (2, {"outcome_missing": 1}))
        outcome = lambda answer: [o["outcome_usd"] for o in answer["by_origin"] if "outcome_usd" in o]
        total = lambda y, times: sum(wavy(1, (month(f"{y}-01") + k) % 100) for k in range(12)) * 1e6 * times
        for year, seen, later in zip((2015, 2016), outcome(first), outcome(latest)):
            self.assertAlmostEqual(seen, total(year, 2.0), delta=100)
            self.assertAlmostEqual(later, total(year, 2.1), delta=100)
        self.assertEqual([o["models"][0]["median_usd"] for o in first["by_origin"][:2]],
                         [o["models"][0]["median_usd"] for o in latest["by_origin"][:2]])
        third = self.backtest(*asked, "--truth", "3")[0]
        self.assertEqual(third["not_scored"], {"outcome_missing": 1, "vintage_to_come": 2})

    def test_revisions_after_the_origin_change_the_outcome_alone(self):
        self.command("import", "-", stdin=self.releases(revised=False))
        asked = ["t1", "--config", self.config, "--origins", "2014-12", "--truth", "latest"]
        before = self.backtest(*asked)[0]["by_origin"][0]
        self.command("import", "-", stdin=(HEADER + "PAK,KAZ,export,2013-05,999,USD million,sbp,payments,2015-01-01\n"
                                           "PAK,KAZ,export,2015-05,999,USD million,sbp,payments,2015-09-01\n").encode())
        after = self.backtest(*asked)[0]["by_origin"][0]
        self.assertNotEqual(before["outcome_usd"], after["outcome_usd"])
        self.assertEqual(before["trailing_12_usd"], after["trailing_12_usd"])
        for a, b in zip(before["models"], after["models"]):
            self.assertEqual((a["median_usd"], a["amounts"]), (b["median_usd"], b["amounts"]))

    def test_the_demo_says_what_could_not_be_scored_and_why(self):
        env = {"TRADEWATCH_DEMO": str(self.folder / "demo")}
        answer = json.loads(self.run_program("backtest", "--demo", "--json", env=env).stdout)[0]
        self.assertEqual(answer["id"], "pak-kaz-1bn")
        self.assertEqual(answer["scored"] + sum(answer["not_scored"].values()), answer["forecasts"])
        self.assertGreater(sum(answer["not_scored"].values()), 0)
        text = self.run_program("backtest", "--demo", env=env).stdout.decode()
        self.assertIn("not scored", text)
        self.assertIn("too few figures", text)


class Replay(Scenario):
    told = None

    def demo(self, *arguments, **options):
        return self.run_program(*arguments, "--demo", env={"TRADEWATCH_DEMO": str(self.folder / "demo")}, **options)

    def replayed(self):
        """The demo's whole past, walked once for all tests of this class: it takes seconds, and a minute under sanitizers."""
        if Replay.told is None:
            Replay.told = self.demo("replay", "--json").stdout
        return Replay.told

    def digest(self):
        return hashlib.sha256((self.folder / "demo" / "tradewatch.db").read_bytes()).hexdigest()

    def test_the_demo_shows_how_its_verdict_came_about(self):
        answer = json.loads(self.replayed())[0]
        verdicts = [c for c in answer["changes"] if c["kind"] == "verdict"]
        self.assertEqual(verdicts[0]["to"], "unknown")
        self.assertEqual(verdicts[-1]["to"], "off_track")
        self.assertLess(verdicts[-1]["probability"], 0.33)
        self.assertGreater(verdicts[-1]["median_usd"], 0)
        self.assertTrue(verdicts[-1]["figures"] and verdicts[-1]["figures"][0]["document"])
        self.assertEqual([c["date"] for c in answer["changes"]], sorted(c["date"] for c in answer["changes"]))
        status = json.loads(self.demo("status", "--json").stdout)[0]
        self.assertEqual(answer["steps"][-1]["verdict"], status["verdict"])
        text = self.demo("replay").stdout.decode()
        for word in ("cannot be judged -> off track", "published that day", "USD million", "probability"):
            self.assertIn(word, text)

    def test_each_day_is_what_status_said_as_published_then(self):
        for step in json.loads(self.replayed())[0]["steps"][::-3]:
            then = json.loads(self.demo("status", "--json", "--as-published", step["date"]).stdout)[0]
            self.assertEqual(step["verdict"], then["verdict"], step)
            if "probability" in step:
                self.assertEqual(step["probability"], then["forecast"]["probability"], step)

    def test_twice_the_same_bytes_and_nothing_written(self):
        self.demo("status")
        before = self.digest()
        self.assertEqual(self.replayed(), self.demo("replay", "--json").stdout)
        self.assertEqual(self.digest(), before)

    def test_other_rules_are_tried_on_the_same_past(self):
        self.settings(amount="20 million USD", stale_after="30 days")
        tried = json.loads(self.demo("replay", "--settings", self.config, "--json").stdout)[0]
        asked = json.loads(self.replayed())[0]
        self.assertEqual(tried["id"], "t1")
        self.assertEqual(tried["amount_usd"], 20000000)
        self.assertEqual(tried["steps"][-1]["verdict"], "on_track")
        self.assertNotEqual(tried["changes"], asked["changes"])
        self.assertEqual(self.demo("replay", "t2", "--settings", self.config, code=2).stderr.decode().splitlines()[-1],
                         'target: found "t2", expected one of: t1')
        (self.folder / "bad.toml").write_text("[[target]]\nid = 3\n")
        self.assertIn("bad.toml:2:", self.demo("replay", "--settings", self.folder / "bad.toml", code=2).stderr.decode())


if __name__ == "__main__":
    unittest.main()
