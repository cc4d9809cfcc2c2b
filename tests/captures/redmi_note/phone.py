"""The phone: how it talks, and how it writes down what it says while it says it."""

import json
import socket
import ssl
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPResponse
from pathlib import Path
from typing import Iterable, Iterator, NamedTuple

from . import data, dhcp, dns
from .places import (BROADCAST, HTTP_PORT, MARK, PHONE_MAC, PUBLISHED, ROUTER_ADDRESS, TLS_PORT, published)

USER_AGENT = f"Dalvik/1.6.0 (Linux; U; Android 4.2.2; {data.MODEL} Build/{data.BUILD})"
QUIET_SECONDS = 0.15  # after each exchange, so that its last packets still belong to it
TIMEOUT_SECONDS = 10


class Carried(NamedTuple):
    """One thing that a message carries: the item, how it is written, and in which other item it stands."""

    item: str
    how: str
    inside: str | None = None


@dataclass
class Ledger:
    """What was sent (the truth that Petze is measured by), and when each exchange really began."""

    sent: list[dict[str, str | None]] = field(default_factory=list)
    began: list[tuple[float, str]] = field(default_factory=list)
    exchange: str = ""
    at: str = ""

    def begin(self, exchange: str, at: str) -> None:
        """Opens the exchange that stands at `at` in the capture."""
        self.exchange, self.at = exchange, at
        self.began.append((time.time(), at))

    def note(self, carried: Iterable[Carried], receiver: str, hostname: str | None = None,
             dns_name: str | None = None, direction: str = "toserver") -> None:
        """Writes down what has just gone over the wire."""
        for item, how, inside in carried:
            entry = {"item": item, "receiver": published(receiver), "hostname": hostname, "dns_name": dns_name,
                     "direction": direction, "how": how, "exchange": self.exchange, "at": self.at}
            self.sent.append(entry | ({"inside": inside} if inside else {}))

    def write(self, sent: Path, began: Path) -> None:
        sent.write_text(json.dumps({"note": MARK, "sent": self.sent}, indent=1, ensure_ascii=False) + "\n")
        began.write_text(json.dumps(self.began))


class Connection:
    """A TCP connection to a server, by name or, without a question to DNS, by address."""

    def __init__(self, ledger: Ledger, address: str, name: str | None, port: int) -> None:
        self.ledger, self.address, self.name = ledger, address, name
        self.host = name or published(address)
        self.socket = socket.create_connection((address, port), TIMEOUT_SECONDS)

    def request(self, method: str, target: str, headers: dict[str, str] | None = None, body: bytes = b"",
                pieces: list[bytes] | None = None, carries: Iterable[Carried] = ()) -> bytes:
        """Sends one request, notes what it carried and returns the answer's body. `pieces` are sent as they are
        in the place of the body; with Expect: 100-continue the server is waited for first."""
        headers = {"User-Agent": USER_AGENT, "Host": self.host, "Connection": "Keep-Alive",
                   "Accept-Encoding": "gzip"} | (headers or {})
        if body:
            headers["Content-Length"] = str(len(body))
        lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        self.socket.sendall("\r\n".join(lines).encode() + b"\r\n\r\n")
        if "Expect" in headers:
            self._await_continue()
        for piece in pieces or [body]:
            self.socket.sendall(piece)
        self.ledger.note(carries, self.address, self.host, self.name)
        answer = HTTPResponse(self.socket, method=method)
        answer.begin()
        return answer.read()

    def say(self, line: str, carries: Iterable[Carried] = ()) -> bytes:
        """Sends one line of a protocol that is not HTTP and returns the line that answers."""
        self.socket.sendall(line.encode() + b"\n")
        self.ledger.note(carries, self.address, None, self.name)
        answer = b""
        while not answer.endswith(b"\n"):
            answer += self.socket.recv(1)
        return answer

    def received(self, carries: Iterable[Carried]) -> None:
        """Notes what the server's answer carried."""
        self.ledger.note(carries, self.address, self.host, self.name, "toclient")

    def wrap_tls(self) -> None:
        """Goes on inside TLS 1.2, whoever the server is: the certificate is its own."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self.socket = context.wrap_socket(self.socket, server_hostname=self.name)

    def _await_continue(self) -> None:
        received = b""
        while not received.endswith(b"\r\n\r\n"):
            received += self.socket.recv(1)
        assert received.startswith(b"HTTP/1.1 100 "), received


class Phone:
    """A scripted phone on one interface."""

    def __init__(self, interface: str, ledger: Ledger) -> None:
        self.interface, self.ledger = interface, ledger
        self._questions = 0x2014

    @contextmanager
    def exchange(self, name: str, at: str) -> Iterator[None]:
        """All packets inside stand at `at` in the finished capture, with their real gaps."""
        self.ledger.begin(name, at)
        yield
        time.sleep(QUIET_SECONDS)

    def resolve(self, name: str) -> str:
        """Asks the router for the address of a name."""
        self._questions += 1
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
            asker.settimeout(TIMEOUT_SECONDS)
            asker.sendto(dns.encode_query(self._questions, name), (ROUTER_ADDRESS, dns.PORT))
            answer = asker.recv(2048)
        return socket.inet_ntoa(answer[(offset := dns.address_offsets(answer)[0]):offset + 4])

    @contextmanager
    def connect(self, host: str, port: int = HTTP_PORT) -> Iterator[Connection]:
        """A connection to a name, which is asked for first, or to one of the published addresses."""
        inside = {public: address for address, public in PUBLISHED.items()}.get(host)
        connection = Connection(self.ledger, inside or self.resolve(host), None if inside else host, port)
        if port == TLS_PORT:
            connection.wrap_tls()
        yield connection
        connection.socket.close()

    def ask(self, host: str, port: int, datagram: bytes) -> bytes:
        """One datagram and its answer."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
            asker.settimeout(TIMEOUT_SECONDS)
            asker.sendto(datagram, (self.resolve(host), port))
            return asker.recv(2048)

    def join_network(self) -> None:
        """Gets an address by DHCP, telling the router the device's name and MAC address."""
        mac, transaction = bytes.fromhex(PHONE_MAC.replace(":", "")), b"\x20\x14\x07\x21"
        carries = [Carried("mac/0", "dhcp chaddr"), Carried("mac/0", "dhcp client id")]
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(TIMEOUT_SECONDS)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, self.interface.encode())
            client.bind(("", dhcp.CLIENT_PORT))
            chosen: dict[int, bytes] = {}
            for kind in (dhcp.DISCOVER, dhcp.REQUEST):
                asked = dhcp.encode_request(kind, transaction, mac, data.HOST_NAME, chosen)
                client.sendto(asked, (BROADCAST, dhcp.SERVER_PORT))
                answer = client.recv(2048)
                chosen = {dhcp.REQUESTED: answer[16:20], dhcp.SERVER: dhcp.options_of(answer)[dhcp.SERVER]}
        self.ledger.note(carries, BROADCAST)  # DISCOVER and REQUEST are one conversation
        self.ledger.note(carries[:1], ROUTER_ADDRESS, direction="toclient")
        for arguments in (f"addr add {dhcp.offered_address(answer)}/24 dev {self.interface}",
                          f"route add default via {ROUTER_ADDRESS}"):
            subprocess.run(["ip", *arguments.split()], check=True)
