"""As much of DNS (RFC 1035) as the case needs: one question of type A, and its answer."""

import struct
from ipaddress import IPv4Address

PORT = 53
TYPE_A = 1
_CLASS_IN = 1
_TTL = 300
_POINTER_TO_QUESTION = 0xC00C


def encode_query(identifier: int, name: str) -> bytes:
    """A recursive question for the address of `name`."""
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    return struct.pack("!6H", identifier, 0x0100, 1, 0, 0, 0) + labels + struct.pack("!BHH", 0, TYPE_A, _CLASS_IN)


def encode_answer(query: bytes, zone: dict[str, str]) -> bytes:
    """What a resolver that knows `zone` says to `query`."""
    name, _ = read_name(query, 12)
    address = zone.get(name)
    flags = 0x8180 if address else 0x8183  # NOERROR or NXDOMAIN
    answer = b""
    if address:
        answer = struct.pack("!HHHIH", _POINTER_TO_QUESTION, TYPE_A, _CLASS_IN, _TTL, 4) + IPv4Address(address).packed
    return query[:2] + struct.pack("!5H", flags, 1, 1 if address else 0, 0, 0) + query[12:] + answer


def read_name(message: bytes, offset: int) -> tuple[str, int]:
    """The name at `offset`, and where it ends; a pointer is passed over, not followed."""
    labels = []
    while length := message[offset]:
        if length >= 0xC0:
            return ".".join(labels), offset + 2
        labels.append(message[offset + 1:offset + 1 + length].decode())
        offset += 1 + length
    return ".".join(labels), offset + 1


def address_offsets(message: bytes) -> list[int]:
    """Where the addresses of the A records stand in an answer."""
    questions, answers = struct.unpack_from("!HH", message, 4)
    offset = 12
    for _ in range(questions):
        offset = read_name(message, offset)[1] + 4
    found = []
    for _ in range(answers):
        offset = read_name(message, offset)[1]
        kind, _, _, length = struct.unpack_from("!HHIH", message, offset)
        offset += 10
        if kind == TYPE_A:
            found.append(offset)
        offset += length
    return found
