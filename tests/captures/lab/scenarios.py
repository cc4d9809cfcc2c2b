"""What real clients do with real servers: one function for each capture. Each returns what was said, as the programs that
said it know it themselves."""

import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .certificates import Certificate
from .network import SERVER_ADDRESS, Network
from .talker import Talker

PACKAGE_ROOT = Path(__file__).resolve().parent.parent
HOST = "cloud.petze.example"
HTTP, HTTPS, H2C, BACKEND, UPGRADE, H3 = 80, 443, 8080, 8000, 8081, 4433
MQTT, MQTTS, SMTP, SOCKS, CONNECT, LIVE = 1883, 8883, 2525, 1080, 3128, 9010
# The phone asks no DNS server.
_RESOLVED = [word for port in (HTTP, HTTPS, H2C) for word in ("--resolve", f"{HOST}:{port}:{SERVER_ADDRESS}")]
_NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 64; }}
http {{
  access_log off; client_body_temp_path {folder}; proxy_temp_path {folder};
  client_max_body_size 10m; server_tokens off;
  ssl_certificate {certificate}; ssl_certificate_key {key}; ssl_protocols TLSv1.2 TLSv1.3;
  proxy_set_header Host $http_host;
  server {{ listen 80; listen 443 ssl http2; location / {{ proxy_pass http://127.0.0.1:8000; }} }}
  server {{ listen 8080 http2; location / {{ proxy_pass http://127.0.0.1:8000; }} }}
}}
"""
_MOSQUITTO = """
user root
listener 1883
protocol mqtt
allow_anonymous true
listener 8883
allow_anonymous true
certfile {certificate}
keyfile {key}
"""


def facts(body: bytes) -> dict[str, Any]:
    return {"length": len(body), "sha256": hashlib.sha256(body).hexdigest()}


@dataclass
class Scene:
    """Where it happens. The servers live as long as the scene."""
    network: Network
    folder: Path
    key_log: Path  # of the capture being made
    photo: Path
    certificate: Certificate
    _servers: list[Talker] = field(default_factory=list)

    def start(self, arguments: list[str], port: int, protocol: str = "tcp",
              environment: dict[str, str] | None = None, on_phone: bool = False) -> Talker:
        namespace = self.network.phone if on_phone else self.network.server
        talker = Talker(self.network, namespace, arguments, environment)
        self._servers.append(talker)
        talker.wait_for_port(port, protocol)
        return talker

    def start_module(self, name: str, *arguments: object, port: int, on_phone: bool = False) -> Talker:
        # Talker starts programs in the folder that this one runs in.
        return self.start([sys.executable, "-B", str(PACKAGE_ROOT / "lab" / "servers" / f"{name}.py"),
                           *map(str, arguments)], port, on_phone=on_phone)

    def start_backend(self) -> None:
        (self.folder / "backend.log").unlink(missing_ok=True)
        self.start_module("web", BACKEND, self.folder / "backend.log", port=BACKEND)

    def start_nginx(self) -> None:
        self.start_backend()
        settings = self.folder / "nginx.conf"
        settings.write_text(_NGINX.format(folder=self.folder, certificate=self.certificate.certificate,
                                          key=self.certificate.key))
        self.start(["nginx", "-e", f"{self.folder}/nginx.log", "-c", str(settings)], HTTPS)

    def run(self, *arguments: object, stdin: bytes = b"") -> bytes:
        """A client on the phone, to its end."""
        done = subprocess.run(self.network.command(self.network.phone, [
            "env", f"SSLKEYLOGFILE={self.key_log}", *map(str, arguments)]), input=stdin, check=False, timeout=30,
            capture_output=True)
        if done.returncode != 0:
            raise RuntimeError(f"{arguments}: {done.returncode} {done.stderr.decode()}")
        return done.stdout

    def curl(self, *arguments: object) -> bytes:
        return self.run("curl", "--silent", "--show-error", "--insecure", "--fail",
                        *_RESOLVED, *arguments)

    def requests(self, version: str) -> list[dict[str, Any]]:
        """What the server behind nginx wrote down."""
        told = [json.loads(line) for line in (self.folder / "backend.log").read_text().splitlines()]
        return [{"version": version, **each} for each in told]

    def stop_servers(self) -> None:
        for server in reversed(self._servers):
            server.stop()
        self._servers.clear()


Expected = dict[str, Any]


def _web(scene: Scene, origin: str, version: str, *options: str) -> Expected:
    """Three requests of one after another, then several at once: a page, a packed list, uploads of every kind."""
    scene.start_nginx()
    scene.curl(*options, "--compressed", f"{origin}/page.html?from=first", f"{origin}/list.json?model=Invented+Note")
    scene.curl(*options, "-F", "album=Invented holiday", "-F", f"photo=@{scene.photo};type=image/jpeg;filename=IMG_0007.jpg",
               f"{origin}/upload")
    scene.curl(*options, "-H", "Content-Type: application/json", "-d",
               '{"contact":{"name":"Invented Person","phone":"+1 202 555 0147"}}', f"{origin}/contacts", "--next",
               "--silent", "--insecure", *options, *_RESOLVED, "-T", str(scene.photo),
               f"{origin}/photos/IMG_0007.jpg")
    scene.curl(*options, "--parallel", "--parallel-immediate", f"{origin}/page.html?at=once", f"{origin}/list.json?at=once",
               f"{origin}/page.html?at=last")
    return {"http": scene.requests(version), "photo": facts(scene.photo.read_bytes())}


def http1_clear(scene: Scene) -> Expected:
    return _web(scene, f"http://{HOST}", "1.1")


def http1_tls12(scene: Scene) -> Expected:
    return _web(scene, f"https://{HOST}", "1.1", "--http1.1", "--tls-max", "1.2")


def http1_tls13(scene: Scene) -> Expected:
    return _web(scene, f"https://{HOST}", "1.1", "--http1.1", "--tlsv1.3")


def http2_tls12(scene: Scene) -> Expected:
    return _web(scene, f"https://{HOST}", "2", "--http2", "--tls-max", "1.2")


def http2_tls13(scene: Scene) -> Expected:
    return _web(scene, f"https://{HOST}", "2", "--http2", "--tlsv1.3")


def http2_clear(scene: Scene) -> Expected:
    """HTTP/2 with prior knowledge (RFC 9113 section 3.3). curl 7.88 makes one request so and no second."""
    scene.start_nginx()
    origin = f"http://{HOST}:{H2C}"
    scene.curl("--http2-prior-knowledge", "--compressed", f"{origin}/list.json?model=Invented+Note")
    scene.curl("--http2-prior-knowledge", "-F", f"photo=@{scene.photo};type=image/jpeg;filename=IMG_0007.jpg",
               f"{origin}/upload")
    direct = f"http://{SERVER_ADDRESS}:{H2C}"
    scene.run("nghttp", "--null-out", *(f"{direct}/{name}?at=once" for name in ("page.html", "list.json", "page.html")))
    return {"http": scene.requests("2"), "photo": facts(scene.photo.read_bytes())}


def _documents(scene: Scene) -> Path:
    """A folder with a page and what belongs to it."""
    folder = scene.folder / "documents"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "index.html").write_text("<!doctype html><title>Invented</title>" + "<p>Invented words</p>" * 60)
    (folder / "style.css").write_text("p { color: black; } /* invented */\n" * 40)
    shutil.copy(scene.photo, folder / "photo.jpg")
    return folder


def http2_upgrade(scene: Scene) -> Expected:
    """Upgrade from HTTP/1.1 (RFC 7540 section 3.2), by curl and by nghttp. The first request goes as HTTP/1.1."""
    scene.start_backend()
    scene.start(["nghttpx", f"--frontend={SERVER_ADDRESS},{UPGRADE};no-tls", f"--backend=127.0.0.1,{BACKEND}", "--no-via",
                 "--workers=1", "--conf=/dev/null", "--accesslog-file=/dev/null", f"--errorlog-file={scene.folder}/nghttpx"],
                UPGRADE)
    origin = f"http://{SERVER_ADDRESS}:{UPGRADE}"
    scene.curl("--http2", "--compressed", f"{origin}/list.json?by=curl", f"{origin}/page.html?by=curl")
    scene.run("nghttp", "--upgrade", "--null-out", f"{origin}/page.html?by=nghttp", f"{origin}/list.json?by=nghttp")
    scene.curl("--http2", "-d", "phone=%2B12025550147", f"{origin}/form")
    return {"http": scene.requests("2")}


def http2_push(scene: Scene) -> Expected:
    """nghttp and nghttpd: push, trailers, padding, CONTINUATION, and an upload that the server resets once it has it."""
    folder = _documents(scene)
    scene.start(["nghttpd", "--no-tls", "--htdocs", str(folder), "--push", "/index.html=/style.css", "--padding", "40",
                 "--trailer", "x-invented: trailer", "--echo-upload", str(UPGRADE)], UPGRADE)
    origin = f"http://{SERVER_ADDRESS}:{UPGRADE}"
    scene.run("nghttp", "--null-out", "--padding", "20", f"{origin}/index.html", f"{origin}/photo.jpg")
    scene.run("nghttp", "--null-out", "--data", scene.photo, "--continuation", "--trailer", "x-invented-too: trailer",
              "-H", "x-long: " + "invented " * 300, f"{origin}/upload")
    index, style, photo = (facts((folder / name).read_bytes()) for name in ("index.html", "style.css", "photo.jpg"))
    host = f"{SERVER_ADDRESS}:{UPGRADE}"

    def get(url: str, body: dict[str, Any]) -> dict[str, Any]:
        return {"version": "2", "method": "GET", "hostname": host, "url": url, "status": 200, "response_body": body}

    return {"http": [get("/index.html", index), {**get("/style.css", style), "pushed": True}, get("/photo.jpg", photo),
                     {"version": "2", "method": "POST", "hostname": host, "url": "/upload", "request_body": photo}],
            "photo": photo}


def _quic(scene: Scene, server: list[str], *clients: tuple[list[object], list[str]]) -> Expected:
    """gtlsclient to gtlsserver: what each is told, and what each client asks for."""
    folder = _documents(scene)
    scene.start(["gtlsserver", "--quiet", "--htdocs", str(folder), *server, SERVER_ADDRESS, str(H3),
                 str(scene.certificate.key), str(scene.certificate.certificate)], H3, "udp")
    told = []
    for options, names in clients:
        scene.run("gtlsclient", "--quiet", "--exit-on-all-streams-close", *options, SERVER_ADDRESS, H3,
                  *(f"https://{HOST}:{H3}{name}" for name in names))
        for name in names:
            post = "POST" in options
            told.append({"version": "3", "method": "POST" if post else "GET", "hostname": f"{HOST}:{H3}", "url": name,
                         "status": 200, "response_body": facts((folder / name[1:]).read_bytes()),
                         **({"request_body": facts(scene.photo.read_bytes())} if post else {})})
    return {"http": told, "photo": facts(scene.photo.read_bytes())}


def http3(scene: Scene) -> Expected:
    return _quic(scene, [], ([], ["/index.html", "/style.css"]),
                 (["-m", "POST", "--data", scene.photo], ["/index.html"]))


def http3_ciphers(scene: Scene) -> Expected:
    chosen = "NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:"
    return _quic(scene, [], *(([f"--ciphers={chosen}+{cipher}"], ["/style.css"])
                              for cipher in ("CHACHA20-POLY1305", "AES-256-GCM", "AES-128-CCM")))


def http3_version2(scene: Scene) -> Expected:
    """QUIC version 2 as its draft had it, by negotiation and at once."""
    return _quic(scene, ["--preferred-versions", "v2draft"],
                 (["--preferred-versions", "v2draft,v1", "--other-versions", "v2draft,v1"], ["/index.html"]),
                 (["-v", "v2draft"], ["/style.css"]))


def http3_retry(scene: Scene) -> Expected:
    """Retry, then resumption with 0-RTT."""
    kept = ["--session-file", scene.folder / "quic.session", "--tp-file", scene.folder / "quic.parameters"]
    return _quic(scene, ["--validate-addr"], (kept, ["/index.html"]), (kept, ["/style.css", "/index.html"]))


def http3_migration(scene: Scene) -> Expected:
    """The phone changes its port in the midst; keys are updated."""
    moves = ["--change-local-addr", "20ms", "--delay-stream", "60ms"]
    return _quic(scene, [], ([*moves, "--key-update", "10ms", "-m", "POST", "--data", scene.photo], ["/index.html"]),
                 ([*moves, "--nat-rebinding"], ["/style.css"]))


_MESSAGES = [("invented/contact", "Invented Person, +1 202 555 0147", "0"),
             ("invented/place", '{"lat":52.520008,"lon":13.404954}', "1"), ("invented/mail", "person@petze.example", "2")]


def _broker(scene: Scene) -> Talker:
    settings = scene.folder / "mosquitto.conf"
    settings.write_text(_MOSQUITTO.format(certificate=scene.certificate.certificate, key=scene.certificate.key))
    return scene.start(["mosquitto", "-v", "-c", str(settings)], MQTTS)


def _mqtt(scene: Scene, broker: Talker, address: str, port: int, *versions: str) -> Expected:
    told: list[dict[str, Any]] = []
    for version in versions:
        listener = Talker(scene.network, scene.network.phone, [
            "mosquitto_sub", "-h", address, "-p", str(port), "-V", version, "-i", f"listener-{version}", "-t", "invented/#",
            "-q", "2", "-C", str(len(_MESSAGES) + 1)])
        broker.expect(f"Sending SUBACK to listener-{version}".encode())
        for topic, message, quality in _MESSAGES:
            more = ["-D", "publish", "user-property", "invented", "property", "-D", "publish", "content-type",
                    "text/plain"] if version == "mqttv5" else []
            scene.run("mosquitto_pub", "-h", address, "-p", port, "-V", version, "-i", f"phone-{version}", "-u", "invented",
                      "-P", "invented-password", "-t", topic, "-m", message, "-q", quality, *more)
        scene.run("mosquitto_pub", "-h", address, "-p", port, "-V", version, "-i", f"phone-{version}", "-t",
                  "invented/photo", "-f", scene.photo, "--will-topic", "invented/will", "--will-payload", "Invented will")
        listener.wait()
        for direction in ("toserver", "toclient"):
            told += [{"protocol": "mqtt", "version": version, "direction": direction, "topic": topic, **facts(content)}
                     for topic, content in [*((topic, message.encode()) for topic, message, _ in _MESSAGES),
                                            ("invented/photo", scene.photo.read_bytes())]]
    return {"published": told, "photo": facts(scene.photo.read_bytes())}


def mqtt(scene: Scene) -> Expected:
    return _mqtt(scene, _broker(scene), SERVER_ADDRESS, MQTT, "mqttv31", "mqttv311", "mqttv5")


def mqtt_tls(scene: Scene) -> Expected:
    """mosquitto_pub writes no key log: its connection goes through Python's TLS on the phone."""
    broker = _broker(scene)
    scene.start_module("proxy", "tls", MQTT, SERVER_ADDRESS, MQTTS, HOST, scene.key_log, port=MQTT, on_phone=True)
    return _mqtt(scene, broker, "127.0.0.1", MQTT, "mqttv311", "mqttv5")


def websocket(scene: Scene) -> Expected:
    scene.start_module("websocket", "server", LIVE, port=LIVE)
    told: list[dict[str, Any]] = []
    for takeover in ("takeover", "no-takeover"):
        log = scene.folder / "websocket.json"
        scene.run(sys.executable, "-B", PACKAGE_ROOT / "lab" / "servers" / "websocket.py", "client", SERVER_ADDRESS, LIVE,
                  HOST, log, takeover)
        told += json.loads(log.read_text())
    return {"messages": told}


MAIL = """From: Invented Person <person@petze.example>
To: Other Person <other@petze.example>
Subject: An invented mail
Content-Type: text/plain; charset=utf-8

My number is +1 202 555 0147, and nobody has it.
"""


def smtp_starttls(scene: Scene) -> Expected:
    scene.start_module("mail", SMTP, scene.certificate.certificate, scene.certificate.key, port=SMTP)
    client = Talker(scene.network, scene.network.phone, [
        "openssl", "s_client", "-quiet", "-starttls", "smtp", "-crlf", "-name", "phone.petze.example", "-connect",
        f"{SERVER_ADDRESS}:{SMTP}", "-keylogfile", str(scene.key_log)])
    client.expect(b"8BITMIME")
    for line, answer in ((b"EHLO phone.petze.example", b"250 8BITMIME"),
                         (b"AUTH PLAIN AGludmVudGVkAGludmVudGVkLXBhc3N3b3Jk", b"235"),
                         (b"MAIL FROM:<person@petze.example>", b"250"), (b"RCPT TO:<other@petze.example>", b"250"),
                         (b"DATA", b"354"), (MAIL.encode() + b".", b"invented-1"), (b"QUIT", b"bye")):
        client.say(line + b"\n")
        client.expect(answer)
    client.wait()
    return {"mail": MAIL}


def _proxied(scene: Scene, kind: str, port: int, *options: str) -> Expected:
    scene.start_nginx()
    scene.start_module("proxy", kind, port, port=port)
    for origin, more in ((f"https://{HOST}", ["--http2"]), (f"https://{HOST}", ["--http1.1", "--tls-max", "1.2"])):
        scene.curl(*options, *more, "-F", f"photo=@{scene.photo};type=image/jpeg;filename=IMG_0007.jpg", f"{origin}/upload")
    scene.curl(*options, "--proxytunnel", "-d", "phone=%2B12025550147", f"http://{HOST}/form")
    told = scene.requests("1.1")
    told[0]["version"] = "2"
    return {"http": told, "photo": facts(scene.photo.read_bytes())}


def socks5(scene: Scene) -> Expected:
    return _proxied(scene, "socks5", SOCKS, "--proxy", f"socks5h://invented:invented-password@{SERVER_ADDRESS}:{SOCKS}")


def http_connect(scene: Scene) -> Expected:
    return _proxied(scene, "connect", CONNECT, "--proxy", f"http://{SERVER_ADDRESS}:{CONNECT}")


SCENARIOS = [http1_clear, http1_tls12, http1_tls13, http2_clear, http2_tls12, http2_tls13, http2_upgrade, http2_push, http3,
             http3_ciphers, http3_version2, http3_retry, http3_migration, mqtt, mqtt_tls, websocket, smtp_starttls,
             socks5, http_connect]
