#!/usr/bin/env python3
"""How the time of `unroll check` grows with the number of cells: `cells.py [PROGRAM [COUNT ...]]`.

Three notebooks of each size: cells that read the cell before, cells that read nothing, and prose between cells. The last
column is the time of a cell against that in the smallest notebook; 1 means that the time is linear.
"""
import subprocess
import sys
import tempfile
import time

program = sys.argv[1] if len(sys.argv) > 1 else ".build/release/unroll"
counts = [int(word) for word in sys.argv[2:]] or [1000, 10000, 100000]


def cell(source):
    return f"```unroll\n{source}\n```\n\n"


kinds = {
    "chain": lambda number: cell(f"x{number} = x{number - 1} + 1" if number else "x0 = 1"),
    "apart": lambda number: cell("1 + 1"),
    "prose": lambda number: f"Text {number}.\n\n" + cell(f"y{number % 10} = {number}"),
}

print(f"{'kind':8}{'cells':>9}{'seconds':>10}{'per cell':>12}{'ratio':>8}")
for kind, make in kinds.items():
    first = None
    for count in counts:
        with tempfile.NamedTemporaryFile("w", suffix=".unroll.md") as file:
            file.write("<!-- unroll 1 seed=1 outputs=none -->\n\n" + "".join(make(number) for number in range(count)))
            file.flush()
            begin = time.monotonic()
            subprocess.run([program, "check", file.name], stdout=subprocess.DEVNULL, check=True)
            seconds = time.monotonic() - begin
        first = first or seconds / count
        print(f"{kind:8}{count:9}{seconds:10.2f}{seconds / count * 1e6:9.0f} µs{seconds / count / first:8.1f}", flush=True)
