#!/usr/bin/env python3
"""How time and memory grow with the capture: conversations in millions and gigabytes, made while they are read.

    growth.py [--petze build/release/petze] [--maker build/bench/bench/petze_growth_capture] [--millions 1 4 16]
              [--gigabytes 4 16] [--plots FOLDER]

Prints Markdown tables: CPU seconds of one thread, and peak memory. Nothing is stored: the maker writes to Petze's standard input.
"""
import argparse, json, os, pathlib, subprocess, sys

import plot

BILLION = 10**9


def run(maker, kind, count, command):
    """CPU seconds and peak MB of Petze, and its last line."""
    made = subprocess.Popen([maker, kind, str(count)], stdout=subprocess.PIPE)
    reading = subprocess.Popen(command, stdin=made.stdout, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    made.stdout.close()
    end = bytearray()
    while block := os.read(reading.stdout.fileno(), 1 << 20):
        end += block
        del end[: -(1 << 16)]
    _, status, usage = os.wait4(reading.pid, 0)
    if status != 0 or made.wait() != 0:
        sys.exit(f"growth.py: {kind} {count} ended with {status} and {made.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, json.loads(end.splitlines()[-1])["stats"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--petze", default="build/release/petze")
    arguments.add_argument("--maker", default="build/bench/bench/petze_growth_capture")
    arguments.add_argument("--millions", type=int, nargs="*", default=[1, 4, 16])
    arguments.add_argument("--gigabytes", type=int, nargs="*", default=[4, 16])
    arguments.add_argument("--plots", type=pathlib.Path)
    a = arguments.parse_args()
    tables = [("conversations", "million conversations", a.millions, 10**6, {"stats alone": ["--types", "stats"], "all events": []}),
              ("bytes", "gigabytes", a.gigabytes, BILLION, {"all events": []})]
    for kind, unit, sizes, each, modes in tables:
        print(f"| {unit} | events | packets | CPU s | CPU µs a packet | peak MB |\n|---|---|---|---|---|---|")
        for mode, options in modes.items():
            points, peaks = [], []
            for size in sizes:
                command = [a.petze, "events", "-", "--threads", "1", *options]
                seconds, peak, stats = run(a.maker, kind, size * each, command)
                if kind == "conversations" and stats["flows"] != 2 * size * each:
                    sys.exit(f"growth.py: {stats['flows']} flows, not {2 * size * each}")
                print(f"| {size} | {mode} | {stats['packets']:,} | {seconds:.1f} | {seconds * 1e6 / stats['packets']:.2f} | {peak:.0f} |",
                      flush=True)
                points.append((size, seconds))
                peaks.append((size, peak))
            if a.plots and len(sizes) > 1:
                name = f"growth-{kind}-{mode.replace(' ', '-')}"
                (a.plots / f"{name}.svg").write_text(plot.lines(f"CPU time, {mode}", unit, points, "seconds"))
                (a.plots / f"{name}-memory.svg").write_text(plot.lines(f"Peak memory, {mode}", unit, peaks, "MB"))
        print()


if __name__ == "__main__":
    main()
