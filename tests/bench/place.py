"""Where and with what a bench ran: machine, compiler, commit, versions; and how the programs are started."""
import datetime
import hashlib
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys

kRoot = pathlib.Path(__file__).resolve().parents[2]
kPeersScript = pathlib.Path(__file__).with_name("peers.R")
kOneRun = pathlib.Path(__file__).with_name("one_run.py")
kSpeedScript = pathlib.Path(__file__).with_name("peer_speed.R")


def say(text):
    """Progress goes to stderr: stdout is the table's."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


def output_of(*command, default="unknown"):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=kRoot)
        return done.stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return default


def program(given):
    found = pathlib.Path(given) if given else kRoot / "build" / "release" / "tradewatch"
    if not found.is_file():
        raise SystemExit(f"{found}: no program; build it with scripts/build, or name one with --program")
    return found.resolve()


def older_than_sources(path):
    """Whether a source changed after the program was made: then the figures are of an older state than the commit."""
    made = path.stat().st_mtime
    return any(p.stat().st_mtime > made for folder in ("models", "service", "config")
               for p in (kRoot / folder).rglob("*") if p.suffix in (".h", ".cpp", ".csv"))


def has_r():
    return shutil.which("Rscript") is not None


def require_r():
    if not has_r():
        raise SystemExit("Rscript is not here; scripts/setup --bench installs R and its package forecast")


def run(command, what):
    """Runs to the end; a failure is told with the program's own last words."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{what} failed with code {done.returncode}: {' '.join(map(str, command))}\n"
                         f"{(done.stderr or done.stdout).strip()[-2000:]}")
    return done.stdout


def measured(command, what):
    """Seconds of wall and processor, and peak memory in MiB, of one run of a command."""
    return json.loads(run([sys.executable, "-S", kOneRun, *command], what))


def processor():
    try:
        text = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
        return re.search(r"model name\s*:\s*(.*)", text).group(1)
    except (OSError, AttributeError):
        return platform.processor() or "unknown"


def memory_gib():
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)


def load():
    return round(os.getloadavg()[0], 2)


def distribution():
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", "unknown")
    except OSError:
        return platform.system()


def compiler_of(path):
    """The compiler of the build folder that the program lies in."""
    cache = path.parent / "CMakeCache.txt"
    text = cache.read_text(encoding="utf-8") if cache.is_file() else ""
    found = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.*)$", text, re.M)
    return output_of(found.group(1), "--version").splitlines()[0] if found else "unknown"


def peers_version():
    """Of the packages that are here; the forecasts of a peers' folder may have been made by others."""
    query = ("dpkg-query", "--show", "--showformat=${Version}")
    packages = ("r-base-core", "r-cran-forecast", "prometheus", "prometheus-alertmanager", "nginx-light", "wrk")
    return {package: output_of(*query, package, default="") or "not here" for package in packages}


def facts(path):
    git = ("git", "-c", f"safe.directory={kRoot}")
    changes = output_of(*git, "status", "--porcelain", "--", "models", "service", "config", default="")
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "machine": {"processor": processor(), "cores": os.cpu_count(), "memory_gib": memory_gib(),
                    "system": distribution(), "kernel": platform.release(), "load_at_start": load()},
        "compiler": compiler_of(path),
        "commit": output_of(*git, "rev-parse", "--short=12", "HEAD"),
        "changed_since_commit": changes != "",
        "program_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "program_older_than_sources": older_than_sources(path),
        "peers": peers_version(),
        "python": platform.python_version(),
    }


def line_of(found):
    """The same in a line under a table."""
    machine = found["machine"]
    known = {"changed_since_commit": "with changes that are not committed",
             "program_older_than_sources": "the program is OLDER than its sources"}
    remarks = [text for key, text in known.items() if found[key]]
    r = found["peers"]
    return (f"{found['date'][:10]}, commit {found['commit']}{''.join(f' ({remark})' for remark in remarks)}; "
            f"{machine['cores']} cores {machine['processor']}, {machine['memory_gib']} GiB, {machine['system']}, "
            f"load {machine['load_at_start']} at the start; {found['compiler']}; R {r['r-base-core']}, "
            f"forecast {r['r-cran-forecast']}, prometheus {r['prometheus']}, alertmanager {r['prometheus-alertmanager']}, "
            f"nginx {r['nginx-light']}, wrk {r['wrk']}")
