"""Prints the lines of run.sh as a table: for each case and program the median over the rounds of its median and of its
fastest loop, and the median over the rounds of its time divided by Unroll's in the same round. For numpy-sgemm, which
only multiplies, that ratio is the share of NumPy's own product rate that Unroll's whole step reaches. Then one line for
each case: the best of the other programs."""

import re
import statistics
import sys

found, memory = {}, {}
for line in sys.stdin:
    if match := re.match(r"round (\d+) case (\w) (\S+) threads (\S+) median_us (\S+) min_us (\S+)", line):
        turn, case, program, threads, median, least = match.groups()
        found.setdefault((case, program, threads), {})[turn] = float(median), float(least)
        if case == "K" and (peak := re.search(r"peak_rss_kb (\d+)", line)):
            memory[program] = int(peak[1]) / 1024

print(f"{'case':5} {'program':20} {'threads':>7} {'rounds':>6} {'median us':>12} {'fastest us':>12} {'of unroll':>10}")
best = {}
for (case, program, threads), turns in found.items():
    ours = found.get((case, "unroll", threads), {})
    ratios = [median / ours[turn][0] for turn, (median, _) in turns.items() if turn in ours]
    medians, fastest = (statistics.median(column) for column in zip(*turns.values()))
    ratio = statistics.median(ratios) if ratios else None
    peak = f"   {memory[program]:,.0f} MB resident" if case == "K" and program in memory else ""
    print(f"{case:5} {program:20} {threads:>7} {len(turns):>6} {medians:>12,.1f} {fastest:>12,.1f} "
          + (f"{ratio:>10.2f}" if ratio else f"{'-':>10}") + peak)
    if ratio and not program.startswith(("unroll", "numpy")):
        best[case, threads] = min(best.get((case, threads), (ratio, program)), (ratio, program))

print()
for (case, threads), (ratio, program) in best.items():
    line = f"case {case}, threads {threads}: {ratio:.1f} times as fast as the best of the others, {program}"
    sgemm, ours = found.get((case, "numpy-sgemm", threads)), found.get((case, "unroll", threads), {})
    shares = [median / ours[turn][0] for turn, (median, _) in (sgemm or {}).items() if turn in ours]
    print(line + (f"; {100 * statistics.median(shares):.0f} % of NumPy's products" if shares else ""))
