"""Runs a command and prints as JSON its seconds of wall and processor, and its peak memory in MiB.

A program of its own, because Linux counts the memory of the process that forked among the peak of the one that was
started: a bench that holds a large panel would measure itself.
"""
import json
import os
import subprocess
import sys
import time

began = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
print(json.dumps({"wall_s": time.perf_counter() - began, "cpu_s": used.ru_utime + used.ru_stime,
                  "peak_mib": used.ru_maxrss / 1024}))
sys.exit(1 if process.returncode else 0)
