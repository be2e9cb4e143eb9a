"""Measures a full-screen program in a pseudo-terminal; needs nothing but Python.

    python3 Benchmarks/terminal.py start  [--until TEXT] [--runs 20] -- PROGRAM …
    python3 Benchmarks/terminal.py keys   [--until TEXT] [--before KEYS] [--keys jk] [--presses 400] -- PROGRAM …

start   from starting the process to the first whole screen (milliseconds, median and worst), and what it has resident
        then. A screen is whole when TEXT, which stands on its last line, has arrived and nothing follows for 30 ms; the
        time is that of the last byte.
keys    presses the keys in turn and waits each time for the screen's answer: milliseconds from the key to the first
        byte of it, 50th and 99th percentile. `--before` is typed first, for example what starts a fit; `--quiet` says
        how long to wait between presses (random around it, so as not to fall in step with a timer).

While a fit trains, the plot's redraws are output too: a press waits for a moment without any, and the first output after
it counts as its answer, so at most a redraw that happens to fall between makes a time look shorter.
"""

import argparse
import errno
import fcntl
import os
import pty
import random
import select
import signal
import statistics
import struct
import sys
import termios
import time


class Program:
    """A process whose terminal is ours."""

    def __init__(self, command, columns, rows):
        self.master, worker = pty.openpty()
        fcntl.ioctl(worker, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.started = time.perf_counter()
        self.process = self.spawn(command, worker)
        os.close(worker)
        self.seen = b""

    def spawn(self, command, worker):
        process = os.fork()
        if process == 0:
            os.setsid()
            fcntl.ioctl(worker, termios.TIOCSCTTY, 0)
            for descriptor in range(3):
                os.dup2(worker, descriptor)
            os.closerange(3, 64)
            os.environ["TERM"] = os.environ.get("BENCH_TERM", "xterm-256color")
            try:
                os.execvp(command[0], command)
            finally:
                os._exit(127)
        return process

    def read(self, seconds):
        """What has arrived within that time, or nothing."""
        if not select.select([self.master], [], [], seconds)[0]:
            return b""
        try:
            piece = os.read(self.master, 1 << 16)
        except OSError as problem:
            if problem.errno == errno.EIO:
                sys.exit("the program has ended: " + self.seen[-300:].decode(errors="replace"))
            raise
        self.answer_questions(piece)
        self.seen = (self.seen + piece)[-200_000:]
        return piece

    def answer_questions(self, piece):
        """What terminals say when a program asks who they are and where the cursor stands."""
        for question, answer in ((b"\x1b[c", b"\x1b[?62;c"), (b"\x1b[6n", b"\x1b[1;1R"), (b"\x1b[0c", b"\x1b[?62;c")):
            if question in piece:
                os.write(self.master, answer)

    def until_whole(self, text, quiet=0.03, patience=10):
        """Seconds from the start to the last byte of the first whole screen."""
        last, deadline = time.perf_counter(), time.perf_counter() + patience
        while True:
            if self.read(quiet):
                last = time.perf_counter()
            elif text in self.seen and self.seen:
                return last - self.started
            if time.perf_counter() > deadline:
                sys.exit(f"no {text!r} within {patience} s; the end of what came: {self.seen[-500:]!r}")

    def until_quiet(self, seconds):
        while self.read(seconds):
            pass

    def resident_kilobytes(self):
        with open(f"/proc/{self.process}/status") as status:
            fields = dict(line.split(":", 1) for line in status)
        return int(fields["VmRSS"].split()[0]), int(fields["RssAnon"].split()[0])

    def end(self):
        """Its own end, or the one that nothing resists."""
        os.close(self.master)
        for name in (signal.SIGHUP, signal.SIGKILL):
            os.kill(self.process, name)
            for _ in range(100):
                if os.waitpid(self.process, os.WNOHANG)[0]:
                    return
                time.sleep(0.01)


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def start(options):
    times, sizes = [], []
    for _ in range(options.runs):
        program = Program(options.command, options.columns, options.rows)
        times.append(program.until_whole(options.until.encode()) * 1e3)
        sizes.append(program.resident_kilobytes())
        program.end()
    resident, own = (statistics.median(column) for column in zip(*sizes))
    print(f"start median_ms {statistics.median(times):.1f} min_ms {min(times):.1f} max_ms {max(times):.1f} "
          f"resident_mb {resident / 1024:.1f} of which own {own / 1024:.1f} runs {options.runs}")


def keys(options):
    program = Program(options.command, options.columns, options.rows)
    program.until_whole(options.until.encode())
    if options.before:
        os.write(program.master, options.before.encode().decode("unicode_escape").encode("latin-1"))
        time.sleep(options.settle)
        while program.read(0):
            pass
    times, silent, chance = [], 0, random.Random(1)
    for press in range(options.presses):
        wait = time.perf_counter() + options.quiet * chance.uniform(0.5, 1.5)
        while (left := wait - time.perf_counter()) > 0:
            program.read(left)
        while program.read(0.002):                       # not in the middle of another redraw
            pass
        pressed = time.perf_counter()
        os.write(program.master, options.keys[press % len(options.keys)].encode())
        if program.read(0.5):
            times.append((time.perf_counter() - pressed) * 1e3)
        else:
            silent += 1
    program.end()
    if not times:
        sys.exit("no key had an answer")
    print(f"keys p50_ms {percentile(times, 0.5):.2f} p99_ms {percentile(times, 0.99):.2f} max_ms {max(times):.2f} "
          f"answered {len(times)} unanswered {silent}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["start", "keys"])
    parser.add_argument("--until", default="", help="text on the last line of a whole screen")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--before", default="", help=r"keys to type first; \r and the like are understood")
    parser.add_argument("--settle", type=float, default=1.0, help="seconds to wait after them")
    parser.add_argument("--keys", default="jk")
    parser.add_argument("--presses", type=int, default=400)
    parser.add_argument("--quiet", type=float, default=0.04, help="seconds between presses")
    parser.add_argument("--columns", type=int, default=100)
    parser.add_argument("--rows", type=int, default=30)
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    start(options) if options.what == "start" else keys(options)


if __name__ == "__main__":
    main()
