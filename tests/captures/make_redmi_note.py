#!/usr/bin/python3
"""Makes the case of 2014 again: the profile, the capture and the list of what was sent. As root; see README.md.

    make_redmi_note.py            makes everything
    make_redmi_note.py --check    looks whether the capture holds what the list says, and no more
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from redmi_note import check, data, pcap, rewrite
from redmi_note.certificate import make_certificate
from redmi_note.network import PHONE_INTERFACE, Network, Recorder
from redmi_note.places import MARK, NOTES_HOST

FOLDER = Path(__file__).resolve().parent
CAPTURE = FOLDER / "redmi-note.pcapng"
PROFILE = FOLDER / "redmi-note"
SENT = PROFILE / "sent.json"


def record(working: Path) -> None:
    """Lets the phone live through its day and writes the capture and the list."""
    recorded, began = working / "recorded.pcap", working / "began.json"
    # All on one processor: veth queues for each one apart, and a process that moves overtakes its own packets.
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    certificate, key = make_certificate(working, NOTES_HOST)
    with Network() as network:
        network.start(network.router, "gateway", "lan0")
        network.start(network.internet, "servers", "cloud")
        network.start(network.internet, "servers", "push")
        network.start(network.internet, "servers", "web", str(certificate), str(key))
        recorder = Recorder(network, recorded)
        network.run(network.phone, "story", PHONE_INTERFACE, str(PROFILE / "photos"), str(SENT), str(began))
        recorder.stop()
    pcap.write_pcapng(CAPTURE, rewrite.publish(pcap.read_pcap(recorded), began), MARK, PHONE_INTERFACE)


def main() -> int:
    """Status 1 where capture and list differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="make nothing, only compare")
    if not parser.parse_args().check:
        if os.geteuid() != 0:
            print("make_redmi_note.py: needs root: it makes network namespaces", file=sys.stderr)
            return 2
        data.write_profile(PROFILE)
        with tempfile.TemporaryDirectory() as working:
            record(Path(working))
    differences = check.differences(CAPTURE, PROFILE, SENT)
    print("\n".join(differences) or f"{CAPTURE.name} holds what {SENT.name} says, and no more")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
