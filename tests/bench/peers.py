"""Makes the forecast files of R's models that a peers' folder lacks, one R process at a time."""
import gzip
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

import forecasts
import panel as panels
import place

# name of a file before its origin -> (family of peers.R, its options)
kKinds = {
    "growth_short36": ("growth", ["months=36"]),
    "annual": ("annual", []),
    "plain_short36": ("plain", ["months=36"]),
    "log_short36": ("log", ["months=36"]),
    "plain": ("plain", []),
    "log": ("log", []),
}


def make(family, figures, origins, output, settings=()):
    """Runs peers.R into a gzip file, which is moved into place when it is whole; beside it the seconds of each fit."""
    place.require_r()
    output = pathlib.Path(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="tradewatch-peers-") as folder:
        made = pathlib.Path(folder) / "made.csv"
        command = ["nice", "-n", "10", "Rscript", place.kPeersScript, family, figures,
                   ",".join(panels.name(o) for o in origins), made, *settings]
        if subprocess.run([str(word) for word in command], check=False).returncode != 0:
            raise SystemExit(f"R failed: {' '.join(map(str, command))}")
        stem = output.name.removesuffix(".csv.gz")
        for source, name in ((made, output.name), (made.with_name("made_times.csv"), f"{stem}_times.csv.gz")):
            if source.exists():
                packed(source, output.with_name(name))
    place.say(f"{output.name}: made in {time.monotonic() - began:.0f} s")


def packed(source, target):
    part = target.with_name(f"{target.name}.part")
    with open(source, "rb") as plain, gzip.GzipFile(part, "wb", mtime=0) as out:
        shutil.copyfileobj(plain, out)
    os.replace(part, target)


def there(folder):
    """{(short36 or not, family, origin)} of the files in a folder."""
    if not any(pathlib.Path(folder).glob("*.csv*")):
        return set()
    found = forecasts.Peers(folder)
    return {(short, forecasts.family(model), origin) for short, rows in ((False, found.full), (True, found.short36))
            for _, origin, model in rows}


def run(options):
    pathlib.Path(options.peers).mkdir(parents=True, exist_ok=True)
    have = there(options.peers)
    made = []
    for kind, (family, settings) in kKinds.items():
        for origin in map(panels.month, options.origins):
            if ("short36" in kind, family, origin) in have:
                continue
            name = f"{kind}_{panels.name(origin)}.csv.gz"
            make(family, options.panel, [origin], pathlib.Path(options.peers) / name, settings)
            made.append(name)
    print("\n".join(made) or "nothing is missing")
    return {"made": made}
