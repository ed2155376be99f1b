"""Q7: forecasts made on an old vintage of a table, judged by a new one, so that revisions are part of the errors.

Both windows are twelve months: the one that follows the old vintage's last month, and one that begins four months
later and so ends sixteen months out. One year is one piece of evidence, however many flows it has: the intervals draw
series alone and do not say what another year would have brought.
"""
import pathlib
import statistics
import tempfile

import forecasts
import goals
import panel as panels
import peers
import place
import quality
import scores

kSeries = 100
kFirst = panels.month("2003-01")  # before it, values of the US Census table have one decimal: small flows look like 0
kLeastMonths = 96
kLeastAboveZero = 0.95
kLater = 4                        # months between the last known one and the later window


def chosen(old, known, count):
    """Series of the old vintage that go on to its last month and are mostly above zero, chosen on that vintage alone;
    their deciles are of the median over the last sixty months."""
    kept = {}
    for series, history in old.months.items():
        line = {t: v for t, v in history.items() if kFirst <= t <= known}
        above_zero = sum(v > 0 for v in line.values())
        if len(line) >= kLeastMonths and known in line and above_zero >= kLeastAboveZero * len(line):
            kept[series] = line
    part = panels.Panel(kept, old.unit, {}).some(count)
    size = {s: statistics.median(v for t, v in line.items() if t > known - 60) for s, line in part.months.items()}
    for place_in_line, series in enumerate(sorted(size, key=size.get)):
        part.decile[series] = str(1 + 10 * place_in_line // len(size))
    return part


def revised(old, new, known):
    """Share of the last two years' figures that the new vintage changed."""
    pairs = [(v, new.months.get(s, {}).get(t))
             for s, line in old.months.items() for t, v in line.items() if t > known - 24]
    return scores.mean([float(a != b) for a, b in pairs if b is not None])


def kept(folder):
    """Whether R's forecasts are in a folder already."""
    return bool(folder) and all((pathlib.Path(folder) / f"vintage_{family}.csv.gz").exists() for family in ("plain", "log"))


def rows_of_peers(options, figures, origins, folder):
    if options.peers:
        return forecasts.Peers(options.peers).full
    place.say("R makes the peers' forecasts now; --keep DIR keeps them, and --peers DIR takes them the next time")
    target = pathlib.Path(options.keep or folder)
    for family in ("plain", "log"):
        kept = target / f"vintage_{family}.csv.gz"
        if not kept.exists():
            peers.make(family, figures, origins, kept)
    return forecasts.Peers(target).full


def run(options):
    program = place.program(options.program)
    old, new = panels.read(options.old), panels.read(options.new)
    known = panels.newest(old)
    part = chosen(old, known, options.series)
    origins = [known, known + kLater]
    with tempfile.TemporaryDirectory(prefix="tradewatch-bench-") as name:
        folder = pathlib.Path(name)
        figures = folder / "old.csv"
        panels.write(figures, panels.until(part, known), part.unit)
        made = folder / "peers"
        rows = {key: row for key, row in rows_of_peers(options, figures, origins, made).items()
                if key[0] in part.months and key[1] in origins}
        if not rows:
            raise SystemExit(f"{options.peers}: no forecasts of these series at {', '.join(map(panels.name, origins))}")
        for origin in origins:
            output = folder / "forecast.csv"
            place.run([program, "forecast", "--figures", figures, "--origin", panels.name(origin),
                       "--horizon", quality.kHorizon, "--output", output],
                      f"tradewatch's forecast of {panels.name(origin)}")
            rows.update(forecasts.read(output))
    scored = quality.Scored(part, rows, known_of=lambda origin: known, truth=new)
    if not scored.cells:
        raise SystemExit("no series that every model forecasts and whose months the new vintage has")
    parts = quality.parts_of(scored, part.decile, options.draws)
    windows = {panels.name(o): f"{panels.name(o + 1)}/{panels.name(o + 12)}" for o in origins}
    parts = {windows.get(label, label): one for label, one in parts.items()}
    found = {window: quality.goals_of("full", parts[window]) for window in windows.values() if window in parts}
    share = revised(part, new, known)
    title = f"Q7 known to {panels.name(known)}; {100 * share:.0f} % of the last two years' figures were revised since"
    for window, judged in found.items():
        print(quality.score_table(f"{title}; window {window}", parts[window], options.markdown))
        print(goals.table(f"Q7 goals, window {window}", judged, options.markdown))
    print(quality.parts_table("Q7 by window and by decile of size", parts, options.markdown), flush=True)
    return {"vintages": {"old": pathlib.Path(options.old).name, "new": pathlib.Path(options.new).name,
                         "series": len(part.months), "left_out": scored.left_out, "revised_share": share,
                         "parts": {label: one.as_json() for label, one in parts.items()},
                         "goals": {window: goals.as_json(judged) for window, judged in found.items()}}}
