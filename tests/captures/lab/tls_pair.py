"""A TLS client and a TLS server, of OpenSSL or GnuTLS, that exchange lines."""

from dataclasses import dataclass, field
from pathlib import Path

from .certificates import HOST, Certificate
from .network import SERVER_ADDRESS, Network
from .suites import Suite, gnutls_priority
from .talker import Talker

PORT = 4433


@dataclass
class Place:
    """Where the programs run and what they find there."""
    network: Network
    folder: Path
    key_log: Path
    settings: Path  # OpenSSL's
    certificates: dict[str, Certificate]
    next_port: int

    def client_port(self, connections: int = 1) -> int:
        """Gives the next connections of the phone a port each; the last one's."""
        first = self.next_port
        self.next_port += connections
        self.network.use_client_ports(first, self.next_port - 1)
        return self.next_port - 1


@dataclass
class Lines:
    """What the two say: in a row of the table."""
    client: str
    server: str


def lines_for(name: str, length: int = 0) -> Lines:
    """`length`: of each line, at least; filled with numbered words, so that no piece equals another."""
    filling = ""
    while len(filling) < length:
        filling += f" {len(filling):05}"
    return Lines(f"Petze invented request {name}{filling}", f"Petze invented answer {name}{filling}")


def talk(client: Talker, server: Talker, lines: Lines) -> None:
    client.say(lines.client.encode() + b"\n")
    server.expect(lines.client.encode())
    server.say(lines.server.encode() + b"\n")
    client.expect(lines.server.encode())


@dataclass
class OpenSsl:
    """One server of OpenSSL and the clients that come to it."""
    place: Place
    version: str  # -tls1, …
    suite: Suite
    client_options: list[str] = field(default_factory=list)
    server_options: list[str] = field(default_factory=list)
    settings: str = ""  # more lines for both, as of openssl.cnf
    connections: int = 1
    commands: bool = False  # whether the server takes some (see openssl-s_server, "connected commands")
    server: Talker = field(init=False)

    def __post_init__(self) -> None:
        settings = self.place.folder / "pair.cnf"
        settings.write_text(self.place.settings.read_text() + self.settings)
        self._environment = {"OPENSSL_CONF": str(settings)}
        certificate = self.place.certificates[self.suite.authentication or "rsa"]
        self.server = Talker(self.place.network, self.place.network.server, [
            "openssl", "s_server", *([] if self.commands else ["-quiet"]), "-accept", f"{SERVER_ADDRESS}:{PORT}",
            "-naccept", str(self.connections), "-cert", str(certificate.certificate), "-key", str(certificate.key),
            *self._common(), *self.server_options], self._environment)
        self._wait_for_server()

    def _wait_for_server(self) -> None:
        self.server.wait_for_port(PORT, "udp" if "dtls" in self.version else "tcp")

    def _common(self) -> list[str]:
        if self.version == "-tls1_3":
            return [self.version, "-ciphersuites", self.suite.name]
        return [self.version, "-cipher", f"{self.suite.name}:@SECLEVEL=0"]

    def client(self, *options: str) -> tuple[Talker, int]:
        """The client and its port."""
        port = self.place.client_port()
        # The order matters: -quiet makes it ignore the end of its input, and commands.
        talker = Talker(self.place.network, self.place.network.phone, [
            "openssl", "s_client", "-quiet", "-no_ign_eof", "-connect", f"{SERVER_ADDRESS}:{PORT}",
            "-servername", HOST, "-keylogfile", str(self.place.key_log),
            *self._common(), *self.client_options, *options], self._environment)
        return talker, port

    def exchange(self, lines: Lines, *options: str) -> int:
        """One connection, one line each way. Its port."""
        client, port = self.client(*options)
        try:
            talk(client, self.server, lines)
        finally:
            client.end_input()
            client.wait()
        return port

    def stop(self) -> None:
        self.server.end_input()
        self.server.stop()


@dataclass
class GnuTls:
    """The same with GnuTLS. Its server repeats what it hears."""
    place: Place
    version: str  # 1.0, …
    suite: Suite
    more: str = ""  # of the priority string
    client_options: list[str] = field(default_factory=list)
    server_options: list[str] = field(default_factory=list)
    server: Talker = field(init=False)

    def __post_init__(self) -> None:
        self._priority = gnutls_priority(self.suite, self.version, self.more)
        certificate = self.place.certificates[self.suite.authentication or "rsa"]
        self.server = Talker(self.place.network, self.place.network.server, [
            "gnutls-serv", "--echo", "--port", str(PORT), "--priority", self._priority,
            "--x509certfile", str(certificate.certificate), "--x509keyfile", str(certificate.key),
            *self.server_options])
        self.server.wait_for_port(PORT)

    def client(self, *options: str, ports: int = 1) -> tuple[Talker, int]:
        """The client and the port of the last of its connections."""
        port = self.place.client_port(ports)
        return Talker(self.place.network, self.place.network.phone, [
            "gnutls-cli", "--insecure", "--port", str(PORT), "--priority", self._priority,
            "--sni-hostname", HOST, *self.client_options, *options, SERVER_ADDRESS],
            {"SSLKEYLOGFILE": str(self.place.key_log)}), port

    def exchange(self, line: str, *options: str) -> int:
        """One connection; the line comes back."""
        client, port = self.client(*options)
        try:
            client.expect(b"Simple Client Mode")
            client.say(line.encode() + b"\n")
            client.expect(line[-20:].encode())  # it puts words of its own between records
        finally:
            client.end_input()
            client.wait()
        return port

    def stop(self) -> None:
        self.server.stop()
