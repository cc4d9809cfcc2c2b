#!/usr/bin/env python3
"""Compares Petze with other programs on the same captures, whole processes, in turn.

    compare.py FOLDER [--petze build/release/petze] [--runs 5] [--plot FILE.svg] [WORKLOAD ...]

FOLDER holds the captures of WORKLOADS (see bench/README.md); those that are missing, like programs that are, are left out with a
sentence. Each pair of programs takes turns; what is printed are medians of the ratios of CPU seconds (user and system, of one
thread) and the peak memory, never a figure of one run alone. The counts in the answers are checked in the same run: a quick wrong
answer is no answer.
"""
import argparse, collections, json, os, pathlib, shutil, statistics, struct, subprocess, sys

import plot

STATS, REQUESTS, ALL = ["--types", "stats"], ["--types", "http,stats"], []


class Workload:
    """A capture; `packets` and distinct `conversations` (5-tuples) as its generator made them, `requests` where it is opened.
    What is recorded of real clients has other packets each time: then none are named, and those of the file are counted."""

    def __init__(self, packets, conversations, peers, modes, requests=None, keys=False):
        self.packets, self.conversations, self.requests = packets, conversations, requests
        self.peers, self.modes, self.keys = peers, modes, keys


OPENED = {"bodies read, stats alone": STATS, "requests with hashes": REQUESTS, "all events": ALL}
IN_CLEAR = ["readwalk", "ndpiReader", "suricata", "nfpcapd", "tshark"]
WORKLOADS = {
    "w1": Workload(1_580_718, 27_633, IN_CLEAR, {"stats alone": STATS, "all events": ALL}),
    "w2": Workload(531_028, 954, IN_CLEAR + ["tcpflow"], {"stats alone": STATS, "all events": ALL}),
    "w3": Workload(5_799_690, 664_562, IN_CLEAR, {"stats alone": STATS, "all events": ALL}),
    "w4": Workload(None, 14, ["readwalk", "tshark with keys"], OPENED, requests=560, keys=True),
    "w5": Workload(None, 300, ["readwalk", "tshark with keys"], OPENED, requests=360, keys=True),
}


def packets_in(capture):
    """Of a pcap file in this machine's byte order, by the lengths in its headers."""
    data, at, count = capture.read_bytes(), 24, 0
    while at + 16 <= len(data):
        at += 16 + struct.unpack_from("I", data, at + 8)[0]
        count += 1
    return count


def peer(name, folder, workload):
    """The command of another program, or nothing where it is not there."""
    capture, keys = str(folder / f"{workload}.pcap"), str(folder / f"{workload}.keys")
    command = {
        "readwalk": [str(folder / "readwalk"), capture, "2"],
        "ndpiReader": ["ndpiReader", "-q", "-i", capture],
        "suricata": ["suricata", "-r", capture, "-k", "none", "-l", "/tmp", "--runmode", "single", "-S", "/dev/null"],
        "nfpcapd": ["nfpcapd", "-r", capture, "-l", str(folder / "flows")],
        "tcpflow": ["tcpflow", "-a", "-r", capture, "-o", str(folder / "flows")],
        "tshark": ["tshark", "-q", "-r", capture, "-z", "conv,tcp"],
        "tshark with keys": ["tshark", "-r", capture, "-o", f"tls.keylog_file:{keys}", "-Y", "http2.headers or http3", "-T", "fields",
                             "-e", "frame.number"],
    }[name]
    return command if shutil.which(command[0]) else None


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


def check(workload, output):
    """Ends where the answer is wrong. `output`: of all events, or its end."""
    stats = json.loads(output.splitlines()[-1])["stats"]
    if stats["packets"] != workload.packets or stats["flows"] < workload.conversations:
        sys.exit(f"{stats['packets']} packets and {stats['flows']} flows, not {workload.packets} and at least "
                 f"{workload.conversations}")


def check_requests(workload, command):
    """Ends where not every request was read."""
    output = subprocess.run([*command, "--types", "http"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    kinds = collections.Counter(json.loads(line)["event_type"] for line in output.splitlines())
    if kinds["http"] != workload.requests:
        sys.exit(f"{kinds['http']} requests, not {workload.requests}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("workloads", nargs="*", default=list(WORKLOADS), metavar="WORKLOAD")
    arguments.add_argument("--petze", default="build/release/petze")
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--plot", type=pathlib.Path, help="where to draw the medians")
    a = arguments.parse_intermixed_args()
    print("| workload | Petze | against | CPU, theirs / ours: median (min–max) | peak MB, ours | theirs |")
    print("|---|---|---|---|---|---|")
    drawn = []
    for name in a.workloads:
        workload, capture = WORKLOADS[name], a.folder / f"{name}.pcap"
        if not capture.exists():
            print(f"compare.py: no {capture}: left out", file=sys.stderr)
            continue
        workload.packets = workload.packets or packets_in(capture)
        (a.folder / "flows").mkdir(exist_ok=True)
        for mode, options in workload.modes.items():
            keys = ["--keys", str(a.folder / f"{name}.keys")] if workload.keys else []
            plain = [a.petze, "events", str(capture), "--threads", "1", *keys]
            ours = [*plain, *options]
            check(workload, measured(ours)[2])
            if workload.requests:
                check_requests(workload, plain)
            for other in workload.peers:
                theirs = peer(other, a.folder, name)
                if not theirs:
                    print(f"compare.py: no {other}: left out", file=sys.stderr)
                    continue
                runs = a.runs if not other.startswith("tshark") else min(a.runs, 2)
                median, least, most, own, peak = compare(ours, theirs, runs)
                print(f"| {name} | {mode} | {other} | {median:.2f} ({least:.2f}–{most:.2f}) | {own:.0f} | {peak:.0f} |", flush=True)
                drawn.append((f"{name}, {mode}: {other}", median))
    if a.plot and drawn:
        a.plot.write_text(plot.bars("CPU time of others for each second of Petze's", drawn, mark=1))


if __name__ == "__main__":
    main()
