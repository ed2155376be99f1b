"""The campaign `nodes`: daemons that share a PostgreSQL store which is stopped hard again and again, while some of them
are frozen for longer than their claims last and then go on."""
import datetime
import pathlib
import random
import shutil
import signal
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "scenarios"))
from nodes_of_a_store import Cluster, release  # noqa: E402
from postgresql import Server  # noqa: E402

TARGETS = 4
FAST = 100  # of the server's clock: a claim of five minutes lasts three seconds
FROZEN_S = 3.5  # longer than that
FREEZES = 3  # one run in so many
LONGEST_S = 0.6  # of load, before a stop
END_S = 300


def within(seconds, what, probe):
    end = time.monotonic() + seconds
    while not (found := probe()):
        if time.monotonic() > end:
            print(f"faults: not within {seconds} s: {what}", file=sys.stderr)
            return False
        time.sleep(0.05)
    return found


class Load:
    """Releases of one target after another at one node after another: alerts come and go."""

    def __init__(self, cluster):
        self.cluster, self.dropped = cluster, 0

    def drop(self):
        n, target = self.dropped, self.dropped % TARGETS + 1
        turn = n // TARGETS
        published = datetime.date(2024, 7, 1) + datetime.timedelta(days=turn)
        node = self.cluster.nodes[n % len(self.cluster.nodes)]
        node.drop(f"r{n}.csv", release([target], published, good=turn % 4 < 2))
        self.dropped += 1


def stop_hard(server, cluster, load, dice):
    """One run; true when a node was frozen in it."""
    for _ in cluster.nodes:
        load.drop()
    time.sleep(dice.uniform(0, LONGEST_S))
    frozen = dice.choice(cluster.nodes) if dice.randrange(FREEZES) == 0 else None
    if frozen:
        frozen.tell(signal.SIGSTOP)
        # Half of them stay frozen while the others go on, half while the server is away too.
        if dice.randrange(2) == 0:
            time.sleep(FROZEN_S)
    server.stop(signal.SIGQUIT)
    server.start()
    if frozen:
        time.sleep(FROZEN_S)
        frozen.tell(signal.SIGCONT)
    return frozen is not None


def run(options):
    dice = random.Random(options.seed)
    began = time.monotonic()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tradewatch-faults-"))
    server = Server(durable=True)
    cluster = Cluster(server, options.program, folder, options.nodes, target_count=TARGETS, times=FAST)
    cluster.hook.slow_s = 0.1  # so that much is on its way when something happens
    load, frozen, faults = Load(cluster), 0, []
    try:
        for node in cluster.nodes:
            node.start()
        for _ in range(options.runs):
            frozen += stop_hard(server, cluster, load, dice)
        if not within(END_S, "all documents are taken",
                      lambda: sum(len(node.accepted()) for node in cluster.nodes) == load.dropped):
            faults.append(f"{load.dropped} documents dropped, "
                          f"{sum(len(node.accepted()) for node in cluster.nodes)} accepted in the end")
        # What is taken is assessed and told soon after.
        quiet = lambda: all(not cluster.waiting() and not time.sleep(1) for _ in range(6))
        if not within(END_S, "all notices are delivered", quiet):
            faults.append("notices still wait")
        faults += [f"node {node.name} ended: {node.log()[-500:]}" for node in cluster.nodes if not node.is_running()]
        faults += cluster.losses()
        ids = cluster.hook.ids()
        claims = int(cluster.ask("SELECT count(*) FROM ledger.claim")[0][0])
        print(f"nodes: {options.nodes} nodes, the server stopped hard {options.runs} times, {frozen} freezes past their "
              f"claims, {load.dropped} documents accepted, {len(ids)} notices told, {sum(ids.values()) - len(ids)} repeated "
              f"under their id, {claims} claims, {len(cluster.claimed_twice())} of them while another was in force; "
              f"{len(faults)} faults; seed {options.seed}, {time.monotonic() - began:.0f} s")
    finally:
        cluster.end()
        server.remove()
    for fault in faults[:20]:
        print(f"faults: {fault}", file=sys.stderr)
    if faults:
        print(f"faults: the nodes' logs are in {folder}", file=sys.stderr)
        return 1
    shutil.rmtree(folder, ignore_errors=True)
    return 0
