#!/usr/bin/python3
"""Makes a capture of a WPA2 network as a monitor beside it would record it: see README.md.

    make_wifi.py            makes it
    make_wifi.py --check    asks tshark whether it opens to what names.tsv says
"""

import struct
import subprocess
import sys
from pathlib import Path
from random import Random

from lab.wifi import IPV4, Cell, Keys, Sender, dns_packet, master_key, radiotap, snap, subframe

FOLDER = Path(__file__).resolve().parent / "wifi"
CAPTURE, NAMES = FOLDER / "wpa2.pcap", FOLDER / "names.tsv"
SSID, PASSPHRASE = "Invented network", "invented: passphrase"
ACCESS, PHONE, TABLET, STRANGER = (bytes.fromhex(f"02005e0053{n}") for n in ("01", "10", "11", "12"))
GROUP = bytes.fromhex("01005e0000fb")
RADIOTAP = 127


def story() -> list[tuple[bytes, tuple[str, ...]]]:
    """Each frame, and the names that are asked for in it."""
    random = Random(80211)
    cell, phone, tablet, stranger = Cell(ACCESS), Sender(PHONE), Sender(TABLET), Sender(STRANGER)
    master = master_key(SSID, PASSPHRASE)
    group_1, group_2 = random.randbytes(16), random.randbytes(16)
    told: list[tuple[bytes, tuple[str, ...]]] = []
    asked = 0

    def ask(name: str, source: str = "192.0.2.10") -> bytes:
        nonlocal asked
        asked += 1
        return snap(IPV4, dns_packet(source, "192.0.2.53", name, asked))

    def agree(station: Sender, sha256: bool = False) -> Keys:
        return Keys(master, ACCESS, station.address, random.randbytes(32), random.randbytes(32), sha256)

    def tell(frame: bytes, *names: str) -> None:
        told.append((frame, names))

    beacon = (bytes.fromhex("80000000ffffffffffff") + ACCESS + ACCESS + bytes(2) + bytes(8) + bytes.fromhex("64001100")
              + bytes([0, len(SSID)]) + SSID.encode())
    tell(radiotap(beacon))
    lost = agree(phone)
    tell(cell.data(phone, ACCESS, ACCESS, ask("before-the-handshake.example"), lost.data))  # stays closed
    keys = agree(phone)
    for frame in cell.handshake(phone, keys, 1, group_1):
        tell(frame)
    tell(cell.data(phone, ACCESS, ACCESS, ask("plain-data.example"), keys.data), "plain-data.example")
    tell(cell.data(phone, ACCESS, ACCESS, ask("quality-of-service.example"), keys.data, traffic_id=5),
         "quality-of-service.example")
    tell(cell.data(cell.access, PHONE, TABLET, ask("to-the-phone.example", "192.0.2.11"), keys.data, traffic_id=0),
         "to-the-phone.example")
    several = (subframe(ACCESS, PHONE, ask("first-of-two.example"), False)
               + subframe(ACCESS, PHONE, ask("second-of-two.example"), True))
    tell(cell.data(phone, ACCESS, ACCESS, several, keys.data, traffic_id=0, aggregate=True),
         "first-of-two.example", "second-of-two.example")
    whole = ask("in-three-fragments.example")
    for fragment in range(3):
        piece = whole[fragment * 32:] if fragment == 2 else whole[fragment * 32:fragment * 32 + 32]
        tell(cell.data(phone, ACCESS, ACCESS, piece, keys.data, fragment=fragment, more=fragment < 2),
             *(["in-three-fragments.example"] if fragment == 2 else []))
    tell(cell.data(cell.access, GROUP, ACCESS, ask("to-all.example"), group_1, number=1), "to-all.example")
    tell(cell.group_message(phone, keys, 2, group_2))
    tell(cell.data(cell.access, GROUP, ACCESS, ask("to-all-after-rekey.example"), group_2, number=2),
         "to-all-after-rekey.example")
    new = agree(phone)
    for frame in cell.handshake(phone, new, 2, group_2, keys.data):
        tell(frame)
    phone.packet = cell.access.packet = 0
    tell(cell.data(phone, ACCESS, ACCESS, ask("after-rekey.example"), new.data, traffic_id=0), "after-rekey.example")
    other = agree(tablet, sha256=True)
    for frame in cell.handshake(tablet, other, 2, group_2):
        tell(frame)
    tell(cell.data(tablet, ACCESS, ACCESS, ask("with-sha256.example", "192.0.2.11"), other.data, traffic_id=0),
         "with-sha256.example")
    tell(cell.data(stranger, ACCESS, ACCESS, ask("of-a-stranger.example"), random.randbytes(16)))  # stays closed
    damaged = cell.data(phone, ACCESS, ACCESS, ask("damaged.example"), new.data)
    tell(radiotap(damaged[9:-5] + bytes([damaged[-5] ^ 1])))  # stays closed
    return told


def make() -> None:
    FOLDER.mkdir(exist_ok=True)
    capture = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, RADIOTAP)]
    table = ["frame\tname"]
    for number, (frame, names) in enumerate(story(), 1):
        capture.append(struct.pack("<IIII", 1_700_000_000 + number, 0, len(frame), len(frame)) + frame)
        table += [f"{number}\t{name}" for name in names]
    CAPTURE.write_bytes(b"".join(capture))
    NAMES.write_text("\n".join(table) + "\n")


def check() -> list[str]:
    """Names that one of the two has and the other has not."""
    key = f'uat:80211_keys:"wpa-pwd","{PASSPHRASE.replace(":", "%3a")}:{SSID}"'
    listed = subprocess.run(["tshark", "-r", str(CAPTURE), "-o", "wlan.enable_decryption:TRUE", "-o", key, "-T", "fields",
                             "-e", "frame.number", "-e", "dns.qry.name"], check=True, capture_output=True, text=True).stdout
    seen = {f"{number}\t{name}" for number, _, names in (line.partition("\t") for line in listed.splitlines())
            for name in names.split(",") if name}
    told = set(NAMES.read_text().splitlines()[1:])
    return [*(f"tshark alone: {name}" for name in sorted(seen - told)),
            *(f"{NAMES.name} alone: {name}" for name in sorted(told - seen))]


if __name__ == "__main__":
    if sys.argv[1:] != ["--check"]:
        make()
    differences = check()
    print("\n".join(differences) or f"tshark sees what {NAMES.name} says")
    sys.exit(1 if differences else 0)
