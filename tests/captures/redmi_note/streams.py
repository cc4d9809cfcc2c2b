"""What was said in a capture, read without the phone's help: conversations, HTTP, and what is folded into it.

Written for captures without loss or reordering, such as ours; anything else is an error.
"""

import base64
import gzip
import json
import struct
from collections import defaultdict
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from typing import Iterable, Iterator, NamedTuple
from urllib.parse import parse_qsl, unquote_to_bytes

from . import dhcp
from .pcap import Packet
from .places import HTTP_PORT

_TCP, _UDP = 6, 17
_SYN = 2  # flag


class Text(NamedTuple):
    """A piece of what was said, laid open."""

    receiver: str  # the server
    hostname: str | None
    direction: str
    how: str
    content: bytes


@dataclass
class Conversation:
    server: str
    port: int
    to_server: bytearray = field(default_factory=bytearray)
    to_client: bytearray = field(default_factory=bytearray)


def _segments(packets: Iterable[Packet]) -> Iterator[tuple[bytes, int, bytes]]:
    """Of each IPv4 packet: source and destination address in one, protocol, payload."""
    for _, frame in packets:
        if frame[12:14] == b"\x08\x00":
            total, = struct.unpack_from("!H", frame, 16)
            yield frame[26:34], frame[23], frame[14 + (frame[14] & 15) * 4:14 + total]


def datagrams(packets: Iterable[Packet]) -> Iterator[tuple[str, str, int, bytes]]:
    """Of each UDP datagram: server, direction, the server's port (the lower one), payload."""
    for addresses, protocol, segment in _segments(packets):
        if protocol == _UDP:
            source, destination = struct.unpack_from("!HH", segment)
            up = destination < source
            server = addresses[4:] if up else addresses[:4]
            yield (str(IPv4Address(server)), "toserver" if up else "toclient", destination if up else source,
                   segment[8:])


def conversations(packets: Iterable[Packet]) -> list[Conversation]:
    """The TCP conversations with what both sides said."""
    found: dict[bytes, Conversation] = {}
    expected: dict[bytes, int] = defaultdict(int)
    for addresses, protocol, segment in _segments(packets):
        if protocol != _TCP:
            continue
        sequence, = struct.unpack_from("!I", segment, 4)
        flags, content = segment[13], segment[(segment[12] >> 4) * 4:]
        there = addresses + segment[:4]
        back = addresses[4:] + addresses[:4] + segment[2:4] + segment[:2]
        if flags & _SYN:
            expected[there] = sequence + 1 & 0xFFFFFFFF
            if back not in found:
                found[there] = Conversation(str(IPv4Address(addresses[4:])), struct.unpack_from("!H", segment, 2)[0])
            continue
        if content:
            if sequence != expected[there]:
                raise ValueError("a TCP segment is missing, or came twice")
            expected[there] = sequence + len(content) & 0xFFFFFFFF
            if there in found:
                found[there].to_server += content
            else:
                found[back].to_client += content
    return list(found.values())


def texts(packets: list[Packet]) -> Iterator[Text]:
    """Everything that can be read in the capture."""
    for server, direction, port, payload in datagrams(packets):
        if port == dhcp.SERVER_PORT:
            yield Text(server, None, direction, "dhcp chaddr", payload[28:44])
            yield Text(server, None, direction, "dhcp client id", payload[240:])
        else:
            yield Text(server, None, direction, "datagram", payload)
    for conversation in conversations(packets):
        if conversation.port == HTTP_PORT:
            yield from _http(conversation)
        else:
            for direction, said in (("toserver", conversation.to_server), ("toclient", conversation.to_client)):
                yield Text(conversation.server, None, direction, "raw stream", bytes(said))


def _http(conversation: Conversation) -> Iterator[Text]:
    """Requests and answers of a conversation."""
    host = None
    for direction, said in (("toserver", conversation.to_server), ("toclient", conversation.to_client)):
        rest = bytes(said)
        while rest:
            first, headers, body, rest = _message(rest)
            host = headers.get("host", host)
            for how, content in (("url", unquote_to_bytes(first.replace(b"+", b" "))),
                                 ("header", "\n".join(headers.values()).encode()), *_opened(headers, body)):
                yield Text(conversation.server, host, direction, how, content)


def _message(said: bytes) -> tuple[bytes, dict[str, str], bytes, bytes]:
    """First line, headers, body without its transfer coding, and what comes after the message."""
    head, _, rest = said.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.decode().partition(":") for line in lines)}
    if headers.get("transfer-encoding") != "chunked":
        length = int(headers.get("content-length", 0))
        return first, headers, rest[:length], rest[length:]
    body = b""
    while True:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size, 16)
        body, rest = body + rest[:length], rest[length + 2:]
        if not length:
            return first, headers, body, rest


def _opened(headers: dict[str, str], body: bytes) -> Iterator[tuple[str, bytes]]:
    """The parts of a body, each with how it was written."""
    kind = headers.get("content-type", "")
    if headers.get("content-encoding") == "gzip":
        body = gzip.decompress(body)
    if kind.startswith("application/json"):
        how = "gzip json" if "content-encoding" in headers else "json body"
        for text in _strings(json.loads(body)):
            yield how, text.encode()
            try:
                yield "base64 in json", base64.b64decode(text, validate=True)
            except ValueError:
                pass  # it is none
    elif kind == "application/x-www-form-urlencoded":
        for name, value in parse_qsl(body.decode()):
            yield "form", f"{name}={value}".encode()
    elif kind.startswith("multipart/form-data"):
        border = b"\r\n--" + kind.partition("boundary=")[2].encode()
        for part in (b"\r\n" + body).split(border):
            head, _, content = part.partition(b"\r\n\r\n")
            yield "multipart", head
            yield "multipart", content
    elif body:
        yield "body", body


def _strings(value: object) -> Iterator[str]:
    """Every text and number in a JSON value, names included."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    else:
        yield str(value)
