"""A PostgreSQL server of the scenario's own: on a socket in its folder alone, and it dies with the program that
started it. A machine without PostgreSQL fails what needs it."""
import os, pathlib, pwd, shutil, signal, subprocess, tempfile, time

PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")


def as_its_user(*command):
    """The server refuses to run as root; it ends when this program does."""
    words = ["setpriv", "--pdeathsig", "QUIT"]
    if os.geteuid() == 0:
        words += ["--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
    return [*words, *map(str, command)]


class Server:
    """`durable`: what a commit promised is on disk, so the server may be stopped hard."""

    def __init__(self, durable=False, connections=100):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tradewatch-postgresql-"))
        if os.geteuid() == 0:
            os.chown(self.folder, pwd.getpwnam("postgres").pw_uid, -1)
        self.settings = ["-c", f"max_connections={connections}", "-c", "shared_buffers=32MB"]
        self.settings += [] if durable else ["-c", "fsync=off"]
        subprocess.run(as_its_user(PROGRAMS / "initdb", "-D", self.folder / "data", "-U", "postgres", "-A", "trust", "-N",
                                   "-E", "UTF8", "--locale=C.UTF-8"), check=True, stdout=subprocess.DEVNULL)
        self.databases = 0
        self.server = None
        self.start()

    def start(self, within_s=60):
        with open(self.folder / "server.log", "a") as log:
            self.server = subprocess.Popen(as_its_user(PROGRAMS / "postgres", "-D", self.folder / "data", "-k", self.folder,
                                                       "-h", "", *self.settings), stdout=log, stderr=log)
        end = time.monotonic() + within_s
        while subprocess.run([PROGRAMS / "pg_isready", "-q", "-h", self.folder]).returncode != 0:
            if self.server.poll() is not None or time.monotonic() > end:
                raise RuntimeError((self.folder / "server.log").read_text()[-2000:])
            time.sleep(0.02)

    def stop(self, how=signal.SIGINT):
        """SIGINT ends sessions and stops cleanly; SIGQUIT is an immediate stop, after which it has to recover."""
        if self.server.poll() is None:
            self.server.send_signal(how)
            self.server.wait(60)

    def remove(self):
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_database(self):
        self.databases += 1
        name = f"tradewatch_{self.databases}"
        self.ask("postgres", f"CREATE DATABASE {name}")
        return name

    def url(self, database):
        return f"postgresql:///{database}?host={self.folder}&user=postgres"

    def ask(self, database, sql):
        """The rows of a query as lists of texts."""
        done = subprocess.run([PROGRAMS / "psql", "-qAt", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U",
                               "postgres", "-d", database, "-c", sql], capture_output=True, text=True, check=True)
        return [line.split("\t") for line in done.stdout.splitlines()]
