#!/usr/bin/python3
"""Makes captures of TLS by OpenSSL and GnuTLS: every version and suite, and what else may happen. As root; see README.md.

    make_tls_suites.py            makes everything
    make_tls_suites.py --check    asks tshark whether the captures hold what expected.tsv says
"""

import argparse
import gzip
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from lab import tls_variants
from lab.certificates import make_certificates
from lab.network import Network, Recorder
from lab.suites import OPENSSL_SETTINGS, Suite, gnutls_suites, openssl_suites
from lab.talker import Silence
from lab.tls_pair import PORT, Place
from lab.tls_variants import Row, Variant
from redmi_note import pcap

FOLDER = Path(__file__).resolve().parent / "tls_suites"
TABLE = FOLDER / "expected.tsv"
COLUMNS = ("capture", "client_port", "version", "suite", "code", "variant", "program", "client_text", "server_text")
MARK = "Invented lines, exchanged by OpenSSL and GnuTLS to test what opens TLS"
VERSIONS = {"tls10": "-tls1", "tls11": "-tls1_1", "tls12": "-tls1_2", "tls13": "-tls1_3", "dtls10": "-dtls1",
            "dtls12": "-dtls1_2"}
VERSION_NAMES = {"tls10": "TLS 1.0", "tls11": "TLS 1.1", "tls12": "TLS 1.2", "tls13": "TLS 1.3", "dtls10": "DTLS 1.0",
                 "dtls12": "DTLS 1.2"}
TLS13_CCM = [Suite("openssl", f"TLS_AES_128_CCM{tail}_SHA256", f"TLS_AES_128_CCM{tail}_SHA256", code, "rsa", False)
             for tail, code in (("", 0x1304), ("_8", 0x1305))]
DTLS_SUITES = re.compile(r"ECDHE-RSA-AES128-SHA|AES256-SHA|ECDHE-RSA-AES\d+-GCM-SHA\d+|ECDHE-ECDSA-CHACHA20-POLY1305"
                         r"|ECDHE-ECDSA-AES128-CCM8|AES128-SHA256|ECDHE-RSA-CAMELLIA256-SHA384|NULL-SHA")

TSHARK_CANNOT = re.compile(r"_ARIA_|^DTLS.*_CHACHA20_|certificate after the handshake after")
_SERVER_HELLO = "2"
Attempt = tuple[str, Suite, str, Variant]  # version as the program calls it, suite, name of the variant, what happens


def of_openssl(capture: str, suites: list[Suite]) -> Iterator[Attempt]:
    version = VERSIONS[capture]
    for suite in suites:
        yield version, suite, "", tls_variants.simple()
        if suite.block_mode:
            yield version, suite, "without encrypt-then-MAC", tls_variants.NO_ENCRYPT_THEN_MAC
    if capture == "tls13":
        for suite in suites[:3]:
            for name, variant in tls_variants.NEW_VARIANTS:
                if name != tls_variants.EXTERNAL_PSK or "SHA256" in suite.name:
                    yield version, suite, name, variant
        return
    if capture.startswith("dtls"):
        return
    by_name = {suite.name: suite for suite in suites}
    for names, variant_name, variant in tls_variants.OLD_VARIANTS:
        for name in names:
            if name in by_name:
                yield version, by_name[name], variant_name, variant


def of_gnutls(capture: str, known: set[int]) -> Iterator[Attempt]:
    """The suites that OpenSSL hides."""
    version = VERSION_NAMES[capture].removeprefix("TLS ")
    if version not in ("1.0", "1.1", "1.2"):
        return
    suites = [suite for suite, since in gnutls_suites() if since <= version]
    for suite in suites:
        if suite.code not in known:
            yield version, suite, "", tls_variants.gnutls()
            if suite.block_mode:
                yield version, suite, "without encrypt-then-MAC", tls_variants.gnutls("%NO_ETM")
    for name, versions, variant in tls_variants.GNUTLS_VARIANTS:
        for suite in suites:
            if version in versions and suite.iana in ("TLS_RSA_WITH_RC4_128_SHA", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
                                                      "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"):
                yield version, suite, name, variant


def attempts(capture: str, environment: dict[str, str]) -> Iterator[Attempt]:
    suites = openssl_suites(VERSIONS[capture].replace("-dtls1", "-tls1").replace("tls1_0", "tls1"), environment)
    if capture == "tls13":
        suites += TLS13_CCM
    if capture == "dtls10":
        suites = openssl_suites("-tls1_1", environment)
    if capture.startswith("dtls"):
        suites = [suite for suite in suites if DTLS_SUITES.fullmatch(suite.name)]
    yield from of_openssl(capture, suites)
    yield from of_gnutls(capture, {suite.code for suite in suites})


def record(capture: str, network: Network, working: Path, table: list[str], missing: list[str]) -> None:
    """Makes one capture; what could not be made is told in `missing`."""
    settings, key_log, recorded = working / "openssl.cnf", working / f"{capture}.keys", working / f"{capture}.pcap"
    settings.write_text(OPENSSL_SETTINGS)
    # Each its own ports: those of the capture before are still being waited for (TIME-WAIT).
    first_port = 40001 + 1000 * list(VERSIONS).index(capture)
    place = Place(network, working, key_log, settings, make_certificates(working), first_port)
    with Recorder(network, recorded):
        for version, suite, name, variant in attempts(capture, {**os.environ, "OPENSSL_CONF": str(settings)}):
            try:
                table.extend(line(capture, row) for row in variant(place, version, suite, name))
            except Silence as silence:
                said = str(silence).splitlines()
                why = next((each for each in said[1:] if "error" in each.lower()), said[0])
                missing.append(f"{VERSION_NAMES[capture]} {suite.iana} {name}: {why}")
    keys = key_log.read_bytes()
    (FOLDER / key_log.name).write_bytes(keys)
    packed = pcap.pcapng(pcap.read_pcap(recorded), MARK, "eth0", keys)
    (FOLDER / f"{capture}.pcapng.gz").write_bytes(gzip.compress(packed, 9, mtime=0))


def line(capture: str, row: Row) -> str:
    return "\t".join((f"{capture}.pcapng.gz", str(row.port), VERSION_NAMES[capture], row.suite.iana,
                      f"{row.suite.code:04x}", row.variant or "plain", row.suite.program, row.lines.client,
                      row.lines.server))


def make() -> list[str]:
    FOLDER.mkdir(exist_ok=True)
    table, missing = ["\t".join(COLUMNS)], []
    with tempfile.TemporaryDirectory() as working, Network() as network:
        for capture in VERSIONS:
            record(capture, network, Path(working), table, missing)
    TABLE.write_text("\n".join(table) + "\n")
    programs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[0]
                for command in (["openssl", "version"], ["gnutls-cli", "--version"])]
    (FOLDER / "made.txt").write_text("\n".join(["Made with", *programs, "", f"Could not be made: {len(missing)}", *missing]) + "\n")
    return missing


def seen_by_tshark(capture: Path) -> tuple[dict[str, set[int]], dict[tuple[str, bool], bytes]]:
    """For each client port: versions and suites that the server chose, and what was said each way."""
    transport = "udp" if capture.name.startswith("dtls") else "tcp"
    listed = subprocess.run(
        ["tshark", "-r", str(capture), "-T", "fields", "-E", "separator=|", "-e", f"{transport}.srcport", "-e",
         f"{transport}.dstport", "-e", "tls.handshake.type", "-e", "tls.handshake.ciphersuite", "-e", "data.data",
         "-e", "dtls.handshake.type", "-e", "dtls.handshake.ciphersuite"],
        check=True, capture_output=True, text=True).stdout
    chosen: dict[str, set[int]] = {}
    said: dict[tuple[str, bool], bytes] = {}
    for source, destination, kinds, suites, data, kinds_d, suites_d in (row.split("|") for row in listed.splitlines()):
        to_server = destination == str(PORT)
        port = source if to_server else destination
        said[port, to_server] = said.get((port, to_server), b"") + bytes.fromhex(data.replace(",", ""))
        if not to_server and _SERVER_HELLO in (kinds + "," + kinds_d).split(","):
            chosen.setdefault(port, set()).update(int(each, 16) for each in (suites + suites_d).split(","))
    return chosen, said


def check() -> list[str]:
    """Where tshark sees something else than the table says. What tshark 4.0 cannot open is left out."""
    differences, seen = [], {}
    for row in TABLE.read_text().splitlines()[1:]:
        capture, port, version, suite, code, variant, _, client_text, server_text = row.split("\t")
        if capture not in seen:
            seen[capture] = seen_by_tshark(FOLDER / capture)
        chosen, said = seen[capture]
        name = f"{version} {suite} {variant} (port {port})"
        if chosen.get(port) != {int(code, 16)}:
            differences.append(f"{name}: suites {chosen.get(port)}")
        for to_server, text in ((True, client_text), (False, server_text)):
            if not TSHARK_CANNOT.search(f"{version} {suite} {variant}") and text.encode() not in said.get((port, to_server), b""):
                differences.append(f"{name}: not said by the {'client' if to_server else 'server'}")
    return differences


def main() -> int:
    """Status 1 where the captures and the table differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="make nothing, only compare")
    if not parser.parse_args().check:
        if os.geteuid() != 0:
            print("make_tls_suites.py: needs root: it makes network namespaces", file=sys.stderr)
            return 2
        missing = make()
        print("\n".join([f"{len(missing)} could not be made", *missing]))
    differences = check()
    print("\n".join(differences) or f"tshark sees what {TABLE.name} says")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
