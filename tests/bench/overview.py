"""The one table: a row for each of Q1 to Q7, S1 to S10 and F1 to F10, from the reports of this bench and of the nights.

A report is what --json wrote; several are laid over one another, a later file over an earlier one, so a row can be
measured anew alone. A row that no report holds says so.
"""
import json
import pathlib
import statistics
import typing

import place
import plots
import tables

kColumns = ("id", "what", "wanted", "figure", "peer", "tradewatch : peer", "", "date", "commit")
kNotRun = "not run"
kQuick = "quick: not judged"  # so small a run shows that a row works, not that its goal is met
kWhere = "Measured on "
kBegin, kEnd = "<!-- the table of scripts/bench table -->", "<!-- its end -->"

# id: (section of a report, what is measured)
kRows = {
    "Q1": ("quality", "next twelve months from the full monthly history"),
    "Q2": ("quality", "from the last 36 months alone"),
    "Q3": ("quality", "from years, quarters and fiscal-to-date sums"),
    "Q4": ("quality", "from calendar years alone"),
    "Q5": ("quality", "probabilities of targets"),
    "Q6": ("early", "months before its end at which a missed target is called, at 5, 10, 20, 30 % false calls"),
    "Q7": ("vintages", "made on an old vintage, judged by a new one"),
    "S1": ("speed", "forecasts on one core"),
    "S2": ("speed", "forecasts of a whole panel"),
    "S3": ("import", "figures taken: checked, versioned, on disk"),
    "S4": ("import", "figures read and checked"),
    "S5": ("latency", "from a figure to its notice"),
    "S6": ("assess", "assessments from stored figures"),
    "S7": ("pages", "pages over 64 connections"),
    "S8": ("idle", "a daemon at rest, and its start"),
    "S9": ("growth", "cost as work grows"),
    "S10": ("nodes", "several processes on one PostgreSQL"),
    "F1": ("faults", "kill -9 at random while figures come and notices go"),
    "F2": ("faults", "each write, sync and allocation fails, once and for ever"),
    "F3": ("faults", "disks as a power cut may leave them"),
    "F4": ("faults", "receivers that refuse, hang, break off, are down for a day"),
    "F5": ("faults", "made-up inputs for every reader"),
    "F6": ("faults", "hostile documents"),
    "F7": ("faults", "ten years of a target with all troubles, beside a model"),
    "F8": ("faults", "PostgreSQL stopped hard, nodes killed and frozen"),
    "F9": ("faults", "sanitizers, coverage, mutants"),
    "F10": ("faults", "what the unit may do, by systemd-analyze"),
}
kTaskOf = {"Q1": "full", "Q2": "short36", "Q3": "mixed", "Q4": "year"}
kJudgedProbabilities = ("full", "short36")


class Row(typing.NamedTuple):
    id: str
    what: str
    wanted: str = ""
    figure: str = kNotRun
    peer: str = ""
    ratio: str = ""
    verdict: str = kNotRun
    date: str = ""
    commit: str = ""


def median(runs, key):
    return statistics.median(run[key] for run in runs)


def verdict(judged):
    """"met", or which of the goals are not."""
    missed = [goal["goal"] for goal in judged if not goal["met"]]
    if not missed:
        return "met"
    return "NOT MET" if len(missed) == len(judged) else f"NOT MET: {'; '.join(missed)}"


def wanted(judged):
    return "; ".join(f"{goal['goal']} {goal['wanted']}" for goal in judged)


def bare(judged, row_id):
    """Goals without the row's own name before them and without the peer's in brackets."""
    return [{**goal, "goal": goal["goal"].removeprefix(f"{row_id} ").split(" (")[0]} for goal in judged]


def scores_of(part):
    ours = part["models"]["tradewatch"]
    return ", ".join(f"{words} {ours[score]['mean']:.3f}" for words, score in
                     (("ts5", "ts5"), ("Brier", "brier"), ("cov80", "cov80"), ("cov95", "cov95")))


def peers_of(part):
    """The best peer by ts5 of each family, and the ratios to them."""
    ratios = {family: one for family, one in part["ratios"]["ts5"].items() if family != "any"}
    peers = [f"{one['peer']} {part['models'][one['peer']]['ts5']['mean']:.3f}" for one in ratios.values()]
    return "; ".join(peers), "; ".join(f"{one['ratio']:.3f}" for one in ratios.values())


def of_task(row_id, found):
    task = found["tasks"].get(kTaskOf[row_id])
    if not task:
        return None
    part, judged = task["parts"]["all"], bare(task["goals"], row_id)
    return wanted(judged), scores_of(part), *peers_of(part), verdict(judged)


def of_probabilities(row_id, found):
    tasks = {name: one for name, one in found["tasks"].items() if name in kJudgedProbabilities}
    if not tasks:
        return None
    judged = [{**goal, "goal": f"{goal['goal']}, {name}"} for name, one in tasks.items()
              for goal in bare(one["targets"]["goals"], row_id)]
    figures, peers, ratios = [], [], []
    for name, one in tasks.items():
        part, best = one["parts"]["all"], one["parts"]["all"]["ratios"]["brier"]["any"]
        worst = one["targets"]["goals"][-1]["figure"]
        figures.append(f"{name}: Brier {part['models']['tradewatch']['brier']['mean']:.3f}, worst bin {worst}")
        peers.append(f"{best['peer']} {part['models'][best['peer']]['brier']['mean']:.3f}")
        ratios.append(f"{best['ratio']:.3f}")
    return ("lowest Brier; no bin more than 0.05 off", "; ".join(figures), "; ".join(peers), "; ".join(ratios),
            verdict(judged))


def of_early(row_id, found):
    leads = []
    for rate in found["at_false_call_rates"]:
        plain = [rule["mean_lead_months"] for rule in rate["rules"] if rule["rule"] != "forecast"]
        leads.append((rate["rules"][0]["mean_lead_months"], max(plain)))
    listed = lambda values: "; ".join(f"{value:.1f}" for value in values)
    return ("earlier at the same rate", listed(a for a, _ in leads), f"Eurostat ratio {listed(b for _, b in leads)}",
            listed(a / b if b else float("inf") for a, b in leads), verdict(bare(found["goals"], row_id)))


def of_vintages(row_id, found):
    judged = [{**goal, "goal": f"{goal['goal']}, {window}"} for window, some in found["goals"].items()
              for goal in bare(some, row_id)]
    parts = [found["parts"][window] for window in found["goals"]]
    peers, ratios = zip(*map(peers_of, parts))
    return ("as Q1 in both windows", "; ".join(map(scores_of, parts)), "; ".join(peers), "; ".join(ratios),
            verdict(judged))


def beside(row_id, found):
    """(peer, ratio) of a row of speed or size: medians of the same run."""
    if row_id == "S1" and found["runs"]["peer"]:
        count = found["series"]["few"]
        ours, theirs = (1000 * median(found["runs"][key], "cpu_s") / count for key in ("few", "peer"))
        return f"R ets + auto.arima {theirs:.0f} ms a series (ours {ours:.1f})", f"{ours / theirs:.4f}"
    if row_id in ("S3", "S4"):
        found = found.get("panel", found)  # what the goal is about; the made-up document is for who has no panel
    if row_id == "S3" and found["runs"]["sqlite3"]:
        theirs = median(found["runs"]["sqlite3"], "wall_s")
        return (f"sqlite3 .import {found['figures'] / theirs:.0f} a second",
                f"{median(found['runs']['keep'], 'wall_s') / theirs:.2f} of its seconds")
    if row_id == "S4" and found["runs"]["pandas"]:
        theirs = median(found["runs"]["pandas"], "wall_s")
        return (f"pandas read_csv {found['bytes'] / 1e6 / theirs:.0f} MB a second",
                f"{median(found['runs']['read'], 'wall_s') / theirs:.2f} of its seconds")
    if row_id == "S5" and found["peer_s"]:
        theirs = statistics.median(found["peer_s"])
        return (f"Prometheus + Alertmanager {theirs:.1f} s",
                f"{statistics.median(found['one_ms']) / 1000 / theirs:.4f}")
    if row_id == "S7":
        shares = [statistics.median(a["rate"] / b["rate"] for a, b in zip(runs["tradewatch"], runs["nginx"]))
                  for runs in found["beside"].values()]
        rates = [median(runs["nginx"], "rate") for runs in found["beside"].values()]
        return (f"nginx {'; '.join(f'{rate:.0f}' for rate in rates)} requests a second",
                "; ".join(f"{share:.2f}" for share in shares))
    if row_id == "S8" and len(found["rest"]) > 1:
        named = {name: rest["resident_mib"] for name, rest in found["rest"].items()}
        ours = named.pop("tradewatch")
        return ("; ".join(f"{name} {mib:.1f} MiB" for name, mib in named.items()),
                "; ".join(f"{ours / mib:.2f}" for mib in named.values()))
    return "", ""


def of_goals(row_id, found):
    judged = [goal for goal in found["goals"] if goal["goal"].split(" ")[0] == row_id]
    if not judged:
        return None
    judged = bare(judged, row_id)
    return (wanted(judged), "; ".join(goal["figure"] for goal in judged), *beside(row_id, found), verdict(judged))


def of_faults(row_id, found):
    return found["wanted"], found["figure"], found.get("peer", ""), "", found["verdict"]


def reader_of(row_id):
    special = {"Q5": of_probabilities, "Q6": of_early, "Q7": of_vintages}
    if row_id in special:
        return special[row_id]
    return of_task if row_id in kTaskOf else of_faults if row_id.startswith("F") else of_goals


def rows(sections):
    """`sections`: {name: (what was found, the facts of its run)}."""
    made = []
    for row_id, (section, what) in kRows.items():
        found, facts = sections.get(row_id if section == "faults" else section, (None, None))
        cells = reader_of(row_id)(row_id, found) if found else None
        row = Row(row_id, what, *cells, facts["date"][:10], facts["commit"][:7]) if cells else Row(row_id, what)
        made.append(row._replace(verdict=kQuick) if cells and facts.get("quick") and row.verdict != kNotRun else row)
    return made


def sections_of(reports):
    """{name: (what was found, the facts of its run)}, later reports over earlier ones; the nights' rows one by one."""
    found = {}
    for report in reports:
        facts = report["facts"]
        for name, section in report.items():
            if name == "faults":
                found.update({row: (one, facts) for row, one in section.items()
                              if one["verdict"] != kNotRun or row not in found})
            elif name == "quality" and name in found:
                found[name] = ({**section, "tasks": {**found[name][0]["tasks"], **section["tasks"]}}, facts)
            elif name not in ("facts", "failed"):
                found[name] = (section, facts)
    return found


def machines(sections):
    """Where the rows were measured, a line for each machine and compiler."""
    lines = []
    for _, facts in sections.values():
        machine = facts["machine"]
        line = (f"{kWhere}{machine['cores']} cores {machine['processor']}, {machine['memory_gib']} GiB, {machine['system']}; "
                f"{facts['compiler']}")
        if line not in lines:
            lines.append(line)
    return lines


def read(paths):
    return [json.loads(pathlib.Path(path).read_text(encoding="utf-8")) for path in paths]


def blocks(made):
    """For a terminal: a row has more to say than a line holds."""
    lines = ["Every row of the bench"]
    for row in made:
        lines.append(f"{row.id:<4} {row.verdict:<8} {row.what}")
        lines += [f"{'':5}{words:<8} {cell}" for words, cell in (("wanted", row.wanted), ("figure", row.figure), ("peer", row.peer),
                                                            ("ratio", row.ratio)) if cell and cell != kNotRun]
        lines += [f"{'':5}{row.date}, commit {row.commit}"] if row.date else []
    return "\n".join(lines) + "\n"


def markdown_lines(made):
    whole = tables.text("", kColumns, made, True, all_left=True).splitlines()
    return [line for line in whole if line.startswith("|")]


def put_into(path, sections):
    """In place of the table that stands between the two comments. A row that no report holds keeps the line that it
    has there, which says itself when it was measured and of which commit."""
    path = pathlib.Path(path)
    before, begin, rest = path.read_text(encoding="utf-8").partition(kBegin)
    old, end, after = rest.partition(kEnd)
    if not begin or not end:
        raise SystemExit(f"{path}: no lines {kBegin} and {kEnd}")
    kept = {line.split("|")[1].strip(): line for line in old.splitlines() if line.startswith("| ")}
    made = rows(sections)
    heads, new = markdown_lines(made)[:2], markdown_lines(made)[2:]
    lines = [kept.get(row.id, line) if row.verdict == kNotRun else line for row, line in zip(made, new)]
    where = [line for line in old.splitlines() if line.startswith(kWhere)]
    where += [line for line in machines(sections) if line not in where]
    path.write_text("\n".join([f"{before}{begin}", *heads, *lines, "", *where, f"{end}{after}"]), encoding="utf-8")


def told(options, reports):
    """The table, into a file too and with plots where that is asked for."""
    sections = sections_of(reports)
    made = rows(sections)
    print("\n".join(markdown_lines(made)) if options.markdown else blocks(made))
    print("\n".join(machines(sections)), flush=True)
    if options.into:
        put_into(options.into, sections)
        place.say(f"the table is in {options.into}")
    if options.plots:
        for path in plots.write({name: found for name, (found, _) in sections.items()}, options.plots):
            place.say(f"a plot is in {path}")


def run(options):
    told(options, read(options.reports))
