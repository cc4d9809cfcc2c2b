"""The servers of the case, each a process of its own: `servers.py cloud|push|web`."""

import json
import socket
import ssl
import struct
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from urllib.parse import parse_qs, urlsplit

from . import data, places

NTP_EPOCH = 2_208_988_800  # 1970 in seconds since 1900


class Handler(BaseHTTPRequestHandler):
    """Takes whatever is sent and says that all is well. Its answers carry no date: theirs would be of today."""

    protocol_version = "HTTP/1.1"

    def answer(self, body: bytes, kind: str, status: int = 200) -> None:
        """Sends one answer with its length."""
        self.send_response_only(status)
        self.send_header("Server", "nginx/1.4.7")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def answer_json(self, content: object) -> None:
        self.answer(json.dumps(content, ensure_ascii=False).encode(), "application/json; charset=utf-8")

    def body(self) -> bytes:
        """The request's body, its transfer coding undone (RFC 9112 §7.1)."""
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class Cloud(Handler):
    """The first address: takes messages, photos and contacts, and looks up the number of a contact."""

    def do_POST(self) -> None:
        self.body()
        self.answer_json({"result": "ok", "code": 0})

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)["name"][0]
        known = {contact.name: contact.phone for contact in data.CONTACTS}
        self.answer_json({"code": 0, "entry": {"number": known[asked]}})


class Push(Handler):
    """The second address: registers devices."""

    def do_GET(self) -> None:
        self.answer_json({"code": 0, "interval": 600})

    def do_POST(self) -> None:
        self.body()
        self.answer_json({"code": 0, "interval": 600})


class Web(Handler):
    """Everything that is innocent."""

    PAGES = {
        places.NEWS_HOST: "<h1>Ferry pier painted green</h1><p>The pier has a new colour, to nobody's surprise.</p>",
        places.WEATHER_HOST: "<h1>Today</h1><p>Sunny spells, 31 degrees, light wind from the south.</p>",
    }

    def do_GET(self) -> None:
        host = self.headers["Host"]
        if host == places.CONNECT_HOST:
            self.send_response_only(204)
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif host == places.UPDATE_HOST:
            self.answer_json({"update": False, "latest": data.MIUI})
        else:
            page = f"<!DOCTYPE html><html><body>{self.PAGES.get(host, '<p>Notes.</p>')}</body></html>\n"
            self.answer(page.encode(), "text/html; charset=utf-8")


class Server(ThreadingHTTPServer):
    """An HTTP server that does not ask DNS for its own name, as the one of the library does."""

    daemon_threads = True

    def server_bind(self) -> None:
        TCPServer.server_bind(self)


def serve(handler: type[Handler], address: str, port: int, context: ssl.SSLContext | None = None) -> None:
    """Serves HTTP, or HTTPS where there is a context, in the background."""
    server = Server((address, port), handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def keep_stream() -> None:
    """The push port: a line-wise XML stream."""
    server = socket.create_server((places.PUSH_INSIDE, places.PUSH_PORT))
    while True:
        client, _ = server.accept()
        with client, client.makefile("rwb") as stream:
            for line in stream:
                if b"<bind" in line:
                    stream.write(b"<bind id='1' result='1'/>\n")
                elif b"<ping" in line:
                    stream.write(b"<pong id='2'/>\n")
                else:
                    stream.write(b"<stream:stream xmlns='xm' xmlns:stream='xm:stream' version='105' id='s1'>\n")
                stream.flush()


def tell_time() -> None:
    """Answers NTP (RFC 5905) with the asker's own time: the clock of 2014 is not here."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((places.ZONE[places.TIME_HOST], places.TIME_PORT))
    while True:
        request, asker = server.recvfrom(512)
        now = request[40:48]
        head = struct.pack("!BBbbII4s", 0x24, 2, 6, -20, 0x200, 0x300, socket.inet_aton("192.0.2.1"))
        server.sendto(head + now + now + now + now, asker)


def main(role: str, *certificate: str) -> None:
    """Serves as one of the three until it is ended."""
    if role == "cloud":
        serve(Cloud, places.CLOUD_INSIDE, places.HTTP_PORT)
    elif role == "push":
        serve(Push, places.PUSH_INSIDE, places.HTTP_PORT)
        threading.Thread(target=keep_stream, daemon=True).start()
    else:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(*certificate)
        serve(Web, places.ZONE[places.NOTES_HOST], places.TLS_PORT, context)
        for host in (places.NEWS_HOST, places.WEATHER_HOST, places.CONNECT_HOST, places.UPDATE_HOST):
            serve(Web, places.ZONE[host], places.HTTP_PORT)
        threading.Thread(target=tell_time, daemon=True).start()
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
