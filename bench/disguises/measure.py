#!/usr/bin/python3
"""Leaks an invented person's values in every disguise, by real clients and servers, and counts what Petze finds.

    measure.py [--petze BINARY] [--subset] [--table FILE] [--keep DIR] [--misses]

Prints recall and precision. --subset sends each value in each disguise by one transport, and few decoys; --table writes
docs/disguises.md. Fails where recall is below 0.99 or anything was found that was not there."""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

_HERE = Path(__file__).resolve()
sys.path[:0] = [str(_HERE.parent), str(_HERE.parents[2] / "tests" / "recording")]

import table  # noqa: E402
from cells import Leak, leaks  # noqa: E402
from decoys import decoys  # noqa: E402
from person import write_profile  # noqa: E402
from recorder import Recorder  # noqa: E402
from receivers import Servers  # noqa: E402
from transports import Transport  # noqa: E402

LEAST_RECALL = 0.99
_DECOYS, _DECOYS_OF_SUBSET = 100_000_000, 3_000_000
_HOST = re.compile(r"c(\d+)\.cell\.example")


@dataclass
class Cell:
    """A leak by one transport."""
    leak: Leak
    transport: str
    found: bool = False


@dataclass
class Measured:
    """What a run gave."""
    cells: list[Cell] = field(default_factory=list)
    false: list[dict] = field(default_factory=list)  # findings of what was not there
    findings: int = 0  # of items of the profile, in all
    decoy_bytes: int = 0
    wire_bytes: int = 0
    subset: bool = False

    def recall(self) -> float:
        return sum(cell.found for cell in self.cells) / len(self.cells)

    def precision(self) -> float:
        return 1 - len(self.false) / max(1, self.findings)


def _chosen(rows: list[Leak], transports: list[Transport], subset: bool) -> list[tuple[Leak, Transport]]:
    if not subset:
        return [(leak, transport) for leak in rows for transport in transports if transport.takes(leak.body)]
    chosen = []
    for number, leak in enumerate(rows):
        able = [transport for transport in transports if transport.takes(leak.body)]
        chosen.append((leak, able[number % len(able)]))
    return chosen


def _send(recorder: Recorder, servers: Servers, subset: bool) -> Measured:
    measured = Measured(subset=subset)
    chosen = _chosen(leaks(), servers.transports, subset)
    by_transport = sorted(chosen, key=lambda pair: servers.transports.index(pair[1]))
    for leak, transport in by_transport:
        recorder.label = len(measured.cells)
        transport.send(f"c{len(measured.cells)}.cell.example", leak.body)
        measured.cells.append(Cell(leak, transport.name))
    recorder.label = None
    able = [transport for transport in servers.transports if transport.name in ("HTTP", "TLS 1.3", "TCP", "WebSocket", "MQTT")]
    for number, body in enumerate(decoys(_DECOYS_OF_SUBSET if subset else _DECOYS, 60_000 if subset else 200_000)):
        able[number % len(able)].send("decoy.example", body)
        measured.decoy_bytes += len(body.content)
    return measured


def _cell_of(event: dict, recorder: Recorder) -> object:
    name = event["finding"].get("hostname", "")
    if host := _HOST.fullmatch(name):
        return int(host[1])
    if name == "decoy.example":
        return None
    return recorder.labels.get((event["src_port"], event["dest_ip"]))


def _judge(measured: Measured, recorder: Recorder, lines: list[bytes]) -> None:
    for line in lines:
        event = json.loads(line)
        if event["event_type"] != "finding" or "item" not in event["finding"]:
            continue
        measured.findings += 1
        finding, number = event["finding"], _cell_of(event, recorder)
        cell = measured.cells[number] if isinstance(number, int) else None
        if cell and finding["item"] == cell.leak.value.item:
            cell.found |= finding["match"] in cell.leak.match
        elif not cell or finding["item"] not in cell.leak.also:
            measured.false.append({**finding, "cell": cell and [cell.leak.value.kind, cell.leak.disguise, cell.transport]})


def measure(binary: str, folder: Path, subset: bool) -> Measured:
    """Everything, in a folder that keeps capture, keys and profile."""
    recorder = Recorder(folder / "leaks.pcap")
    servers = Servers(recorder, folder, folder / "keys.txt")
    try:
        measured = _send(recorder, servers, subset)
    finally:
        servers.close()
        recorder.close()
    measured.wire_bytes = recorder.payload_bytes
    done = subprocess.run([binary, "events", "--types", "finding,stats", "--keys", folder / "keys.txt", "--profile", write_profile(folder),
                           folder / "leaks.pcap"], capture_output=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.decode())
    (folder / "events.ndjson").write_bytes(done.stdout)
    _judge(measured, recorder, done.stdout.splitlines())
    return measured


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--petze", default=os.environ.get("PETZE", "build/release/petze"))
    parser.add_argument("--subset", action="store_true")
    parser.add_argument("--table", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="petze-disguises-") as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        measured = measure(options.petze, folder, options.subset)
    print(table.summary(measured))
    for miss in table.misses(measured) if options.misses or options.subset else []:
        print("missed:", miss)
    for false in measured.false:
        print("false:", json.dumps(false, ensure_ascii=False))
    if options.table:
        options.table.write_text(table.page(measured))
    print(f"{time.monotonic() - started:.0f} s")
    return 0 if measured.recall() >= LEAST_RECALL and not measured.false else 1


if __name__ == "__main__":
    sys.exit(main())
