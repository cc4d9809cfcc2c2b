"""How a body leaves the phone: each transport is a real client. Clients are python's own, and curl where it is installed; framing that no
library of python's does (WebSocket, MQTT, DNS) is written here by the standard."""

import base64
import http.client
import os
import smtplib
import socket
import ssl
import struct
import subprocess
import time
import urllib.parse
from email.mime.application import MIMEApplication
from pathlib import Path
from random import Random

from wrappings import Body

_CELLS_A_CONNECTION = 40  # one conversation does not try more keys than it has to


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


class Web(Transport):
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


class Chunked(Web):
    """In chunks of few bytes, whose borders fall anywhere."""

    def send(self, host: str, body: Body) -> None:
        random, pieces, at = Random(host), [], 0
        while at < len(body.content):
            size = random.randint(1, max(20, len(body.content) // 50))
            pieces.append(body.content[at:at + size])
            at += size
        self.request("POST", "/sync", iter(pieces), {**self.headers(host, body), "Transfer-Encoding": "chunked"}, encode_chunked=True)


class Url(Web):
    text_only = True

    def send(self, host: str, body: Body) -> None:
        query = urllib.parse.urlencode({"v": "3", "id": body.token, "z": "1"})
        self.request("GET", "/collect?" + query, None, {"Host": host})


class Header(Web):
    text_only = True

    def send(self, host: str, body: Body) -> None:
        self.request("GET", "/collect", None, {"Host": host, "X-Device": body.token})


class Cookie(Web):
    text_only = True

    def send(self, host: str, body: Body) -> None:
        self.request("GET", "/collect", None, {"Host": host, "Cookie": f"a=1; uid={body.token}; z=2"})


class Slowly(Transport):
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


class Curl(Transport):
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


class WebSocket(Transport):
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


class Stream(Transport):
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


class Mqtt(Stream):
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


class Mail(Transport):
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


class Datagram(Transport):
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


class Question(Transport):
    """The value as labels of a name that DNS is asked for."""
    text_only = True

    def __init__(self, name: str, port: int) -> None:
        super().__init__(name)
        self._port = port

    def takes(self, body: Body) -> bool:
        return bool(body.token) and len(body.token) < 180 and all(c.isascii() and (c.isalnum() or c in "-_") for c in body.token)

    def ask(self, labels: list[str]) -> None:
        name = b"".join(bytes([len(label)]) + label.encode() for label in labels) + b"\0"
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
            client.settimeout(20)
            client.sendto(struct.pack("!HHHHHH", 7, 0x0100, 1, 0, 0, 0) + name + struct.pack("!HH", 1, 1), ("127.0.0.1", self._port))
            client.recv(65535)

    def send(self, host: str, body: Body) -> None:
        self.ask([body.token[at:at + 63] for at in range(0, len(body.token), 63)] + ["t", "invented", "example"])


class Questions(Question):
    """The same cut over several names, which count, in base32: what tools do that carry data in DNS."""

    def send(self, host: str, body: Body) -> None:
        text = base64.b32encode(body.token.encode()).decode().rstrip("=").lower()
        size = max(16, -(-len(text) // 6))
        for number, at in enumerate(range(0, len(text), size)):
            labels = [text[at:at + size], str(number), "s1", host.partition(".")[0] + "-invented", "example"]
            self.ask([label[:63] for label in labels])
