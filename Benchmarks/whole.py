"""Case K: a whole process, from its start to its end, and the most memory that it had resident.

    python whole.py NAME COMMAND...
    case K NAME threads - median_us 52000.0 min_us 50000.0 loops 5 peak_rss_kb 12000

The first of six runs only brings the files into memory.
"""

import os
import statistics
import subprocess
import sys
import time

name, command = sys.argv[1], sys.argv[2:]
times, peaks = [], []
for turn in range(6):
    start = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"{name}: exit {os.waitstatus_to_exitcode(status)}")
    if turn:
        times.append((time.perf_counter() - start) * 1e6)
        peaks.append(usage.ru_maxrss)
print(f"case K {name} threads - median_us {statistics.median(times):.1f} min_us {min(times):.1f} loops {len(times)} "
      f"peak_rss_kb {statistics.median(peaks):.0f}")
