"""Prints the lines of run.sh as a table: for each case and program the median over the rounds of its median and of its
fastest loop, and the median over the rounds of its time divided by Unroll's in the same round."""

import re
import statistics
import sys

found = {}
for line in sys.stdin:
    if match := re.match(r"round (\d+) case (\w) (\S+) threads (\S+) median_us (\S+) min_us (\S+)", line):
        turn, case, program, threads, median, least = match.groups()
        found.setdefault((case, program, threads), {})[turn] = float(median), float(least)

print(f"{'case':5} {'program':20} {'threads':>7} {'rounds':>6} {'median us':>12} {'fastest us':>12} {'of unroll':>10}")
for (case, program, threads), turns in found.items():
    ours = found.get((case, "unroll", threads), {})
    ratios = [median / ours[turn][0] for turn, (median, _) in turns.items() if turn in ours]
    medians, fastest = (statistics.median(column) for column in zip(*turns.values()))
    ratio = f"{statistics.median(ratios):.2f}" if ratios else "-"
    print(f"{case:5} {program:20} {threads:>7} {len(turns):>6} {medians:>12,.1f} {fastest:>12,.1f} {ratio:>10}")
