"""kill -9 while importing, fifty times: whatever was reported as accepted is there, whole, and nothing else is."""
import json, os, random, signal, subprocess, time, unittest

from product import HEADER, PROGRAM, Scenario

KILLS = 50
BATCH = 3
ROWS = 200


def document(n):
    months = [f"{1980 + k // 12}-{k % 12 + 1:02}" for k in range(ROWS)]
    return HEADER + "".join(f"PAK,KAZ,export,{m},{n * 1000 + k},USD,src{n},payments,2026-01-10\n"
                            for k, m in enumerate(months))


class Kill(Scenario):
    def test_nothing_accepted_is_lost(self):
        seed = int(os.environ.get("TRADEWATCH_SEED", "20260204"))
        print("seed", seed)
        dice = random.Random(seed)
        acknowledged, made, killed, runs = set(), 0, 0, 0

        def documents(count):
            nonlocal made
            files = []
            for _ in range(count):
                made += 1
                files.append(self.folder / f"d{made}.csv")
                files[-1].write_text(document(made))
            return files

        first = documents(BATCH)
        began = time.monotonic()
        self.command("import", *first)
        whole_s = time.monotonic() - began
        acknowledged.update(file.name for file in first)
        while killed < KILLS:
            self.assertLess(runs, 10 * KILLS, f"only {killed} of {runs} imports were caught while they ran")
            runs += 1
            batch = documents(BATCH)
            run = subprocess.Popen([PROGRAM, "import", "--config", str(self.config), *map(str, batch)],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            time.sleep(dice.uniform(0, whole_s))
            running = run.poll() is None
            killed += running
            # The pace follows the machine's: others work on it too.
            whole_s *= 1.05 if running else 0.85
            run.send_signal(signal.SIGKILL)
            out = run.communicate()[0].decode()
            for file in batch:
                if any(line.startswith(file.name + ":") for line in out.splitlines()):
                    acknowledged.add(file.name)
        print(f"{killed} of {runs} imports were killed while running, {len(acknowledged)} documents acknowledged")
        self.assertGreater(len(acknowledged), KILLS // 2, "kills so early that they prove nothing")
        stored = {}
        for figure in self.json("figures"):
            stored.setdefault(figure["source"], []).append(figure)
        for figures in stored.values():
            self.assertEqual(len(figures), ROWS, "a document is there whole or not at all")
        for name in acknowledged:
            self.assertIn("src" + name[1:-4], stored, f"{name} was acknowledged and is lost")
        self.run_program("store", "verify", "--config", self.config)


if __name__ == "__main__":
    unittest.main()
