"""Several daemons on one PostgreSQL store: no leader, each with an inbox of its own. Fault F8 in small."""
import datetime, http.server, signal, threading, time, unittest

from nodes_of_a_store import Cluster, release
from postgresql import Server
from product import HEADER, PATIENCE, PROGRAM, Scenario, within

FAST = 100  # a claim of five minutes is over in three seconds


def published(n):
    return datetime.date(2024, 7, 1) + datetime.timedelta(days=n)


class Nodes(Scenario):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(durable=True)
        cls.addClassCleanup(cls.server.remove)

    def cluster(self, count=2, **options):
        cluster = Cluster(self.server, PROGRAM, self.folder, count, **options)
        self.addCleanup(cluster.end)
        self.addCleanup(self.tell_logs, cluster)
        for node in cluster.nodes:
            node.start(30 * PATIENCE)
        return cluster

    def tell_logs(self, cluster):
        if self._outcome.result.failures or self._outcome.result.errors:
            for node in cluster.nodes:
                print(f"--- {node.name}\n{node.log()[-3000:]}")

    def fire(self, cluster, first=0):
        """Two bad releases, one at each of two nodes: the target's alerts fire."""
        for n in (first, first + 1):
            node = cluster.nodes[n % 2]
            node.drop(f"r{n}.csv", release([1], published(n), good=False))
            within(30, f"r{n} is taken", lambda: f"r{n}.csv" in node.accepted())
            sequence = int(cluster.ask("SELECT max(sequence) FROM document")[0][0])
            within(30, f"r{n} is assessed", lambda: self.assessed(cluster) >= sequence)

    def assessed(self, cluster):
        return int(cluster.ask("SELECT coalesce(max(sequence), 0) FROM assessment")[0][0])

    def settled(self, cluster):
        within(60, "all is told", lambda: not cluster.waiting() and cluster.hook.taken)
        time.sleep(0.5)

    def test_what_one_node_takes_is_told_once_and_shown_by_both_within_a_second_or_so(self):
        cluster = self.cluster()
        a, b = cluster.nodes
        self.fire(cluster)
        self.settled(cluster)
        self.assertEqual(set(cluster.hook.ids().values()), {1}, cluster.hook.taken)
        a.drop("late.csv", release([1], published(2), good=False))
        within(30, "it is taken", lambda: "late.csv" in a.accepted())
        taken = time.monotonic()
        sequence = int(cluster.ask("SELECT max(sequence) FROM document")[0][0])
        for node in (a, b):
            within(10, f"{node.name} shows it", lambda: node.targets()["t1"]["sequence"] == sequence)
        shown_s = time.monotonic() - taken
        self.assertLess(shown_s, 2 * PATIENCE)
        same = lambda node: {k: v for k, v in node.targets()["t1"].items() if k != "as_of"}
        within(10, "both say the same", lambda: same(a) == same(b))
        self.settled(cluster)
        self.assertEqual(cluster.losses(), [])
        print(f"both pages {shown_s * 1000:.0f} ms after one node took the document")

    def test_what_people_do_at_one_node_is_in_force_at_the_others(self):
        cluster = self.cluster()
        a, b = cluster.nodes
        self.fire(cluster)
        alert = within(10, "it fires", lambda: [x for x in a.ask("/api/v1/alerts") if x["state"] == "firing"])[0]
        b.ask(f"/api/v1/alerts/{alert['id']}/acknowledge", "POST", {"by": "Aisha", "note": "seen"})
        seen = lambda node: [x.get("acknowledged_by") for x in node.targets()["t1"]["alerts"] if x["id"] == alert["id"]]
        for node in (a, b):
            within(10, f"{node.name} shows who saw it", lambda: seen(node) == ["Aisha"])
        self.settled(cluster)
        told = len(cluster.hook.taken)
        b.ask("/api/v1/silences", "POST", {"target": "t1", "by": "Aisha", "reason": "holiday",
                                           "until": str(datetime.date.today() + datetime.timedelta(days=30))})
        for n in (2, 3):
            a.drop(f"g{n}.csv", release([1], published(n), good=True))
            within(30, "it is taken", lambda: f"g{n}.csv" in a.accepted())
        sequence = int(cluster.ask("SELECT max(sequence) FROM document")[0][0])
        within(30, "it is assessed", lambda: self.assessed(cluster) >= sequence)
        within(10, "what a silence kept back is written down",
               lambda: cluster.ask("SELECT 1 FROM alert_event WHERE kind = 'withheld'"))
        self.assertEqual(len(cluster.hook.taken), told)

    def test_a_node_that_dies_in_the_middle_of_a_delivery_has_it_made_by_another_under_the_same_id(self):
        cluster = self.cluster(times=FAST)
        cluster.hook.hold = True
        self.fire(cluster)
        id, sender, digest, _ = within(30, "a notice is on its way", lambda: cluster.hook.held)
        dying = next(node for node in cluster.nodes if node.name == sender)
        dying.end(signal.SIGKILL)
        within(30, "the other sends it", lambda: cluster.hook.ids()[id] > 1)
        self.settled(cluster)
        again = [told for told in cluster.hook.taken if told[0] == id][1]
        self.assertNotEqual(again[1], sender)
        self.assertEqual(again[2], digest)
        self.assertEqual(cluster.losses(), [])

    def test_a_node_that_is_frozen_past_its_claim_takes_nothing_from_the_one_that_went_on(self):
        cluster = self.cluster(times=FAST)
        cluster.hook.hold = True
        self.fire(cluster)
        id, sender, _, _ = within(30, "a notice is on its way", lambda: cluster.hook.held)
        frozen = next(node for node in cluster.nodes if node.name == sender)
        frozen.tell(signal.SIGSTOP)
        within(30, "the other sends it", lambda: cluster.hook.ids()[id] > 1)
        cluster.hook.release.set()
        frozen.tell(signal.SIGCONT)
        self.fire(cluster, first=2)
        self.settled(cluster)
        self.assertEqual(cluster.losses(), [])
        self.assertLessEqual(max(cluster.hook.ids().values()), 2)

    def test_nothing_is_lost_when_the_server_is_stopped_hard_under_load(self):
        cluster = self.cluster(times=FAST)
        dropped = 0
        for round in range(3):
            for node in cluster.nodes:
                for _ in range(3):
                    node.drop(f"r{dropped}.csv", release([1], published(dropped), good=dropped % 4 < 2))
                    dropped += 1
            time.sleep(0.1 + 0.1 * round)
            self.server.stop(signal.SIGQUIT)
            self.server.start(60 * PATIENCE)
        within(60, "all documents are taken", lambda: sum(len(node.accepted()) for node in cluster.nodes) == dropped)
        sequence = int(cluster.ask("SELECT max(sequence) FROM document")[0][0])
        within(60, "all is assessed", lambda: self.assessed(cluster) >= sequence)
        self.settled(cluster)
        self.assertEqual(cluster.losses(), [])
        self.assertEqual(sequence, dropped + 1)

    def test_a_source_is_asked_by_one_node_at_each_point_of_its_schedule(self):
        asked = []

        class Source(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(time.monotonic())
                body = (HEADER + f"PAK,KAZ,export,2024-01,{len(asked)},USD,pulled,payments,2024-02-10\n").encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        source = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Source)
        threading.Thread(target=source.serve_forever, daemon=True).start()
        self.addCleanup(source.server_close)
        self.addCleanup(source.shutdown)
        every_s = 2
        self.cluster(count=3, more=f"""
[[intake.pull]]
name = "source"
url = "http://127.0.0.1:{source.server_address[1]}/figures"
every = "{every_s} seconds"
""")
        within(30, "it is asked three times", lambda: len(asked) >= 3)
        apart = [later - earlier for earlier, later in zip(asked, asked[1:])]
        self.assertGreater(min(apart), 0.75 * every_s, apart)

    def test_the_weekly_report_is_sent_once(self):
        cluster = Cluster(self.server, PROGRAM, self.folder, 2, more="reports = true\n[report]\nevery = \"Monday 09:00\"\n")
        self.addCleanup(cluster.end)
        cluster.ask("UPDATE document SET taken = '2024-02-05T00:00:00.000000Z'")
        for node in cluster.nodes:
            node.begin()
        for node in cluster.nodes:
            node.wait_for_address(30 * PATIENCE)
        reports = lambda: [row[0] for row in cluster.ask("SELECT id FROM notice WHERE kind = 'report'")]
        within(30, "it is queued", reports)
        within(30, "it is sent", lambda: cluster.hook.ids()[reports()[0]])
        time.sleep(0.5)
        self.assertEqual([cluster.hook.ids()[id] for id in reports()], [1])


if __name__ == "__main__":
    unittest.main()
