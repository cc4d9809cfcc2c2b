"""The servers that bodies go to, through the recorder's relay: python's own, and nginx where it is installed."""

import http.server
import shutil
import socket
import socketserver
import ssl
import subprocess
import time
from pathlib import Path

from recorder import Recorder
from servers import Echo, Threaded, serve
from transports import Chunked, Cookie, Curl, Datagram, Header, Mail, Mqtt, Question, Questions, Slowly, Stream, Transport, Url, Web, WebSocket
from uploads import Blocks, Forms, Parts, Signed


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
            Web("HTTP", clear), Chunked("chunks", clear), Slowly("small packets", clear), Parts("in parts", clear), Signed("S3 chunks", clear),
            Forms("in forms", clear), Blocks("in blocks", clear),
            Url("URL", clear), Header("header", clear), Cookie("cookie", clear)]
        for name, version in (("TLS 1.2", ssl.TLSVersion.TLSv1_2), ("TLS 1.3", ssl.TLSVersion.TLSv1_3)):
            self.transports.append(Web(name, recorder.relay(self._tls(cert, key, version), 443), self._client(keys, version)))
        if shutil.which("nginx") and shutil.which("curl"):
            self.transports.append(Curl("HTTP/2", recorder.relay(self._nginx(cert, key, web), 443), keys, folder))
        self.transports += [
            WebSocket("WebSocket", clear), Mqtt("MQTT", recorder.relay(echo, 1883)),
            Mail("SMTP", recorder.relay(serve(Threaded(("127.0.0.1", 0), _Lines)), 25)), Stream("TCP", other),
            Datagram("UDP", recorder.relay_datagrams(serve(socketserver.UDPServer(("127.0.0.1", 0), _Names)), 7341)),
            Question("DNS", names := recorder.relay_datagrams(serve(socketserver.UDPServer(("127.0.0.1", 0), _Names)), 53)),
            Questions("several names", names)]

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
