#!/usr/bin/env python3
"""Where the time goes: one thread of Petze under perf, its samples told by stage.

    stages.py CAPTURE [--petze build/release/petze] [OPTION_OF_EVENTS ...]

Prints a row of a Markdown table for each stage: its part of the CPU time, nanoseconds a packet and a byte. Needs perf (Debian:
linux-perf). A sample belongs to the innermost function of its stack that STAGES names; the standard library, the allocator and
the kernel belong to whom they work for.
"""
import argparse, json, pathlib, re, subprocess, sys, tempfile

from compare import measured

# The first that matches names the stage of a function.
STAGES = [
    ("read: blocks, packets cut, headers", r"Reader::|BlockReader|PcapReader|PcapngReader|PacketDecoder|QuicPaths"),
    ("decrypt", r"tls::OpenedSide|tls::RecordDecipher|quic::Protection|dtls::|crypto::|quic::Connection::take_protected"),
    ("find", r"Searcher|StreamSearch|Scanner|ConversationFinder|PatternFinder|PatternFields|pattern::|PhotoFinder|SaltedFinder"
             r"|PlaceFinder|NameParts|RecordFinder|TellOnce|Digests|is_phone_number|prepare_search"),
    ("endpoints, verdicts", r"write_endpoints|write_verdicts|Whose::|Attributor|Judge|Investigation|Behaviours|attribute_operator"
                            r"|registrable_domain|Joiner::finish|Endpoints::finish|append_endpoint|append_verdict"),
    ("write events", r"EventWriter|append_event|JsonWriter|community_id|write_body"),
    ("join: names, totals", r"Joiner::|Names::|Endpoints::|\)::join"),
    ("dissect: bodies", r"content::|UnknownProtocol|read_json|Walker|decoders::|file_type|http::Body"),
    ("dissect: protocols", r"[Dd]issect|http1::|http2::|http3::|dns::|tls::|quic::|Likeness|looks_like|MessageReader|dissectors"),
    ("conversations: flow table, TCP", r"FlowTable|FlowStore|TcpHalf|Shard::|TimingWheel|Opener"),
]
PATTERNS = [(name, re.compile(pattern)) for name, pattern in STAGES]


def stage_of(function, known={}):
    if function not in known:
        own = "petze::" in function
        known[function] = next((name for name, pattern in PATTERNS if own and pattern.search(function)), None)
    return known[function]


def samples(recording):
    """The stages of all samples."""
    script = subprocess.Popen(["perf", "script", "-i", recording, "-F", "ip,sym"], stdout=subprocess.PIPE, text=True,
                              stderr=subprocess.DEVNULL)
    stack = []
    for line in script.stdout:
        if line.strip():
            stack.append(line.strip().partition(" ")[2])
        elif stack:
            yield next(filter(None, map(stage_of, stack)), "other: start, end")
            stack = []
    if script.wait() != 0:
        sys.exit("stages.py: perf script failed")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("capture", type=pathlib.Path)
    arguments.add_argument("--petze", default="build/release/petze")
    a, options = arguments.parse_known_args()
    command = [a.petze, "events", str(a.capture), "--threads", "1", *options]
    seconds, _, output = measured(command)
    stats = json.loads(output.splitlines()[-1])["stats"]
    counts = {}
    with tempfile.TemporaryDirectory() as folder:
        recording = f"{folder}/perf.data"
        rate = max(99, min(997, int(4000 / seconds)))
        subprocess.run(["perf", "record", "--call-graph=dwarf,8192", "-F", str(rate), "-o", recording, *command], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for stage in samples(recording):
            counts[stage] = counts.get(stage, 0) + 1
    total = sum(counts.values())
    print(f"{a.capture.name}: {seconds:.2f} s of CPU time, {stats['packets']:,} packets, {stats['bytes']:,} bytes, "
          f"{total:,} samples\n\n| stage | part | ns a packet | ns a byte |\n|---|---|---|---|")
    for stage, count in sorted(counts.items(), key=lambda one: -one[1]):
        part = count / total
        print(f"| {stage} | {part:.1%} | {part * seconds * 1e9 / stats['packets']:.0f} | {part * seconds * 1e9 / stats['bytes']:.2f} |")


if __name__ == "__main__":
    main()
