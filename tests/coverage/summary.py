"""Sums llvm-cov's summary by folder and holds it against the goals. usage: coverage.py SUMMARY.json"""
import collections
import json
import pathlib
import sys

kRoot = pathlib.Path(__file__).resolve().parents[2]
kGoals = {"models": {"lines": 90, "branches": 80}, "service/intake": {"lines": 95}}
kLeast = 12  # files named


def share(counted):
    return 100 * counted["covered"] / counted["count"] if counted["count"] else 100


def main(summary):
    files = {}
    for each in json.loads(pathlib.Path(summary).read_text(encoding="utf-8"))["data"][0]["files"]:
        path = pathlib.Path(each["filename"])
        if path.is_relative_to(kRoot):
            files[path.relative_to(kRoot)] = each["summary"]
    sums = collections.defaultdict(lambda: collections.defaultdict(collections.Counter))
    for path, found in files.items():
        for folder in (path.parts[0], str(path.parent)):
            for kind in ("lines", "branches"):
                sums[folder][kind].update({key: found[kind][key] for key in ("count", "covered")})
    print(f"{'folder':<24}{'lines':>8}{'covered':>10}{'branches':>10}{'covered':>10}")
    wanted = [folder for folder in sorted(sums) if folder.startswith("models") or folder == "service/intake"]
    for folder in wanted:
        lines, branches = sums[folder]["lines"], sums[folder]["branches"]
        print(f"{folder:<24}{lines['count']:>8}{share(lines):>9.1f}%{branches['count']:>10}{share(branches):>9.1f}%")
    print("\nleast covered files:")
    judged = [path for path in files if str(path.parent) in wanted and files[path]["lines"]["count"] > 0]
    for path in sorted(judged, key=lambda path: share(files[path]["lines"]))[:kLeast]:
        print(f"  {share(files[path]['lines']):5.1f} % of {files[path]['lines']['count']:>4} lines  {path}")
    missed = [f"{folder}: {share(sums[folder][kind]):.1f} % of {kind}, {goal} % wanted"
              for folder, goals in kGoals.items() for kind, goal in goals.items() if share(sums[folder][kind]) < goal]
    for line in missed:
        print(f"coverage: {line}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
