#!/usr/bin/python3
"""Loses, reorders and repeats packets of a pcapng capture (of this folder: little-endian, Ethernet, IPv4), by seed.

    disturb.py IN OUT [--seed N] [--drop P] [--reorder P] [--distance N] [--duplicate P] [--spare N]

Keys and everything else that is no packet stays in its place, and the stamps stay in order: a packet that comes late is stamped late. OUT is gzipped
where its name ends so, as IN may be. Says on standard output, as JSON, what was lost: number of the packet in IN, ports, bytes of payload.
"""

import argparse
import gzip
import json
import struct
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import NamedTuple

_PACKET, _STAMP_AT, _FRAME_AT = 6, 12, 28
_TCP, _UDP = 6, 17


class Transport(NamedTuple):
    source: int
    destination: int
    payload: int  # bytes
    opens: bool  # SYN, FIN or RST: the conversation's frame


def transport_of(frame: bytes) -> Transport | None:
    """Of an Ethernet frame with IPv4 and TCP or UDP."""
    if frame[12:14] != b"\x08\x00" or frame[23] not in (_TCP, _UDP):
        return None
    at = 14 + (frame[14] & 15) * 4
    total = 14 + int.from_bytes(frame[16:18], "big")
    source, destination = struct.unpack_from(">HH", frame, at)
    if frame[23] == _UDP:
        return Transport(source, destination, total - at - 8, False)
    return Transport(source, destination, total - at - (frame[at + 12] >> 4) * 4, frame[at + 13] & 7 != 0)


@dataclass
class Disturbance:
    """Probabilities for each packet; how far one comes late, at most; how many packets with payload at the beginning of each
    conversation are spared from loss (its handshake: without it there is nothing to open)."""
    seed: int = 0
    drop: float = 0.0
    reorder: float = 0.0
    distance: int = 4
    duplicate: float = 0.0
    spare: int = 0


@dataclass
class Told:
    """What was done. `dropped`: those that carried payload alone."""
    dropped: list[dict[str, int]] = field(default_factory=list)
    reordered: int = 0
    duplicated: int = 0


def _blocks(content: bytes) -> list[bytes]:
    blocks, offset = [], 0
    while offset < len(content):
        length = struct.unpack_from("<I", content, offset + 4)[0]
        blocks.append(content[offset:offset + length])
        offset += length
    return blocks


def _is_packet(block: bytes) -> bool:
    return struct.unpack_from("<I", block)[0] == _PACKET


def _order(packets: list[bytes], how: Disturbance, told: Told) -> list[bytes]:
    """The packets as they arrive."""
    random = Random(how.seed)
    seen: dict[tuple[int, ...], int] = {}
    arriving: list[tuple[float, int, bytes]] = []
    for number, block in enumerate(packets, 1):
        captured = struct.unpack_from("<I", block, 20)[0]
        transport = transport_of(block[_FRAME_AT:_FRAME_AT + captured])
        # The same throws for each packet, whatever becomes of it: so one probability does not change another's choice.
        lost, late, twice, by, after = (random.random() for _ in range(5))
        if transport is None:
            arriving.append((number, number, block))
            continue
        ports = tuple(sorted(transport[:2]))
        if transport.payload:
            seen[ports] = seen.get(ports, 0) + 1
        if lost < how.drop and not transport.opens and seen.get(ports, 0) > how.spare:
            if transport.payload:
                told.dropped.append({"frame": number, "source": transport.source, "destination": transport.destination,
                                     "payload": transport.payload})
            continue
        place = float(number)
        if late < how.reorder and not transport.opens:
            place += 0.5 + int(by * how.distance) + 1
            told.reordered += 1
        arriving.append((place, number, block))
        if twice < how.duplicate:
            arriving.append((place + 0.25 + int(after * how.distance), number, block))
            told.duplicated += 1
    return [block for _, _, block in sorted(arriving, key=lambda each: each[:2])]


def disturb(content: bytes, how: Disturbance) -> tuple[bytes, Told]:
    """A capture, and the same disturbed."""
    told = Told()
    blocks = _blocks(content)
    packets = [block for block in blocks if _is_packet(block)]
    stamps = [block[_STAMP_AT:_STAMP_AT + 8] for block in packets]
    arrived = _order(packets, how, told)
    # Stamps are 64 bits as two words, the higher first.
    stamps += stamps[-1:] * max(0, len(arrived) - len(stamps))
    arrived = [block[:_STAMP_AT] + stamp + block[_STAMP_AT + 8:] for block, stamp in zip(arrived, stamps)]
    # What is no packet stands before the packets in captures of ours.
    return b"".join([*(block for block in blocks if not _is_packet(block)), *arrived]), told


def packets_of(content: bytes) -> list[bytes]:
    """The frames of a capture, in order."""
    packets = [block for block in _blocks(content) if _is_packet(block)]
    return [block[_FRAME_AT:_FRAME_AT + struct.unpack_from("<I", block, 20)[0]] for block in packets]


def without(content: bytes, numbers: set[int]) -> bytes:
    """A capture without some of its packets, which are numbered from 1."""
    kept, number = [], 0
    for block in _blocks(content):
        number += _is_packet(block)
        if not (_is_packet(block) and number in numbers):
            kept.append(block)
    return b"".join(kept)


def read(path: Path) -> bytes:
    content = path.read_bytes()
    return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("capture", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--drop", type=float, default=0.0)
    parser.add_argument("--reorder", type=float, default=0.0)
    parser.add_argument("--distance", type=int, default=4)
    parser.add_argument("--duplicate", type=float, default=0.0)
    parser.add_argument("--spare", type=int, default=0)
    given = parser.parse_args()
    how = Disturbance(given.seed, given.drop, given.reorder, given.distance, given.duplicate, given.spare)
    content, told = disturb(read(given.capture), how)
    given.out.write_bytes(gzip.compress(content, mtime=0) if given.out.suffix == ".gz" else content)
    print(json.dumps(told.__dict__))


if __name__ == "__main__":
    main()
