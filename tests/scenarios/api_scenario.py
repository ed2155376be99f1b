"""Programs that talk to the running service: documents posted, figures paged, history and forecast read."""
import json, unittest, urllib.error, urllib.request

from product import PATIENCE, Scenario, sbp, within


class Api(Scenario):
    def ask(self, method, path, body=None, **headers):
        request = urllib.request.Request(self.address + path.lstrip("/"), method=method,
                                         data=None if body is None else body.encode())
        request.add_header("Origin", self.address.rstrip("/"))
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with urllib.request.urlopen(request, timeout=30 * PATIENCE) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()

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

    def test_another_site_may_post_nothing(self):
        self.start()
        status, _, body = self.ask("POST", "/api/v1/figures", sbp("2026-03", 1, 1, "2026-04-20"),
                                   Origin="http://evil.example")
        self.assertEqual(status, 403, body)
        self.assertEqual(self.json("figures"), [])


if __name__ == "__main__":
    unittest.main()
