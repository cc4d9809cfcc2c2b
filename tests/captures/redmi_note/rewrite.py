"""Puts a recorded day where it belongs: the addresses and the hours of 2014."""

import json
import struct
from bisect import bisect_right
from datetime import datetime
from ipaddress import IPv4Address
from pathlib import Path

from . import dns
from .pcap import Packet
from .places import PUBLISHED

_ETHERNET_HEADER, _IPV4 = 14, b"\x08\x00"
_TCP, _UDP = 6, 17
_CHECKSUM_AT = {_TCP: 16, _UDP: 6}
_ADDRESSES = {IPv4Address(inside).packed: IPv4Address(public).packed for inside, public in PUBLISHED.items()}


def checksum(content: bytes) -> int:
    """RFC 1071: over a content that holds its own right checksum it is 0."""
    content += bytes(len(content) % 2)
    total = sum(struct.unpack(f"!{len(content) // 2}H", content))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def _with_checksum(covered: bytes, content: bytes, offset: int) -> bytes:
    """`content` with the checksum at `offset`, which is also taken over `covered`."""
    cleared = content[:offset] + b"\0\0" + content[offset + 2:]
    return cleared[:offset] + struct.pack("!H", checksum(covered + cleared)) + cleared[offset + 2:]


def _pseudo_header(header: bytes, length: int) -> bytes:
    return header[12:20] + struct.pack("!BBH", 0, header[9], length)


def _publish_dns(datagram: bytes) -> bytes:
    """A UDP datagram with the addresses of a DNS answer replaced."""
    message = bytearray(datagram[8:])
    for offset in dns.address_offsets(message):
        message[offset:offset + 4] = _ADDRESSES.get(bytes(message[offset:offset + 4]), message[offset:offset + 4])
    return datagram[:8] + bytes(message)


def publish_addresses(frame: bytes) -> bytes:
    """The frame with the two servers' addresses as they were in 2014, and right checksums."""
    if frame[12:14] != _IPV4:
        return frame
    packet = frame[_ETHERNET_HEADER:]
    header_length, (total,) = (packet[0] & 15) * 4, struct.unpack_from("!H", packet, 2)
    header, payload, padding = packet[:header_length], packet[header_length:total], packet[total:]
    protocol = header[9]
    if protocol not in _CHECKSUM_AT or struct.unpack_from("!H", header, 6)[0] & 0x3FFF:
        raise ValueError("neither TCP nor UDP, or a fragment")
    if checksum(header) or checksum(_pseudo_header(header, len(payload)) + payload):
        raise ValueError("recorded with a wrong checksum: is an offload on?")
    header = header[:12] + b"".join(_ADDRESSES.get(address, address) for address in (header[12:16], header[16:20])) + (
        header[20:])
    header = _with_checksum(b"", header, 10)
    if protocol == _UDP and dns.PORT in struct.unpack_from("!HH", payload):
        payload = _publish_dns(payload)
    payload = _with_checksum(_pseudo_header(header, len(payload)), payload, _CHECKSUM_AT[protocol])
    if protocol == _UDP and payload[6:8] == b"\0\0":  # RFC 768: 0 would say that there is none
        payload = payload[:6] + b"\xff\xff" + payload[8:]
    return frame[:_ETHERNET_HEADER] + header + payload + padding


def publish(packets: list[Packet], began: Path) -> list[Packet]:
    """The packets of the finished capture. Each exchange moves to its hour with the gaps inside it as they were."""
    marks = [(round(real * 1_000_000), round(datetime.fromisoformat(at).timestamp()) * 1_000_000)
             for real, at in json.loads(began.read_text())]
    real_begins = [real for real, _ in marks]
    moved = []
    for micros, frame in sorted(packets, key=lambda packet: packet.microseconds):
        place = bisect_right(real_begins, micros) - 1
        if place < 0:
            continue  # before the phone was switched on
        real, at = marks[place]
        moved.append(Packet(at + micros - real, publish_addresses(frame)))
    if any(later.microseconds < earlier.microseconds for earlier, later in zip(moved, moved[1:])):
        raise ValueError("an exchange lasted into the next")
    return moved
