"""Photos, and what becomes of them on their way: sent by every transport, scaled, turned, in another format, under other
metadata, in pieces. The photos are those of tests/photos; see make_photos.py there."""
import base64, gzip, json, shutil, struct, subprocess, unittest

import petze
from petze import Case, events, of_type

PHOTOS = petze.ROOT / "tests" / "photos"
SERVER, PHONE = bytes([198, 51, 100, 7]), bytes([192, 0, 2, 1])
SEGMENT = 1400


def photo(name):
    return (PHOTOS / name).read_bytes()


def packets(port, server_port, sent, received=b""):
    """One connection: what is said, in segments, then the answer. Of a pair the second is said behind the answer."""
    out = []
    before, after = sent if isinstance(sent, tuple) else (sent, b"")

    def say(up, sequence, acknowledged, flags, payload=b""):
        ports, ends = ((port, server_port), PHONE + SERVER) if up else ((server_port, port), SERVER + PHONE)
        tcp = struct.pack("!HHIIBBHHH", *ports, sequence, acknowledged, 5 << 4, flags, 65535, 0, 0) + payload
        out.append(struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0) + ends + tcp)

    def say_all(up, sequence, acknowledged, content):
        for at in range(0, len(content), SEGMENT):
            say(up, sequence + at, acknowledged, 0x18, content[at:at + SEGMENT])

    end, server_end = 1 + len(before) + len(after), 1 + len(received)
    say(True, 0, 0, 0x02)
    say(False, 0, 1, 0x12)
    say_all(True, 1, 1, before)
    say_all(False, 1, 1 + len(before), received)
    say_all(True, 1 + len(before), server_end, after)
    say(True, end, server_end, 0x11)
    say(False, server_end, end + 1, 0x11)
    return out


def capture(path, frames):
    content = [struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101)]  # LINKTYPE_RAW
    for i, frame in enumerate(frames):
        content += [struct.pack("<IIII", 1400000000, i % 1_000_000, len(frame), len(frame)), frame]
    path.write_bytes(b"".join(content))
    return path


def post(body, content_type="application/octet-stream", more="", path="/up"):
    return (f"POST {path} HTTP/1.1\r\nHost: photos.example\r\nContent-Type: {content_type}\r\n"
            f"Content-Length: {len(body)}\r\n{more}\r\n").encode() + body


def chunked(body):
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(body[i:i + 700]), body[i:i + 700]) for i in range(0, len(body), 700))
    return b"POST /up HTTP/1.1\r\nHost: photos.example\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"


def multipart(body):
    return post(b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n' + body + b"\r\n--b--\r\n",
                "multipart/form-data; boundary=b")


def http2(body):
    """RFC 9113: preface, SETTINGS, HEADERS without an index, DATA."""
    def frame(kind, flags, stream, payload):
        return struct.pack("!I", len(payload))[1:] + bytes([kind, flags]) + struct.pack("!I", stream) + payload

    def field(name, value):
        return b"\0" + bytes([len(name)]) + name + bytes([len(value)]) + value

    head = b"".join(field(*pair) for pair in ((b":method", b"POST"), (b":scheme", b"http"), (b":path", b"/up"),
                                              (b":authority", b"photos.example")))
    data = b"".join(frame(0, 0, 1, body[i:i + 9000]) for i in range(0, len(body), 9000))
    return (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, b"") + frame(1, 4, 1, head) + data + frame(0, 1, 1, b""))


def websocket(body):
    """RFC 6455: one message in two frames, masked with zeros."""
    def frame(first, part):
        return bytes([first, 0xff]) + struct.pack("!Q", len(part)) + bytes(4) + part

    half = len(body) // 2
    return (b"GET /up HTTP/1.1\r\nHost: photos.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: aW52ZW50ZWQgbm9uY2UhIQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
            frame(0x02, body[:half]) + frame(0x80, body[half:]))


SWITCHED = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"


def mqtt(body):
    """MQTT 3.1.1: CONNECT, PUBLISH."""
    def packet(first, rest):
        length, out = len(rest), b""
        while True:
            out += bytes([length % 128 | (128 if length >= 128 else 0)])
            length //= 128
            if not length:
                return bytes([first]) + out + rest

    return packet(0x10, b"\0\4MQTT\4\2\0\x3c\0\1a") + packet(0x30, b"\0\5a/img" + body)


def protobuf(body):
    """Field 2, of bytes, in field 1."""
    def field(number, content):
        length, size = len(content), b""
        while length > 127:
            size, length = size + bytes([length % 128 | 128]), length // 128
        return bytes([number << 3 | 2]) + size + bytes([length]) + content

    return post(field(1, field(2, body) + field(3, b"invented.jpg")), "application/x-protobuf")


def smtp(body):
    lines = base64.encodebytes(body).replace(b"\n", b"\r\n")
    return (b"EHLO phone.example\r\nMAIL FROM:<a@mail.example>\r\nRCPT TO:<b@mail.example>\r\nDATA\r\n"
            b"Subject: invented\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
            b"Content-Type: image/jpeg; name=a.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n" + lines + b"--b--\r\n.\r\nQUIT\r\n")


GREETING = b"220 mail.example ESMTP\r\n250 mail.example\r\n250 ok\r\n250 ok\r\n354 go on\r\n250 ok\r\n221 bye\r\n"
BASE64 = lambda body: base64.b64encode(body).decode()
TRANSPORTS = {
    "HTTP/1.1": (80, lambda body: post(body), b"", ["http:request:body"]),
    "in chunks": (80, chunked, b"", ["http:request:body"]),
    "gzip": (80, lambda body: post(gzip.compress(body, mtime=0), more="Content-Encoding: gzip\r\n"), b"", ["http:request:body", "gzip"]),
    "multipart": (80, multipart, b"", ["http:request:body", "multipart:file"]),
    "base64 in JSON": (80, lambda body: post(json.dumps({"images": [{"data": BASE64(body)}]}).encode(), "application/json"), b"",
                       ["http:request:body", "json:$.images[*].data", "base64"]),
    "data URL in JSON": (80, lambda body: post(json.dumps({"src": "data:image/jpeg;base64," + BASE64(body)}).encode(), "application/json"), b"",
                         ["http:request:body", "json:$.src", "base64"]),
    "base64 in a form": (80, lambda body: post(b"a=1&image=" + base64.urlsafe_b64encode(body), "application/x-www-form-urlencoded"), b"",
                         ["http:request:body", "form:image", "base64"]),
    "Protocol Buffers": (80, protobuf, b"", ["http:request:body", "protobuf:1.2"]),
    "HTTP/2": (80, http2, b"", ["http2:request:body"]),
    "WebSocket": (80, websocket, SWITCHED, ["websocket"]),
    "MQTT": (1883, mqtt, b"", ["mqtt:publish:a/img"]),
    "mail": (25, smtp, GREETING, ["mail:body", "multipart:0", "base64"]),
}
# What became of the photo: file, match, what was undone behind the transport.
VARIANTS = {
    "as it is": ("photo.jpg", "exact", []),
    "metadata taken out": ("stripped.jpg", "exact", ["jpeg:image-data"]),
    "another comment": ("commented.jpg", "exact", ["jpeg:image-data"]),
    "progressive": ("progressive.jpg", "similar", ["jpeg"]),
    "thumbnail": ("thumbnail.jpg", "similar", ["jpeg"]),
    "square thumbnail": ("square.jpg", "similar", ["jpeg"]),
    "turned": ("turned.jpg", "similar", ["jpeg"]),
    "coarse": ("coarse.jpg", "similar", ["jpeg"]),
    "without colour": ("grey.jpg", "similar", ["jpeg"]),
    "PNG": ("small.png", "similar", ["png"]),
    "WebP, mirrored": ("mirrored.webp", "similar", ["webp"]),
    "HEIC": ("photo.heic", "similar", ["heic"]),
    "AVIF": ("photo.avif", "similar", ["avif"]),
}
PROFILE = f"""[data]
photos = ["{PHOTOS / 'photo.jpg'}"]
[location]
home = {{ lat = -33.8566, lon = -70.1235, radius_m = 100 }}
"""


class Photos(Case):
    def setUp(self):
        super().setUp()
        self.profile = self.folder / "profile.toml"
        self.profile.write_text(PROFILE)

    def stream(self, connections, *options):
        """The events of connections, each (port of the server, what is sent, what is received)."""
        frames = [frame for i, (port, sent, received) in enumerate(connections)
                  for frame in packets(40000 + i, port, sent, received)]
        return events("--profile", self.profile, *options, capture(self.folder / "a.pcap", frames))

    @staticmethod
    def photos(stream):
        """(port of the phone, item, match, path) of each."""
        return [(event["src_port"], event["finding"]["item"], event["finding"]["match"], event["finding"]["path"])
                for event in of_type(stream, "finding") if event["finding"]["category"] == "photo"]

    def test_every_variant(self):
        stream = self.stream([(80, post(photo(name)), b"") for name, _, _ in VARIANTS.values()])
        self.assertEqual(self.photos(stream),
                         [(40000 + i, "photos/photo.jpg", match, ["http:request:body", *undone])
                          for i, (_, match, undone) in enumerate(VARIANTS.values())])
        for event in of_type(stream, "finding"):
            self.assertEqual(event["finding"]["hostname"], "photos.example")
            self.assertNotIn("chance", event["finding"])

    def test_every_transport(self):
        sizes = ("stripped.jpg", "thumbnail.jpg")
        connections, expected = [], []
        for port, wrap, received, path in TRANSPORTS.values():
            for name, match, step in zip(sizes, ("exact", "similar"), ("jpeg:image-data", "jpeg")):
                expected.append((40000 + len(connections), "photos/photo.jpg", match, [*path, step]))
                connections.append((port, wrap(photo(name)), received))
        self.assertEqual(self.photos(self.stream(connections)), expected)

    def test_other_images_are_nobodys(self):
        names = ("other.jpg", "other.webp", "plain.jpg")
        stream = self.stream([(80, post(photo(name)), b"") for name in names])
        self.assertEqual(of_type(stream, "finding"), [])

    def test_what_came_to_the_phone(self):
        answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(photo("thumbnail.jpg")) + photo("thumbnail.jpg")
        stream = self.stream([(80, b"GET /a HTTP/1.1\r\nHost: photos.example\r\n\r\n", answer)])
        self.assertEqual(self.photos(stream), [(40000, "photos/photo.jpg", "similar", ["http:response:body", "jpeg"])])
        self.assertEqual(of_type(stream, "finding")[0]["finding"]["direction"], "toclient")

    def test_a_piece_alone(self):
        piece = photo("photo.jpg")[9000:9100]
        for sent in (post(b"Invented framing, then: " + piece + bytes(50)), b"\1\2\3\4" * 100 + piece):
            stream = self.stream([(8443, sent, b"")])
            self.assertEqual([row[1:3] for row in self.photos(stream)], [("photos/photo.jpg", "partial")])
            finding = of_type(stream, "finding")[0]["finding"]
            self.assertLess(finding["chance"], 1e-60)
            self.assertEqual(finding["frames"], [[0, 3, 3]])

    def test_place_and_camera(self):
        stream = self.stream([(80, post(photo("photo.jpg")), b"")], "--reveal")
        told = [(f["category"], f.get("item"), f["match"], f["value"], f["path"])
                for event in of_type(stream, "finding") for f in [event["finding"]] if f["category"] != "photo"]
        self.assertEqual(told, [
            ("location", "location/home", "exact", "-33.856780,-70.123456", ["http:request:body", "exif:gps"]),
            ("serial", None, "pattern", "INV-0042-7", ["http:request:body", "exif:serial"])])
        masked = self.stream([(80, post(photo("photo.jpg")), b"")])
        self.assertNotIn("INV-0042-7", json.dumps(of_type(masked, "finding")))
        self.assertNotIn("33.8567", json.dumps(of_type(masked, "finding")))

    def test_is_the_same_for_any_number_of_threads(self):
        connections = [(80, post(photo(name)), b"") for name, _, _ in VARIANTS.values()] * 3
        one = self.stream(connections, "--threads", "1")
        for threads in ("2", "7"):
            self.assertEqual(self.stream(connections, "--threads", threads), one)

    def alone(self, helper):
        """Petze in a folder of its own, with another helper, or none."""
        folder = self.folder / "program"
        folder.mkdir()
        shutil.copy(petze.BINARY, folder / "petze")
        if helper is not None:
            (folder / "petze-image").write_text("#!/bin/sh\n" + helper)
            (folder / "petze-image").chmod(0o755)
        frames = [frame for i, name in enumerate(("thumbnail.jpg", "stripped.jpg", "small.png"))
                  for frame in packets(40000 + i, 80, post(photo(name)))]
        done = subprocess.run([folder / "petze", "events", "--profile", self.profile, capture(self.folder / "a.pcap", frames)],
                              capture_output=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        stream = [json.loads(line) for line in done.stdout.splitlines()]
        return stream, done.stderr.decode()

    def test_goes_on_without_the_helper(self):
        stream, said = self.alone(None)
        self.assertEqual(self.photos(stream), [(40001, "photos/photo.jpg", "exact", ["http:request:body", "jpeg:image-data"])])
        self.assertEqual(said.count("petze-image: cannot be started: No such file or directory"), 1)
        self.assertIn({"kind": "image: no petze-image", "count": 2}, unread(stream))

    def test_goes_on_where_the_helper_crashes(self):
        stream, said = self.alone("printf R\nhead -c 100 > /dev/null\nkill -SEGV $$\n")
        self.assertEqual(self.photos(stream), [(40001, "photos/photo.jpg", "exact", ["http:request:body", "jpeg:image-data"])])
        self.assertIn({"kind": "image: decoder crashed", "count": 2}, unread(stream))
        self.assertEqual(said, "")

    def test_hostile_images(self):
        huge = bytes.fromhex("89504e470d0a1a0a0000000d494844520001000000010000080200000" "0e3e6a7b4" "000000004944415435af061e")
        cut = photo("other.jpg")[:3000]
        stream = self.stream([(80, post(huge), b""), (80, post(cut), b""), (80, post(photo("thumbnail.jpg")), b"")])
        self.assertEqual([row[0] for row in self.photos(stream)], [40002])
        self.assertEqual({row["kind"] for row in unread(stream)} - {"image: limit image_pixels", "image: not decoded"}, set())
        self.assertEqual(len(unread(stream)), 2)


def unread(stream):
    return [row for row in stream[-1]["stats"].get("unread", []) if row["kind"].startswith(("image", "photo"))]


if __name__ == "__main__":
    unittest.main()
