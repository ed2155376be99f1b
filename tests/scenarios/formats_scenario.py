"""Documents as their sources publish them: read as another library reads them, and seen on the page with their source."""
import io, json, os, pathlib, tempfile, unittest

import openpyxl

import second_reading
from product import PROGRAM, Scenario, sbp, within


def workbook(sheets):
    """Bytes of an .xlsx with rows of values for each sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bureau_workbook():
    """In the layout of Kazakhstan's Bureau of National Statistics; the figures on Pakistan are the bureau's."""
    def year(title, pakistan):
        return [[" Основные показатели внешней торговли Республики Казахстан"], [title], [None] * 4 + ["тыс. долларов США"],
                ["Наименование", "Товарооборот", None, "Экспорт", None, "Импорт", None],
                [None, "всего", "удельный вес, %", "всего", "удельный вес, %", "всего", "удельный вес, %"],
                ["Всего\nв том числе", 139551038.0123, 100, 79138754.67736, 100, 60412283.33494, 100],
                ["Страны СНГ", 36891616.5383, 26.4, 16515806.68899, 20.9, 20375809.84931, 33.7],
                ["Пакистан", sum(pakistan), 0.04, pakistan[0], 0.01, pakistan[1], 0.08],
                ["Китай", 31000000.5, 22.2, 15000000.25, 18.9, 16000000.25, 26.5],
                ["Австралия и Океания", 1.5, 0.0, 1.0, 0.0, 0.5, 0.0], ["Науру", None, None, None, None, None, None]]
    return workbook({"Обложка": [["Дата опубликования: 25.07.2024"]],
                     "2022": year("2022 год", (35875.22628, 37615.07577)),
                     "2023": year("за январь-декабрь 2023 года", (5679.55762, 47534.98259))})


def portal_workbook():
    head = [[None], [None, "Imports, CIF from Partner Countries"], [None], [None, "Pakistan"],
            [None, "US Dollars, Millions"], [None], [None, None, "2019", "2020M01", "2020M02"]]
    return workbook({"Imports, CIF": head + [[None, "Kazakhstan, Rep. of", 1.25, "0.04 e", None],
                                             [None, "China, P.R.: Mainland", "1,032.13 e", 5, "5.5 r"],
                                             [None, "World", 2000, 30, 31]]})


def comtrade(rows):
    data = [{"typeCode": "C", "freqCode": "M", "refPeriodId": int(period + "01"), "refYear": int(period[:4]),
             "refMonth": int(period[4:]), "period": period, "reporterCode": 398, "reporterISO": "KAZ", "flowCode": flow,
             "partnerCode": code, "partnerISO": iso, "partner2Code": 0, "classificationCode": "H6", "cmdCode": "TOTAL",
             "customsCode": "C00", "mosCode": "0", "motCode": 0, "primaryValue": value, "isReported": True}
            for period, flow, code, iso, value in rows]
    return json.dumps({"elapsedTime": "0.1 secs", "count": len(data), "data": data, "error": ""})


CENSUS = ("year,CTY_CODE,CTYNAME," + ",".join("I" + m for m in second_reading.MONTHS) + ",IYR," +
          ",".join("E" + m for m in second_reading.MONTHS) + ",EYR\r" +
          "2015,5350,Pakistan," + ",".join(str(i + 0.5) for i in range(12)) + ",72," + ",".join("2" * 12) + ",24\r" +
          "2016,5350,Pakistan,4.25,0,0,0,0,0,0,0,0,0,0,0,4.25,1,0,0,0,0,0,0,0,0,0,0,0,1\r")

SDMX = """<m:StructureSpecificData xmlns:m="urn:m"><m:DataSet>
<Series COUNTRY="PAK" INDICATOR="XG_FOB_USD" COUNTERPART_COUNTRY="KAZ" FREQUENCY="M" SCALE="6">
<Obs TIME_PERIOD="2025-M01" OBS_VALUE="6478000"/><Obs TIME_PERIOD="2025-M02" OBS_VALUE="NaN"/>
</Series><Series COUNTRY="PAK" INDICATOR="XG_FOB_USD" COUNTERPART_COUNTRY="G001" FREQUENCY="M">
<Obs TIME_PERIOD="2025-M01" OBS_VALUE="2500000000"/></Series></m:DataSet></m:StructureSpecificData>"""

EASY_DATA = ("Dataset Name,Observation Date,Series Key,Series Display Name,Observation Value,Unit,Observation Status\n"
             "Export Receipts,2026-03-31,TS_GP_BOP_XRECCOU_M.K,Export Receipts - Kazakhstan,{},Thousand USD,Normal\n")


class SecondReading(unittest.TestCase):
    """Documents made here, in the layouts of their sources."""

    def test_another_reader_finds_the_same_figures(self):
        documents = {"bureau.xls": bureau_workbook(), "portal.xlsx": portal_workbook(), "census.csv": CENSUS.encode(),
                     "imts.xml": SDMX.encode(),
                     "comtrade.json": comtrade([("202601", "X", 586, "PAK", 1234567.25), ("202601", "M", 586, "PAK", 0),
                                                ("202601", "X", 0, "W00", 9e9)]).encode()}
        expected = {"bureau.xls": 12, "portal.xlsx": 5, "census.csv": 26, "imts.xml": 1, "comtrade.json": 2}
        with tempfile.TemporaryDirectory() as folder:
            for name, content in documents.items():
                path = pathlib.Path(folder) / name
                path.write_bytes(content)
                report, figures = second_reading.Product(PROGRAM).read(path)
                self.assertEqual(report["outcome"], "accepted", report)
                self.assertEqual(report["figures"], expected[name], report)
                self.assertIsNone(second_reading.disagreement(report, figures, second_reading.second_reading(path)), name)

    def test_the_other_reader_would_notice_a_factor_of_a_thousand(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "portal.xlsx"
            path.write_bytes(portal_workbook())
            report, figures = second_reading.Product(PROGRAM).read(path)
            figures[0]["value_usd"] *= 1000
            self.assertIsNotNone(second_reading.disagreement(report, figures, second_reading.second_reading(path)))


EARLY_BUREAU = ("reporter,partner,flow,period,value,unit,source,basis,published\n"
                "KAZ,PAK,two-way,2023,60,USD million,kaz-bns,customs,2024-02-15\n")

AS_COMTRADE_COUNTS = """
[[target]]
id = "t2"
title = "The same as Kazakhstan counts it"
amount = "1 billion USD"
announced = 2026-02-04
window = "2026-03/2027-02"
components = [
  { source = "comtrade", reporter = "KAZ", partner = "PAK", flow = "export" },
  { source = "comtrade", reporter = "KAZ", partner = "PAK", flow = "import" },
]
"""


class DayInTheLife(Scenario):
    """A workbook of the Bureau, an answer of Comtrade and a file of the State Bank, dropped while the service runs."""

    def settings(self, **options):
        super().settings(**options)
        text = self.config.read_text().replace("[target.alert]", """mirror = [
  { source = "kaz-bns", reporter = "KAZ", partner = "PAK", flow = "two-way", basis = "customs" },
]
[target.alert]""")
        self.config.write_text(text + AS_COMTRADE_COUNTS)

    def mirror_ratio(self):
        return next(target for target in self.json("status") if target["id"] == "t1")["mirror"].get("ratio")

    def test_each_document_is_seen_with_its_source_and_the_mirror_ratio_changes(self):
        self.start()
        self.drop("years.csv", sbp("2023", 54.0, 12.0, "2024-02-01") +
                  sbp("2022", 80.0, 9.0, "2023-02-01").split("\n", 1)[1])
        self.drop("early.csv", EARLY_BUREAU)
        within(30, "the first figures", lambda: len(self.json("figures")) == 5)
        self.assertAlmostEqual(self.mirror_ratio(), 60 / 66, places=6)

        self.drop("kaz-2023.xls", bureau_workbook())
        self.drop("comtrade.json", comtrade([("202601", "X", 586, "PAK", 1234567.25), ("202601", "M", 586, "PAK", 765)]))
        self.drop("easydata.csv", EASY_DATA.format(6478))
        within(30, "all three are taken", lambda: len(list((self.inbox / "accepted").glob("*.report.json"))) == 5)
        sources = {f["source"] for f in self.json("figures")}
        self.assertEqual(sources, {"sbp", "kaz-bns", "comtrade"})
        report = json.loads((self.inbox / "accepted" / "kaz-2023.xls.report.json").read_text())
        self.assertEqual((report["format"], report["figures"], report["revisions"]),
                         ("kaz-bns-trade-by-country", 12, 1))
        self.assertAlmostEqual(self.mirror_ratio(), (5.67955762 + 47.53498259) / 66, places=6)

        for target, documents in (("t1", {"kaz-2023.xls": "kaz-bns", "easydata.csv": "sbp"}),
                                  ("t2", {"comtrade.json": "comtrade"})):
            page = within(60, f"the page of {target} shows its documents", lambda t=target, names=documents: (
                text := self.get(f"/targets/{t}")) and all(name in text for name in names) and text)
            explained = self.command("explain", target).stdout.decode()
            for document, source in documents.items():
                self.assertIn(source, page)
                line = next((line for line in explained.splitlines() if document in line), "")
                self.assertIn(source, line, f"explain names {document} and {source} in one line")
        self.assertNotIn("there is no figure of kaz-bns", self.get("/targets/t1"))

        mirror = self.command("figures", "--mirror", "--reporter", "KAZ", "--partner", "PAK", "--json")
        pairs = json.loads(mirror.stdout)
        ratios = {(p["exports"], s["period"]): s.get("ratio") for p in pairs for s in p["spans"]}
        self.assertAlmostEqual(ratios[("sbp PAK export KAZ payments", "2023")], 47.53498259 / 54.0, places=6)
        again = json.loads(self.command("import", "--dry-run", "--json", self.inbox / "accepted" / "kaz-2023.xls").stdout)
        self.assertEqual(again[0]["outcome"], "duplicate")


if __name__ == "__main__":
    unittest.main()
