"""Whole conversations as packets, without a network: DNS, TCP and UDP between the phone and one server."""

import struct
from dataclasses import dataclass, field
from ipaddress import IPv4Address

from redmi_note import dns
from redmi_note.pcap import Packet
from redmi_note.places import PHONE_ADDRESS, PHONE_MAC, ROUTER_ADDRESS, ROUTER_MAC
from redmi_note.rewrite import checksum

_TCP, _UDP = 6, 17
_SYN, _ACK, _PUSH, _FIN = 2, 16, 8, 1
_GAP = 21_000  # microseconds between packets
_SEGMENT = 1400


@dataclass(frozen=True, order=True)
class Program:
    """Who on the phone talks, as Android numbers it and PCAPdroid names it."""
    uid: int
    package: str
    name: str


def _mac(text: str) -> bytes:
    return bytes.fromhex(text.replace(":", ""))


def _ip(source: str, destination: str, protocol: int, payload: bytes, identifier: int) -> bytes:
    addresses = IPv4Address(source).packed + IPv4Address(destination).packed
    at = 16 if protocol == _TCP else 6
    pseudo = addresses + struct.pack("!BBH", 0, protocol, len(payload))
    payload = payload[:at] + struct.pack("!H", checksum(pseudo + payload)) + payload[at + 2:]
    header = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(payload), identifier, 0x4000, 64, protocol, 0) + addresses
    return header[:10] + struct.pack("!H", checksum(header)) + header[12:] + payload


@dataclass
class Wire:
    """Packets of one recording, with the program of each."""
    clock: int = 0  # microseconds that the recorder's clock is ahead
    packets: list[tuple[Packet, Program]] = field(default_factory=list)
    _count: int = 0
    _asked: set[str] = field(default_factory=set)

    def _put(self, at: int, source: str, destination: str, protocol: int, payload: bytes, program: Program) -> None:
        self._count += 1
        ends = [_mac(ROUTER_MAC), _mac(PHONE_MAC)]
        frame = b"".join(ends if source == PHONE_ADDRESS else reversed(ends)) + b"\x08\x00" + _ip(
            source, destination, protocol, payload, self._count & 0xFFFF)
        self.packets.append((Packet(at + self.clock, frame), program))

    def _port(self) -> int:
        return 32768 + self._count % 28000

    def ask_udp(self, at: int, address: str, port: int, question: bytes, answer: bytes, program: Program) -> int:
        """A datagram and its answer; when they are over."""
        own = self._port()
        for place, (source, destination, ports, content) in enumerate((
                (PHONE_ADDRESS, address, (own, port), question), (address, PHONE_ADDRESS, (port, own), answer))):
            self._put(at + place * _GAP, source, destination, _UDP,
                      struct.pack("!4H", *ports, 8 + len(content), 0) + content, program)
        return at + 2 * _GAP

    def resolve(self, at: int, name: str, address: str, program: Program) -> int:
        """The question for a name and the router's answer, which the phone then remembers."""
        if name in self._asked:
            return at
        self._asked.add(name)
        query = dns.encode_query(self._count & 0xFFFF, name)
        return self.ask_udp(at, ROUTER_ADDRESS, dns.PORT, query, dns.encode_answer(query, {name: address}), program)

    def talk_tcp(self, at: int, address: str, port: int, lines: list[tuple[bytes, bytes]], program: Program) -> int:
        """A connection in which the phone says each line's first part and hears its second."""
        own = self._port()
        sequence = {PHONE_ADDRESS: 1_000_000 + self._count, address: 5_000_000 + self._count}

        def put(source: str, flags: int, content: bytes = b"") -> None:
            nonlocal at
            other, ports = (address, (own, port)) if source == PHONE_ADDRESS else (PHONE_ADDRESS, (port, own))
            acknowledged = sequence[other] if flags & _ACK else 0
            header = struct.pack("!HHIIBBHHH", *ports, sequence[source], acknowledged, 0x50, flags, 64000, 0, 0)
            self._put(at, source, other, _TCP, header + content, program)
            sequence[source] += len(content) + bool(flags & (_SYN | _FIN))
            at += _GAP

        put(PHONE_ADDRESS, _SYN)
        put(address, _SYN | _ACK)
        put(PHONE_ADDRESS, _ACK)
        for said, heard in lines:
            for source, other, content in ((PHONE_ADDRESS, address, said), (address, PHONE_ADDRESS, heard)):
                for offset in range(0, len(content), _SEGMENT):
                    put(source, _ACK | _PUSH, content[offset:offset + _SEGMENT])
                    put(other, _ACK)
        put(PHONE_ADDRESS, _FIN | _ACK)
        put(address, _FIN | _ACK)
        put(PHONE_ADDRESS, _ACK)
        return at
