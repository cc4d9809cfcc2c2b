#!/usr/bin/python3
"""Makes captures of what real clients say to real servers, with their keys. As root; see README.md.

    make_real_clients.py [NAME...]    makes all of them, or these
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

from PIL import Image

from lab.certificates import make_certificates
from lab.network import Network, Recorder
from lab.scenarios import HOST, SCENARIOS, Scene
from redmi_note import pcap

FOLDER = Path(__file__).resolve().parent / "real_clients"
EXPECTED, PHOTO = FOLDER / "expected.json", FOLDER / "IMG_0007.jpg"
MARK = "Invented data, exchanged by real programs to test what reads protocols"
PROGRAMS = [["curl", "--version"], ["nginx", "-v"], ["nghttp", "--version"], ["nghttpx", "--version"],
            ["dpkg-query", "-W", "ngtcp2-client"], ["mosquitto", "-h"], ["openssl", "version"], [sys.executable, "-V"]]


def make_photo() -> None:
    """A small picture that no camera took, with a place in its EXIF block."""
    grain = Image.frombytes("RGB", (24, 18), Random(7).randbytes(24 * 18 * 3))
    exif = Image.Exif()
    exif[0x010E], exif[0x010F], exif[0x0110] = "Invented picture", "Invented", "Invented camera"
    exif[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 17.0)}
    grain.resize((240, 180), Image.Resampling.BICUBIC).save(PHOTO, quality=80, exif=exif)


def versions() -> list[str]:
    found = []
    for command in PROGRAMS:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        found += (done.stdout or done.stderr).splitlines()[:1]
    return found


def make(names: list[str]) -> None:
    FOLDER.mkdir(exist_ok=True)
    make_photo()
    expected = json.loads(EXPECTED.read_text()) if names and EXPECTED.exists() else {}
    for scenario in SCENARIOS:
        name = scenario.__name__
        if names and name not in names:
            continue
        with tempfile.TemporaryDirectory() as working, Network() as network:
            folder = Path(working)
            keys = folder / "keys"
            scene = Scene(network, folder, keys, PHOTO, make_certificates(folder, HOST, ("rsa",))["rsa"])
            try:
                with Recorder(network, folder / "recorded.pcap"):
                    expected[name] = {"why": (scenario.__doc__ or "").strip(), **scenario(scene)}
                    scene.stop_servers()
            finally:
                scene.stop_servers()
            log = keys.read_bytes() if keys.exists() else b""
            packets = pcap.read_pcap(folder / "recorded.pcap")
            pcap.write_pcapng(FOLDER / f"{name}.pcapng", packets, MARK, "eth0")
            if log:
                (FOLDER / f"{name}.keys").write_bytes(log)
        print(f"{name}: {len(packets)} packets, {(FOLDER / f'{name}.pcapng').stat().st_size} bytes")
    EXPECTED.write_text(json.dumps(expected, indent=1, sort_keys=True) + "\n")
    (FOLDER / "made.txt").write_text("\n".join(["Made with", *versions()]) + "\n")


if __name__ == "__main__":
    if os.geteuid() != 0:
        sys.exit("make_real_clients.py: needs root: it makes network namespaces")
    make(sys.argv[1:])
