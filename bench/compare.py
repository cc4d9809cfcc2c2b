#!/usr/bin/env python3
"""Compares Petze with other programs on the same captures, whole processes, in turn.

    compare.py FOLDER [--petze build/release/petze] [--runs 5] [--readwalk FILE] [WORKLOAD ...]

FOLDER holds w1.pcap, w2.pcap, w3.pcap (see bench/README.md). Each pair of programs takes turns; what is printed are medians of
the ratios of CPU seconds (user and system, of one thread) and the peak memory, never a figure of one run alone. The counts in
the answers are checked in the same run: a quick wrong answer is no answer.
"""
import argparse, json, os, pathlib, resource, shutil, statistics, subprocess, sys, time

# workload: packets, distinct conversations (5-tuples) as the generator made them
COUNTS = {"w1": (1_580_718, 27_633), "w2": (531_028, 954), "w3": (5_799_690, 664_562)}


def measured(command):
    """CPU seconds, peak MB and output of one run."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(write, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.close(read)
        os.execvp(command[0], command)
    os.close(write)
    output = bytearray()
    while block := os.read(read, 1 << 20):
        output += block
        del output[: -(1 << 16)]  # the end is what is looked at
    os.close(read)
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        sys.exit(f"{command[0]} ended with {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, bytes(output)


def compare(ours, theirs, runs):
    """Medians of theirs/ours in CPU, and the peaks."""
    measured(ours), measured(theirs)  # warm
    ratios, peaks = [], [0, 0]
    for _ in range(runs):
        a, b = measured(ours), measured(theirs)
        ratios.append(b[0] / a[0])
        peaks = [max(peaks[0], a[1]), max(peaks[1], b[1])]
    return statistics.median(ratios), min(ratios), max(ratios), *peaks


def check_counts(workload, output):
    stats = json.loads(output.splitlines()[-1])["stats"]
    packets, conversations = COUNTS[workload]
    if stats["packets"] != packets or stats["flows"] < conversations:
        sys.exit(f"{workload}: {stats['packets']} packets and {stats['flows']} flows, not {packets} and at least {conversations}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("workloads", nargs="*", default=["w1", "w2", "w3"])
    arguments.add_argument("--petze", default="build/release/petze")
    arguments.add_argument("--readwalk")
    arguments.add_argument("--runs", type=int, default=5)
    a = arguments.parse_intermixed_args()
    print("| workload | Petze | against | CPU, theirs / ours: median (min–max) | peak MB, ours | theirs |")
    print("|---|---|---|---|---|---|")
    for workload in a.workloads:
        capture = str(a.folder / f"{workload}.pcap")
        modes = {"stats alone": ["--types", "stats"], "all events": []}
        peers = {"readwalk": [a.readwalk, capture, "2"] if a.readwalk else None,
                 "ndpiReader": ["ndpiReader", "-q", "-i", capture],
                 "tshark": ["tshark", "-q", "-r", capture, "-z", "conv,tcp"]}
        for mode, options in modes.items():
            ours = [a.petze, "events", capture, "--threads", "1", *options]
            check_counts(workload, measured(ours)[2])
            for peer, theirs in peers.items():
                if not theirs or not shutil.which(theirs[0]):
                    continue
                runs = a.runs if peer != "tshark" else min(a.runs, 2)
                median, least, most, own, other = compare(ours, theirs, runs)
                print(f"| {workload} | {mode} | {peer} | {median:.2f} ({least:.2f}–{most:.2f}) | {own:.0f} | {other:.0f} |", flush=True)


if __name__ == "__main__":
    main()
