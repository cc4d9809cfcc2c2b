#!/usr/bin/python3
"""Makes the captures of one invented phone in three states, for `petze compare`; see README.md.

    make_three_states.py            makes everything; needs no rights and no network
    make_three_states.py --check    says whether the captures are what this makes
"""

import argparse
import gzip
import sys
from pathlib import Path

from redmi_note import data, pcap
from redmi_note.places import MARK, PHONE_ADDRESS, PHONE_MAC
from three_states.story import recordings

FOLDER = Path(__file__).resolve().parent / "three-states"


def profile() -> str:
    """The owner's; without photos, which this phone does not send."""
    identifiers = "\n".join(f'{category} = ["{value}"]' for category, value in data.IDENTIFIERS.items())
    return f"""# {MARK}: no person, phone or number in here exists.
[device]
name = "Redmi Note"
addresses = ["{PHONE_ADDRESS}", "{PHONE_MAC}"]

[identifiers]
{identifiers}

[data]
contacts = ["contacts.vcf"]
messages = ["messages.xml"]
apps = ["packages.txt"]

[consent]   # nothing
backups = []
services = []
"""


def contents() -> dict[str, bytes]:
    """Every file by its name."""
    out = {"profile.toml": profile().encode(), "contacts.vcf": data.vcards().encode(),
           "messages.xml": data.messages_xml().encode(),
           "packages.txt": "".join(f"package:{name}\n" for name in data.PACKAGES).encode()}
    for recording in recordings():
        packets = recording.wire().packets
        programs = sorted({program for _, program in packets}) if recording.with_apps else []
        out[f"{recording.name}.pcapng.gz"] = pcap.pcapng(
            [packet for packet, _ in packets], MARK, "wlan0" if programs else "lan0",
            apps=b"".join(pcap.app_name(one.uid, one.package, one.name) for one in programs),
            uids=[program.uid for _, program in packets] if programs else None)
    return out


def main() -> int:
    """Status 1 where a file is not what it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="make nothing, only compare")
    check, wrong = parser.parse_args().check, []
    for name, content in contents().items():
        path = FOLDER / name
        packed = name.endswith(".gz")  # what zlib makes of it differs from version to version; what it holds does not
        if check:
            kept = path.read_bytes() if path.exists() else b""
            wrong += [name] if (gzip.decompress(kept) if packed and kept else kept) != content else []
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(content, mtime=0) if packed else content)
    if wrong:
        print("not what make_three_states.py makes: " + ", ".join(wrong))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
