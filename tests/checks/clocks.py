#!/usr/bin/env python3
"""Fails when a source outside service/runtime/ reads a clock or sleeps: everything else is handed `now`.

usage: clocks.py ROOT        check models/ and service/ under ROOT
       clocks.py --self-test plant each call in a temporary tree and require that it is found

Tests are free. A deadline of one connection (Asio's expires_after) is no clock that a decision could read.
"""
import pathlib
import re
import sys
import tempfile

import sources

# A call, and lines that must be found by it.
CALLS = [
    (r"\b\w*[Cc]lock\w*\s*::\s*now\b", ["auto t = std::chrono::system_clock::now();", "auto t = steady_clock :: now ();",
                                        "auto t = high_resolution_clock::now();", "auto t = Clock::now();"]),
    (r"(?<![\w.>])time\s*\(\s*(?:nullptr|NULL|0|&\s*\w+)\s*\)", ["auto t = std::time(nullptr);", "auto t = time(NULL);",
                                                           "time_t t; time(&t);", "auto t = ::time( 0 );"]),
    (r"\b(?:gettimeofday|clock_gettime|timespec_get|ftime)\s*\(", ["gettimeofday(&t, nullptr);",
                                                                   "clock_gettime(CLOCK_MONOTONIC, &t);",
                                                                   "std::timespec_get(&t, TIME_UTC);"]),
    (r"\b(?:std::|::)clock\s*\(\s*\)", ["auto t = std::clock();"]),
    (r"\b(?:second_clock|microsec_clock)\s*::\s*\w+", ["auto t = second_clock::universal_time();"]),
    (r"\bsleep_(?:for|until)\b", ["std::this_thread::sleep_for(1s);", "sleep_until(later);"]),
    (r"\b(?:usleep|nanosleep|clock_nanosleep)\s*\(", ["usleep(10);", "nanosleep(&t, nullptr);"]),
    (r"(?<![\w.>])sleep\s*\(\s*\w", ["sleep(1);", "::sleep(seconds);"]),
]
HARMLESS = """// std::chrono::system_clock::now() is read in service/runtime alone
/* time(nullptr), sleep(1) */
const char* text = "sleep(1); system_clock::now()";
auto at = std::chrono::system_clock::time_point{};
auto then = clock.now();
const std::chrono::hh_mm_ss time(now - day);
stream.expires_after(limits.request);
"""


def faults(root):
    root = pathlib.Path(root)
    for path in sources.files(root, "models", "service"):
        where = path.relative_to(root)
        if where.parts[:2] == ("service", "runtime"):
            continue
        text = sources.code(path.read_text(encoding="utf-8"))
        for number, line in enumerate(text.splitlines(), 1):
            for pattern, _ in CALLS:
                call = re.search(pattern, line)
                if call:
                    yield f"{where}:{number}: {call.group(0)}: reads a clock or sleeps outside service/runtime/"


def self_test():
    missed = []
    for planted in ["", *(line for _, lines in CALLS for line in lines)]:
        for folder in ("models/growth", "service/watch"):
            with tempfile.TemporaryDirectory() as root:
                for path, text in ((f"{folder}/x.cpp", f"{HARMLESS}{planted}\n"), ("service/runtime/clock.cpp", planted)):
                    file = pathlib.Path(root, path)
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_text(text, encoding="utf-8")
                found = list(faults(root))
            expected = [f"{folder}/x.cpp:{HARMLESS.count(chr(10)) + 1}:"] if planted else []
            if [fault.split(" ")[0] for fault in found] != expected:
                missed.append(f"planted in {folder}: {planted}: expected {expected}, found {found}")
    return missed


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    found = self_test() if sys.argv[1] == "--self-test" else list(faults(sys.argv[1]))
    print("\n".join(found) or "no fault")
    sys.exit(1 if found else 0)


main()
