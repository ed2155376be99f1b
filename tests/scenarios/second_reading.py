#!/usr/bin/python3
"""Reads documents a second way, with openpyxl, xlrd and Python's own csv, json and xml, and holds tradewatch to it.

usage: second_reading.py PROGRAM FOLDER     every document under FOLDER, one line each, as a Markdown table

What is compared: the figures that tradewatch stores are a part of what the second reading finds (flow, period, US
dollars), what is missing is exactly what tradewatch says it left out, and the rows of some partners are all there.
"""
import collections, csv, io, json, os, pathlib, re, subprocess, sys, tempfile, weakref, xml.etree.ElementTree as tree

MONTHS = {m: i + 1 for i, m in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split())}
NAMES = {"PAK": ["Pakistan", "Пакистан", "PAK", "PK", "586"], "CHN": ["China", "China, P.R.: Mainland", "Китай", "CHN", "156"],
         "DEU": ["Germany", "Германия", "DEU", "276"], "ARG": ["Argentina", "Аргентина", "ARG", "32"],
         "NZL": ["New Zealand", "Новая Зеландия", "NZL", "554"]}

Reading = collections.namedtuple("Reading", "flow period usd partner")


def number(cell):
    """A number of a cell, or None where it says that there is none."""
    if isinstance(cell, (int, float)):
        return float(cell)
    text = re.sub(r" [erpn]$", "", (cell or "").strip()).replace(",", "")
    try:
        value = float(text)
    except ValueError:
        return None
    return value if value == value else None


def rows_of_sheets(path, data):
    """(name, rows of values) of each sheet, by another library than ours."""
    if data[:2] == b"PK":
        import openpyxl, warnings
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        return [(s.title, [list(r) for r in s.iter_rows(values_only=True)]) for s in book.worksheets]
    import xlrd
    book = xlrd.open_workbook(file_contents=data)
    return [(s.name, [s.row_values(i) for i in range(s.nrows)]) for s in book.sheets()]


def census(rows):
    """Months of a table by year and partner; those after the last one that is not 0 everywhere are not out yet."""
    head, body = rows[0], [r for r in rows[1:] if r[0] not in (None, "")]
    found = []
    for row in body:
        for i, name in enumerate(head):
            match = re.fullmatch(r"([IE])([A-Z]{3})", name or "")
            if match:
                found.append(Reading("import" if match[1] == "I" else "export",
                                     f"{int(row[0])}-{MONTHS[match[2]]:02d}", number(row[i]) * 1e6, row[2]))
    last = max(r.period for r in found if r.usd > 0)
    return [r for r in found if r.period <= last]


def portal(sheets):
    for name, rows in sheets:
        head = next(r for r in rows if any(re.fullmatch(r"\d{4}(M\d\d)?", str(c or "")) for c in r))
        for row in rows[rows.index(head) + 1:]:
            for i, period in enumerate(head):
                if i > 1 and period and number(row[i]) is not None:
                    yield Reading("export" if name.startswith("Exports") else "import",
                                  str(period).replace("M", "-"), number(row[i]) * 1e6, row[1])


def bureau(sheets):
    """Kazakhstan's workbooks: name, two-way, share, exports, share, imports, share."""
    for name, rows in sheets:
        title = next((re.search(r"(\d{4}) год", str(r[0])) for r in rows[:4] if re.search(r"\d{4} год", str(r[0]))), None)
        if not title or not any("долларов" in str(c) for r in rows[:5] for c in r):
            continue
        for row in rows[5:]:
            for column, flow in ((1, "two-way"), (3, "export"), (5, "import")):
                if number(row[column]) is not None:
                    yield Reading(flow, title[1], number(row[column]) * 1e3, str(row[0]).strip())


def comtrade(rows):
    flows = {"X": "export", "M": "import", "RX": "re-export", "RM": "re-import"}
    for row in rows:
        period = str(row["period"])
        yield Reading(flows[row["flowCode"]], period if len(period) == 4 else period[:4] + "-" + period[4:],
                      float(row["primaryValue"]), str(row["partnerISO"] or row["partnerCode"]))


def sdmx(root):
    for series in root.iter():
        indicator = series.attrib.get("INDICATOR")
        if not series.tag.endswith("Series") or indicator not in ("XG_FOB_USD", "MG_CIF_USD"):
            continue
        for obs in series:
            if number(obs.attrib.get("OBS_VALUE")) is not None:
                yield Reading("export" if indicator[0] == "X" else "import",
                              obs.attrib["TIME_PERIOD"].replace("-M", "-"), number(obs.attrib["OBS_VALUE"]),
                              series.attrib["COUNTERPART_COUNTRY"])


def legacy_csv(rows):
    flows = {"1": "import", "2": "export", "3": "re-export", "4": "re-import"}
    for row in rows:
        yield Reading(flows[row["Trade Flow Code"]], row["Period"], float(row["Trade Value (US$)"]), row["Partner ISO"])


def second_reading(path):
    """What another reader finds in the document, or None when there is no second reader for it here."""
    data = pathlib.Path(path).read_bytes()
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        sheets = rows_of_sheets(path, data)
        first = [c for r in sheets[0][1][:3] for c in r]
        if "CTY_CODE" in first:
            return census(sheets[0][1])
        if any(name.startswith(("Exports, ", "Imports, ")) for name, _ in sheets):
            return list(portal(sheets))
        return list(bureau(sheets)) or None
    text = data.decode("utf-8-sig", "replace") if b"\xff" not in data[:2] else ""
    if text.lstrip().startswith("<"):
        return list(sdmx(tree.fromstring(data)))
    if text.lstrip().startswith("{"):
        document = json.loads(text)
        rows = document.get("data")
        complete = isinstance(rows, list) and document.get("count") == len(rows) and all("primaryValue" in r for r in rows)
        return list(comtrade(rows)) if complete else None
    rows = list(csv.reader(io.StringIO(data.decode("latin-1"), newline=None)))
    if "CTY_CODE" in rows[0]:
        return census(rows)
    table = [dict(zip(rows[0], row)) for row in rows[1:] if row]
    if "primaryValue" in rows[0] and "partnerISO" in rows[0]:
        return list(comtrade(table))
    return list(legacy_csv(table)) if "Trade Flow Code" in rows[0] else None


class Product:
    """tradewatch with an empty store of its own."""

    def __init__(self, program):
        self.program = program
        self.folder = tempfile.TemporaryDirectory(prefix="tradewatch-reading-")
        weakref.finalize(self, self.folder.cleanup)
        self.config = pathlib.Path(self.folder.name) / "tradewatch.toml"
        self.config.write_text('[store]\nurl = "sqlite:store.db"\n[intake]\ninbox = "inbox"\n')

    def run(self, *arguments):
        return subprocess.run([self.program, *map(str, arguments), "--config", str(self.config), "--json"],
                              capture_output=True, timeout=600)

    def read(self, path):
        """(report of the document, figures that are stored)"""
        report = json.loads(self.run("import", path).stdout)[0]
        return report, json.loads(self.run("figures").stdout)


def disagreement(report, figures, readings):
    """What does not agree, in words, or None."""
    key = lambda flow, period, usd: (flow, period, f"{usd:.11e}")  # sums of binary numbers differ in the last digits
    ours = collections.Counter(key(f["flow"], f["period"], f["value_usd"]) for f in figures)
    theirs = collections.Counter(key(r.flow, r.period, r.usd) for r in readings)
    foreign = ours - theirs
    if foreign:
        return f"{sum(foreign.values())} figures that the other reader does not find, such as {next(iter(foreign))}"
    left_out = 0
    for note in report["notes"]:
        rows = re.search(r"(\d+) rows?\b", note)
        if note.startswith("left out") and rows and "not published yet" not in note and "without a year" not in note:
            left_out += int(rows[1])
    if report["figures"] + left_out != len(readings):
        return f"{report['figures']} figures and {left_out} left out, but {len(readings)} values in the document"
    for code, names in NAMES.items():
        mine = collections.Counter(key(f["flow"], f["period"], f["value_usd"]) for f in figures if f["partner"] == code)
        other = collections.Counter(key(r.flow, r.period, r.usd) for r in readings if r.partner in names)
        is_reporter = any(f["reporter"] == code for f in figures)  # trade with itself is left out
        if other and mine != other and not is_reporter:
            return f"partner {code}: {sum(mine.values())} figures, {sum(other.values())} in the document"
    return None


def main(program, folder):
    bad = 0
    print("| document | read as | figures | left out or refused | second reading |\n| --- | --- | --: | --- | --- |")
    for path in sorted(p for p in pathlib.Path(folder).rglob("*") if p.is_file() and p.suffix != ".md"):
        report, figures = Product(program).read(path)
        if report["outcome"] == "refused":
            print(f"| {path.name} | refused | | {report['faults'][0]['text'].split(': ', 1)[1][:140]} | |")
            continue
        readings = second_reading(path)
        wrong = disagreement(report, figures, readings) if readings else None
        bad += wrong is not None
        left = "; ".join(note.removeprefix("left out: ")[:60] for note in report["notes"])
        print(f"| {path.name} | {report['format']} | {report['figures']} | {left} | "
              f"{wrong or (f'agrees on {len(readings)} values' if readings else 'none')} |")
    return 1 if bad else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
