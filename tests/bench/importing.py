"""S3 and S4: how fast are figures read and kept, beside what analysts have for it?

Read (S4): `import --dry-run` of a house CSV, which reads and checks every figure and then asks an empty store what would
become of it; no command reads alone, so the goal is held against all of that. The peer is pandas' read_csv. Kept (S3):
`import` of the same file, every figure checked, versioned, chained and on disk; the peer is `sqlite3 .import` into a
table with the same unique index and synchronous=FULL. Figures are made up, each run begins with a new store, and the
programs take turns in every round.

The goals are about the 3.17 million figures of a whole panel, which --panel names: a document has its limits, so it is cut
into parts, one document each, which one `import` takes one after another. Memory must not grow with the number of parts:
the first part alone is imported too. Without a panel the goals are held against the made-up figures.
"""
import csv
import decimal
import gzip
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
CREATE TABLE figure ({columns});
CREATE UNIQUE INDEX figure_vintages ON figure ({identity});
.mode csv
"""
kColumns = ("reporter", "partner", "flow", "period", "value", "unit", "source", "published")
kIdentity = ("source", "reporter", "partner", "flow", "period", "published")


def tradewatch(program, folder, *arguments):
    shutil.rmtree(folder, ignore_errors=True)
    watch = watching.Watch(program, folder, ["one"])
    return place.measured([program, "import", "--config", watch.config, *arguments], "import")


def sqlite(folder, files, columns=kColumns, identity=kIdentity):
    (folder / "peer.db").unlink(missing_ok=True)
    script = folder / "peer.sql"
    script.write_text(kTable.format(columns=", ".join(columns), identity=", ".join(identity)) +
                      "".join(f".import --skip 1 {file} figure\n" for file in files), encoding="utf-8")
    return place.measured(["sqlite3", "-init", script, folder / "peer.db", ".quit"], "sqlite3 .import")


def pandas(files):
    """Less what the start of Python with pandas takes."""
    began, whole = [place.measured([sys.executable, "-c", kPandas.format(work), kOracles, *files], "pandas")
                    for work in ("None", "[len(pandas.read_csv(file)) for file in sys.argv[2:]]")]
    return {key: whole[key] - began[key] for key in ("wall_s", "cpu_s")} | {"peak_mib": whole["peak_mib"]}


kPart_rows = 700_000  # of the panel; about 56 MiB, under the limit of a document
kPanel_source = "panel"
kPanel_published = "2019-06-30"
kPanel_columns = ("reporter", "partner", "flow", "valuation", "period", "value", "unit")
kFlag_status = {"": "final", "e": "estimated", "r": "provisional"}
kMost_growth = 1.25


def plain(value):
    """As a source would print it: at most 15 digits and no exponent."""
    return value if len(value) <= 15 and "e" not in value else f"{decimal.Decimal(f'{float(value):.15g}'):f}"


def parts_of(panel, folder):
    """The panel as house documents; returns their files and the number of figures."""
    files, rows = [], 0
    opened = gzip.open if str(panel).endswith(".gz") else open
    with opened(panel, "rt", newline="", encoding="utf-8") as source:
        part = None
        for row in csv.DictReader(source):
            if rows % kPart_rows == 0:
                if part:
                    part.close()
                files.append(folder / f"part{len(files) + 1}.csv")
                part = files[-1].open("w", newline="", encoding="utf-8")
                writer = csv.writer(part, lineterminator="\n")
                writer.writerow([*kPanel_columns, "status", "source", "published"])
            row["value"] = plain(row["value"])
            writer.writerow([*(row[column] for column in kPanel_columns), kFlag_status[row.get("flag", "")],
                             kPanel_source, kPanel_published])
            rows += 1
        if part:
            part.close()
    return files, rows


def whole_panel(program, folder, panel, rounds):
    files, rows = parts_of(panel, folder)
    found = {"figures": rows, "parts": len(files), "bytes": sum(file.stat().st_size for file in files),
             "runs": {"first": [], "keep": [], "read": [], "sqlite3": [], "pandas": []}}
    runs, columns = found["runs"], (*kPanel_columns, "status", "source", "published")
    for number in range(rounds):
        runs["first"].append(tradewatch(program, folder / "store", *files[:1]))
        runs["keep"].append(tradewatch(program, folder / "store", *files))
        found["store_mib"] = sum(file.stat().st_size for file in (folder / "store").glob("tradewatch.db*")) / 2**20
        if shutil.which("sqlite3"):
            runs["sqlite3"].append(sqlite(folder, files, columns, (*kIdentity, "valuation")))
        runs["read"].append(tradewatch(program, folder / "store", "--dry-run", *files))
        if has_pandas():
            runs["pandas"].append(pandas(files))
        place.say(f"import: panel, round {number + 1} of {rounds}")
    return found


def growth_of(panel):
    return median(panel["runs"]["keep"], "peak_mib") / median(panel["runs"]["first"], "peak_mib")


def has_pandas():
    return (kOracles / "pandas").is_dir()


def rounds(program, folder, figures, options):
    found = {"keep": [], "read": [], "sqlite3": [], "pandas": []}
    for number in range(options.rounds):
        found["keep"].append(tradewatch(program, folder / "store", figures))
        if shutil.which("sqlite3"):
            found["sqlite3"].append(sqlite(folder, [figures]))
        found["read"].append(tradewatch(program, folder / "store", "--dry-run", figures))
        if has_pandas():
            found["pandas"].append(pandas([figures]))
        place.say(f"import: round {number + 1} of {options.rounds}")
    return found


def median(runs, key):
    return statistics.median(run[key] for run in runs) if runs else None


def table(found, title, markdown):
    names = {"first": "tradewatch import, the first document", "keep": "tradewatch import",
             "sqlite3": "sqlite3 .import", "read": "tradewatch import --dry-run", "pandas": "pandas read_csv"}
    rows = []
    for key, name in names.items():
        runs = found["runs"].get(key)
        if runs:
            wall = median(runs, "wall_s")
            whole = key != "first"
            rows.append([name, len(runs), wall, median(runs, "cpu_s"), round(found["figures"] / wall) if whole else "",
                         found["bytes"] / 1e6 / wall if whole else "", median(runs, "peak_mib")])
    return tables.text(title, ["", "runs", "wall s", "processor s", "figures a second", "MB a second", "peak MiB"], rows,
                       markdown)


def goals_of(found, of=""):
    """`of`: "" for the made-up document, "panel, " for a panel."""
    keep, peer = median(found["runs"]["keep"], "wall_s"), median(found["runs"]["sqlite3"], "wall_s")
    rate, read = found["figures"] / keep, found["bytes"] / 1e6 / median(found["runs"]["read"], "wall_s")
    wanted = [goals.Goal(f"S3 {of}figures kept a second", f"{rate:.0f}", f"at least {kWantedRows_s}",
                         rate >= kWantedRows_s)]
    if peer:
        wanted.append(goals.Goal(f"S3 {of}seconds over sqlite3's", f"{keep / peer:.2f}", "below 1", keep < peer))
    if "first" in found["runs"]:
        growth = growth_of(found)
        wanted.append(goals.Goal(f"S3 {of}peak memory over the first part's", f"{growth:.2f}",
                                 f"at most {kMost_growth}", growth <= kMost_growth))
    wanted.append(goals.Goal(f"S4 {of}MB read and checked a second", f"{read:.0f}", f"at least {kWantedMb_s}",
                             read >= kWantedMb_s))
    return wanted


def run(options):
    program = place.program(options.program)
    with tempfile.TemporaryDirectory(prefix="tradewatch-bench-") as name:
        folder = pathlib.Path(name)
        figures = folder / "figures.csv"
        figures.write_text(next(idle.documents(options.figures)), encoding="utf-8")
        found = {"figures": options.figures, "bytes": figures.stat().st_size,
                 "runs": rounds(program, folder, figures, options)}
        print(table(found, f"S3 and S4, {options.figures} figures of one document, {found['bytes'] / 1e6:.0f} MB, "
                           "medians", options.markdown), flush=True)
        if options.panel:
            panel = found["panel"] = whole_panel(program, folder, options.panel, options.rounds)
            print(table(panel, f"S3 and S4, a panel of {panel['figures']} figures in {panel['parts']} documents, "
                               f"{panel['bytes'] / 1e6:.0f} MB, a store of {panel['store_mib']:.0f} MiB after it, medians",
                        options.markdown), flush=True)
    # The made-up figures stand in where there is no panel, which the goals are about.
    wanted = goals_of(found["panel"], "panel, ") if options.panel else goals_of(found)
    print(goals.table("import goals", wanted, options.markdown), flush=True)
    return {"import": {**found, "goals": goals.as_json(wanted)}}
