"""Q6: how early is a missed target called off track, beside the ratio that Eurostat publishes on a trailing total?

`backtest --early-warning` walks every target of a panel (1.1, 1.25 and 1.5 times the year before) month by month through its
year. Each rule has the threshold that costs no more than the same share of false calls among the met ones; what is
compared is the months before the window's end at which a missed target is first called, on average, one that is never
called counting 0.
"""
import json
import pathlib
import tempfile

import goals
import panel as panels
import place
import tables


def named(rule):
    return "forecast" if rule["rule"] == "forecast" else f"Eurostat ratio from month {rule['from_month']}"


def table(found, markdown):
    rows = [[f"{100 * rate['most_false_calls']:.0f} %", named(rule), rule["threshold"], rule["mean_lead_months"],
             f"{100 * rule['never_called']:.0f} %"] for rate in found["at_false_call_rates"] for rule in rate["rules"]]
    every = found["targets"][0]
    return tables.text(f"Q6, {found['watched']} windows: {every['missed']} targets missed, {every['met']} met",
                       ["false calls at most", "rule", "called under", "mean months before the end", "never called"],
                       rows, markdown)


def goals_of(found):
    """The program's lead over the best lead of the plain rules, at each rate of false calls."""
    wanted = []
    for rate in found["at_false_call_rates"]:
        leads = {named(rule): rule["mean_lead_months"] for rule in rate["rules"]}
        ours = leads.pop("forecast")
        best = max(leads, key=leads.get)
        wanted.append(goals.Goal(f"Q6 months of warning at {100 * rate['most_false_calls']:.0f} % false calls",
                                 f"{ours:.1f}", f"above {leads[best]:.1f} ({best})", ours > leads[best]))
    return wanted


def run(options):
    program = place.program(options.program)
    panel = panels.read(options.panel)
    with tempfile.TemporaryDirectory(prefix="tradewatch-bench-") as name:
        figures = pathlib.Path(name) / "panel.csv"
        if options.series:
            panel = panel.some(options.series)
            panels.write(figures, panels.until(panel, panels.newest(panel)), panel.unit)
        place.say(f"early: {len(panel.months)} series at {', '.join(options.origins)}")
        text = place.run([program, "backtest", "--figures", figures if options.series else options.panel, "--origins",
                          ",".join(options.origins), "--early-warning", "--json"], "backtest --early-warning")
    found = json.loads(text)["early_warning"]
    print(table(found, options.markdown))
    wanted = goals_of(found)
    print(goals.table("early warning goals", wanted, options.markdown), flush=True)
    return {"early": {"panel": pathlib.Path(options.panel).name, "origins": options.origins, **found,
                      "goals": goals.as_json(wanted)}}
