"""As much of DHCP (RFC 2131) as one lease needs, for the phone and for the router."""

import struct
from ipaddress import IPv4Address

SERVER_PORT, CLIENT_PORT = 67, 68
DISCOVER, OFFER, REQUEST, ACK = 1, 2, 3, 5
_COOKIE = bytes.fromhex("63825363")
_BROADCAST_FLAG = 0x8000
_LEASE_SECONDS = 86400

# Options, RFC 2132.
MASK, ROUTER, RESOLVER, HOST_NAME, REQUESTED, LEASE, TYPE, SERVER, PARAMETERS, VENDOR, CLIENT_ID = (
    1, 3, 6, 12, 50, 51, 53, 54, 55, 60, 61)


def _encode(operation: int, transaction: bytes, mac: bytes, yours: str, options: list[tuple[int, bytes]]) -> bytes:
    fixed = struct.pack("!4B4s2H4s4s4s4s16s192x", operation, 1, 6, 0, transaction, 0, _BROADCAST_FLAG, bytes(4),
                        IPv4Address(yours).packed, bytes(4), bytes(4), mac)
    coded = b"".join(bytes([code, len(value)]) + value for code, value in options)
    return (fixed + _COOKIE + coded + b"\xff").ljust(300, b"\0")


def encode_request(kind: int, transaction: bytes, mac: bytes, host_name: str, chosen: dict[int, bytes]) -> bytes:
    """What the phone asks: a DISCOVER, or the REQUEST of what was offered."""
    return _encode(1, transaction, mac, "0.0.0.0", [
        (TYPE, bytes([kind])), (CLIENT_ID, b"\x01" + mac), *chosen.items(), (VENDOR, b"dhcpcd-5.5.6"),
        (HOST_NAME, host_name.encode()), (PARAMETERS, bytes([MASK, ROUTER, RESOLVER, LEASE]))])


def encode_answer(request: bytes, server: str, offered: str) -> bytes:
    """What the router says to it."""
    own = IPv4Address(server).packed
    kind = OFFER if options_of(request)[TYPE][0] == DISCOVER else ACK
    return _encode(2, request[4:8], request[28:34], offered, [
        (TYPE, bytes([kind])), (SERVER, own), (LEASE, struct.pack("!I", _LEASE_SECONDS)),
        (MASK, IPv4Address("255.255.255.0").packed), (ROUTER, own), (RESOLVER, own)])


def offered_address(answer: bytes) -> str:
    """The address that an OFFER or ACK gives."""
    return str(IPv4Address(answer[16:20]))


def options_of(message: bytes) -> dict[int, bytes]:
    """The options of a message."""
    options, offset = {}, 240
    while message[offset] != 0xFF:
        length = message[offset + 1]
        options[message[offset]] = message[offset + 2:offset + 2 + length]
        offset += 2 + length
    return options
