"""The store in bad times: backups and restores, damage, a full disk, a lock, readers that never end."""
import ctypes, json, os, pathlib, shutil, signal, socket, sqlite3, subprocess, threading, time, unittest, urllib.error
import urllib.request

from product import HEADER, PATIENCE, PROGRAM, Scenario, sbp, traced, within

PAGE = 8192


def document(n, rows=3):
    return HEADER + "".join(f"PAK,KAZ,export,{1950 + k // 12}-{k % 12 + 1:02},{n * 1000 + k},USD,src{n},payments,"
                            f"2026-01-10\n" for k in range(rows))


def tmpfs(folder, bytes_):
    """True when a small file system could be mounted at the folder."""
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.mount(b"none", str(folder).encode(), b"tmpfs", 0, f"size={bytes_}".encode()) == 0


class Store(Scenario):
    def setUp(self):
        super().setUp()
        self.store = self.folder / "tradewatch.db"

    def set_key(self, table, line):
        self.config.write_text(self.config.read_text().replace(f"[{table}]", f"[{table}]\n{line}"))

    def fixed_port(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.config.write_text(self.config.read_text().replace("127.0.0.1:0", f"127.0.0.1:{port}"))

    def import_documents(self, first, last, rows=3):
        files = []
        for n in range(first, last + 1):
            files.append(self.folder / f"d{n}.csv")
            files[-1].write_text(document(n, rows))
        self.command("import", *files)

    def store_command(self, *arguments, code=0):
        return self.run_program("store", *arguments, "--config", self.config, code=code)

    def held(self):
        return json.loads(self.store_command("info", "--json").stdout)["documents"]

    def answer(self, path):
        try:
            return 200, self.get(path)
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def spoil(self, table):
        """Overwrites the root page of a table, as a failing disk would."""
        with sqlite3.connect(self.store) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            page = db.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
        with open(self.store, "r+b") as file:
            file.seek((page - 1) * PAGE)
            file.write(b"x" * PAGE)


class Backups(Store):
    def test_a_backup_brings_everything_back_and_the_replaced_store_stays(self):
        self.import_documents(1, 3)
        copy = self.folder / "copy.db"
        self.store_command("backup", copy)
        before = self.json("figures")
        self.import_documents(4, 5)
        done = json.loads(self.store_command("restore", copy, "--json").stdout)
        self.assertEqual((done["documents"], done["sequence"]), (3, 3))
        self.assertEqual(self.json("figures"), before)
        with sqlite3.connect(done["replaced_store"]) as db:
            self.assertEqual(db.execute("SELECT count(*) FROM document").fetchone()[0], 5)
        self.store_command("verify")

    def test_a_running_daemon_keeps_its_store(self):
        self.import_documents(1, 1)
        copy = self.folder / "copy.db"
        self.store_command("backup", copy)
        self.start()
        refused = self.store_command("restore", copy, code=1).stderr.decode()
        self.assertIn(f"open in process {self.daemon.pid}", refused)
        self.assertIn("stop the daemon", refused)
        self.stop()
        self.store_command("restore", copy)

    def test_the_daemon_makes_them_and_removes_old_ones_only_then(self):
        self.set_key("store", 'backup_every = "1 day"\nkeep = 2')
        self.import_documents(1, 2)
        folder = self.folder / "backups"
        folder.mkdir()
        for day in (1, 2, 3):
            (folder / f"tradewatch-2026010{day}T000000Z.db").write_text("an old one")
        self.start()
        made = within(30, "old ones are removed", lambda: len(list(folder.iterdir())) == 2 and sorted(folder.iterdir()))
        self.assertEqual(made[0].name, "tradewatch-20260103T000000Z.db")
        with sqlite3.connect(made[1]) as db:
            self.assertEqual(db.execute("SELECT count(*) FROM document").fetchone()[0], 2)
        within(30, "the metric", lambda: "tradewatch_last_backup_timestamp_seconds" in self.get("/metrics"))
        info = json.loads(self.store_command("info", "--json").stdout)
        self.assertEqual(info["newest_backup"], str(made[1]))
        for key in ("file_bytes", "log_bytes", "free_bytes"):
            self.assertGreaterEqual(info[key], 0)

    def test_a_restore_that_is_killed_anywhere_leaves_one_whole_store_or_one_that_says_so(self):
        self.import_documents(1, 2)
        copy = self.folder / "copy.db"
        self.store_command("backup", copy)
        self.import_documents(3, 3)
        if shutil.which("strace") is None or subprocess.run(
                ["strace", "-o", "/dev/null", "true"], capture_output=True).returncode != 0:
            self.skipTest("strace may trace nothing here")
        shutil.copytree(self.folder, self.folder.with_name(self.folder.name + "-as-it-was"))
        was = self.folder.with_name(self.folder.name + "-as-it-was")
        self.addCleanup(shutil.rmtree, was, ignore_errors=True)
        outcomes = set()
        for calls in ("rename,renameat2", "fsync,fdatasync"):
            for n in range(1, 200):
                for old in self.folder.iterdir():
                    if old.is_file():
                        old.unlink()
                shutil.copytree(was, self.folder, dirs_exist_ok=True)
                run = subprocess.run(
                    ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}", "-e",
                     f"inject={calls}:signal=SIGKILL:when={n}", PROGRAM, "store", "restore", str(copy), "--config",
                     str(self.config)], capture_output=True, env=traced())
                look = subprocess.run([PROGRAM, "store", "info", "--json", "--config", str(self.config)],
                                      capture_output=True)
                if look.returncode == 0:
                    documents = json.loads(look.stdout)["documents"]
                    self.assertIn(documents, (2, 3), (calls, n))
                    outcomes.add(documents)
                else:
                    self.assertIn(b"interrupted", look.stderr, (calls, n))
                    outcomes.add("interrupted")
                    self.store_command("restore", copy)
                    self.assertEqual(self.held(), 2)
                if run.returncode == 0:
                    break
            else:
                self.fail("no run came to its end")
        print("found after a kill:", outcomes)
        self.assertEqual(outcomes, {2, 3, "interrupted"})


class Damage(Store):  # case L58
    def test_a_damaged_store_does_not_start_and_the_newest_sound_backup_is_named(self):
        self.import_documents(1, 5)
        good = self.folder / "backups" / "tradewatch-20260101T000000Z.db"
        good.parent.mkdir()
        self.store_command("backup", good)
        (good.parent / "tradewatch-20260102T000000Z.db").write_bytes(b"x" * 8192)
        whole = self.store.read_bytes()
        for table in ("figure", "notice"):
            self.spoil(table)
            self.inbox.mkdir(exist_ok=True)
            self.drop(f"{table}.csv", document(9))
            refused = self.run_program("serve", "--config", self.config, code=1).stderr.decode()
            self.assertTrue((self.inbox / f"{table}.csv").exists(), "a damaged store takes nothing")
            (self.inbox / f"{table}.csv").unlink()
            for part in (str(self.store), f"table {table}", f"store restore {good}"):
                self.assertIn(part, refused)
            found = self.store_command("verify", code=1).stderr.decode()
            self.assertIn(f"table {table}", found)
            if table == "figure":
                self.assertIn("document 1 'd1.csv'", found)
            self.store.write_bytes(whole)
        self.spoil("figure")
        self.store_command("restore", good)
        self.start()
        self.assertEqual(len(self.json("figures")), 15)

    def test_damage_while_it_runs_stops_taking_and_is_said(self):
        self.fixed_port()
        self.import_documents(1, 2)
        self.start()
        self.assertEqual(self.answer("/healthz"), (200, "ok\n"))
        self.spoil("figure")
        self.drop("d3.csv", document(3))
        code, words = within(30, "healthz says so", lambda: (a := self.answer("/healthz"))[0] == 503 and a)
        self.assertIn(str(self.store), words)
        within(30, "it says that there is no backup", lambda: "no sound backup" in self.answer("/healthz")[1])
        self.assertIn("nothing is taken any more", self.log())
        self.drop("d4.csv", document(4))
        time.sleep(6)
        self.assertTrue((self.inbox / "d4.csv").exists(), "a damaged store takes nothing")
        self.assertEqual(self.answer("/")[0], 200)
        self.assertIsNone(self.daemon.poll())
        self.assertEqual(self.log().count("nothing is taken any more"), 1)


class FullDisk(Store):  # case L56
    def fill(self, small):
        with open(small / "filler", "wb") as filler:
            try:
                while filler.write(b"x" * PAGE):
                    filler.flush()
            except OSError:
                pass

    def fills_up_and_goes_on(self, make_room):
        dropped = 0
        while self.answer("/readyz")[0] == 200 or "assessed for the first time" in self.answer("/readyz")[1]:
            self.drop(f"big{dropped}.csv", document(dropped, 800))
            dropped += 1
            within(30, "taken or kept back", lambda: not list(self.inbox.glob("big*.csv")) or
                   "No space left" in self.answer("/readyz")[1])
            self.assertLess(dropped, 100)
        self.assertIn("No space left on", self.answer("/readyz")[1])
        self.assertIn(str(self.store), self.answer("/readyz")[1])
        self.assertIn("No space left on", self.log())
        self.assertIn("No space left on", self.command("status").stderr.decode())
        self.assertTrue(list(self.inbox.glob("big*.csv")), "the file stays in the inbox")
        self.assertEqual(self.answer("/")[0], 200)
        said = self.log().count("No space left")
        time.sleep(6)
        self.assertEqual(self.log().count("No space left"), said, "it is said once")
        make_room()
        within(60, "it goes on by itself", lambda: not list(self.inbox.glob("big*.csv")))
        within(30, "it is ready", lambda: self.answer("/readyz")[0] == 200)
        self.stop()
        self.store_command("verify")
        self.assertEqual(len({f["source"] for f in self.json("figures")}), dropped)

    def test_a_full_disk_keeps_files_back_and_goes_on_when_there_is_space(self):
        small = self.folder / "small"
        small.mkdir()
        if not tmpfs(small, 2 << 20):
            self.skipTest("no file system may be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", str(small)])
        self.store = small / "tradewatch.db"
        self.config.write_text(self.config.read_text().replace("sqlite:tradewatch.db", f"sqlite:{self.store}"))
        self.fixed_port()
        self.start()
        self.fills_up_and_goes_on(
            lambda: subprocess.run(["mount", "-o", "remount,size=64m", str(small)], check=True))

    def test_a_limit_of_the_file_size_is_told_as_what_it_is(self):
        """Where nothing may be mounted: the system refuses to let a file grow."""
        self.import_documents(1, 1)
        self.import_documents(2, 2)
        big = self.folder / "big.csv"
        big.write_text(document(3, 800))
        limit = 64  # KiB: less than the store or the log of this document takes
        refused = subprocess.run(
            ["bash", "-c", f"trap '' XFSZ; ulimit -f {limit}; exec \"$@\"", "sh", PROGRAM, "import", "--config",
             str(self.config), str(big)], capture_output=True)
        self.assertEqual(refused.returncode, 1, refused.stderr)
        self.assertIn(str(self.store).encode(), refused.stderr)
        self.assertEqual(self.held(), 2)
        self.store_command("verify")
        self.command("import", big)
        self.assertEqual(self.held(), 3)


class FailedSync(Store):
    def test_a_document_whose_sync_failed_stays_and_is_taken_by_a_new_session(self):
        if shutil.which("strace") is None or subprocess.run(
                ["strace", "-o", "/dev/null", "true"], capture_output=True).returncode != 0:
            self.skipTest("strace may trace nothing here")
        self.import_documents(1, 1)
        self.start()  # so that nothing is to be assessed later: each thread counts its own syncs
        within(30, "it is ready", lambda: self.answer("/readyz")[0] == 200)
        self.stop()
        trace = self.folder / "trace.txt"
        serve = self.run_under_strace(trace, "fdatasync:error=EIO:when=1")
        self.drop("d2.csv", document(2))
        within(60, "the failed sync is said", lambda: "d2.csv stays in the inbox" in self.log())
        within(60, "the document is taken", lambda: (self.inbox / "accepted" / "d2.csv").exists())
        os.kill(int(pathlib.Path(f"/proc/{serve.pid}/task/{serve.pid}/children").read_text().split()[0]), signal.SIGTERM)
        self.assertEqual(serve.wait(30 * PATIENCE), 0)
        self.assertIn("INJECTED", trace.read_text())
        self.assertEqual(self.held(), 2)
        self.store_command("verify")

    def run_under_strace(self, trace, injection):
        with open(self.folder / "out.txt", "w") as out, open(self.folder / "log.txt", "a") as log:
            serve = subprocess.Popen(
                ["strace", "-f", "--seccomp-bpf", "-qq", "-o", str(trace), "-P", str(self.store) + "-wal", "-e",
                 "trace=fdatasync,openat", "-e", f"inject={injection}", PROGRAM, "serve", "--config",
                 str(self.config)], stdout=out, stderr=log, env=traced())
        self.addCleanup(serve.wait)
        self.addCleanup(serve.kill)
        within(60, "it announces its address", lambda: "http://" in (self.folder / "out.txt").read_text())
        return serve


class Locked(Store):  # case L55
    def test_a_lock_of_another_program_is_waited_for_and_everything_goes_on(self):
        self.import_real_figures()
        self.start()
        within(60, "it fires", lambda: len(self.notices()) >= 2)
        self.assertEqual(self.answer("/readyz")[0], 200)
        other = sqlite3.connect(self.store, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        self.drop("late.csv", sbp("2026-03/2026-06", 600, 600, "2026-07-20"))
        time.sleep(5.5)  # longer than the daemon's own rounds
        self.assertTrue((self.inbox / "late.csv").exists())
        self.assertEqual(self.answer("/")[0], 200, "pages do not wait")
        other.execute("ROLLBACK")
        within(30, "the file is taken", lambda: (self.inbox / "accepted" / "late.csv").exists())
        self.drop("later.csv", sbp("2026-07", 100, 100, "2026-08-20"))
        within(30, "the alert resolves", lambda: [n for n in self.notices() if n["state"] == "resolved"])
        self.stop()
        self.store_command("verify")


class Log(Store):  # case L57
    LIMIT = 64 << 20
    DOCUMENTS = 800

    def test_slow_readers_do_not_keep_the_log_from_being_folded_in(self):
        self.import_documents(1, 1)
        self.start()
        slow = [socket.create_connection(("127.0.0.1", int(self.address.split(":")[2].strip("/")))) for _ in range(3)]
        for reader in slow:
            reader.sendall(b"GET /api/v1/targets HTTP/1.1\r\nHost: localhost\r\n\r\n")
        figures = subprocess.Popen([PROGRAM, "figures", "--csv", "--config", str(self.config)], stdout=subprocess.PIPE)
        self.addCleanup(figures.wait)
        self.addCleanup(figures.kill)
        self.addCleanup(figures.stdout.close)
        largest = 0
        log = pathlib.Path(str(self.store) + "-wal")
        done = threading.Event()

        def measure():
            nonlocal largest
            while not done.wait(0.01):
                largest = max(largest, log.stat().st_size if log.exists() else 0)

        watch = threading.Thread(target=measure)
        watch.start()
        began = time.monotonic()
        self.import_documents(2, self.DOCUMENTS)
        done.set()
        watch.join()
        for reader in slow:
            reader.close()
        print(f"{self.DOCUMENTS} documents in {time.monotonic() - began:.1f} s, the log was at most "
              f"{largest / 1e6:.1f} MB")
        self.assertGreater(largest, 0)
        self.assertLess(largest, self.LIMIT)


if __name__ == "__main__":
    unittest.main()
