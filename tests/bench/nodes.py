"""S10: do several daemons on one PostgreSQL do more than one, and nothing twice?

A few documents, each of which changes every target, are dropped at one node after another. What is counted is distinct
assessments and distinct notices, until all of them are there; work that two nodes did both counts once. Each node is
kept to one core, so that one node alone leaves the others idle; with more nodes than cores they share them, with the
server and the receiver beside them. At last the same with two of four nodes killed on the way: the server's clock goes
fast there, so that claims of the dead end in seconds.
"""
import datetime
import os
import pathlib
import signal
import sys
import tempfile
import time

import goals
import place
import tables

sys.path.insert(0, str(place.kRoot / "tests" / "scenarios"))
import nodes_of_a_store  # noqa: E402
import postgresql  # noqa: E402

kCounts = (1, 2, 4, 8)
kDocuments = 4  # two bad releases, then two good ones: alerts fire and resolve
kFast = 100
kWithin_s = 600
kWantedGrowth = 1.3  # of as many nodes as cores, to one node
kWantedKept = 0.8  # of the most, with more nodes than cores


def until(what, probe):
    end = time.monotonic() + kWithin_s
    while not probe():
        if time.monotonic() > end:
            raise SystemExit(f"nodes: not within {kWithin_s} s: {what}")
        time.sleep(0.02)
    return time.monotonic()


def processor_s(node):
    """Of user and system, so far."""
    fields = pathlib.Path(f"/proc/{node.daemon.pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def one(server, program, folder, count, target_count, killed=0):
    folder.mkdir()
    cluster = nodes_of_a_store.Cluster(server, program, folder, count, target_count, times=kFast if killed else 1)
    names = range(1, target_count + 1)
    first = datetime.date(2024, 7, 1)
    try:
        for number, node in enumerate(cluster.nodes):
            node.cores = number % os.cpu_count()
            node.begin()
        for node in cluster.nodes:
            node.wait_for_address(kWithin_s)
        until("the first notices are delivered", lambda: not cluster.waiting())
        assessed, told = rows(cluster), len(cluster.hook.ids())
        before_s = sum(processor_s(node) for node in cluster.nodes)
        began = time.monotonic()
        for number in range(kDocuments):
            node = cluster.nodes[number % (count - killed)]
            node.drop(f"r{number}.csv", nodes_of_a_store.release(names, first + datetime.timedelta(days=number),
                                                                good=number >= 2))
            # In their order: an older one that comes later changes nothing, and nothing is assessed for it.
            until("the document is accepted", lambda: f"r{number}.csv" in node.accepted())
        if killed:
            until("half is assessed", lambda: rows(cluster) - assessed > kDocuments * target_count / 2)
            for node in cluster.nodes[-killed:]:
                node.end(signal.SIGKILL)
        assessed_s = until("all is assessed", lambda: rows(cluster) - assessed == kDocuments * target_count) - began
        told_s = until("all notices are delivered", lambda: not cluster.waiting()) - began
        living = [node for node in cluster.nodes if node.is_running()]
        used_s = None if killed else sum(processor_s(node) for node in living) - before_s
        newest = int(cluster.ask("SELECT max(sequence) FROM document")[0][0])
        shown_s = until("every page shows it", lambda: all(
            target["sequence"] == newest for node in living for target in node.targets().values())) - began
        ids = cluster.hook.ids()
        return {"nodes": count, "killed": killed, "assessments": kDocuments * target_count, "assessed_s": assessed_s,
                "notices": len(ids) - told, "told_s": told_s, "shown_s": shown_s, "processor_s": used_s,
                "repeats": sum(ids.values()) - len(ids), "faults": cluster.losses()}
    finally:
        cluster.end()


def rows(cluster):
    return int(cluster.ask("SELECT count(*) FROM assessment")[0][0])


def table(found, markdown):
    lines = [[f"{run['nodes']}" + (f", {run['killed']} of them killed" if run["killed"] else ""),
              run["assessments"] / run["assessed_s"], run["notices"] / run["told_s"], run["shown_s"],
              run["processor_s"], run["repeats"], len(run["faults"])] for run in found]
    return tables.text("S10 nodes on one PostgreSQL, each kept to one core",
                       ["nodes", "assessments a second", "deliveries a second", "s until every page shows all",
                        "processor s", "repeats", "faults"], lines, markdown)


def goals_of(found):
    plain = [run for run in found if not run["killed"]]
    pace = {run["nodes"]: run["assessments"] / run["assessed_s"] for run in plain}
    cores = os.cpu_count()
    repeats = sum(run["repeats"] for run in plain)
    faults = sum(len(run["faults"]) for run in found)
    wanted = [goals.Goal("S10 told twice while no node was killed", str(repeats), "0", repeats == 0),
              goals.Goal("S10 lost, or claimed while another claim was in force", str(faults), "0", faults == 0)]
    if 1 in pace and cores in pace and cores > 1:
        growth = pace[cores] / pace[1]
        wanted.append(goals.Goal(f"S10 pace of {cores} nodes, one a core, to one node", f"{growth:.2f}",
                                 f"at least {kWantedGrowth}", growth >= kWantedGrowth))
    beyond = {count: value for count, value in pace.items() if count > cores}
    for count, value in beyond.items():
        kept = value / max(pace.values())
        wanted.append(goals.Goal(f"S10 pace of {count} nodes on {cores} cores to the most", f"{kept:.2f}",
                                 f"at least {kWantedKept}", kept >= kWantedKept))
    return wanted


def run(options):
    program = place.program(options.program)
    server = postgresql.Server(durable=True, connections=200)
    found = []
    try:
        with tempfile.TemporaryDirectory(prefix="tradewatch-bench-") as name:
            for count, killed in [(count, 0) for count in options.nodes] + [(4, 2)]:
                found.append(one(server, program, pathlib.Path(name) / f"{count}-{killed}", count, options.targets, killed))
                place.say(f"nodes: {count}{' with some killed' if killed else ''}: "
                          f"{found[-1]['assessments'] / found[-1]['assessed_s']:.1f} assessments a second")
    finally:
        server.remove()
    print(table(found, options.markdown))
    for fault in [fault for run in found for fault in run["faults"]][:20]:
        place.say(f"nodes: {fault}")
    wanted = goals_of(found)
    print(goals.table("nodes goals", wanted, options.markdown), flush=True)
    return {"nodes": {"runs": found, "goals": goals.as_json(wanted)}}
