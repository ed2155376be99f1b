"""Do the tests of the models notice a mistake? Makes one at a time and runs them; scripts/mutants says how to call it.

All happens in a copy of the tree under build/mutants, file by file without unity builds, one compiler at a time. A mutant
is killed when a test fails or ends by a signal, or takes several times the processor that the sources as they are take. One that does
not compile is none. The tests of the mutant's folder run first, then those of the folders that use it.
"""
import argparse
import collections
import json
import os
import pathlib
import random
import re
import resource
import shutil
import subprocess
import sys
import time
import typing

import mutations

kRoot = pathlib.Path(__file__).resolve().parents[2]
kHome = kRoot / "build" / "mutants"
kTree, kBuild = kHome / "tree", kHome / "build"
kFolders = ("trade", "growth", "targets", "alerts")  # each uses those before it
kWanted = 0.8
kMostMemory = 4 << 30  # bytes: a mutant that takes all there is stops itself
kMostTimes = 4         # of the processor seconds of the tests as they are
kLeast_s = 20
kBuildPatience_s = 1800


class Judged(typing.NamedTuple):
    mutation: mutations.Mutation
    outcome: str  # killed, survived, did not compile
    by: str       # the test that failed


def say(text):
    print(f"mutants: {text}", file=sys.stderr, flush=True)


def run(*command, **more):
    return subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", check=False, **more)


def copied():
    """The tracked sources, as they are in the working tree; what is the same keeps its time, so it is not built again."""
    listed = run("git", "-c", f"safe.directory={kRoot}", "-C", kRoot, "ls-files", "-z")
    if listed.returncode != 0:
        raise SystemExit(f"mutants: {listed.stdout}")
    names = [name for name in listed.stdout.split("\0") if name and (kRoot / name).is_file()]
    for name in names:
        source, target = kRoot / name, kTree / name
        text = source.read_bytes()
        if name == "CMakeLists.txt":
            text = text.replace(b" -Werror", b"")  # a variable that nobody reads any more is a mutant's own
        if not target.is_file() or target.read_bytes() != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text)
            shutil.copymode(source, target)
    for left in {p.relative_to(kTree).as_posix() for p in (kTree / "models").rglob("*") if p.is_file()} - set(names):
        (kTree / left).unlink()
    oracles = kTree / "build" / "oracles"  # where the tests look for statsmodels
    if not oracles.is_symlink():
        oracles.parent.mkdir(exist_ok=True)
        oracles.symlink_to(kRoot / "build" / "oracles")
    return names


def configured():
    done = run("cmake", "--preset", "release", "-B", kBuild, "-DTRADEWATCH_TESTS=ON", "-DTRADEWATCH_TOGETHER=OFF",
               cwd=kTree)
    if done.returncode != 0:
        raise SystemExit(f"{done.stdout}mutants: cannot configure; is something missing? scripts/setup --tests")


def built(folders=kFolders):
    """Why the tests of these folders cannot be built; nothing when they are."""
    done = run("ninja", "-C", kBuild, "-j", "1", "--quiet", *(f"test_{folder}" for folder in folders),
               timeout=kBuildPatience_s)
    return "" if done.returncode == 0 else done.stdout


def limits(processor_s):
    def set_them():
        resource.setrlimit(resource.RLIMIT_CPU, (processor_s, processor_s + 5))
        resource.setrlimit(resource.RLIMIT_AS, (kMostMemory, kMostMemory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return set_them


def failure_of(folder, processor_s):
    """The test of a folder that failed first; nothing when all are good."""
    program = kBuild / "tests" / "models" / folder / f"test_{folder}"
    try:
        done = run(program, "--gtest_fail_fast", "--gtest_brief=1", cwd=program.parent,
                   preexec_fn=limits(processor_s), timeout=20 * processor_s)
    except subprocess.TimeoutExpired:
        return f"test_{folder} did not end"
    if done.returncode == 0:
        return ""
    if done.returncode < 0:
        return f"test_{folder} ended by signal {-done.returncode}"
    failed = re.search(r"\[  FAILED  \] ([^\s,]+)", done.stdout)
    return failed.group(1) if failed else f"test_{folder} ended with {done.returncode}"


def as_they_are():
    """Processor seconds that each folder's tests may take; all must be good before anything is changed."""
    fault = built()
    if fault:
        raise SystemExit(f"{fault}mutants: the sources as they are do not compile")
    allowed = {}
    for folder in kFolders:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        failed = failure_of(folder, 3600)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if failed:
            raise SystemExit(f"mutants: {failed} fails with the sources as they are")
        took_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        allowed[folder] = int(kLeast_s + kMostTimes * took_s)
    return allowed


def affected(file):
    """The folders whose tests can see a change of a file of models, its own first."""
    return kFolders[kFolders.index(file.split("/")[1]):]


def judged(mutation, text, allowed):
    path = kTree / mutation.file
    path.write_text(mutations.applied(text, mutation), encoding="utf-8")
    try:
        folders = affected(mutation.file)
        if built(folders):
            return Judged(mutation, "did not compile", "")
        failed = next((failed for folder in folders if (failed := failure_of(folder, allowed[folder]))), "")
        return Judged(mutation, "killed" if failed else "survived", failed)
    finally:
        path.write_text(text, encoding="utf-8")


def summary(found):
    """Counts, the share that was killed, and the survivors."""
    counts = collections.Counter(one.outcome for one in found)
    tried = counts["killed"] + counts["survived"]
    return {"tried": tried, "killed": counts["killed"], "survived": counts["survived"],
            "did_not_compile": counts["did not compile"], "share": counts["killed"] / tried if tried else 0.0,
            "survivors": [one.mutation.words() for one in found if one.outcome == "survived"]}


def options():
    parser = argparse.ArgumentParser(prog="scripts/mutants", description="see scripts/mutants --help")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20260204)
    parser.add_argument("--json", metavar="FILE", type=pathlib.Path)
    parser.add_argument("--list", action="store_true")
    return parser.parse_args()


def written(path, seed, found):
    if path:
        each = [{**one.mutation._asdict(), "outcome": one.outcome, "by": one.by} for one in found]
        path.write_text(json.dumps({"seed": seed, **summary(found), "mutants": each}, indent=1) + "\n", encoding="utf-8")


def sources_of(folder, names):
    return {name: (folder / name).read_text(encoding="utf-8") for name in names
            if name.startswith("models/") and name.endswith((".cpp", ".h"))}


def campaign(chosen, drawn, sources, allowed):
    found = []
    began = time.monotonic()
    for mutation in drawn:
        found.append(one := judged(mutation, sources[mutation.file], allowed))
        told = summary(found)
        say(f"{told['tried']} of {chosen.count}, {time.monotonic() - began:.0f} s: {one.outcome}"
            f"{' by ' + one.by if one.by else ''}: {mutation.words()}")
        written(chosen.json, chosen.seed, found)
        if told["tried"] >= chosen.count:
            break
    return found


def main():
    chosen = options()
    names = copied()
    sources = sources_of(kTree, names)
    drawn = mutations.drawn(sources, random.Random(chosen.seed))
    if chosen.list:
        for mutation, _ in zip(drawn, range(chosen.count)):
            print(mutation.words())
        return 0
    os.environ.setdefault("CCACHE_SLOPPINESS", "pch_defines,time_macros")
    configured()
    say("building and testing the sources as they are")
    found = campaign(chosen, drawn, sources, as_they_are())
    told = summary(found)
    for words in told["survivors"]:
        print(f"survived: {words}")
    met = told["share"] >= kWanted
    print(f"mutants: {told['killed']} of {told['tried']} killed ({100 * told['share']:.0f} %, {100 * kWanted:.0f} % wanted"
          f"{'' if met else ': NOT MET'}), {told['did_not_compile']} did not compile; seed {chosen.seed}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
