"""The commands as a person or a script uses them, right and wrong."""
import csv, io, json, os, pathlib, pty, re, subprocess, unittest

from product import FIGURES, HEADER, PROGRAM, Scenario, sbp

STRICT = {"parse_constant": lambda name: (_ for _ in ()).throw(ValueError(name))}  # NaN, Infinity


class Commands(Scenario):
    def demo(self, *arguments, **options):
        env = {"TRADEWATCH_DEMO": str(self.folder / "demo")}
        return self.run_program(*arguments, "--demo", env=env, **options)

    def test_status_of_the_demo_says_off_track_and_why(self):
        answer = json.loads(self.demo("status", "--json").stdout, **STRICT)[0]
        self.assertEqual(answer["id"], "pak-kaz-1bn")
        self.assertEqual(answer["verdict"], "off_track")
        forecast = answer["forecast"]
        self.assertLess(forecast["probability"], 0.10)
        self.assertGreater(forecast["probability_error"], 0)
        self.assertLessEqual(forecast["probability_range"]["low"], forecast["probability"])
        self.assertGreaterEqual(forecast["probability_range"]["high"], forecast["probability"])
        self.assertAlmostEqual(answer["required"]["monthly_usd"], 1e9 / 12, delta=1)
        self.assertGreater(answer["required"]["multiple_of_best_12"], 3)
        self.assertEqual({g["method"] for g in answer["growth"]}, {"eurostat", "un"})
        self.assertTrue(all(g["category"] == "unable to assess" and g["reason"] for g in answer["growth"]))
        self.assertGreater(answer["mirror"]["ratio"], 0)
        self.assertTrue(answer["reasons"])
        self.assertNotIn("null", self.demo("status", "--json").stdout.decode())

    def test_a_command_that_is_none_is_answered_with_the_nearest(self):
        said = self.run_program("statsu", code=2).stderr.decode()
        self.assertIn('found "statsu", expected a command of tradewatch --help; nearest: status\n', said)
        self.assertIn("--help\n", self.run_program("qqqqqqqq", code=2).stderr.decode())

    def test_the_same_question_gives_the_same_bytes(self):
        for command in (["status", "--json"], ["explain", "pak-kaz-1bn"], ["forecast", "--json"]):
            self.assertEqual(self.demo(*command).stdout, self.demo(*command).stdout)

    def test_the_past_is_answered_from_what_was_published_then(self):
        now = json.loads(self.demo("status", "--json").stdout)[0]
        then = json.loads(self.demo("status", "--json", "--as-published", "2025-08-01").stdout)[0]
        self.assertEqual(then["figures"]["latest_month"], "2025-06")
        self.assertLessEqual(then["figures"]["published"], "2025-08-01")
        self.assertNotEqual(then["figures"], now["figures"])

    def test_explain_names_every_figure_with_address_and_date(self):
        text = self.demo("explain", "pak-kaz-1bn").stdout.decode()
        for word in ("https://", "2025-12-09", "24.54", "97.96", "F1", "line"):
            self.assertIn(word, text)

    def test_a_new_figure_is_news_that_adds_up_in_whole_dollars(self):
        before = json.loads(self.demo("status", "--json").stdout)[0]
        figure = self.folder / "new.csv"
        figure.write_text(sbp("2025-11/2026-01", 30, 25, "2026-03-10"))
        self.demo("import", figure)
        after = json.loads(self.demo("status", "--json").stdout, **STRICT)[0]
        self.assertEqual([before["reading"], after["reading"]], ["main", "main"])
        news = after["news"]
        self.assertEqual([n["kind"] for n in news], ["release", "release", "re-estimation"])
        self.assertEqual([n["figure"] for n in news[:2]],
                         [f"sbp PAK {flow} KAZ payments 2025-11/2026-01" for flow in ("export", "import")])
        self.assertTrue(all(n["published"] == "2026-03-10" for n in news[:2]))
        self.assertEqual(sum(n["effect_on_median_usd"] for n in news),
                         after["forecast"]["median_usd"] - before["forecast"]["median_usd"])
        self.assertAlmostEqual(sum(n["effect_on_probability"] for n in news),
                               after["forecast"]["probability"] - before["forecast"]["probability"], delta=1e-9)
        text = self.demo("explain", "pak-kaz-1bn").stdout.decode()
        section = text[text.index("What moved the forecast"):]
        rows = re.findall(r"^  (release|revision|re-estimation) +([-+][\d,]+) .*?(F\d+)?$", section, re.M)
        told = [int(usd.replace(",", "")) for _, usd, _ in rows]
        self.assertEqual(told, [n["effect_on_median_usd"] for n in news])
        for _, _, name in rows[:2]:
            self.assertRegex(text, rf"(?m)^ *{name} +sbp PAK (export|import) KAZ payments +2025-11/2026-01 ")
        self.assertIn("What changed this week", self.demo("report").stdout.decode())

    def test_fail_on_ends_with_four(self):
        self.demo("status", "--fail-on", "off_track", code=4)
        self.demo("status", "--fail-on", "missed", code=0)
        self.demo("status", "--fail-on", "offtrack", code=2)

    def test_six_faults_of_settings_are_six_lines(self):
        self.config.write_text("""[service]
listen = "127.0.0.1:8640"
[store]
url = "sqlite:tradewatch.db"
[intake]
inbox = "inbox"
[[target]]
id = "t 1"
title = "x"
amount = "1 billion EUR"
announced = 2026-02-04
windw = "2026-03/2027-02"
window = "2027-02/2026-03"
components = [ { source = "sbp", reporter = "PAKK", partner = "KAZ", flow = "exprt" } ]
""")
        done = self.command("check", code=2)
        lines = done.stderr.decode().strip().splitlines()
        self.assertEqual(len(lines), 6, lines)
        for line in lines:
            self.assertRegex(line, r"^[^:]*tradewatch\.toml:\d+:\d+: [a-z_\[\]0-9.]+: ")
        self.assertTrue(any("windw" in l and "window" in l for l in lines), lines)

    def test_a_refused_file_ends_with_three_and_says_where(self):
        bad = self.folder / "bad.csv"
        bad.write_text(HEADER + "PAK,KAZ,export,2025-26,1,USD,sbp,payments,2026-02-20\n")
        done = self.command("import", bad, code=3)
        self.assertIn("bad.csv:2:4: period", done.stderr.decode())
        self.assertIn("2025-07/2026-06", done.stderr.decode())

    def test_export_imports_again_unchanged(self):  # case L66
        self.import_real_figures()
        tricky = HEADER.strip() + ",reference\n" + "".join(
            f"PAK,KAZ,export,2025-{m:02},{m},USD,src,payments,2026-01-10,{ref}\n"
            for m, ref in ((1, '"=HYPERLINK(""x"")"'), (2, "-7 % on the year"), (3, "@table 4")))
        self.command("import", "-", stdin=tricky.encode())
        before = self.json("figures")
        exported = self.command("figures", "--csv").stdout
        for row in csv.DictReader(io.StringIO(exported.decode())):
            self.assertNotIn(row["reference"][:1], tuple("=+-@"))
        self.command("import", "-", stdin=exported)
        self.assertEqual(self.json("figures"), before)

    def test_targets_without_figures_answer_in_strict_json(self):  # case L67
        self.command("import", FIGURES / sorted(p.name for p in FIGURES.glob("pbc*.csv"))[0])
        for command in ("status", "forecast", "alerts", "report"):
            json.loads(self.command(command, "--json").stdout, **STRICT)
        answer = self.json("status")[0]
        self.assertEqual(answer["verdict"], "unknown")
        self.assertNotIn("forecast", answer)
        self.assertTrue(answer["reasons"][0]["text"])

    def test_output_is_the_same_under_every_locale_and_zone(self):
        base = self.demo("status", "--json").stdout
        for name, zone in (("de_DE.UTF-8", "America/Los_Angeles"), ("ur_PK.UTF-8", "Pacific/Kiritimati")):
            env = {"TRADEWATCH_DEMO": str(self.folder / "demo"), "LC_ALL": name, "TZ": zone}
            self.assertEqual(self.run_program("status", "--json", "--demo", env=env).stdout, base)

    def completed(self, *words):
        """What bash offers for the last word of a line."""
        script = self.folder / "completion.bash"
        script.write_bytes(self.run_program("completion", "bash").stdout)
        done = subprocess.run(["bash", "-c", 'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tradewatch; '
                               'printf "%s\\n" "${COMPREPLY[@]}"', str(script), "tradewatch", *words],
                              capture_output=True, text=True, cwd=self.folder, check=True)
        return done.stdout.split()

    def test_a_shell_completes_commands_options_values_and_files(self):
        self.assertEqual(self.completed("al"), ["alerts"])
        self.assertEqual(self.completed("alerts", "ack"), ["acknowledge"])
        self.assertEqual(self.completed("report", "--la"), ["--language"])
        self.assertEqual(self.completed("report", "--language", ""), ["en", "ur", "kk", "ru"])
        (self.folder / "figures.csv").write_text("")
        self.assertEqual(self.completed("import", "fig"), ["figures.csv"])
        self.assertEqual(self.completed("status", "--config", "figures.c"), ["figures.csv"])

    def test_manual_and_completions_have_every_command_and_option(self):
        manual = self.run_program("manual").stdout.decode()
        plain = manual.replace("\\-", "-")
        shells = {shell: self.run_program("completion", shell).stdout.decode() for shell in ("bash", "zsh", "fish")}
        todo, seen = [()], 0
        while todo:
            path = todo.pop()
            text = self.run_program(*path, "--help").stdout.decode()
            options = set(re.findall(r"^  (?:-\w,)?(--[a-z-]+)", text, re.M))
            section = plain.split(f".SS {' '.join(path)}\n", 1)[1].split(".SS ", 1)[0] if path else plain
            for option in options - ({"--version"} if not path else set()):
                if path:
                    self.assertIn(f"\\fB{option}\\fR", section, path)
                self.assertIn(option, shells["bash"])
                self.assertIn(f"-l {option[2:]}", shells["fish"])
            _, _, commands = text.partition("Subcommands:\n")
            todo += [(*path, name) for name in re.findall(r"^  ([a-z]\S*)", commands, re.M)]
            seen += 1
        self.assertGreater(seen, 20)
        self.assertTrue(shells["zsh"].startswith("#compdef tradewatch"))
        beside = pathlib.Path(PROGRAM).parent / "tradewatch.1"
        self.assertEqual(beside.read_text(), manual, "the build leaves it beside the program")

    def on_a_terminal(self, env):
        end, far = pty.openpty()
        done = subprocess.Popen([PROGRAM, "status", "--demo"], stdout=far, stderr=subprocess.DEVNULL,
                                env={**os.environ, "TRADEWATCH_DEMO": str(self.folder / "demo"), **env})
        os.close(far)
        said = b""
        try:
            while part := os.read(end, 65536):
                said += part
        except OSError:  # the other end is closed
            pass
        os.close(end)
        self.assertEqual(done.wait(60), 0)
        return said.decode()

    def test_colour_is_for_terminals_that_want_it(self):
        self.assertIn("\x1b[31moff track\x1b[0m", self.on_a_terminal({"NO_COLOR": ""}))
        self.assertNotIn("\x1b", self.on_a_terminal({"NO_COLOR": "1"}))
        said = self.demo("status").stdout.decode()
        self.assertNotIn("\x1b", said)
        self.assertRegex(said.splitlines()[1], r"  [▁▂▃▄▅▆▇█]{12}  ", "the trailing totals of twelve months")

    def test_degenerate_series_always_have_a_row_of_numbers(self):  # cases L34, L35, L36
        panel = self.folder / "panel.csv"
        rows = ["series,reporter,partner,flow,period,value,unit"]
        months = [f"{2021 + k // 12}-{k % 12 + 1:02}" for k in range(48)]
        shapes = {"constant": lambda k: 7, "zeros": lambda k: 0, "then": lambda k: 5 * (k == 47),
                  "wild": lambda k: [0, 0, 2750, 0.1][k % 4]}
        rows += [f"{name},PAK,KAZ,X,{m},{f(k)},USD million" for name, f in shapes.items() for k, m in enumerate(months)]
        rows += [f"one,PAK,KAZ,X,2024-12,3,USD million"]
        panel.write_text("\n".join(rows) + "\n")
        out = self.folder / "o.csv"
        self.run_program("forecast", "--figures", panel, "--horizon", "12", "--output", out)
        read = {r["series"]: r for r in csv.DictReader(io.StringIO(out.read_text()))}
        self.assertEqual(set(read), set(shapes) | {"one"})
        for name, row in read.items():
            for key, value in row.items():
                if key not in ("series", "origin", "model", "note"):
                    self.assertGreaterEqual(float(value), 0, (name, key))
                    self.assertLess(float(value), 1e9)
        self.assertAlmostEqual(float(read["constant"]["q50"]), 84, delta=8)
        self.assertEqual(float(read["zeros"]["q975"]), 0)
        self.assertLessEqual(float(read["wild"]["q975"]), 10 * 12 * 2750 / 4)


if __name__ == "__main__":
    unittest.main()
