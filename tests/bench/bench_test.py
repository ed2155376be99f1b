#!/usr/bin/env python3
"""The bench's own arithmetic, by hand: no figure here comes from the code that it checks."""
import contextlib
import io
import math
import pathlib
import sys
import tempfile
import unittest
import unittest.mock
import xml.etree.ElementTree

import bench
import bootstrap
import early
import everything
import forecasts
import goals
import growth
import made_up
import overview
import panel
import place
import plots
import quality
import reliability
import scores
import tables


def flat(value, first="2000-01", last="2002-12"):
    return {t: value for t in range(panel.month(first), panel.month(last) + 1)}


def forecast(quantiles, months=((1.0, 0.0, 2.0),) * 12):
    medians, lows, highs = zip(*months)
    return forecasts.Forecast(tuple(quantiles), medians, lows, highs)


class Scores(unittest.TestCase):
    def test_crps_is_twice_the_mean_pinball_loss(self):
        # All quantiles at 10, actual 14: the losses are 4 p, and the seven p add up to 3.5.
        self.assertAlmostEqual(scores.crps([10] * 7, 14), 2 * 4 * 3.5 / 7)
        # Below, the losses are 4 (1 - p), and the seven 1 - p add up to 3.5 too.
        self.assertAlmostEqual(scores.crps([10] * 7, 6), 2 * 4 * 3.5 / 7)
        # One quantile on each side: 0.1 x 2 below the actual, 0.1 x 3 above it; the others are met.
        self.assertAlmostEqual(scores.crps([10, 8, 10, 10, 10, 13, 10], 10), 2 * (0.1 * 2 + 0.1 * 3) / 7)

    def test_exceedance_is_linear_between_quantiles_and_half_of_the_rest_beyond(self):
        q = [10, 20, 30, 40, 50, 60, 70]
        self.assertEqual(scores.exceedance(q, 40), 0.5)
        self.assertAlmostEqual(scores.exceedance(q, 45), 0.375)  # half-way from 0.5 to 0.25
        self.assertAlmostEqual(scores.exceedance(q, 10), 0.9875)
        self.assertAlmostEqual(scores.exceedance(q, 70), 0.025)
        self.assertAlmostEqual(scores.exceedance(q, 71), 0.0125)
        self.assertAlmostEqual(scores.exceedance([0, 5, 5, 5, 5, 5, 9], 5), 0.9)  # the first quantile that reaches it

    def test_interval_score_pays_width_and_forty_times_the_miss(self):
        self.assertEqual(scores.interval_score(2, 5, 3), 3)
        self.assertAlmostEqual(scores.interval_score(2, 5, 1), 3 + 40)
        self.assertAlmostEqual(scores.interval_score(2, 5, 7), 3 + 80)

    def test_scales_are_the_mean_yearly_changes_up_to_the_last_known_month(self):
        # 1 a month in the first year, 3 in the second, and 100 in a third that is not known.
        history = {**flat(1, "2000-01", "2000-12"), **flat(3, "2001-01", "2001-12"), **flat(100, "2002-01", "2002-12")}
        past = scores.Past(history, panel.month("2001-12"))
        self.assertEqual(past.month_scale, 2)       # every month rose from 1 to 3
        self.assertEqual(past.total_scale, 24)      # one pair of totals: 12 and 36
        self.assertEqual(past.last_twelve, 36)

    def test_a_gap_takes_away_its_pairs_and_adds_nothing_to_the_last_twelve(self):
        history = {**flat(1, "2000-01", "2000-12"), **flat(3, "2001-01", "2002-12")}
        del history[panel.month("2001-06")]
        past = scores.Past(history, panel.month("2002-12"))
        self.assertAlmostEqual(past.month_scale, 2 * 11 / (11 + 11))  # 11 pairs rose by 2, 11 stood still
        # Totals without the gap end in 2000-12 ... 2001-05 and 2002-06 ... 2002-12: no two are twelve months apart.
        self.assertFalse(past.usable())
        self.assertEqual(scores.Past(history, panel.month("2001-12")).last_twelve, 33)

    def test_all_scores_of_one_row(self):
        history = {**flat(1, "2000-01", "2000-12"), **flat(3, "2001-01", "2001-12")}
        past = scores.Past(history, panel.month("2001-12"))
        row = forecast([24, 30, 33, 36, 39, 42, 48], ((3, 2, 4),) * 12)
        actual = [4.0] * 11 + [5.0]  # 49: above every quantile
        found = scores.of(row, past, actual)
        losses = [0.025 * 25, 0.1 * 19, 0.25 * 16, 0.5 * 13, 0.75 * 10, 0.9 * 7, 0.975 * 1]
        self.assertAlmostEqual(found["tsCRPS"], 2 * sum(losses) / 7 / 24)
        self.assertEqual(found["ts5"], found["tsCRPS"])
        self.assertEqual((found["cov80"], found["cov95"]), (0, 0))
        self.assertAlmostEqual(found["MASE"], (11 * 1 + 2) / 12 / 2)
        self.assertAlmostEqual(found["MSIS"], (12 * 2 + 40) / 12 / 2)
        # Targets 28.8, 36, 45, 54; met, met, met, not. P: between 24 and 30; 0.5; between 42 and 48; beyond.
        said = [1 - (0.025 + 0.8 * 0.075), 0.5, 1 - (0.9 + 0.5 * 0.075), 0.0125]
        met = [1, 1, 1, 0]
        self.assertAlmostEqual(found["brier"], sum((p - m) ** 2 for p, m in zip(said, met)) / 4)

    def test_ts5_is_capped_at_five(self):
        past = scores.Past({**flat(1, "2000-01", "2000-12"), **flat(3, "2001-01", "2001-12")}, panel.month("2001-12"))
        self.assertEqual(scores.of(forecast([36] * 7), past, [1000.0] * 12)["ts5"], 5)

    def test_an_actual_on_the_edge_of_a_band_is_covered(self):
        past = scores.Past({**flat(1, "2000-01", "2000-12"), **flat(3, "2001-01", "2001-12")}, panel.month("2001-12"))
        found = scores.of(forecast([24, 36, 37, 38, 39, 40, 48]), past, [3.0] * 12)
        self.assertEqual((found["cov80"], found["cov95"]), (1, 1))


class Panels(unittest.TestCase):
    def test_mixed_spans_are_years_then_quarters_then_fiscal_sums_without_gap_or_overlap_at_the_seams(self):
        spans = panel.mixed_spans(2010, 2017)
        labels = [label for label, _, _ in spans]
        self.assertEqual(labels[:2], ["2010", "2011"])
        quarters = [f"{y}-Q{q}" for y in (2012, 2013, 2014) for q in (1, 2, 3, 4)]
        self.assertEqual(labels[2:12], quarters[:10])
        self.assertEqual(labels[12:16], ["2014-07/2014-08", "2014-07/2014-12", "2014-07/2015-02", "2014-07/2015-06"])
        self.assertEqual(labels[20:], ["2016-07/2016-08", "2016-07/2016-12", "2016-07/2017-02", "2016-07/2017-06"] +
                         ["2017-07/2017-08", "2017-07/2017-12", "2017-07/2018-02", "2017-07/2018-06"])

    def test_only_sums_that_have_ended_and_have_all_months_are_shown(self):
        history = flat(2, "2010-01", "2017-12")
        del history[panel.month("2012-05")]
        one = panel.Panel({"a": history}, {"a": "USD million"}, {"a": ""})
        shown = {label: value for _, label, value in panel.sums(one, panel.month("2017-12"), "mixed")}
        self.assertNotIn("2012-Q2", shown)
        self.assertNotIn("2017-07/2018-02", shown)
        self.assertEqual((shown["2011"], shown["2012-Q1"], shown["2017-07/2017-12"]), (24, 6, 12))
        years = [label for _, label, _ in panel.sums(one, panel.month("2013-12"), "year")]
        self.assertEqual(years, ["2010", "2011", "2013"])

    def test_the_last_36_months_end_at_the_origin(self):
        one = panel.Panel({"a": flat(2, "2000-01", "2009-12")}, {"a": "USD million"}, {"a": ""})
        rows = panel.until(one, panel.month("2007-06"), 36)
        self.assertEqual((len(rows), rows[0][1], rows[-1][1]), (36, "2004-07", "2007-06"))

    def test_estimates_and_aggregates_are_not_read(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "p.csv")
            path.write_text("reporter,partner,partner_code,partner_is_aggregate,flow,period,value,unit,flag\n"
                            "USA,Oman,5230,0,X,2001-01,1.5,USD million,\nUSA,Oman,5230,0,X,2001-02,2.5,USD million,e\n"
                            "USA,World,0004,1,X,2001-01,9,USD million,\n", encoding="utf-8")
            self.assertEqual(panel.read(path).months, {"USA|5230|X": {panel.month("2001-01"): 1.5}})


class Bootstrap(unittest.TestCase):
    cells = {("a", 1): {"m": {"s": 1.0}, "n": {"s": 2.0}}, ("a", 2): {"m": {"s": 3.0}, "n": {"s": 6.0}},
             ("b", 1): {"m": {"s": 10.0}, "n": {"s": 20.0}}}

    def test_a_mean_is_over_series_of_their_means_over_origins(self):
        self.assertEqual(bootstrap.Table(self.cells).mean("m", "s"), (2.0 + 10.0) / 2)

    def test_an_origin_drawn_twice_counts_twice(self):
        self.assertEqual(bootstrap.Table(self.cells).vector("m", "s", (1, 1, 2)), [5.0 / 3, 10.0])
        self.assertEqual(bootstrap.Table(self.cells).vector("m", "s", (2, 2)), [3.0, None])

    def test_a_constant_ratio_has_no_width(self):
        draws = bootstrap.Draws(bootstrap.Table(self.cells), 200)
        low, high = draws.ratio_interval("m", "n", "s")
        self.assertAlmostEqual(low, 0.5)
        self.assertAlmostEqual(high, 0.5)

    def test_the_interval_of_a_mean_is_near_its_normal_approximation(self):
        # 400 series with values 0 and 1, half each, one origin: sd of the mean is 0.5 / 20 = 0.025.
        cells = {(f"{i:03d}", 1): {"m": {"s": float(i % 2)}} for i in range(400)}
        low, high = bootstrap.Draws(bootstrap.Table(cells), 2000).interval("m", "s")
        self.assertAlmostEqual(low, 0.5 - 1.96 * 0.025, delta=0.008)
        self.assertAlmostEqual(high, 0.5 + 1.96 * 0.025, delta=0.008)

    def test_years_that_differ_widen_the_interval_as_much_as_two_years_can(self):
        # Series alike, years 0 and 1: of two draws both are the first in a quarter of the resamples, so 95 % span all.
        cells = {(f"{i:03d}", year): {"m": {"s": float(year)}} for i in range(50) for year in (0, 1)}
        self.assertEqual(bootstrap.Draws(bootstrap.Table(cells), 400).interval("m", "s"), (0.0, 1.0))


class CommandLine(unittest.TestCase):
    def test_options_stand_before_or_after_the_command(self):
        of_peers = ["--panel", "p", "--peers", "d"]
        for words in (["--program", "x", "peers", *of_peers], ["peers", *of_peers, "--program", "x"]):
            options = bench.parser().parse_args(words)
            self.assertEqual((options.program, options.draws), ("x", bench.kDraws))


class Reliabilities(unittest.TestCase):
    def test_a_bin_compares_what_was_said_with_what_came(self):
        cases = {(f"{i}", 1): [(1.0, 0.3, i < 4)] for i in range(10)}
        found = reliability.Reliability(cases, 50)
        (row,) = found.bins()
        self.assertEqual((row["from"], row["to"], row["cases"]), (0.25, 0.5, 10))
        self.assertAlmostEqual(row["mean_probability"], 0.3)
        self.assertAlmostEqual(row["share_met"], 0.4)
        self.assertAlmostEqual(found.worst(), 0.1)

    def test_a_year_in_which_all_rise_widens_the_interval(self):
        cases = {(f"{i}", year): [(1.0, 0.5, year == 1)] for i in range(20) for year in (1, 2)}
        (row,) = reliability.Reliability(cases, 400).bins()
        self.assertEqual(row["difference_95"], (-0.5, 0.5))

    def test_each_year_has_a_difference_of_its_own(self):
        cases = {(f"{i}", year): [(1.0, 0.5, year == 1)] for i in range(20) for year in (1, 2)}
        found = reliability.Reliability(cases, 1)
        bin_ = reliability.bin_of(0.5)
        self.assertEqual([found.differences_of(year)[bin_] for year in (1, 2, 3)], [0.5, -0.5, None])

    def test_a_bin_with_few_cases_is_not_judged(self):
        cases = {(f"{i}", 1): [(1.0, 0.5, i % 2 == 0)] for i in range(100)}
        cases["wild", 1] = [(1.0, 0.05, True)]
        self.assertAlmostEqual(reliability.Reliability(cases, 1).worst(), 0.0)


class Quality(unittest.TestCase):
    def rows(self, panel_, origin):
        """A product that knows, a peer that is one off each month, another that lacks series b."""
        rows = {}
        for s in panel_.months:
            known = sum(panel_.months[s][origin + h] for h in range(1, 13))
            rows[s, origin, "tradewatch"] = forecast([known] * 7)
            rows[s, origin, "ets"] = forecast([known + 12] * 7)
            if s == "a":
                rows[s, origin, "auto.arima"] = forecast([known + 24] * 7)
        return rows

    def panel(self):
        history = {t: 10.0 + (t // 12) % 7 for t in range(panel.month("2000-01"), panel.month("2005-12") + 1)}
        months = {"a": dict(history), "b": dict(history)}
        return panel.Panel(months, dict.fromkeys("ab", "USD million"), dict.fromkeys("ab", "1"))

    def test_only_series_that_every_model_forecasts_are_scored(self):
        one, origin = self.panel(), panel.month("2004-12")
        scored = quality.Scored(one, self.rows(one, origin))
        self.assertEqual((list(scored.cells), scored.left_out), ([("a", origin)], 1))

    def test_a_series_whose_months_did_not_all_come_is_left_out(self):
        one, origin = self.panel(), panel.month("2004-12")
        rows = self.rows(one, origin)
        del one.months["a"][panel.month("2005-07")]
        self.assertEqual(quality.Scored(one, rows).cells, {})

    def test_the_ratio_is_to_the_best_peer_of_a_family(self):
        one, origin = self.panel(), panel.month("2004-12")
        rows = self.rows(one, origin)
        rows["a", origin, "ets-log"] = forecast(rows["a", origin, "ets"].quantiles)
        part = quality.Part(quality.Scored(one, rows).cells, 10)
        self.assertEqual(part.ratios("ts5")["plain"][:2], ("ets", 0.0))
        self.assertEqual(part.ratios("ts5")["log"][0], "ets-log")
        self.assertNotIn("annual", part.ratios("ts5"))

    def test_a_goal_that_is_missed_is_told_beside_its_figure(self):
        one, origin = self.panel(), panel.month("2004-12")
        found = quality.goals_of("full", quality.Part(quality.Scored(one, self.rows(one, origin)).cells, 10))
        text = goals.table("goals", found, markdown=False)
        (covered,) = [goal for goal in found if goal.goal == "cov80"]
        self.assertFalse(covered.met)  # one series, always covered: 1.0 is outside 0.75 to 0.85
        self.assertIn("1.000", covered.figure)
        self.assertIn("NOT MET", text)
        self.assertIn("no forecasts of it", text)

    def test_an_origin_without_all_peers_is_named_and_left_out(self):
        rows = {("a", 1, "ets"): None, ("a", 1, "ets-log"): None, ("a", 2, "ets"): None}
        told = io.StringIO()
        with contextlib.redirect_stderr(told):
            self.assertEqual(quality.complete_origins(rows, [1, 2]), [1])
        self.assertIn("ets-log", told.getvalue())

    def test_scales_and_trailing_total_use_no_month_after_the_last_known_one(self):
        one, known = self.panel(), panel.month("2004-08")
        origin = panel.month("2004-12")
        before = quality.Scored(one, self.rows(one, origin), known_of=lambda _: known)
        for t in range(known + 1, origin + 1):
            one.months["a"][t] = 1e6
        after = quality.Scored(one, self.rows(one, origin), known_of=lambda _: known)
        self.assertEqual((after.cells, after.targets), (before.cells, before.targets))


class Files(unittest.TestCase):
    def test_a_peers_folder_keeps_short_histories_apart_and_skips_times(self):
        header = "series,origin,model,mean,q025,q10,q25,q50,q75,q90,q975,m1,l1,u1,note\n"
        with tempfile.TemporaryDirectory() as folder:
            for name, model in (("dev_2016-12.csv", "ets"), ("dev_short36_2016-12.csv", "naive")):
                text = f"{header}a,2016-12,{model},4,1,2,3,4,5,6,7,4,1,7,\n"
                pathlib.Path(folder, name).write_text(text, encoding="utf-8")
            pathlib.Path(folder, "dev_2016-12_times.csv").write_text("series,ets_s\na,0.7\n", encoding="utf-8")
            peers = forecasts.Peers(folder)
        self.assertEqual(list(peers.of("full")), [("a", panel.month("2016-12"), "ets")])
        self.assertEqual([key[2] for key in peers.of("short36")], ["naive"])
        self.assertEqual(peers.of("full")["a", panel.month("2016-12"), "ets"].quantiles, (1, 2, 3, 4, 5, 6, 7))

    def test_families_are_told_by_the_model(self):
        models = ("ets+arima", "ets+arima-log", "annual-ets", "panel-growth", "tradewatch")
        self.assertEqual([forecasts.family(m) for m in models], ["plain", "log", "annual", "growth", "product"])

    def test_tables_align_numbers_right_and_say_not_met(self):
        text = tables.text("t", ["model", "x"], [["long name", 1.5], ["b", 10.25]])
        self.assertEqual(text.splitlines(), ["t", "model           x", "long name   1.500", "b          10.250"])
        self.assertIn("| ---: |", tables.text("t", ["model", "x"], [["b", 1.0]], markdown=True))


class Runs(unittest.TestCase):
    def test_peak_memory_is_of_the_program_and_not_of_the_bench(self):
        held = bytearray(300 << 20)
        small = place.measured([sys.executable, "-S", "-c", "pass"], "a small program")
        large = place.measured([sys.executable, "-S", "-c", "x = bytearray(200 << 20)"], "a large program")
        self.assertEqual(len(held), 300 << 20)
        self.assertLess(small["peak_mib"], 100)
        self.assertTrue(200 <= large["peak_mib"] < 300)

    def test_a_program_that_fails_is_told_with_its_own_words(self):
        with self.assertRaisesRegex(SystemExit, "why it failed"):
            place.measured([sys.executable, "-c", "raise SystemExit('why it failed')"], "it")


class MadeUp(unittest.TestCase):
    def test_bands_of_the_true_law_cover_as_often_as_they_say(self):
        made, rows, origin = made_up.made(60)
        scored = quality.Scored(made, rows)
        covered = scores.mean([cell["true-law"]["cov80"] for cell in scored.cells.values()])
        self.assertAlmostEqual(covered, 0.8, delta=2 * (0.8 * 0.2 / 60) ** 0.5)  # two standard deviations of 60 flows


class Growth(unittest.TestCase):
    def test_the_exponent_is_the_slope_of_the_logarithms(self):
        squares = [(n, 3e-6 * n ** 2) for n in (10, 100, 1000, 10000)]
        self.assertAlmostEqual(growth.slope(squares), 2)
        self.assertEqual([round(b, 9) for b in growth.exponents(squares)], [2, 2])
        self.assertAlmostEqual(growth.slope([(1, 5.0), (10, 5.0), (100, 5.0)]), 0)

    def test_the_start_of_a_program_hides_in_the_small_sizes_and_is_left_out(self):
        started = [(n, 0.1 + 1e-3 * n) for n in (1, 10, 100, 1000, 10000)]
        fitted, last = growth.exponents(started)  # of 100, 1000, 10000: ln(10.1 / 0.2) / ln(100) is the line through three
        self.assertAlmostEqual(last, math.log10(10.1 / 1.1))
        self.assertLess(growth.slope(started), fitted)

    def test_a_cost_that_turns_square_in_the_last_step_is_not_met(self):
        costs = [{"size": n, "cpu_s": c, "runs": 1, "wall_s": c, "peak_mib": 1} for n, c in
                 ((1, 1.0), (10, 10.0), (100, 100.0), (1000, 10_000.0))]
        (goal,) = growth.goals_of({"targets": {"assess all": costs}})
        self.assertEqual((goal.figure, goal.met), ("2.00", False))
        self.assertIn("2.00", growth.table({"targets": {"assess all": costs}}, True))

    def test_sizes_are_decades_up_to_the_most(self):
        self.assertEqual(growth.decades(1000, 99_999), [1000, 10_000])
        self.assertEqual(growth.exponents([(1, 1.0)]), (None, None))


class Early(unittest.TestCase):
    def test_the_programs_lead_is_held_against_the_best_plain_rule(self):
        rules = [{"rule": "forecast", "threshold": 0.1, "mean_lead_months": 5.0, "never_called": 0.1},
                 {"rule": "eurostat_ratio", "from_month": 1, "threshold": 1, "mean_lead_months": 5.2, "never_called": 0.1},
                 {"rule": "eurostat_ratio", "from_month": 6, "threshold": 1, "mean_lead_months": 3.0, "never_called": 0.1}]
        (goal,) = early.goals_of({"at_false_call_rates": [{"most_false_calls": 0.05, "rules": rules}]})
        self.assertEqual((goal.figure, goal.wanted, goal.met), ("5.0", "above 5.2 (Eurostat ratio from month 1)", False))


FACTS = {"date": "2026-11-28T01:02:03Z", "commit": "0123456789ab", "compiler": "g++ 12",
         "machine": {"cores": 2, "processor": "P", "memory_gib": 8, "system": "S"}}


class Overview(unittest.TestCase):
    def report(self, **sections):
        return {"facts": FACTS, **sections}

    def row(self, row_id, *reports):
        (row,) = [row for row in overview.rows(overview.sections_of(reports)) if row.id == row_id]
        return row

    def assess(self, **more):
        return {"goals": [{"goal": "S6 one target, warm, ms", "figure": "48", "wanted": "under 50", "met": True},
                          {"goal": "S6 s for 10000 targets", "figure": "550", "wanted": "under 300", "met": False}], **more}

    def test_every_row_is_there_and_one_that_was_not_run_says_so(self):
        rows = overview.rows({})
        ids = [f"Q{i}" for i in range(1, 8)] + [f"S{i}" for i in range(1, 11)] + [f"F{i}" for i in range(1, 11)]
        self.assertEqual([row.id for row in rows], ids)
        self.assertEqual({row.verdict for row in rows}, {"not run"})

    def test_a_row_names_the_goals_that_it_misses(self):
        row = self.row("S6", self.report(assess=self.assess()))
        self.assertEqual(row.wanted, "one target, warm, ms under 50; s for 10000 targets under 300")
        self.assertEqual((row.figure, row.verdict), ("48; 550", "NOT MET: s for 10000 targets"))
        self.assertEqual((row.date, row.commit), ("2026-11-28", "0123456"))

    def test_a_quick_run_judges_nothing(self):
        quick = {"facts": {**FACTS, "quick": True}, "assess": self.assess()}
        self.assertEqual(self.row("S6", quick).verdict, "quick: not judged")

    def test_later_reports_lie_over_earlier_ones_and_a_night_that_left_a_row_out_takes_nothing_away(self):
        fault = lambda verdict: {"wanted": "w", "figure": verdict, "verdict": verdict}
        reports = [self.report(faults={"F1": fault("met"), "F8": fault("not run")}, assess={"goals": []}),
                   self.report(faults={"F1": fault("not run")}, assess=self.assess())]
        self.assertEqual(self.row("F1", *reports).verdict, "met")
        self.assertEqual(self.row("F8", *reports).verdict, "not run")
        self.assertEqual(self.row("S6", *reports).figure, "48; 550")

    def test_speed_stands_beside_its_peer(self):
        found = {"goals": [{"goal": "S3 figures kept a second", "figure": "9", "wanted": "at least 1", "met": True}],
                 "figures": 1000, "bytes": 1, "runs": {"sqlite3": [{"wall_s": 2.0}, {"wall_s": 4.0}],
                                                       "keep": [{"wall_s": 6.0}], "pandas": [], "read": []}}
        row = self.row("S3", self.report(**{"import": found}))
        self.assertEqual((row.peer, row.ratio), ("sqlite3 .import 333 a second", "2.00 of its seconds"))
        whole = {"figures": 9000, "runs": {"sqlite3": [{"wall_s": 3.0}], "keep": [{"wall_s": 1.5}]}}
        row = self.row("S3", self.report(**{"import": found | {"panel": whole}}))
        self.assertEqual((row.peer, row.ratio), ("sqlite3 .import 3000 a second", "0.50 of its seconds"))

    def test_a_table_takes_the_place_of_the_old_one_and_keeps_the_rows_that_no_report_holds(self):
        sections = overview.sections_of([self.report(assess=self.assess())])
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "README.md")
            path.write_text(f"| S6 | outside |\n{overview.kBegin}\n| id | what |\n| S5 | old | met |\n| S6 | old |\n"
                            f"Measured on another machine\n{overview.kEnd}\nb\n", encoding="utf-8")
            overview.put_into(path, sections)
            text = path.read_text(encoding="utf-8")
            self.assertTrue(text.startswith("| S6 | outside |\n") and text.endswith(f"{overview.kEnd}\nb\n"))
            self.assertEqual([line for line in text.splitlines() if line.startswith("| S5 ")], ["| S5 | old | met |"])
            self.assertIn("| S6 | assessments from stored figures | one target, warm, ms under 50; ", text)
            self.assertIn("Measured on another machine\nMeasured on 2 cores P, 8 GiB, S; g++ 12\n", text)
            once = text
            overview.put_into(path, sections)
            self.assertEqual(path.read_text(encoding="utf-8"), once)
            path.write_text("nothing", encoding="utf-8")
            with self.assertRaises(SystemExit):
                overview.put_into(path, sections)

    def test_a_terminal_shows_a_row_as_a_block(self):
        text = overview.blocks(overview.rows(overview.sections_of([self.report(assess=self.assess())])))
        self.assertRegex(text, r"(?m)^S6   NOT MET: .* stored figures\n     wanted   one target.*\n     figure   48; 550$")
        self.assertRegex(text, r"(?m)^S5   not run  from a figure to its notice$")

    def test_the_readme_has_its_place_for_the_table(self):
        text = (place.kRoot / "README.md").read_text(encoding="utf-8")
        self.assertLess(text.index(overview.kBegin), text.index(overview.kEnd))
        for row_id in overview.kRows:
            self.assertIn(f"| {row_id} |", text)


class Plots(unittest.TestCase):
    def test_axes_place_values_straight_or_by_the_logarithm(self):
        self.assertEqual(plots.Axis("", 0, 4, 100, 200).at(1), 125)
        by_logarithm = plots.Axis("", 2, 900, 0, 300, logarithmic=True)
        self.assertEqual((by_logarithm.ticks(), round(by_logarithm.at(100))), ([1, 10, 100, 1000], 200))
        self.assertEqual(plots.Axis("", 0, 1.3, 0, 1).ticks(), [0, 0.25, 0.5, 0.75, 1, 1.25])

    def test_names_do_not_lie_on_each_other(self):
        self.assertEqual(plots.spread([100, 102, 50]), [100, 116, 50])

    def test_a_plot_is_well_formed_and_has_colours_for_the_dark(self):
        report = {"growth": {"costs": {"targets": {"assess all": [{"size": 1, "cpu_s": 0.1}, {"size": 10, "cpu_s": 1}]}}},
                  "quality": {"tasks": {"full": {
                      "row": "Q1", "targets": {"reliability": {"tradewatch": [
                          {"mean_probability": 0.1, "share_met": 0.2, "difference_95": (-0.2, 0.1)},
                          {"mean_probability": 0.9, "share_met": 0.9, "difference_95": None}]}},
                      "parts": {"all": {"models": {m: {"ts5": {"mean": 0.7, "interval_95": (0.6, 0.8)}}
                                                   for m in ("tradewatch", "a<b")}}}}}}}
        drawn = plots.of(report)
        self.assertEqual(set(drawn), {"growth.svg", "reliability.svg", "scores.svg"})
        for svg in drawn.values():
            self.assertTrue(xml.etree.ElementTree.fromstring(svg).tag.endswith("svg"))
            self.assertIn("prefers-color-scheme: dark", svg)


class Everything(unittest.TestCase):
    def options(self, *words):
        return bench.parser().parse_args(["all", *words])

    def test_each_command_is_told_all_that_its_own_command_line_would_tell_it(self):
        alone = {"quality": ["--panel", "p", "--peers", "d"], "early": ["--panel", "p"], "speed": ["--panel", "p"],
                 "vintages": ["--old", "o", "--new", "n"]}
        for command in everything.kRun:
            wanted = vars(bench.parser().parse_args([command, *alone.get(command, [])]))
            found = vars(everything.told(self.options("--panel", "p", "--peers", "d", "--old", "o", "--new", "n"), command))
            own = {"command", "quick", "panel", "peers", *(["series"] if command == "vintages" else [])}
            for name in set(wanted) - own:
                self.assertEqual(found[name], wanted[name], f"{command} {name}")

    def test_what_lacks_its_files_is_left_out_and_named(self):
        self.assertEqual(everything.lacking(self.options(), "quality"), "it needs --panel and --peers")
        self.assertEqual(everything.lacking(self.options("--panel", "p", "--peers", "d"), "quality"), "")
        self.assertEqual(everything.lacking(self.options(), "growth"), "")

    def test_a_command_that_fails_does_not_stop_the_others(self):
        def broken(_):
            raise SystemExit("why")
        kept = []
        with unittest.mock.patch.dict(everything.kRun, {"assess": broken, "idle": lambda _: {"idle": {"x": 1}}}), \
                contextlib.redirect_stderr(io.StringIO()):
            found = everything.run(self.options("--rows", "assess,idle"), lambda found: kept.append(dict(found)))
        self.assertEqual(found, {"failed": {"assess": "why"}, "idle": {"x": 1}})
        self.assertEqual(kept, [{"idle": {"x": 1}}])


if __name__ == "__main__":
    unittest.main()
