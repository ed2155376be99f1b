#!/usr/bin/env python3
"""Fails when an include points against the layers: tests -> service -> models -> Eigen.

usage: layers.py ROOT        check the tree under ROOT
       layers.py --self-test plant offending includes in a temporary tree and require that each is found

models/ may include Eigen, the standard library and earlier folders of models/; a folder of service/ may include
models/ and earlier folders of service/ (main.cpp: all of them); tests may include everything. Includes of ours are
written from the root of the tree, so that the first two words of an include name its layer.
"""
import pathlib
import re
import sys
import tempfile

import sources

MODELS = ["trade", "growth", "targets", "alerts"]
SERVICE = ["runtime", "settings", "storage", "wording", "charts", "intake", "delivery", "report", "watch", "web", "cli"]

STANDARD = set(
    """algorithm any array atomic barrier bit bitset cassert cctype cerrno cfenv cfloat charconv chrono cinttypes climits
    clocale cmath codecvt compare complex concepts condition_variable coroutine csetjmp csignal cstdarg cstddef cstdint
    cstdio cstdlib cstring ctime cuchar cwchar cwctype deque exception execution expected filesystem format
    forward_list fstream functional future generator initializer_list iomanip ios iosfwd iostream istream iterator
    latch limits list locale map mdspan memory memory_resource mutex new numbers numeric optional ostream print queue
    random ranges ratio regex scoped_allocator semaphore set shared_mutex source_location span spanstream sstream stack
    stacktrace stdexcept stdfloat stop_token streambuf string string_view strstream syncstream system_error thread tuple
    type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector version""".split()
)

# Standard, but not pure: files, threads, streams to the world. models/ does without them.
IMPURE = set(
    """atomic barrier condition_variable csignal filesystem fstream future iostream latch mutex semaphore shared_mutex
    stop_token syncstream thread""".split()
)

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"(?P<ours>[^"\n]*)"|<(?P<theirs>[^>\n]*)>|(?P<macro>\S[^\n]*))', re.M)


def fault_of(where, match):
    """Why the file at `where` (parts of its path from the root) may not have this include, or None."""
    layer = where[0]
    if match["macro"] is not None:
        return "names its header through a macro, so the layers cannot be checked"
    theirs = match["theirs"]
    if theirs is not None:
        if re.match(r"(models|service|tests)/", theirs):
            return "is ours: write it in quotes"
        if layer != "models" or theirs.startswith("Eigen/"):
            return None
        if theirs not in STANDARD:
            return "models/ may include Eigen and the standard library alone"
        return "models/ is pure: no files, threads or streams" if theirs in IMPURE else None

    target = match["ours"].split("/")
    if target[0] not in ("models", "service", "tests") or ".." in target:
        return "is not written from the root of the tree"
    if layer == "tests":
        return None
    if target[0] == "tests":
        return f"{layer}/ may not include tests/"
    if layer == "models" and target[0] == "service":
        return "models/ may not include service/"
    order = {"models": MODELS, "service": SERVICE}[target[0]]
    if len(target) < 3 or target[1] not in order:
        return f"{target[0]}/{target[1]} is not a folder of the design: add it to the order in layers.py"
    if layer != target[0] or where == ("service", "main.cpp"):
        return None
    if len(where) < 3 or where[1] not in order:
        return f"{'/'.join(where[:2])} is not a folder of the design: add it to the order in layers.py"
    if order.index(target[1]) > order.index(where[1]):
        return f"{layer}/{where[1]} comes before {target[0]}/{target[1]}"
    return None


def faults(root):
    root = pathlib.Path(root)
    for path in sources.files(root, "models", "service", "tests"):
        where = path.relative_to(root)
        text = sources.code(path.read_text(encoding="utf-8"), keep_strings=True)
        for match in INCLUDE.finditer(text):
            fault = fault_of(where.parts, match)
            if fault:
                line = text.count("\n", 0, match.start()) + 1
                yield f"{where}:{line}: {match.group(0).strip()}: {fault}"


GOOD = {
    "models/trade/month.h": '#include <Eigen/Core>\n#include <string>\n// #include "service/web/door.h"\n',
    "models/growth/fit.cpp": '#include "models/growth/fit.h"\n#include "models/trade/month.h"\n',
    "service/runtime/clock.cpp": "#include <thread>\n#include <boost/asio.hpp>\n",
    "service/web/door.cpp": '#include "models/alerts/rule.h"\n#include "service/watch/watch.h"\n',
    "service/main.cpp": '#include "service/cli/serve.h"\n#include "service/runtime/clock.h"\n',
    "tests/service/web/door_test.cpp": '#include "service/web/door.h"\n#include "tests/service/web/sample.h"\n',
}
BAD = [
    ("models/trade/x.h", '#include "service/runtime/clock.h"'),
    ("models/trade/x.h", '#include "models/growth/fit.h"'),
    ("models/targets/x.h", '  #  include "models/alerts/rule.h"'),
    ("models/trade/x.h", "#include <boost/json.hpp>"),
    ("models/trade/x.h", "#include <fstream>"),
    ("models/trade/x.h", "#include <sys/time.h>"),
    ("models/trade/x.h", '#include "month.h"'),
    ("models/trade/x.h", '#include "../../service/web/door.h"'),
    ("models/trade/x.h", "#include <service/web/door.h>"),
    ("models/trade/x.h", '#include "tests/models/trade/sample.h"'),
    ("service/storage/x.cpp", '#include "service/intake/inbox.h"'),
    ("service/watch/x.cpp", '#include "service/web/door.h"'),
    ("service/web/x.cpp", '/* why */ #include "service/cli/serve.h"'),
    ("service/web/x.cpp", '#include "tests/service/web/sample.h"'),
    ("service/web/x.cpp", "#include HEADER"),
    ("service/helpers/x.cpp", '#include "service/runtime/clock.h"'),
    ("service/web/x.cpp", '#include "service/helpers/x.h"'),
]


def self_test():
    missed = []
    for name, line in [(None, None), *BAD]:
        with tempfile.TemporaryDirectory() as root:
            tree = dict(GOOD)
            if name:
                tree[name] = f"#pragma once\n{line}\n"
            for path, text in tree.items():
                file = pathlib.Path(root, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            found = list(faults(root))
        expected = [f"{name}:2:"] if name else []
        if [fault.split(" ")[0] for fault in found] != expected:
            missed.append(f"planted {name}: {line}: expected {expected}, found {found}")
    return missed


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    found = self_test() if sys.argv[1] == "--self-test" else list(faults(sys.argv[1]))
    print("\n".join(found) or "no fault")
    sys.exit(1 if found else 0)


main()
