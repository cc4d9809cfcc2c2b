"""A phone of which every connection is one of real sockets to real servers, on a day of which the clock is scripted: who waits
for ten minutes here waits for nothing. What it says is kept by the recorder as a router would have seen it."""

import datetime
import hashlib
import http.client
import http.server
import socket
import socketserver
import ssl
import struct
import subprocess
import urllib.parse
from pathlib import Path

from recorder import PHONE, Recorder
from servers import Echo, Threaded, serve

DAY = datetime.datetime(2026, 3, 2, tzinfo=datetime.timezone.utc)
ADDRESS = ".".join(map(str, PHONE))
_RESOLVER = bytes([198, 51, 100, 1])


def moment(clock: str) -> datetime.datetime:
    """ "09:30" or "09:30:15" of the day. """
    hours, minutes, seconds = (*map(int, clock.split(":")), 0)[:3]
    return DAY + datetime.timedelta(hours=hours, minutes=minutes, seconds=seconds)


def address_of(name: str) -> bytes:
    """Of a documentation range; the same on each run, another one for most names."""
    if name.replace(".", "").isdigit():
        return socket.inet_aton(name)
    return bytes([203, 0, 113, 1 + hashlib.sha256(name.encode()).digest()[0] % 254])


class _Web(http.server.BaseHTTPRequestHandler):
    """Takes what is sent, and answers as much as the phone wants of it."""
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _take(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        answer = self.server.answer  # type: ignore[attr-defined]
        self.send_response(200 if answer else 204)
        if answer:
            self.send_header("Content-Type", self.server.answer_type)  # type: ignore[attr-defined]
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = do_REPORT = _take

    def log_message(self, *_: object) -> None:
        pass


class _Names(socketserver.BaseRequestHandler):
    """A DNS server that knows the address of each name."""

    def handle(self) -> None:
        query, answer = self.request
        end = query.index(b"\0", 12) + 5
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode())
            at += 1 + query[at]
        head = query[:2] + b"\x81\x80" + struct.pack("!HHHH", 1, 1, 0, 0) + query[12:end]
        answer.sendto(head + struct.pack("!HHHIH", 0xC00C, 1, 1, 300, 4) + address_of(".".join(labels)), self.client_address)


class _Clock(socketserver.BaseRequestHandler):
    """RFC 5905, as far as a phone looks at the answer."""

    def handle(self) -> None:
        query, answer = self.request
        answer.sendto(b"\x24\x01" + query[2:24] + query[40:48] + query[40:48] + query[40:48], self.client_address)


class _Issuer:
    """A certificate authority of the test's own, which signs for every name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._contexts: dict[str, ssl.SSLContext] = {}
        self._make("ca", "-x509", "-days", "30", "-subj", "/O=Invented Trust/CN=Invented Issuing CA")

    def _make(self, name: str, *arguments: str) -> None:
        subprocess.run(["openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
                        self._folder / f"{name}.key", "-out", self._folder / f"{name}.pem", *arguments],
                       check=True, capture_output=True)

    def context(self, name: str) -> ssl.SSLContext:
        if name not in self._contexts:
            self._make("leaf", "-x509", "-days", "30", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}",
                       "-CA", str(self._folder / "ca.pem"), "-CAkey", str(self._folder / "ca.key"))
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self._folder / "leaf.pem", self._folder / "leaf.key")
            self._contexts[name] = context
        return self._contexts[name]


class Phone:
    """What a story lets a phone do. `capture` and `keys` are there once it was closed."""

    def __init__(self, folder: Path) -> None:
        self.capture, self.keys = folder / "phone.pcap", folder / "keys.txt"
        self.keys.touch()
        self._recorder = Recorder(self.capture)
        self._issuer = _Issuer(folder)
        self._web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Web)
        self._secure = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Web)
        outer = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        outer.load_cert_chain(folder / "ca.pem", folder / "ca.key")
        outer.sni_callback = self._choose_certificate
        self._secure.socket = outer.wrap_socket(self._secure.socket, server_side=True, do_handshake_on_connect=False)
        ports = {80: serve(self._web), 443: serve(self._secure)}
        self._relays = {shown: self._recorder.relay(port, shown) for shown, port in ports.items()}
        self._echo = serve(Threaded(("127.0.0.1", 0), Echo))
        self._datagrams = {
            53: self._recorder.relay_datagrams(serve(socketserver.UDPServer(("127.0.0.1", 0), _Names)), 53),
            123: self._recorder.relay_datagrams(serve(socketserver.UDPServer(("127.0.0.1", 0), _Clock)), 123)}
        self.at("00:00")

    def _choose_certificate(self, connection: ssl.SSLSocket, name: str | None, _: ssl.SSLContext) -> None:
        if name:
            connection.context = self._issuer.context(name)

    def close(self) -> None:
        self._recorder.settle()
        self._recorder.close()

    def at(self, clock: str) -> None:
        """Lets the time pass until then; it never goes back."""
        self._recorder.settle()
        self._recorder.microseconds = max(self._recorder.microseconds if clock != "00:00" else 0,
                                          int(moment(clock).timestamp() * 1_000_000))

    def every(self, minutes: int, start: str, count: int):
        """Yields at the beginning of each of so many periods."""
        begin = moment(start)
        for i in range(count):
            self.at((begin + datetime.timedelta(minutes=minutes * i)).strftime("%H:%M:%S"))
            yield i

    def ask(self, name: str) -> None:
        """Asks the resolver of its network for the address of a name."""
        labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
        self._datagram(53, _RESOLVER, struct.pack("!HHHHHH", 7, 0x0100, 1, 0, 0, 0) + labels + b"\0\0\1\0\1")

    def set_clock(self, name: str) -> None:
        self.ask(name)
        self._datagram(123, address_of(name), b"\x23" + bytes(39) + b"\xe9\x4a\x3b\x00\x12\x34\x56\x78")

    def _datagram(self, port: int, server: bytes, payload: bytes) -> None:
        self._recorder.server = server
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(20)
            client.sendto(payload, ("127.0.0.1", self._datagrams[port]))
            client.recv(65535)

    def request(self, method: str, url: str, body: bytes = b"", headers: dict[str, str] | None = None, *, answer: bytes = b"ok",
                answer_type: str = "text/plain", keys: bool = True, named: bool = True) -> None:
        """One request in a connection of its own. With https, `keys` says whether the phone's owner has the session's keys;
        without `named` no name is asked for, and none is said in the handshake."""
        parts = urllib.parse.urlsplit(url)
        host, secure = str(parts.hostname), parts.scheme == "https"
        if named and not host.replace(".", "").isdigit():
            self.ask(host)
        self._recorder.server = address_of(host)
        for server in (self._web, self._secure):
            server.answer, server.answer_type = answer, answer_type  # type: ignore[attr-defined]
        client = http.client.HTTPConnection("127.0.0.1", self._relays[443 if secure else 80], timeout=20)
        client.connect()
        if secure:
            client.sock = self._context(keys).wrap_socket(client.sock, server_hostname=host if named else None)
        target = parts.path + ("?" + parts.query if parts.query else "")
        client.request(method, target or "/", body or None, {"Host": host, **(headers or {})})
        client.getresponse().read()
        client.close()
        self._recorder.settle()

    def _context(self, keys: bool) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        if keys:
            context.keylog_filename = str(self.keys)
        return context

    def stream(self, server: str, port: int, *pieces: bytes) -> None:
        """A protocol of its own over TCP, each piece answered."""
        if not server.replace(".", "").isdigit():
            self.ask(server)
        self._recorder.server = address_of(server)
        with socket.create_connection(("127.0.0.1", self._recorder.relay(self._echo, port)), timeout=20) as client:
            for piece in pieces:
                client.sendall(piece)
                client.recv(16)
        self._recorder.settle()
