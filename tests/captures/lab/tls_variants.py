"""What can happen in a TLS connection besides a full handshake, one function for each, and the suites it is shown with."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from .suites import Suite
from .tls_pair import PORT, GnuTls, Lines, OpenSsl, Place, lines_for, talk


class Row(NamedTuple):
    """One line of the table: what was said each way on the connection from this port."""
    port: int
    suite: Suite
    variant: str
    lines: Lines


Variant = Callable[[Place, str, Suite, str], Iterator[Row]]
_OLD_TICKETS_OFF = ["-no_ticket"]
_NO_EXTENDED_MASTER_SECRET = "Options = -ExtendedMasterSecret\n"
_LONG = 1300  # characters of a line that needs several records


def _name(suite: Suite, variant: str) -> str:
    return f"{suite.iana} {variant}".rstrip()


def simple(client: list[str] = [], server: list[str] = [], settings: str = "", length: int = 0) -> Variant:
    """One exchange, with options."""
    def run(place: Place, version: str, suite: Suite, variant: str) -> Iterator[Row]:
        server_options = [part.format(ca=place.certificates["rsa"].certificate) for part in server]
        client_options = [part.format(certificate=place.certificates["rsa"].certificate,
                                      key=place.certificates["rsa"].key) for part in client]
        pair = OpenSsl(place, version, suite, client_options, server_options, settings)
        try:
            lines = lines_for(_name(suite, variant), length)
            yield Row(pair.exchange(lines), suite, variant, lines)
        finally:
            pair.stop()
    return run


def gnutls(more: str = "", options: list[str] = [], length: int = 0, client: list[str] = []) -> Variant:
    def run(place: Place, version: str, suite: Suite, variant: str) -> Iterator[Row]:
        pair = GnuTls(place, version, suite, more, [*options, *client], options)
        try:
            line = lines_for(_name(suite, variant), length).client
            yield Row(pair.exchange(line), suite, variant, Lines(line, line))
        finally:
            pair.stop()
    return run


def resumed(common: list[str]) -> Variant:
    """Two connections, the second with the session of the first."""
    def run(place: Place, version: str, suite: Suite, variant: str) -> Iterator[Row]:
        session = place.folder / "session.pem"
        pair = OpenSsl(place, version, suite, common, common, connections=2)
        try:
            for which, option in (("first", "-sess_out"), ("resumed", "-sess_in")):
                name = f"{variant} {which}"
                lines = lines_for(_name(suite, name))
                yield Row(pair.exchange(lines, option, str(session)), suite, name, lines)
        finally:
            pair.stop()
    return run


def early_data(place: Place, version: str, suite: Suite, variant: str) -> Iterator[Row]:
    """RFC 8446 section 2.3: the second connection's first line comes with the ClientHello."""
    session, early = place.folder / "session.pem", place.folder / "early"
    pair = OpenSsl(place, version, suite, [], ["-early_data"], connections=2)
    try:
        lines = lines_for(_name(suite, variant + " first"))
        yield Row(pair.exchange(lines, "-sess_out", str(session)), suite, variant + " first", lines)
        first, lines = (lines_for(_name(suite, f"{variant} {which}")) for which in ("0-RTT", "after"))
        early.write_text(first.client + "\n")
        client, port = pair.client("-sess_in", str(session), "-early_data", str(early))
        try:
            pair.server.expect(first.client.encode())
            talk(client, pair.server, lines)
        finally:
            client.end_input()
            client.wait()
        yield Row(port, suite, variant + " 0-RTT", Lines(first.client, lines.server))
        yield Row(port, suite, variant + " after", lines)
    finally:
        pair.stop()


def command(client_says: bytes = b"", server_says: bytes = b"", heard: bytes = b"", client_options: list[str] = [],
            server_options: list[str] = []) -> Variant:
    """Two exchanges on one connection, with a command of s_client or s_server between them."""
    def run(place: Place, version: str, suite: Suite, variant: str) -> Iterator[Row]:
        options = [part.format(certificate=place.certificates["rsa"].certificate, key=place.certificates["rsa"].key)
                   for part in client_options]
        pair = OpenSsl(place, version, suite, options, server_options, commands=bool(server_says))
        client, port = pair.client()
        try:
            for which in ("before", "after"):
                lines = lines_for(_name(suite, f"{variant} {which}"))
                # Not "Petze …" to a server that takes commands: P is one.
                talk(client, pair.server, Lines(lines.client, f"> {lines.server}" if server_says else lines.server))
                yield Row(port, suite, f"{variant} {which}", lines)
                if which == "before" and client_says:
                    client.say(client_says + b"\n")
                    client.expect(heard)
                if which == "before" and server_says:
                    pair.server.say(server_says + b"\n")
                    pair.server.expect(heard)
        finally:
            client.end_input()
            client.wait()
            pair.stop()
    return run


def gnutls_rehandshake(place: Place, version: str, suite: Suite, variant: str) -> Iterator[Row]:
    pair = GnuTls(place, version, suite)
    try:
        line = lines_for(_name(suite, variant)).client
        yield Row(pair.exchange(line, "--rehandshake"), suite, variant, Lines(line, line))
    finally:
        pair.stop()


def gnutls_resumed(place: Place, version: str, suite: Suite, variant: str) -> Iterator[Row]:
    """gnutls-cli --resume makes both connections by itself, the line goes over the second."""
    pair = GnuTls(place, version, suite)
    try:
        client, _ = pair.client("--resume", ports=2)
        line = lines_for(_name(suite, variant)).client
        try:
            client.expect(b"Resume Handshake was completed")
            port = client.local_port(PORT)
            client.say(line.encode() + b"\n")
            client.expect(line.encode())
        finally:
            client.end_input()
            client.wait()
        yield Row(port, suite, variant, Lines(line, line))
    finally:
        pair.stop()


_CLIENT_CERTIFICATE = ["-cert", "{certificate}", "-key", "{key}"]
_PSK = ["-psk", "0123456789abcdef0123456789abcdef", "-psk_identity", "petze"]

NO_ENCRYPT_THEN_MAC = simple(["-no_etm"], ["-no_etm"])
# Which suites show it (names of OpenSSL), the variant's name, and what happens.
OLD_VARIANTS: list[tuple[tuple[str, ...], str, Variant]] = [
    (("ECDHE-RSA-AES128-SHA", "AES256-SHA", "ECDHE-RSA-AES128-GCM-SHA256", "DHE-RSA-CHACHA20-POLY1305"),
     "without extended master secret", simple(settings=_NO_EXTENDED_MASTER_SECRET)),
    (("AES128-SHA", "ECDHE-ECDSA-AES256-GCM-SHA384"), "session id", resumed(_OLD_TICKETS_OFF)),
    (("ECDHE-RSA-AES256-SHA", "ECDHE-RSA-CHACHA20-POLY1305"), "session ticket", resumed([])),
    (("ECDHE-RSA-AES256-SHA", "AES128-SHA", "ECDHE-ECDSA-AES128-GCM-SHA256"), "renegotiation by the client",
     command(client_says=b"R", heard=b"RENEGOTIATING", server_options=["-client_renegotiation"])),
    (("AES256-SHA", "ECDHE-RSA-AES128-GCM-SHA256"), "renegotiation by the server",
     command(server_says=b"r", heard=b"\n")),
    (("ECDHE-RSA-AES128-SHA", "ECDHE-RSA-AES256-GCM-SHA384"), "client certificate",
     simple(_CLIENT_CERTIFICATE, ["-Verify", "1"])),
    (("AES128-SHA", "ECDHE-RSA-AES128-GCM-SHA256"), "maximum fragment length",
     simple(["-maxfraglen", "512"], length=_LONG)),
    (("AES128-SHA", "ECDHE-RSA-AES128-GCM-SHA256"), "many records",
     simple(["-max_send_frag", "512"], ["-max_send_frag", "512"], length=_LONG)),
]
EXTERNAL_PSK = "external PSK"  # s_client gives it to suites with SHA-256
NEW_VARIANTS: list[tuple[str, Variant]] = [
    ("HelloRetryRequest", simple(["-groups", "X25519:P-384"], ["-groups", "P-384"])),
    ("session ticket", resumed([])),
    ("session ticket without Diffie-Hellman", resumed(["-allow_no_dhe_kex"])),
    (EXTERNAL_PSK, simple(_PSK, _PSK + ["-nocert"])),
    ("early data", early_data),
    ("key update asked for by the client", command(client_says=b"K", heard=b"KEYUPDATE")),
    ("key update of the client alone", command(client_says=b"k", heard=b"KEYUPDATE")),
    ("key update asked for by the server", command(server_says=b"K", heard=b"\n")),
    ("client certificate", simple(_CLIENT_CERTIFICATE, ["-Verify", "1"])),
    ("client certificate after the handshake",
     command(server_says=b"c", heard=b"\n", client_options=[*_CLIENT_CERTIFICATE, "-enable_pha"],
             server_options=["-verify", "1"])),
    ("padded records", simple(["-record_padding", "256"], ["-record_padding", "256"])),
    ("maximum fragment length", simple(["-maxfraglen", "512"], length=_LONG)),
    ("many records", simple(["-max_send_frag", "512"], ["-max_send_frag", "512"], length=_LONG)),
    ("no middlebox compatibility", simple(["-no_middlebox"], ["-no_middlebox"])),
]
GNUTLS_VARIANTS: list[tuple[str, tuple[str, ...], Variant]] = [
    ("record size limit", ("1.2",), gnutls(options=["--recordsize", "600"], length=500)),
    ("without session hash", ("1.0", "1.1", "1.2"), gnutls("%NO_SESSION_HASH")),
    ("rehandshake", ("1.0", "1.1", "1.2"), gnutls_rehandshake),
    ("resumed", ("1.0", "1.1", "1.2"), gnutls_resumed),
    ("without any extension", ("1.0", "1.1"), gnutls("%NO_EXTENSIONS", client=["--disable-sni"])),
]
