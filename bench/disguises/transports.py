"""How a body leaves the phone: each transport is a real client that talks to a real server through the recorder's relay.
Clients and servers are python's own, and curl and nginx where they are installed; framing that no library of python's does
(WebSocket, MQTT, DNS) is written here by the standard."""

import http.client
import http.server
import os
import shutil
import smtplib
import socket
import socketserver
import ssl
import struct
import subprocess
import time
import urllib.parse
from email.mime.application import MIMEApplication
from pathlib import Path
from random import Random

from recorder import Recorder
from servers import Echo, Threaded, serve
from wrappings import Body

_CELLS_A_CONNECTION = 40  # one conversation does not try more keys than it has to


class _Sink(http.server.BaseHTTPRequestHandler):
    """Takes whatever is sent."""
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _take(self) -> None:
        if self.headers.get("Upgrade") == "websocket":
            self.send_response(101)
            self.send_header("Upgrade", "websocket")
            self.send_header("Connection", "Upgrade")
            self.end_headers()
            while self.rfile.read1(65536):
                pass
            self.close_connection = True
            return
        if self.headers.get("Transfer-Encoding") == "chunked":
            while size := int(self.rfile.readline(), 16):
                self.rfile.read(size + 2)
            self.rfile.readline()
        else:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    do_GET = do_POST = do_PUT = _take

    def log_message(self, *_: object) -> None:
        pass


class _Lines(socketserver.StreamRequestHandler):
    """A mail server, as far as a client needs one."""

    def handle(self) -> None:
        self.wfile.write(b"220 mail.example ESMTP\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")


class _Names(socketserver.BaseRequestHandler):
    """A DNS server that knows no name."""

    def handle(self) -> None:
        query, answer = self.request
        answer.sendto(query[:2] + b"\x81\x83" + query[4:], self.client_address)


def certificate(folder: Path) -> tuple[Path, Path]:
    """Of nobody, for the servers of this run."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
                    "-subj", "/CN=cell.example", "-keyout", key, "-out", cert], check=True, capture_output=True)
    return cert, key


class Transport:
    """Sends bodies; each has a name by which its findings are known."""
    text_only = False  # no bodies, only what could stand in a URL

    def __init__(self, name: str) -> None:
        self.name = name

    def takes(self, body: Body) -> bool:
        return bool(body.token) and len(body.token) < 1500 and body.token.isascii() if self.text_only else True

    def send(self, host: str, body: Body) -> None:
        raise NotImplementedError

    def close(self) -> None:
        pass


class _Web(Transport):
    """HTTP/1.1 by http.client."""

    def __init__(self, name: str, port: int, context: ssl.SSLContext | None = None) -> None:
        super().__init__(name)
        self._port, self._context, self._client, self._sent = port, context, None, 0

    def connection(self) -> http.client.HTTPConnection:
        if self._client is None or self._sent % _CELLS_A_CONNECTION == 0:
            self.close()
            if self._context:
                self._client = http.client.HTTPSConnection("127.0.0.1", self._port, context=self._context, timeout=20)
            else:
                self._client = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        self._sent += 1
        return self._client

    def headers(self, host: str, body: Body) -> dict[str, str]:
        more = {"Content-Encoding": body.encoding} if body.encoding else {}
        return {"Host": host, "Content-Type": body.content_type, "User-Agent": "invented/1", **more}

    def send(self, host: str, body: Body) -> None:
        self.request("POST", "/sync", body.content, self.headers(host, body))

    def request(self, method: str, url: str, content: object, headers: dict[str, str], **more: object) -> None:
        connection = self.connection()
        connection.request(method, url, content, headers, **more)  # type: ignore[arg-type]
        connection.getresponse().read()

    def close(self) -> None:
        if self._client:
            self._client.close()
            self._client = None


class _Chunked(_Web):
    """In chunks of few bytes, whose borders fall anywhere."""

    def send(self, host: str, body: Body) -> None:
        random, pieces, at = Random(host), [], 0
        while at < len(body.content):
            size = random.randint(1, max(20, len(body.content) // 50))
            pieces.append(body.content[at:at + size])
            at += size
        self.request("POST", "/sync", iter(pieces), {**self.headers(host, body), "Transfer-Encoding": "chunked"}, encode_chunked=True)


class _Parts(_Web):
    """In three requests over two connections, as what is taken up again (RFC 9110 section 14.4)."""

    def takes(self, body: Body) -> bool:
        # Of a form's parts each request brings one inside a form of its own.
        return len(body.content) >= 3 and not body.content_type.startswith("multipart/")

    def send(self, host: str, body: Body) -> None:
        size = len(body.content)
        borders = [0, size // 3, size // 3 * 2, size]
        for begin, end in zip(borders, borders[1:]):
            if end == size:
                self.close()
            self.request("PUT", "/sync", body.content[begin:end],
                         {**self.headers(host, body), "Content-Range": f"bytes {begin}-{end - 1}/{size}"})


class _Url(_Web):
    text_only = True

    def send(self, host: str, body: Body) -> None:
        query = urllib.parse.urlencode({"v": "3", "id": body.token, "z": "1"})
        self.request("GET", "/collect?" + query, None, {"Host": host})


class _Header(_Web):
    text_only = True

    def send(self, host: str, body: Body) -> None:
        self.request("GET", "/collect", None, {"Host": host, "X-Device": body.token})


class _Cookie(_Web):
    text_only = True

    def send(self, host: str, body: Body) -> None:
        self.request("GET", "/collect", None, {"Host": host, "Cookie": f"a=1; uid={body.token}; z=2"})


class _Slowly(Transport):
    """HTTP/1.1 by a bare socket, in small pieces: borders of packets fall anywhere."""

    def __init__(self, name: str, port: int) -> None:
        super().__init__(name)
        self._port = port

    def send(self, host: str, body: Body) -> None:
        encoding = f"Content-Encoding: {body.encoding}\r\n" if body.encoding else ""
        whole = (f"POST /sync HTTP/1.1\r\nHost: {host}\r\nContent-Type: {body.content_type}\r\n{encoding}"
                 f"Content-Length: {len(body.content)}\r\n\r\n").encode() + body.content
        random, at = Random(host), 0
        with socket.create_connection(("127.0.0.1", self._port), timeout=20) as client:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while at < len(whole):
                size = random.randint(1, max(40, len(whole) // 20))
                client.sendall(whole[at:at + size])
                at += size
                time.sleep(0.0002)
            client.recv(1000)


class _Curl(Transport):
    """HTTP/2 over TLS by curl to nginx: many requests by one process, when closed."""

    def __init__(self, name: str, port: int, keys: Path, folder: Path) -> None:
        super().__init__(name)
        self._port, self._keys, self._folder, self._requests = port, keys, folder, []  # type: ignore[var-annotated]

    def send(self, host: str, body: Body) -> None:
        file = self._folder / f"{host}.body"
        file.write_bytes(body.content)
        encoding = f'header = "Content-Encoding: {body.encoding}"\n' if body.encoding else ""
        self._requests.append(f'url = "https://127.0.0.1:{self._port}/sync"\nheader = "Host: {host}"\n'
                              f'header = "Content-Type: {body.content_type}"\n{encoding}data-binary = "@{file}"\n'
                              'http2\ninsecure\nsilent\noutput = "/dev/null"\n')

    def close(self) -> None:
        for at in range(0, len(self._requests), _CELLS_A_CONNECTION):
            subprocess.run(["curl", "--config", "-"], input="next\n".join(self._requests[at:at + _CELLS_A_CONNECTION]).encode(),
                           env={**os.environ, "SSLKEYLOGFILE": str(self._keys)}, check=True, timeout=120)
        self._requests.clear()


def _websocket_frame(opcode: int, payload: bytes, final: bool = True) -> bytes:
    """RFC 6455 section 5.2, masked as a client's must be."""
    mask = Random(len(payload)).randbytes(4)
    length = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + struct.pack("!H", len(payload)) \
        if len(payload) < 65536 else b"\xff" + struct.pack("!Q", len(payload))
    return bytes([(0x80 if final else 0) | opcode]) + length + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload))


class _WebSocket(Transport):
    def __init__(self, name: str, port: int) -> None:
        super().__init__(name)
        self._port = port

    def takes(self, body: Body) -> bool:
        return not body.encoding

    def send(self, host: str, body: Body) -> None:
        half = len(body.content) // 2
        with socket.create_connection(("127.0.0.1", self._port), timeout=20) as client:
            client.sendall((f"GET /live HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            "Sec-WebSocket-Key: aW52ZW50ZWQgbm9uY2UhIQ==\r\nSec-WebSocket-Version: 13\r\n\r\n").encode())
            client.recv(1000)
            client.sendall(_websocket_frame(2, body.content[:half], final=False))
            client.sendall(_websocket_frame(0, body.content[half:]))
            client.sendall(_websocket_frame(8, b"\x03\xe8"))


class _Stream(Transport):
    """A connection of its own for each body, with an answer to each piece."""

    def __init__(self, name: str, port: int) -> None:
        super().__init__(name)
        self._port = port

    def takes(self, body: Body) -> bool:
        return not body.encoding

    def pieces(self, host: str, body: Body) -> list[bytes]:
        return [b"\x05HELO\x00\x02", struct.pack(">HI", 7, len(body.content)) + body.content]

    def send(self, host: str, body: Body) -> None:
        with socket.create_connection(("127.0.0.1", self._port), timeout=20) as client:
            for piece in self.pieces(host, body):
                client.sendall(piece)
                client.recv(100)


class _Mqtt(_Stream):
    """MQTT 3.1.1: CONNECT, PUBLISH."""

    def pieces(self, host: str, body: Body) -> list[bytes]:
        def packet(first: int, rest: bytes) -> bytes:
            length, size = len(rest), b""
            while True:
                size += bytes([length % 128 | (128 if length > 127 else 0)])
                length //= 128
                if not length:
                    return bytes([first]) + size + rest

        return [packet(0x10, b"\0\4MQTT\4\2\0\x3c\0\3inv"), packet(0x30, b"\0\6up/log" + body.content)]


class _Mail(Transport):
    """smtplib, with the body attached as a file."""

    def __init__(self, name: str, port: int) -> None:
        super().__init__(name)
        self._port = port

    def takes(self, body: Body) -> bool:
        return not body.encoding

    def send(self, host: str, body: Body) -> None:
        mail = MIMEApplication(body.content)
        mail.replace_header("Content-Type", body.content_type)
        mail["From"], mail["To"], mail["Subject"] = "a@invented.example", "b@invented.example", "Report"
        with smtplib.SMTP("127.0.0.1", self._port, local_hostname="phone.invented.example", timeout=20) as client:
            client.send_message(mail)


class _Datagram(Transport):
    def __init__(self, name: str, port: int) -> None:
        super().__init__(name)
        self._port = port

    def takes(self, body: Body) -> bool:
        return not body.encoding and len(body.content) < 8000

    def payload(self, body: Body) -> bytes:
        return b"\x9a\x01" + body.content

    def send(self, host: str, body: Body) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(20)
            client.sendto(self.payload(body), ("127.0.0.1", self._port))
            client.recv(65535)


class _Question(_Datagram):
    """The value as labels of a name that DNS is asked for, in base64url where it is no name."""
    text_only = True

    def takes(self, body: Body) -> bool:
        return bool(body.token) and len(body.token) < 180 and all(c.isascii() and (c.isalnum() or c in "-_") for c in body.token)

    def payload(self, body: Body) -> bytes:
        labels = [body.token[at:at + 63] for at in range(0, len(body.token), 63)] + ["t", "invented", "example"]
        name = b"".join(bytes([len(label)]) + label.encode() for label in labels) + b"\0"
        return struct.pack("!HHHHHH", 7, 0x0100, 1, 0, 0, 0) + name + struct.pack("!HH", 1, 1)


_NGINX = """daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 64; }}
http {{ access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; client_max_body_size 99m;
  ssl_certificate {cert}; ssl_certificate_key {key};
  server {{ listen 127.0.0.1:{port} ssl http2; location / {{ proxy_pass http://127.0.0.1:{backend}; }} }} }}
"""


class Servers:
    """All servers of a run, and the transports that lead to them."""

    def __init__(self, recorder: Recorder, folder: Path, keys: Path) -> None:
        self._folder, self._processes = folder, []  # type: ignore[var-annotated]
        cert, key = certificate(folder)
        keys.touch()
        web = serve(http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Sink))
        echo = serve(Threaded(("127.0.0.1", 0), Echo))
        clear, other = recorder.relay(web, 80), recorder.relay(echo, 7340)
        self.transports: list[Transport] = [
            _Web("HTTP", clear), _Chunked("chunks", clear), _Slowly("small packets", clear), _Parts("in parts", clear),
            _Url("URL", clear), _Header("header", clear), _Cookie("cookie", clear)]
        for name, version in (("TLS 1.2", ssl.TLSVersion.TLSv1_2), ("TLS 1.3", ssl.TLSVersion.TLSv1_3)):
            self.transports.append(_Web(name, recorder.relay(self._tls(cert, key, version), 443), self._client(keys, version)))
        if shutil.which("nginx") and shutil.which("curl"):
            self.transports.append(_Curl("HTTP/2", recorder.relay(self._nginx(cert, key, web), 443), keys, folder))
        self.transports += [
            _WebSocket("WebSocket", clear), _Mqtt("MQTT", recorder.relay(echo, 1883)),
            _Mail("SMTP", recorder.relay(serve(Threaded(("127.0.0.1", 0), _Lines)), 25)), _Stream("TCP", other),
            _Datagram("UDP", recorder.relay_datagrams(serve(socketserver.UDPServer(("127.0.0.1", 0), _Names)), 7341)),
            _Question("DNS", recorder.relay_datagrams(serve(socketserver.UDPServer(("127.0.0.1", 0), _Names)), 53))]

    @staticmethod
    def _tls(cert: Path, key: Path, version: ssl.TLSVersion) -> int:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Sink)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        context.minimum_version = context.maximum_version = version
        server.socket = context.wrap_socket(server.socket, server_side=True)
        return serve(server)

    @staticmethod
    def _client(keys: Path, version: ssl.TLSVersion) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.minimum_version = context.maximum_version = version
        context.keylog_filename = str(keys)
        return context

    def _nginx(self, cert: Path, key: Path, backend: int) -> int:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        settings = self._folder / "nginx.conf"
        settings.write_text(_NGINX.format(folder=self._folder, cert=cert, key=key, port=port, backend=backend))
        self._processes.append(subprocess.Popen(["nginx", "-e", str(self._folder / "nginx.log"), "-c", str(settings)],
                                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return port
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("nginx did not start")

    def close(self) -> None:
        for transport in self.transports:
            transport.close()
        time.sleep(0.3)  # what is on its way
        for process in self._processes:
            process.terminate()
            process.wait()
