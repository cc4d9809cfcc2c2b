#!/usr/bin/env python3
"""How much memory documents take that never end.

    held_content.py [--petze build/release/petze] [--connections 1000] [512M 64M]

So many connections (of documentation ranges) each send 6 MB of a JSON document and never end; the stream is made while it is read and not
stored. Prints a Markdown table: peak memory of `petze events - --memory SIZE`, and what it says of documents that it did not hold.
"""
import argparse, json, os, struct, subprocess

PIECES, PIECE = 100, 60_000
HEAD = b"POST /x HTTP/1.1\r\nHost: a.example\r\nContent-Type: application/json\r\nContent-Length: 7000000\r\n\r\n" + b'{"k":"'


def packet(microseconds, source, target, ports, sequence, acknowledged, flags, payload=b""):
    length = 40 + len(payload)
    return (struct.pack("<IIII", 1_700_000_000 + microseconds // 1_000_000, microseconds % 1_000_000, length, length)
            + struct.pack(">BBHHHBBH4s4s", 0x45, 0, length, 0, 0, 64, 6, 0, source, target)
            + struct.pack(">HHIIBBHHH", *ports, sequence, acknowledged, 0x50, flags, 65535, 0, 0) + payload)


def write(out, connections):
    """A capture of raw IP."""
    server = bytes([192, 0, 2, 80])
    phones = [(bytes([198, 51, 100, 1 + i % 250]), 20_000 + i // 250) for i in range(connections)]
    out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262_144, 101))
    for i, (phone, port) in enumerate(phones):
        out.write(packet(10 * i, phone, server, (port, 80), 99, 0, 0x02) + packet(10 * i + 1, server, phone, (80, port), 499, 100, 0x12))
    text = (b"abcdefgh " * (PIECE // 9 + 1))[:PIECE]
    sent = [100] * connections
    for number in range(PIECES):
        for i, (phone, port) in enumerate(phones):
            payload = HEAD + text if number == 0 else text
            out.write(packet(10 * connections + 5 * (number * connections + i), phone, server, (port, 80), sent[i], 500, 0x18, payload))
            sent[i] += len(payload)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("memory", nargs="*", default=["512M", "64M"])
    arguments.add_argument("--petze", default="build/release/petze")
    arguments.add_argument("--connections", type=int, default=1000)
    a = arguments.parse_args()
    print("| `--memory` | peak MB | not held |\n|---|---|---|")
    for memory in a.memory:
        with open(os.devnull, "w") as nobody:
            petze = subprocess.Popen([a.petze, "events", "-", "--memory", memory, "--types", "http,finding,stats", "--quiet"],
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=nobody)
        write(petze.stdin, a.connections)
        petze.stdin.close()
        stats = json.loads(petze.stdout.read().splitlines()[-1])["stats"]
        _, _, usage = os.wait4(petze.pid, 0)
        kept = {row["kind"]: row["count"] for row in stats["unread"]}
        print(f"| {memory} | {usage.ru_maxrss / 1000:.0f} | {kept.get('content: limit held_content', 0)} |", flush=True)


if __name__ == "__main__":
    main()
