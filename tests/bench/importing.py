"""S3 and S4: how fast are figures read and kept, beside what analysts have for it?

Read (S4): `import --dry-run` of a house CSV, which reads and checks every figure and then asks an empty store what would
become of it; no command reads alone, so the goal is held against all of that. The peer is pandas' read_csv. Kept (S3):
`import` of the same file, every figure checked, versioned, chained and on disk; the peer is `sqlite3 .import` into a
table with the same unique index and synchronous=FULL. Figures are made up, each run begins with a new store, and the
programs take turns in every round.
"""
import pathlib
import shutil
import statistics
import sys
import tempfile

import goals
import idle
import place
import tables
import watching

kFigures = 400_000
kWantedRows_s = 200_000
kWantedMb_s = 200
kOracles = place.kRoot / "build" / "oracles" / "usr" / "lib" / "python3" / "dist-packages"
kPandas = "import sys; sys.path.insert(0, sys.argv[1]); import pandas; {}"
kTable = """PRAGMA journal_mode=WAL;
PRAGMA synchronous=FULL;
CREATE TABLE figure (reporter, partner, flow, period, value, unit, source, published);
CREATE UNIQUE INDEX figure_vintages ON figure (source, reporter, partner, flow, period, published);
.mode csv
.import --skip 1 {} figure
"""


def tradewatch(program, folder, csv, *options):
    shutil.rmtree(folder, ignore_errors=True)
    watch = watching.Watch(program, folder, ["one"])
    return place.measured([program, "import", *options, "--config", watch.config, csv], "import")


def sqlite(folder, csv):
    (folder / "peer.db").unlink(missing_ok=True)
    script = folder / "peer.sql"
    script.write_text(kTable.format(csv), encoding="utf-8")
    return place.measured(["sqlite3", "-init", script, folder / "peer.db", ".quit"], "sqlite3 .import")


def pandas(csv):
    """Less what the start of Python with pandas takes."""
    began, whole = [place.measured([sys.executable, "-c", kPandas.format(work), kOracles, csv], "pandas")
                    for work in ("None", "pandas.read_csv(sys.argv[2])")]
    return {key: whole[key] - began[key] for key in ("wall_s", "cpu_s")} | {"peak_mib": whole["peak_mib"]}


def has_pandas():
    return (kOracles / "pandas").is_dir()


def rounds(program, folder, csv, options):
    found = {"keep": [], "read": [], "sqlite3": [], "pandas": []}
    for number in range(options.rounds):
        found["keep"].append(tradewatch(program, folder / "store", csv))
        if shutil.which("sqlite3"):
            found["sqlite3"].append(sqlite(folder, csv))
        found["read"].append(tradewatch(program, folder / "store", csv, "--dry-run"))
        if has_pandas():
            found["pandas"].append(pandas(csv))
        place.say(f"import: round {number + 1} of {options.rounds}")
    return found


def median(runs, key):
    return statistics.median(run[key] for run in runs) if runs else None


def table(found, markdown):
    names = {"keep": "tradewatch import", "sqlite3": "sqlite3 .import", "read": "tradewatch import --dry-run",
             "pandas": "pandas read_csv"}
    rows = []
    for key, name in names.items():
        runs = found["runs"][key]
        if runs:
            wall = median(runs, "wall_s")
            rows.append([name, len(runs), wall, median(runs, "cpu_s"), round(found["figures"] / wall),
                         found["bytes"] / 1e6 / wall, median(runs, "peak_mib")])
    return tables.text(f"S3 and S4, {found['figures']} figures, medians",
                       ["", "runs", "wall s", "processor s", "figures a second", "MB a second", "peak MiB"], rows,
                       markdown)


def goals_of(found):
    keep, peer = median(found["runs"]["keep"], "wall_s"), median(found["runs"]["sqlite3"], "wall_s")
    rate, read = found["figures"] / keep, found["bytes"] / 1e6 / median(found["runs"]["read"], "wall_s")
    wanted = [goals.Goal("S3 figures kept a second", f"{rate:.0f}", f"at least {kWantedRows_s}", rate >= kWantedRows_s)]
    if peer:
        wanted.append(goals.Goal("S3 seconds over sqlite3's", f"{keep / peer:.2f}", "below 1", keep < peer))
    wanted.append(goals.Goal("S4 MB read and checked a second", f"{read:.0f}", f"at least {kWantedMb_s}",
                             read >= kWantedMb_s))
    return wanted


def run(options):
    program = place.program(options.program)
    with tempfile.TemporaryDirectory(prefix="tradewatch-bench-") as name:
        folder = pathlib.Path(name)
        csv = folder / "figures.csv"
        csv.write_text(next(idle.documents(options.figures)), encoding="utf-8")
        found = {"figures": options.figures, "bytes": csv.stat().st_size,
                 "runs": rounds(program, folder, csv, options)}
    print(table(found, options.markdown))
    wanted = goals_of(found)
    print(goals.table("import goals", wanted, options.markdown), flush=True)
    return {"import": {**found, "goals": goals.as_json(wanted)}}
