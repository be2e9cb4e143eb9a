"""How long a key waits for its answer in notebooks that were written to make it wait.

    python3 Benchmarks/hostile.py [--unroll .build/release/unroll] [--presses 60] [--only NAME] [--limit 50]

Each notebook is opened in a pseudo-terminal, at first as it is, then while its cells run, then with what they gave on the
screen. Keys go to and fro; the time is from the key to the first byte of the screen's answer. Printed are the median and
the worst, in milliseconds, and at the end how many notebooks had a worst above the limit. Then each is sent one SIGTERM
while its cells run: how long the program takes to end, and whether the terminal was given back.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from terminal import Program, percentile

ROOT = Path(__file__).resolve().parent.parent
PROSE = "Some prose above.\n\n"
END = "\nSome prose below.\n"


def cell(source):
    return f"```unroll\n{source}\n```\n"


def output(source, lines):
    """A cell with a recorded output."""
    return cell(source) + "<!-- out src=00000000 -->\n```text\n" + "\n".join(lines) + "\n```\n<!-- /out -->\n"


def names(first, count):
    return "\n".join(f"n{index} = {index}" for index in range(first, first + count))


def notebooks():
    """Name, text."""
    doubled = "x = [1]\n" + "x = [x, x]\n" * 24 + "y = [x, x]\ny\nx"
    yield "small", PROSE + cell("a = 1\na") + END
    yield "a list of lists that doubles", PROSE + cell(doubled) + END
    yield "300,000 names", PROSE + "\n".join(cell(names(30_000 * part, 30_000)) for part in range(10)) + END
    yield "300,000 names in 200 cells", PROSE + "\n".join(cell(names(1_500 * part, 1_500)) for part in range(200)) + END
    yield "30,000 outputs of help()", PROSE + cell("help()\n" * 30_000) + END
    yield "a cell of 1 MB", PROSE + cell(names(0, 66_000)) + END
    yield "a line of 1 MB", PROSE + cell("[" + ", ".join(map(str, range(150_000))) + "]") + END
    yield "10,000 cells", PROSE + "\n".join(cell(f"a{index} = {index}") for index in range(10_000)) + END
    yield "a recorded output of 1,000,000 lines", PROSE + output("a", map(str, range(1_000_000))) + END
    yield "30,000 recorded outputs", PROSE + cell("a") + "<!-- out src=00000000 -->\n" + "```text\none\n```\n" * 30_000 + "<!-- /out -->\n" + END
    yield "prose of 1 MB", "A *word* of `prose`, and more. " * 30_000 + "\n\n" + cell("a = 1\na") + END
    yield "a plot of 1,000,000 numbers", PROSE + cell("plot(range(1e6))\nrange(1e6)\ntensor(range(1e6))") + END


class Case:
    def __init__(self, options, name, path):
        self.options, self.name = options, name
        self.program = Program([options.unroll, str(path)], 100, 30)

    def close(self):
        try:
            self.program.end()
        except (ProcessLookupError, ChildProcessError, OSError):
            pass

    def wait_quiet(self, seconds, patience):
        """Until the screen says nothing for so long."""
        end = time.perf_counter() + patience
        while self.program.read(seconds) and time.perf_counter() < end:
            pass

    def press(self, key):
        """Milliseconds from a key to the first byte of the answer, infinite if there is none in 5 seconds."""
        while self.program.read(0.002):
            pass
        pressed = time.perf_counter()
        os.write(self.program.master, key.encode())
        return (time.perf_counter() - pressed) * 1e3 if self.program.read(5) else float("inf")

    def write(self):
        """Opens the text of the cell, or of a new one below it if that is too long to be edited."""
        seen = len(self.program.seen)
        self.press("\r")
        self.wait_quiet(0.1, 2)
        if b"EDIT" not in self.program.seen[seen:]:
            self.press("b")
            self.press("\r")

    def presses(self, keys):
        times = []
        for press in range(self.options.presses):
            times.append(self.press(keys[press % len(keys)]))
            if times[-1] == float("inf"):
                break
            time.sleep(0.03)
        return times


def measure(options, name, path):
    """Worst of each stage."""
    case, figures = Case(options, name, path), {}
    try:
        case.program.until_whole(b"NAV", patience=60)
        case.wait_quiet(0.3, 5)
        figures["as it is"] = case.presses(["j", "k"])
        for key in (":", "r", "u", "n", " ", "a", "l", "l", "\r"):
            case.press(key)
        figures["running"] = case.presses(["j", "k"])
        case.wait_quiet(0.5, options.settle)
        figures["with outputs"] = case.presses(["j", "k", "\x1b[6~", "\x1b[5~"])
        case.wait_quiet(0.3, 5)
        figures["names"] = case.presses(["w", "w"])
        case.press("j")
        case.write()
        figures["writing"] = case.presses(["a", "\x7f"])
        figures["undo and redo"] = case.presses(["\x1a", "\x12"])
        case.press("\x1b")
        for key in ("/", "n", "1", "\r"):
            case.press(key)
        figures["finds"] = case.presses(["n", "N"])
        case.write()
        figures["writing among finds"] = case.presses(["a", "\x7f"])
        case.press("\x1b"), case.press("\x1b")
        figures["adding cells"] = case.presses(["b", "z"])
        figures["list of names"] = [case.press("W")] + case.presses(["j", "k"])
    finally:
        case.close()
    return figures


def end(options, name, path):
    """Seconds from a SIGTERM to the end, and whether the alternate screen was left."""
    case = Case(options, name, path)
    try:
        case.program.until_whole(b"NAV", patience=60)
        for key in (":", "r", "u", "n", " ", "a", "l", "l", "\r"):
            os.write(case.program.master, key.encode())
            case.program.read(0.2)
        time.sleep(0.5)
        began, tail = time.perf_counter(), b""
        os.kill(case.program.process, signal.SIGTERM)
        while time.perf_counter() < began + 15:
            try:
                tail = (tail + case.program.read(0.05))[-4000:]
            except SystemExit:
                break
            if os.waitpid(case.program.process, os.WNOHANG)[0]:
                break
        return time.perf_counter() - began, b"\x1b[?1049l" in case.program.seen
    finally:
        case.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unroll", default=str(ROOT / ".build/release/unroll"))
    parser.add_argument("--presses", type=int, default=60)
    parser.add_argument("--settle", type=float, default=20, help="seconds to wait at most for the cells to end")
    parser.add_argument("--only", default="")
    parser.add_argument("--limit", type=float, default=50)
    options = parser.parse_args()
    above = 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOME"] = folder
        for number, (name, text) in enumerate(notebooks()):
            if options.only not in name:
                continue
            path = Path(folder) / f"n{number}.unroll.md"
            path.write_text(text)
            figures = measure(options, name, path)
            for stage, times in figures.items():
                print(f"{name}, {stage}: median_ms {percentile(times, 0.5):.1f} worst_ms {max(times):.1f}", flush=True)
            above += any(max(times) > options.limit for times in figures.values())
            path = Path(folder) / f"e{number}.unroll.md"
            path.write_text(text)
            seconds, restored = end(options, name, path)
            print(f"{name}, SIGTERM: ends after {seconds:.2f} s, terminal {'given back' if restored else 'NOT given back'}",
                  flush=True)
    print(f"notebooks with a key above {options.limit:.0f} ms: {above}")
    sys.exit(1 if above else 0)


if __name__ == "__main__":
    main()
