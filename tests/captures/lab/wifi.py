"""Frames of IEEE 802.11 with WPA2, written by the book (IEEE 802.11-2020) on Python's own cryptography."""

import hashlib
import hmac
import struct
import zlib

from cryptography.hazmat.primitives.ciphers.aead import AESCCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.cmac import CMAC
from cryptography.hazmat.primitives.keywrap import aes_key_wrap

SNAP = bytes.fromhex("aaaa03000000")
EAPOL, IPV4 = 0x888E, 0x0800
TO_SYSTEM, FROM_SYSTEM, MORE_FRAGMENTS, PROTECTED = 1, 2, 4, 0x40


def master_key(ssid: str, passphrase: str) -> bytes:
    """Annex J.4.1."""
    return hashlib.pbkdf2_hmac("sha1", passphrase.encode(), ssid.encode(), 4096, 32)


def radiotap(frame: bytes) -> bytes:
    """With flags alone: the frame check sequence follows the frame."""
    return bytes.fromhex("0000 0900 02000000 10") + frame + struct.pack("<I", zlib.crc32(frame))


class Sender:
    """Numbers of one sender's frames."""

    def __init__(self, address: bytes) -> None:
        self.address, self.sequence, self.packet = address, 0, 0


class Keys:
    """What both sides derive (section 12.7.1.3). `sha256`: of key management 00-0F-AC:6."""

    def __init__(self, master: bytes, access: bytes, station: bytes, access_nonce: bytes, station_nonce: bytes,
                 sha256: bool) -> None:
        self.access_nonce, self.station_nonce, self.sha256 = access_nonce, station_nonce, sha256
        context = (min(access, station) + max(access, station) + min(access_nonce, station_nonce)
                   + max(access_nonce, station_nonce))
        label = b"Pairwise key expansion"
        if sha256:
            parts = [hmac.digest(master, struct.pack("<H", n) + label + context + struct.pack("<H", 384), "sha256")
                     for n in (1, 2)]
        else:
            parts = [hmac.digest(master, label + b"\0" + context + bytes([n]), "sha1") for n in range(4)]
        all_keys = b"".join(parts)
        self.confirmation, self.encryption, self.data = all_keys[:16], all_keys[16:32], all_keys[32:48]

    def code(self, frame: bytes) -> bytes:
        if self.sha256:
            mac = CMAC(AES(self.confirmation))
            mac.update(frame)
            return mac.finalize()
        return hmac.digest(self.confirmation, frame, "sha1")[:16]


def eapol_key(information: int, nonce: bytes, counter: int, data: bytes, keys: Keys, signed: bool) -> bytes:
    """Section 12.7.2."""
    information |= 3 if keys.sha256 else 2
    body = (struct.pack(">BHHQ", 2, information | (0x100 if signed else 0), 16, counter) + nonce + bytes(32) + bytes(16)
            + struct.pack(">H", len(data)) + data)
    frame = struct.pack(">BBH", 2, 3, len(body)) + body
    return frame[:81] + keys.code(frame) + frame[97:] if signed else frame


def wrapped(keys: Keys, group_number: int, group_key: bytes) -> bytes:
    data = bytes.fromhex("dd16000fac01") + bytes([group_number, 0]) + group_key
    return aes_key_wrap(keys.encryption, data + b"\xdd" + bytes(-(len(data) + 1) % 8))


RSN = {False: bytes.fromhex("30140100000fac040100000fac040100000fac020000"),
       True: bytes.fromhex("30140100000fac040100000fac040100000fac060000")}


def snap(kind: int, payload: bytes) -> bytes:
    return SNAP + struct.pack(">H", kind) + payload


def subframe(to: bytes, source: bytes, payload: bytes, last: bool) -> bytes:
    frame = to + source + struct.pack(">H", len(payload)) + payload
    return frame if last else frame + bytes(-len(frame) % 4)


class Cell:
    """An access point; makes the frames that go through it."""

    def __init__(self, address: bytes) -> None:
        self.access = Sender(address)

    def data(self, sender: Sender, receiver: bytes, third: bytes, body: bytes, key: bytes = b"", number: int = 0,
             traffic_id: int | None = None, aggregate: bool = False, fragment: int = 0, more: bool = False) -> bytes:
        """A data frame, with CCMP (section 12.5.3) where there is a key."""
        flags = (FROM_SYSTEM if sender is self.access else TO_SYSTEM) | (PROTECTED if key else 0)
        flags |= MORE_FRAGMENTS if more else 0
        control = 0x08 if traffic_id is None else 0x88
        if fragment == 0:
            sender.sequence += 1
        sequence = struct.pack("<H", sender.sequence << 4 | fragment)
        quality = b"" if traffic_id is None else bytes([traffic_id | (0x80 if aggregate else 0), 0])
        header = bytes([control, flags, 0x2C, 0]) + receiver + sender.address + third + sequence + quality
        if not key:
            return radiotap(header + body)
        sender.packet += 1
        packet = sender.packet.to_bytes(6, "big")
        associated = (bytes([control, flags]) + receiver + sender.address + third + bytes([fragment, 0])
                      + (b"" if traffic_id is None else bytes([traffic_id, 0])))
        nonce = bytes([traffic_id or 0]) + sender.address + packet
        sealed = AESCCM(key, tag_length=8).encrypt(nonce, body, associated)
        extension = bytes([packet[5], packet[4], 0, 0x20 | number << 6, packet[3], packet[2], packet[1], packet[0]])
        return radiotap(header + extension + sealed)

    def handshake(self, station: Sender, keys: Keys, group_number: int, group_key: bytes, key: bytes = b"") -> list[bytes]:
        """Section 12.7.6; `key`: that of before, where this is a rekey."""
        secure = 0x200 if key else 0
        messages = [(True, eapol_key(0x88 | secure, keys.access_nonce, 1, b"", keys, False)),
                    (False, eapol_key(0x08 | secure, keys.station_nonce, 1, RSN[keys.sha256], keys, True)),
                    (True, eapol_key(0x12C8 | 0x200, keys.access_nonce, 2, wrapped(keys, group_number, group_key), keys, True)),
                    (False, eapol_key(0x308 & ~0x100, bytes(32), 2, b"", keys, True))]
        return [self.data(self.access, station.address, self.access.address, snap(EAPOL, message), key) if asks else
                self.data(station, self.access.address, self.access.address, snap(EAPOL, message), key)
                for asks, message in messages]

    def group_message(self, station: Sender, keys: Keys, group_number: int, group_key: bytes) -> bytes:
        """Section 12.7.7, the first of its two messages."""
        message = eapol_key(0x1280 | 0x200, bytes(32), 3, wrapped(keys, group_number, group_key), keys, True)
        return self.data(self.access, station.address, self.access.address, snap(EAPOL, message), keys.data)


def dns_packet(source: str, destination: str, name: str, identifier: int) -> bytes:
    """An IPv4 packet that asks for a name."""
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"
    question = struct.pack(">HHHHHH", identifier, 0x0100, 1, 0, 0, 0) + labels + struct.pack(">HH", 1, 1)
    udp = struct.pack(">HHHH", 40000 + identifier, 53, 8 + len(question), 0) + question
    addresses = b"".join(bytes(int(part) for part in each.split(".")) for each in (source, destination))
    header = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(udp), identifier, 0, 64, 17, 0) + addresses
    total = sum(struct.unpack(">10H", header))
    total = (total & 0xFFFF) + (total >> 16)
    total = (total & 0xFFFF) + (total >> 16)
    return header[:10] + struct.pack(">H", ~total & 0xFFFF) + header[12:] + udp
