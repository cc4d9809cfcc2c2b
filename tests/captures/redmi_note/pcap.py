"""Captures: reads what tcpdump writes, reads and writes pcapng (draft-ietf-opsawg-pcapng) with one interface."""

import struct
from pathlib import Path
from typing import Iterator, NamedTuple

_PCAP_MICROSECONDS = 0xA1B2C3D4
_SECTION, _INTERFACE, _PACKET, _SECRETS, _CUSTOM = 0x0A0D0D0A, 1, 6, 10, 0xBAD
_PCAPDROID = 62652  # its number at IANA, by which its blocks that name apps are known
_TLS_KEY_LOG = 0x544C534B
_BYTE_ORDER = 0x1A2B3C4D
_ETHERNET, _SNAPLEN = 1, 262144
_COMMENT, _NAME, _RESOLUTION = 1, 2, 9


class Packet(NamedTuple):
    microseconds: int  # since 1970
    frame: bytes


def read_pcap(path: Path) -> list[Packet]:
    """The packets of a capture that tcpdump wrote on this machine."""
    content = path.read_bytes()
    magic, link = struct.unpack_from("<I16xI", content)
    if (magic, link) != (_PCAP_MICROSECONDS, _ETHERNET):
        raise ValueError(f"{path} is no Ethernet capture in microseconds")
    packets, offset = [], 24
    while offset < len(content):
        seconds, micros, captured, length = struct.unpack_from("<4I", content, offset)
        if captured != length:
            raise ValueError(f"{path} holds a packet that is cut off")
        packets.append(Packet(seconds * 1_000_000 + micros, content[offset + 16:offset + 16 + captured]))
        offset += 16 + captured
    return packets


def _padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % 4)


def _option(code: int, value: bytes) -> bytes:
    return struct.pack("<HH", code, len(value)) + _padded(value)


def _block(kind: int, body: bytes) -> bytes:
    length = struct.pack("<I", len(body) + 12)
    return struct.pack("<I", kind) + length + body + length


def app_name(uid: int, package: str, name: str) -> bytes:
    """The block by which PCAPdroid names an app."""
    return _block(_CUSTOM, _padded(struct.pack("<IHBxiBB", _PCAPDROID, 1, 1, uid, len(package), len(name))
                                   + package.encode() + name.encode()))


def pcapng(packets: list[Packet], comment: str, interface: str, key_log: bytes = b"", apps: bytes = b"",
           uids: list[int] | None = None) -> bytes:
    """The packets as pcapng, with a comment on the whole section, and the keys that open them before them.

    `apps` are blocks of app_name(), `uids` that of each packet: PCAPdroid writes them so.
    """
    end = _option(0, b"")
    blocks = [
        _block(_SECTION, struct.pack("<IHHq", _BYTE_ORDER, 1, 0, -1) + _option(_COMMENT, comment.encode()) + end),
        _block(_INTERFACE, struct.pack("<HHI", _ETHERNET, 0, _SNAPLEN) + _option(_NAME, interface.encode())
               + _option(_RESOLUTION, b"\x06") + end)]
    if key_log:
        blocks.append(_block(_SECRETS, struct.pack("<II", _TLS_KEY_LOG, len(key_log)) + _padded(key_log)))
    blocks.append(apps)
    for place, (micros, frame) in enumerate(packets):
        uid = _option(_COMMENT, f"u-{uids[place]}".encode()) + end if uids else b""
        blocks.append(_block(_PACKET, struct.pack("<5I", 0, micros >> 32, micros & 0xFFFFFFFF, len(frame), len(frame))
                             + _padded(frame) + uid))
    return b"".join(blocks)


def write_pcapng(path: Path, packets: list[Packet], comment: str, interface: str) -> None:
    """Writes the packets, with a comment on the whole section."""
    path.write_bytes(pcapng(packets, comment, interface))


def read_pcapng(path: Path) -> Iterator[Packet]:
    """The packets of a file that write_pcapng wrote."""
    content, offset = path.read_bytes(), 0
    while offset < len(content):
        kind, length = struct.unpack_from("<II", content, offset)
        if kind == _PACKET:
            _, high, low, captured = struct.unpack_from("<4I", content, offset + 8)
            yield Packet(high << 32 | low, content[offset + 28:offset + 28 + captured])
        offset += length
