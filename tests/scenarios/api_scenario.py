"""Programs that talk to the running service: documents posted, figures paged, history and forecast read."""
import csv, datetime, io, json, re, struct, unittest, urllib.request, xml.etree.ElementTree, zlib

import jsonschema
import openpyxl

import api_document
from product import PATIENCE, Scenario, sbp, within


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KAZAKH_SIDE = 'mirror = [{ source = "kaz-bns", reporter = "KAZ", partner = "PAK", flow = "two-way" }]\n'
ATOM = "{http://www.w3.org/2005/Atom}"


def png_fault(picture):
    """What is wrong with the chunks of a PNG, or None."""
    at = 8
    while at < len(picture):
        size, = struct.unpack(">I", picture[at:at + 4])
        kind = picture[at + 4:at + 8]
        check, = struct.unpack(">I", picture[at + 8 + size:at + 12 + size])
        if zlib.crc32(picture[at + 4:at + 8 + size]) != check:
            return f"the check of {kind} at {at}"
        at += 12 + size
    return None if kind == b"IEND" else "no end"


class Api(Scenario):
    def start(self):
        super().start()
        self.credentials = {"Origin": self.address.rstrip("/")}

    def import_both_sides(self):
        settings = self.config.read_text()
        self.config.write_text(settings.replace("[target.alert]", KAZAKH_SIDE + "[target.alert]"))
        self.import_real_figures(("sbp", "kaz-bns"))

    def test_a_posted_document_is_taken_and_assessed_once(self):
        self.import_real_figures()
        self.start()
        fired = within(60, "the first notices", lambda: self.told("off_track"))
        before = json.loads(self.get("/api/v1/targets/t1/history"))
        release = sbp("2026-03/2026-06", 600, 600, "2026-07-20")
        key = {"Idempotency_Key": "a1", "Content_Type": "text/csv"}
        status, headers, first = self.ask("POST", "/api/v1/figures?name=sbp-2026-06.csv", release, **key)
        self.assertEqual(status, 201, first)
        self.assertEqual(json.loads(first)["stored"], 2)
        status, headers, again = self.ask("POST", "/api/v1/figures?name=sbp-2026-06.csv", release, **key)
        self.assertEqual((status, again, headers["Idempotency-Replayed"]), (201, first, "true"))
        status, _, other = self.ask("POST", "/api/v1/figures", sbp("2026-07", 100, 100, "2026-08-20"), **key)
        self.assertEqual(status, 422, other)
        after = within(60, "it is assessed", lambda: len(h := json.loads(self.get("/api/v1/targets/t1/history"))) >
                       len(before) and h)
        self.assertEqual(after[:len(before)], before, "history is only added to")
        self.assertGreater(after[-1]["probability"], before[-1]["probability"])
        forecast = within(60, "it is shown", lambda: (f := json.loads(self.get("/api/v1/targets/t1/forecast"))) and
                          f["probability"] == after[-1]["probability"] and f)
        self.assertIn("median_usd", forecast)
        self.assertEqual(len(fired), 1)

    def test_a_refused_document_says_where_and_every_vintage_can_be_paged(self):
        self.import_real_figures()
        self.start()
        status, headers, body = self.ask("POST", "/api/v1/figures", sbp("Mar-26", 1, 1, "2026-04-20"))
        self.assertEqual((status, headers["Content-Type"]), (422, "application/problem+json"))
        fault = json.loads(body)["report"]["faults"][0]
        self.assertEqual((fault["line"], fault["column_name"], fault["found"]), (2, "period", "Mar-26"))
        paged, path = [], "/api/v1/figures?limit=10"
        while path:
            status, headers, body = self.ask("GET", path)
            self.assertEqual(status, 200, body)
            paged += json.loads(body)
            link = headers.get("Link")
            path = link and link[1:link.index(">")]
        self.assertEqual(sorted(f["id"] for f in self.json("figures")), [f["id"] for f in paged])
        self.assertGreater(len(paged), 10)

    def test_the_document_is_whole(self):
        self.start()
        document = self.api_document()
        whole = document.whole
        self.assertEqual(whole["openapi"], "3.1.0")
        named = set(api_document.references(whole))
        for reference in named:
            self.assertTrue(document.resolver.resolve(reference)[1], reference)
        for kind in ("schemas", "parameters", "headers", "responses", "requestBodies"):
            for name, part in whole["components"][kind].items():
                self.assertIn(f"#/components/{kind}/{name}", named, "nobody uses it")
                jsonschema.Draft202012Validator.check_schema(part if kind == "schemas" else part.get("schema", {}))
        tags = {tag["name"] for tag in whole["tags"]}
        used = set()
        for path, item in whole["paths"].items():
            for method, operation in item.items():
                used.update(operation["tags"])
                parameters = [document.resolved(each) for each in operation.get("parameters", [])]
                in_path = [each["name"] for each in parameters if each["in"] == "path"]
                self.assertEqual(in_path, re.findall(r"{(\w+)}", path))
                names = [(each["in"], each["name"]) for each in parameters]
                self.assertEqual(len(names), len(set(names)), (method, path))
                for answer in operation["responses"].values():
                    self.assertTrue(document.resolved(answer)["description"])
        self.assertEqual(used, tags)

    def test_every_operation_answers_as_the_document_says_and_no_other_method_does(self):
        self.import_both_sides()
        self.start()
        within(60, "it is assessed", lambda: json.loads(self.get("/api/v1/alerts")))
        later = datetime.date.today() + datetime.timedelta(days=30)
        until = {"until": str(later), "by": "Aisha"}
        as_json = {"Content_Type": "application/json"}
        _, _, silence = self.ask("POST", "/api/v1/silences", json.dumps({**until, "reason": "a test"}), **as_json)
        sent = {"takeFigures": sbp("2026-03", 1, 1, "2026-04-20"), "addSilence": json.dumps({**until, "reason": "b"}),
                "acknowledgeAlert": json.dumps({"by": "Aisha", "note": "seen"})}
        places = {"target": "t1", "alert": "t1.off_track", "silence": json.loads(silence)["id"], "form": "csv",
                  "week": json.loads(self.get("/api/v1/reports"))[0]["week"]}
        document = self.api_document()
        forms = document.whole["components"]["parameters"]["form"]["schema"]["enum"]
        for pattern, item in document.whole["paths"].items():
            path = pattern.format(**places)
            known = document.methods_of(pattern)
            for method in sorted({"GET", "POST", "PUT", "PATCH", "DELETE"} - known):
                status, headers, _ = self.ask(method, path)
                self.assertEqual((method, path, status), (method, path, 405))
                allowed = {each.strip() for each in headers["Allow"].split(",")}
                self.assertEqual(allowed - {"HEAD"}, known, path)
                self.assertEqual("HEAD" in allowed, "GET" in known, path)
            if path == "/api/v1/events":
                continue  # an answer without an end: test_events_are_told_as_they_come
            for method, operation in item.items():
                query = "?by=Aisha" if method == "delete" else ""
                headers = as_json if operation["operationId"] in ("addSilence", "acknowledgeAlert") else {}
                for address in [pattern.format(**{**places, "form": form}) for form in forms] \
                        if "{form}" in pattern else [path]:
                    status, told, body = self.ask(method.upper(), address + query,
                                                  sent.get(operation["operationId"]), **headers)
                    self.assertIn(status, (200, 201), (method, address, body[:300]))
                    if method == "get":
                        again = self.ask("GET", address, If_None_Match=told["ETag"])
                        moving = ("/metrics", "/calendar.ics", "/healthz", "/readyz", "/api/v1/health")
                        self.assertTrue(again[0] == 304 or address in moving or "alerts" in address or
                                        "reports" in address, address)
                        self.assertIn(self.ask("HEAD", address)[0], (200, 304))
        self.assertEqual(self.ask("GET", "/api/v1/targets/nobody")[0], 404)
        self.assertEqual(self.ask("GET", "/api/v1/reports/2025-W53")[0], 404)
        self.assertEqual(self.ask("GET", "/api/v1/figures?limit=0")[0], 400)
        self.assertEqual(self.ask("GET", "/api/v1/figures?flow=sideways")[0], 400)
        self.assertEqual(self.ask("POST", "/api/v1/silences", "{}", **as_json)[0], 400)
        self.assertEqual(self.ask("GET", "/api/v1/nothing")[0], 404)

    def test_events_are_told_as_they_come(self):
        self.import_real_figures()
        self.start()
        with urllib.request.urlopen(self.address + "api/v1/events?after=", timeout=30 * PATIENCE) as answer:
            self.assertEqual(answer.headers["Content-Type"], "text/event-stream")
            self.assertEqual(answer.readline(), b": listening\n")
            self.drop("november.csv", sbp("2025-07/2025-11", 31.2, 0.31, "2026-01-08"))
            lines = iter(answer.readline, b"")
            name = next(line for line in lines if line.startswith(b"event: "))
            self.assertIn(name.split()[1], (b"assessment", b"alert", b"reset"))

    def probability(self):
        return json.loads(self.get("/targets/t1/history.json"))["steps"][-1]["probability"]

    def workbook(self, path):
        status, headers, body = self.exchange("GET", path)
        self.assertEqual((status, headers["Content-Type"]), (200, XLSX), body[:300])
        self.assertEqual(self.exchange("GET", path, If_None_Match=headers["ETag"])[0], 304, "the same bytes again")
        book = openpyxl.load_workbook(io.BytesIO(body))
        about = {row[0]: row[1] for row in book["about"].iter_rows(values_only=True)}
        self.assertTrue(about["Terms"])
        self.assertEqual(book.properties.creator, "tradewatch")
        self.assertFalse([cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"])
        return [list(row) for row in book.worksheets[0].iter_rows()], about

    def test_tables_are_workbooks_with_dates_and_numbers_and_no_formula(self):
        formula = '=HYPERLINK("http://evil.example","x")'
        lines = ["reporter,partner,flow,period,value,unit,source,basis,published,reference"]
        for flow, text in (("export", formula), ("import", "+1+1"), ("re-export", "-1"), ("re-import", "@SUM(A1)")):
            quoted = text.replace('"', '""')
            lines.append(f'PAK,KAZ,{flow},2026-03,12.50,USD million,sbp,payments,2026-04-20,"{quoted}"')
        (self.folder / "f.csv").write_text("\n".join(lines) + "\n")
        self.command("import", self.folder / "f.csv")
        self.start()
        rows, about = self.workbook("/api/v1/figures?format=xlsx")
        head = [cell.value for cell in rows[0]]
        first = dict(zip(head, rows[1]))
        self.assertEqual((first["value"].value, first["value, USD"].value), (12.5, 12500000))
        self.assertEqual((first["published"].value, first["published"].is_date),
                         (datetime.datetime(2026, 4, 20), True))
        self.assertEqual([dict(zip(head, row))["reference"].value for row in rows[1:]],
                         [formula, "+1+1", "-1", "@SUM(A1)"])
        self.assertEqual((about["Source"], about["Vintage"]), ("sbp", "every vintage, to sequence 1"))

    def test_a_chart_says_in_every_form_what_it_was_made_of(self):
        self.import_real_figures()
        self.start()
        within(60, "it is assessed", lambda: json.loads(self.get("/api/v1/targets")))
        vintage = "published by 2025-12-09, sequence"
        rows, about = self.workbook("/targets/t1/chart.xlsx")
        self.assertEqual(about["Source"], "sbp")
        self.assertIn(vintage, about["Vintage"])
        trailing = {row[0].value: row[1].value for row in rows[1:]}
        self.assertEqual(trailing[datetime.datetime(2025, 10, 1)], 222610000)
        self.assertEqual(rows[1][0].number_format, "yyyy-mm")
        self.assertIn(vintage, self.get("/targets/t1/chart.svg"))
        data = json.loads(self.get("/targets/t1/chart.json"))
        self.assertEqual(data["source"], "sbp")
        self.assertIn(vintage, data["vintage"])
        table = list(csv.DictReader(io.StringIO(self.get("/targets/t1/chart.csv"))))
        self.assertTrue(all(row["source"] == "sbp" and vintage in row["vintage"] for row in table))
        picture = self.exchange("GET", "/targets/t1/chart.png")[2]
        self.assertIn(vintage.encode(), picture)
        self.assertIsNone(png_fault(picture))
        rows, about = self.workbook("/targets/t1/history.xlsx")
        self.assertEqual((rows[-1][0].value, rows[-1][1].value), (datetime.datetime(2025, 12, 9), self.probability()))

    def test_both_sides_can_be_had_in_every_form_with_what_they_were_made_of(self):
        self.import_both_sides()
        self.start()
        within(60, "it is assessed", lambda: json.loads(self.get("/api/v1/targets")))
        vintage = "published by 2025-12-09, sequence"
        year = [row for row in json.loads(self.get("/targets/t1/mirror.json"))["spans"] if row["months"] == "2024"]
        self.assertEqual([(row["own_usd"], row["partner_usd"]) for row in year], [(241_142_000, 53_700_000)])
        rows, about = self.workbook("/targets/t1/mirror.xlsx")
        self.assertEqual(about["Source"], "kaz-bns, sbp")
        self.assertIn((datetime.datetime(2024, 1, 1), datetime.datetime(2024, 12, 1), 241_142_000, 53_700_000),
                      [tuple(cell.value for cell in row[:4]) for row in rows])
        self.assertIn(vintage, self.get("/targets/t1/mirror.svg"))
        table = list(csv.DictReader(io.StringIO(self.get("/targets/t1/mirror.csv"))))
        self.assertEqual({row["source"] for row in table}, {"kaz-bns, sbp"})
        picture = self.exchange("GET", "/targets/t1/mirror.png")[2]
        self.assertIn(vintage.encode(), picture)
        self.assertIsNone(png_fault(picture))

    def test_changes_of_verdicts_and_expected_figures_can_be_followed(self):
        self.import_real_figures()
        self.start()
        within(60, "it is assessed", lambda: json.loads(self.get("/api/v1/targets")))
        feed = xml.etree.ElementTree.fromstring(self.get("/feed.atom?lang=kk"))
        self.assertEqual(feed.get("{http://www.w3.org/XML/1998/namespace}lang"), "kk")
        entries = feed.findall(ATOM + "entry")
        self.assertTrue(entries)
        ids = [entry.findtext(ATOM + "id") for entry in entries]
        self.assertEqual(len(ids), len(set(ids)))
        for entry in entries:
            self.assertEqual(entry.find(ATOM + "link").get("href"), self.address + "targets/t1")
        calendar = self.get("/calendar.ics")
        self.assertIn("Pakistan", calendar.replace("\r\n ", ""))
        self.stop()
        self.start()
        within(60, "it is assessed", lambda: json.loads(self.get("/api/v1/targets")))
        again = xml.etree.ElementTree.fromstring(self.get("/feed.atom"))
        self.assertEqual([entry.findtext(ATOM + "id") for entry in again.findall(ATOM + "entry")], ids)
        without_address = [line for line in calendar.splitlines() if not line.startswith("URL:")]
        self.assertEqual([line for line in self.get("/calendar.ics").splitlines() if not line.startswith("URL:")],
                         without_address, "nothing of it is of the moment of asking")
        self.assertIn("off track", self.get("/badge/t1.svg"))

    def test_another_site_may_post_nothing(self):
        self.start()
        status, _, body = self.ask("POST", "/api/v1/figures", sbp("2026-03", 1, 1, "2026-04-20"),
                                   Origin="http://evil.example")
        self.assertEqual(status, 403, body)
        self.assertEqual(self.json("figures"), [])


if __name__ == "__main__":
    unittest.main()
