"""Unroll beside other terminal programs that people write notebooks and texts with: euporie, nbterm, vim.

    python3 Benchmarks/beside.py [--rounds 5] [--programs unroll,vim,euporie,nbterm] [--measures start,keys,save,train]

Needs a release build of Unroll, vim, and for the others a Python with `euporie`, `nbterm`, `ipykernel` and `numpy` from
PyPI (say which with PEERS=folder/bin). The programs take turns within each round, so that all meet the same machine in
the same mood; the ratio is the median, over the rounds, of the other's figure by Unroll's.

start   ms from starting the process to the text of the first cell on the screen: a notebook of 3 cells, and one of 1,000
memory  MB resident two seconds later, in the process itself and in those it has started (a kernel)
keys    ms from a key that goes down by a cell (vim: a line) in the 1,000 cells to the first byte of the answer
save    ms from the key that saves the 1,000 cells, with one cell more, to the whole file on the disk
train   ms from such a key to the screen while a cell trains: in Unroll a fit on all cores with its plot; in the others a
        loop of NumPy products in the kernel that prints a line 30 times a second
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from terminal import Program, percentile

ROOT = Path(__file__).resolve().parent.parent
PEERS = Path(os.environ.get("PEERS", "venv/bin"))
MARK = b"prose about cell 0"


def source(cell):
    return f"a{cell} = {cell} + 1\na{cell} * 2"


def markdown(pairs, first):
    """An Unroll notebook of `pairs` texts and as many programs with outputs; the first program is `first`."""
    parts = []
    for cell in range(pairs):
        code = first if cell == 0 and first else source(cell)
        parts.append(f"## Part {cell}\n\nSome prose about cell {cell}, on two lines,\nwith a `word` of code.\n\n"
                     f"```unroll\n{code}\n```\n<!-- out src=00000000 -->\n```text\n{2 * (cell + 1)}\n```\n<!-- /out -->\n")
    return "\n".join(parts)


def jupyter(pairs, first):
    """The same as a Jupyter notebook."""
    cells = []
    for cell in range(pairs):
        prose = f"## Part {cell}\n\nSome prose about cell {cell}, on two lines,\nwith a `word` of code."
        code = first if cell == 0 and first else source(cell)
        output = dict(output_type="execute_result", execution_count=1, metadata={},
                      data={"text/plain": [str(2 * (cell + 1))]})
        cells.append(dict(cell_type="markdown", id=f"m{cell}", metadata={}, source=prose))
        cells.append(dict(cell_type="code", id=f"c{cell}", metadata={}, execution_count=None, source=code, outputs=[output]))
    kernel = dict(display_name="Python 3", language="python", name="python3")
    metadata = dict(kernelspec=kernel, language_info=dict(name="python"))
    return json.dumps(dict(cells=cells, metadata=metadata, nbformat=4, nbformat_minor=5))


UNROLL_FIT = "run = fit(gru(64) |> dense(1), adding_task(length = 50, count = 4000), epochs = 100000)"
NUMPY_FIT = ("import numpy, time\nx = numpy.ones((700, 700), dtype='float32')\nlast = 0\nfor step in range(10**9):\n"
             "    y = x @ x\n    if time.time() - last > 0.033:\n        last = time.time()\n"
             "        print('step', step, 'loss', 1 / (step + 1), end='\\r')")

# What is typed: down a cell, a new cell and the key that saves, and what runs the first program.
PROGRAMS = {
    "unroll": dict(command=[str(ROOT / ".build/release/unroll")], suffix=".unroll.md", write=markdown,
                   down="j", change="b", save="\x13", fit=UNROLL_FIT, run="j\x1b[15~"),
    "vim": dict(command=["vim", "-u", "DEFAULTS", "-i", "NONE", "-n"], suffix=".md", write=markdown,
                down="j", change="onew\x1b", save=":w\r", fit=None, run=None),
    "euporie": dict(command=[str(PEERS / "euporie-notebook")], suffix=".ipynb", write=jupyter,
                    down="j", change="b", save="\x13", fit=NUMPY_FIT, run="j\x05"),
    "nbterm": dict(command=[str(PEERS / "nbterm")], suffix=".ipynb", write=jupyter,
                   down="j", change="b", save="\x13", fit=None, run=None),    # 0.0.13 runs no cell with ipykernel 7
}


class Bench:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.figures = {}

    def file(self, name, pairs, first=None):
        program = PROGRAMS[name]
        path = self.folder / f"{name}-{pairs}{'-fit' if first else ''}{program['suffix']}"
        path.write_text(program["write"](pairs, first))
        return path

    def note(self, measure, name, value):
        self.figures.setdefault(measure, {}).setdefault(name, []).append(value)

    def open(self, name, path):
        """The program with its first screen, and when that came."""
        program = Program(PROGRAMS[name]["command"] + [str(path)], 100, 30)
        deadline = time.perf_counter() + 60
        while MARK not in plain(program.seen):
            program.read(0.05)
            if time.perf_counter() > deadline:
                raise TimeoutError(f"{name} shows nothing: {program.seen[-300:]!r}")
        return program, time.perf_counter() - program.started

    def start(self, name):
        for measure, pairs in (("start, 3 cells (ms)", 2), ("start, 1,000 cells (ms)", 500)):
            program, seconds = self.open(name, self.file(name, pairs))
            self.note(measure, name, seconds * 1e3)
            end = time.perf_counter() + 2
            while (left := end - time.perf_counter()) > 0:
                program.read(left)
            own, others = memory(program.process)
            self.note(measure.replace("start", "resident").replace("ms", "MB"), name, own)
            if others:
                self.note(measure.replace("start", "kernel").replace("ms", "MB"), name, others)
            program.end()

    def press(self, program, keys, presses, quiet):
        """Milliseconds from each key, in turn, to the first byte of the answer."""
        times = []
        for press in range(presses):
            end = time.perf_counter() + quiet
            while (left := end - time.perf_counter()) > 0:
                program.read(left)
            while program.read(0.004):
                pass
            pressed = time.perf_counter()
            os.write(program.master, keys[press % len(keys)].encode())
            if program.read(2):
                times.append((time.perf_counter() - pressed) * 1e3)
        return times

    def keys(self, name):
        program, _ = self.open(name, self.file(name, 500))
        self.settle(program)
        times = self.press(program, PROGRAMS[name]["down"], 120, 0.05)
        self.note("a key down, median (ms)", name, percentile(times, 0.5))
        self.note("a key down, 99th percentile (ms)", name, percentile(times, 0.99))
        program.end()

    def save(self, name):
        path = self.file(name, 500)
        before = path.stat()
        program, _ = self.open(name, path)
        self.settle(program)
        os.write(program.master, PROGRAMS[name]["change"].encode())
        self.settle(program, 1)
        pressed = time.perf_counter()
        os.write(program.master, PROGRAMS[name]["save"].encode())
        while time.perf_counter() - pressed < 30:
            program.read(0.001)
            now = path.stat()
            if now.st_size > before.st_size or now.st_ino != before.st_ino:
                self.note("saving 1,000 cells (ms)", name, (time.perf_counter() - pressed) * 1e3)
                break
        program.end()

    def train(self, name):
        settings = PROGRAMS[name]
        if not settings["fit"]:
            return
        program, _ = self.open(name, self.file(name, 20, settings["fit"]))
        self.settle(program, 4 if settings["suffix"] == ".ipynb" else 1)
        os.write(program.master, settings["run"].encode())
        end = time.perf_counter() + 4
        while (left := end - time.perf_counter()) > 0:
            program.read(left)
        if not program.read(0.5):
            raise TimeoutError("nothing is drawn: it does not train")
        # To and fro: at the last cell a key down has no answer.
        times = self.press(program, settings["down"] + "k", 60, 0.05)
        if times:
            self.note("a key while training, median (ms)", name, percentile(times, 0.5))
            self.note("a key while training, 99th percentile (ms)", name, percentile(times, 0.99))
        program.end()

    def settle(self, program, quiet=1.5, patience=60):
        """Until nothing has been drawn for a while."""
        end = time.perf_counter() + patience
        while program.read(quiet) and time.perf_counter() < end:
            pass

    def table(self, names):
        print(f"\n{'':36}" + "".join(f"{name:>20}" for name in names))
        for measure, figures in self.figures.items():
            line = f"{measure:36}"
            ours = figures.get("unroll")
            for name in names:
                values = figures.get(name)
                if not values:
                    line += f"{'–':>20}"
                    continue
                ratio = ""
                if ours and name != "unroll":
                    ratio = f" ({statistics.median(v / o for v, o in zip(values, ours)):.1f}×)"
                line += f"{statistics.median(values):.1f}{ratio}".rjust(20)
            print(line)


def plain(seen):
    """What was written without the sequences between words: programs skip blanks by moving the cursor."""
    import re
    text = re.sub(rb"\x1b\[(\d*)C", lambda match: b" " * int(match.group(1) or 1), seen)
    return re.sub(rb"\x1b\][^\x07\x1b]*(\x07|\x1b\\)|\x1b\[[0-9;:?<=>]*[ -/]*[@-~]|\x1b[()][0-9A-B]", b"", text)


def memory(process):
    """MB resident: the process itself, and all that it has started."""
    def resident(identity):
        with open(f"/proc/{identity}/status") as status:
            return next((int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS")), 0)
    listing = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], capture_output=True, text=True).stdout
    parents = {int(line.split()[0]): int(line.split()[1]) for line in listing.splitlines()}
    family, grown = {process}, True
    while grown:
        more = {child for child, parent in parents.items() if parent in family} - family
        family, grown = family | more, bool(more)
    others = 0
    for child in family - {process}:
        try:
            others += resident(child)
        except OSError:
            pass
    return resident(process), others


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--programs", default="unroll,vim,euporie,nbterm")
    parser.add_argument("--measures", default="start,keys,save,train")
    options = parser.parse_args()
    names = [name for name in options.programs.split(",") if shutil.which(PROGRAMS[name]["command"][0])]
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(folder)
        for round in range(options.rounds):
            for measure in options.measures.split(","):
                for name in names:
                    try:
                        getattr(bench, measure)(name)
                    except (TimeoutError, SystemExit) as problem:
                        print(f"round {round + 1}, {measure}: {name}: {problem}")
        bench.table(names)


if __name__ == "__main__":
    main()
