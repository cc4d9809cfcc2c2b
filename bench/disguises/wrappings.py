"""What programs wrap values in, each by a library that is not Petze's. A wrapping makes a body of a text; what needs a
library that is not installed is left out, and the table says so."""

import base64
import gzip
import html
import importlib
import io
import json
import plistlib
import quopri
import sqlite3
import struct
import tarfile
import tempfile
import unicodedata
import urllib.parse
import zipfile
import zlib
from dataclasses import dataclass
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path
from random import Random
from typing import Callable
from xml.sax.saxutils import escape, quoteattr

OCTETS, JSON, TEXT = "application/octet-stream", "application/json", "text/plain; charset=utf-8"
MISSING: list[str] = []  # libraries that are not here


@dataclass(frozen=True)
class Body:
    """What is sent, and what of it could stand alone in a URL or a header."""
    content: bytes
    content_type: str = OCTETS
    encoding: str = ""
    token: str = ""


Wrapping = Callable[[str], Body]


def _library(name: str, package: str):
    try:
        return importlib.import_module(name)
    except ImportError:
        MISSING.append(package)
        return None


def document(text: str) -> bytes:
    """JSON as an app would send it, with the value in it."""
    return json.dumps({"v": 3, "model": "Invented Note", "data": {"list": [{"n": 1, "value": text}, {"n": 2, "value": "other"}]}},
                      ensure_ascii=False).encode()


def in_document(token: str) -> Body:
    """A text that is a notation or a code, as a value of JSON, or alone."""
    return Body(document(token), JSON, token=token)


def in_bytes(content: bytes) -> Body:
    """Bytes between other bytes: a format that nobody knows."""
    random = Random(len(content))
    return Body(b"\x01\x9c" + random.randbytes(37) + b"\x00\x03id" + content + b"\xff\x00" + random.randbytes(61))


def _escapes() -> dict[str, Wrapping]:
    quote = urllib.parse.quote
    return {
        "JSON \\u": lambda text: Body(json.dumps({"a": 1, "b": text}).encode(), JSON),
        "JSON \\u of all": lambda text: Body(b'{"a":1,"b":"' + "".join(
            f"\\u{unit:04x}" for unit in struct.unpack(f">{len(text.encode('utf-16be')) // 2}H", text.encode("utf-16be"))).encode()
            + b'"}', JSON),
        "JSON in JSON": lambda text: Body(json.dumps({"events": json.dumps({"a": 1, "b": text})}).encode(), JSON),
        "JSON in JSON in JSON": lambda text: Body(json.dumps({"e": json.dumps({"f": json.dumps({"b": text})})}).encode(), JSON),
        "percent": lambda text: in_document("".join(f"%{byte:02X}" for byte in text.encode())),
        "percent, usual": lambda text: in_document(quote(text, safe="")),
        "percent, twice": lambda text: in_document(quote(quote(text, safe=""), safe="")),
        "XML entities": lambda text: Body(f"<r><a>{''.join(f'&#{ord(c)};' for c in text)}</a></r>".encode(), "text/xml"),
        "HTML entities": lambda text: Body(("<!doctype html><p>" + html.escape(text).encode("ascii", "xmlcharrefreplace").decode()
                                            + "</p>").encode(), "text/html"),
        "quoted-printable": lambda text: Body(quopri.encodestring((text + "\n").encode()), TEXT),
        "encoded word B": lambda text: Body(f"=?utf-8?B?{base64.b64encode(text.encode()).decode()}?=".encode(), TEXT),
        "encoded word": lambda text: Body(b"Subject: " + Header(text, "utf-8").encode().encode() + b"\n", TEXT),
    }


def _codings() -> dict[str, Wrapping]:
    def code(write: Callable[[bytes], bytes]) -> Wrapping:
        return lambda text: in_document(write(text.encode()).decode())

    def lines(text: str) -> Body:
        return Body(base64.encodebytes(document(text) * 4), TEXT)

    return {
        "base64": code(base64.b64encode),
        "base64, no padding": code(lambda content: base64.b64encode(content).rstrip(b"=")),
        "base64url": code(lambda content: base64.urlsafe_b64encode(content).rstrip(b"=")),
        "base64, one byte before": code(lambda content: base64.b64encode(b";" + content + b";c")),
        "base64, two bytes before": code(lambda content: base64.b64encode(b"1;" + content + b";")),
        "base64 of JSON": lambda text: in_document(base64.b64encode(document(text)).decode()),
        "base64 in lines": lines,
        "base64, twice": code(lambda content: base64.b64encode(base64.b64encode(content))),
        "base64, zero behind": code(lambda content: base64.b64encode(content + b"\0")),
        "base32": code(base64.b32encode),
        "hex": code(lambda content: content.hex().encode()),
        "upper hex": code(lambda content: content.hex().upper().encode()),
        "hex of JSON": lambda text: in_document(document(text).hex()),
    }


def _charsets() -> dict[str, Wrapping]:
    def written(charset: str) -> Wrapping:
        return lambda text: Body(("id=17;n=" + text + ";").encode(charset), OCTETS)

    return {"UTF-8": written("utf-8"), "UTF-16LE": written("utf-16-le"), "UTF-16BE": written("utf-16-be"), "Latin-1": written("latin-1"),
            "GBK": written("gbk"), "Big5": written("big5"),
            "NFD": lambda text: Body(document(unicodedata.normalize("NFD", text)), JSON),
            "UTF-16LE in base64": lambda text: in_document(base64.b64encode(text.encode("utf-16-le")).decode())}


def _raw_deflate(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def _compressions() -> dict[str, Wrapping]:
    def packed(pack: Callable[[bytes], bytes], content_type: str = OCTETS, encoding: str = "") -> Wrapping:
        return lambda text: Body(pack(document(text)), content_type, encoding)

    out = {"gzip, declared": packed(lambda c: gzip.compress(c, mtime=0), JSON, "gzip"), "gzip": packed(lambda c: gzip.compress(c, mtime=0)),
           "zlib": packed(zlib.compress), "deflate, declared": packed(zlib.compress, JSON, "deflate"),
           "raw deflate, declared": packed(_raw_deflate, JSON, "deflate"), "gzip, twice": packed(lambda c: gzip.compress(gzip.compress(c, mtime=0), mtime=0))}
    if brotli := _library("brotli", "python3-brotli"):
        out["br, declared"] = packed(brotli.compress, JSON, "br")
    if zstd := _library("zstd", "python3-zstd"):
        out["zstd"] = packed(zstd.compress)
        out["zstd, declared"] = packed(zstd.compress, JSON, "zstd")
    if lz4 := _library("lz4.frame", "python3-lz4"):
        out["LZ4"] = packed(lz4.compress)
    if snappy := _library("snappy", "python3-snappy"):
        out["Snappy"] = packed(snappy.compress)
    return out


def _zip(content: bytes, method: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("readme.txt", "invented")
        archive.writestr("data/sync.json", content)
    return file.getvalue()


def _tar(content: bytes) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        entry = tarfile.TarInfo("data/sync.json")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return file.getvalue()


def _sqlite(text: str, encoding: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        database = sqlite3.connect(path)
        database.execute(f"PRAGMA encoding = '{encoding}'")
        database.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, note TEXT, value TEXT)")
        database.executemany("INSERT INTO thing (note, value) VALUES (?, ?)", [("first", "other"), ("second", text), ("third", "x")])
        database.commit()
        database.close()
        return path.read_bytes()


def varint(number: int) -> bytes:
    """https://protobuf.dev/programming-guides/encoding/"""
    out = b""
    while number > 127:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def proto(number: int, content: bytes | int) -> bytes:
    """A field: a number, or bytes with their length."""
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    return varint(number << 3 | 2) + varint(len(content)) + content


def _message(text: str) -> bytes:
    return proto(1, 17) + proto(2, proto(1, b"Invented Note") + proto(3, text.encode())) + proto(5, 1400000000)


def _thrift(text: str) -> bytes:
    """Thrift's compact protocol: a call whose argument is a struct with a string and a number."""
    value = text.encode()
    return (b"\x82\x21\x01" + varint(5) + b"login" + bytes([0x1C]) + bytes([0x18]) + varint(len(value)) + value
            + bytes([0x15]) + varint(34) + b"\0\0")


def multipart(parts: list[tuple[str, str, bytes]], boundary: str) -> bytes:
    return b"".join(f"--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n".encode() + content
                    + b"\r\n" for name, kind, content in parts) + f"--{boundary}--\r\n".encode()


def _mail(text: str, charset: str) -> bytes:
    mail = MIMEMultipart()
    mail["From"], mail["To"], mail["Subject"] = "a@mail.example", "b@mail.example", "Invented"
    mail.attach(MIMEText("Dear reader,\n\n" + text + "\n", "plain", charset))
    return mail.as_bytes()


def zipped(content: bytes) -> bytes:
    return _zip(content, zipfile.ZIP_DEFLATED)


def tar_gz(content: bytes) -> bytes:
    return gzip.compress(_tar(content), mtime=0)


def _jwt(text: str) -> str:
    def part(content: bytes) -> str:
        return base64.urlsafe_b64encode(content).rstrip(b"=").decode()

    return ".".join((part(b'{"alg":"HS256","typ":"JWT"}'), part(json.dumps({"iat": 1400000000, "sub": text}).encode()), part(bytes(range(32)))))


def _documents() -> dict[str, Wrapping]:
    quote = urllib.parse.quote
    out: dict[str, Wrapping] = {
        "JSON": lambda text: Body(document(text), JSON),
        "JSON, not declared": lambda text: Body(document(text)),
        "JSON, key": lambda text: Body(json.dumps({"known": {text: 3}}, ensure_ascii=False).encode(), JSON),
        "JSON Lines": lambda text: Body(b'{"a":1}\n' + json.dumps({"b": text}).encode() + b'\n{"a":2}\n', "application/x-ndjson"),
        "XML, element": lambda text: Body(f"<?xml version='1.0' encoding='UTF-8'?><r><a>x</a><b>{escape(text)}</b></r>".encode(), "text/xml"),
        "XML, attribute": lambda text: Body(f"<?xml version='1.0'?><r><sms body={quoteattr(text)} n='1'/></r>".encode(), "application/xml"),
        "plist, XML": lambda text: Body(plistlib.dumps({"a": 1, "b": [text]}), "application/x-plist"),
        "plist, binary": lambda text: Body(plistlib.dumps({"a": 1, "b": [text]}, fmt=plistlib.FMT_BINARY)),
        "form": lambda text: Body(urllib.parse.urlencode({"a": 1, "v": text, "z": "end"}).encode(), "application/x-www-form-urlencoded"),
        "form, JSON in it": lambda text: Body(urllib.parse.urlencode({"data": document(text)}).encode(), "application/x-www-form-urlencoded"),
        "multipart": lambda text: Body(multipart([("a", "text/plain", b"1"), ("v", TEXT, text.encode())], "inv"), "multipart/form-data; boundary=inv"),
        "multipart, nested": lambda text: Body(multipart([("m", "multipart/mixed; boundary=in2", multipart([("v", JSON, document(text))], "in2"))],
                                                          "inv"), "multipart/form-data; boundary=inv"),
        "Protocol Buffers": lambda text: Body(_message(text), "application/x-protobuf"),
        "Protocol Buffers, not declared": lambda text: Body(_message(text)),
        "Protocol Buffers, stream": lambda text: Body(b"".join(varint(len(m)) + m for m in (_message("other"), _message(text), _message("x")))),
        "gRPC": lambda text: Body(b"\0" + struct.pack(">I", len(_message(text))) + _message(text), "application/grpc"),
        "Thrift, compact": lambda text: Body(_thrift(text), "application/x-thrift"),
        "SQLite": lambda text: Body(_sqlite(text, "UTF-8")),
        "SQLite, UTF-16": lambda text: Body(_sqlite(text, "UTF-16le")),
        "vCard": lambda text: Body(f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Other\r\nNOTE:{text}\r\nEND:VCARD\r\n".encode(), "text/vcard"),
        "vCard, quoted-printable": lambda text: Body(b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
                                                     + "".join(f"={byte:02X}" for byte in text.encode()).encode() + b"\r\nEND:VCARD\r\n",
                                                     "text/x-vcard"),
        "iCalendar, folded": lambda text: Body(("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:" + "\r\n ".join(
            text[at:at + 20] for at in range(0, len(text), 20)) + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n").encode(), "text/calendar"),
        "mail, base64": lambda text: Body(_mail(text, "utf-8"), "message/rfc822"),
        "JWT": lambda text: in_document(_jwt(text)),
        "data URL": lambda text: in_document("data:application/json;base64," + base64.b64encode(document(text)).decode()),
        "URL in JSON": lambda text: in_document("https://t.invented.example/p?x=1&v=" + quote(text, safe="") + "&y=2"),
        "zip, deflated": lambda text: Body(_zip(document(text), zipfile.ZIP_DEFLATED)),
        "zip, stored": lambda text: Body(_zip(document(text), zipfile.ZIP_STORED)),
        "tar": lambda text: Body(_tar(document(text))),
        "tar.gz": lambda text: Body(gzip.compress(_tar(document(text)), mtime=0)),
    }
    if msgpack := _library("msgpack", "python3-msgpack"):
        out["MessagePack"] = lambda text: Body(msgpack.packb({"a": 1, "list": [{"v": text}]}), "application/msgpack")
        out["MessagePack, not declared"] = lambda text: Body(msgpack.packb({"a": 1, "list": [{"v": text}]}))
    if cbor := _library("cbor2", "python3-cbor2"):
        out["CBOR"] = lambda text: Body(cbor.dumps({"a": 1, "list": [{"v": text}]}), "application/cbor")
        out["CBOR, not declared"] = lambda text: Body(cbor.dumps({"a": 1, "list": [{"v": text}]}))
    if bson := _library("bson", "python3-bson"):
        out["BSON"] = lambda text: Body(bson.BSON.encode({"a": 1, "list": [{"v": text}]}))
    return out


def _xor(content: bytes, key: bytes) -> bytes:
    return bytes(byte ^ key[i % len(key)] for i, byte in enumerate(content))


def _sealed() -> dict[str, Wrapping]:
    out: dict[str, Wrapping] = {"XOR by one byte": lambda text: Body(_xor(document(text), b"\x5a")),
                                "XOR by four bytes": lambda text: Body(_xor(document(text) * 2, b"\x13\xc7\x88\x2e")),
                                "XOR by one byte, base64": lambda text: in_document(base64.b64encode(_xor(document(text), b"\x37")).decode())}
    try:
        from cryptography.hazmat.primitives import padding
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    except ImportError:
        MISSING.append("python3-cryptography")
        return out

    def aes(content: bytes, key: bytes, mode: object) -> bytes:
        padder = padding.PKCS7(128).padder()
        seal = Cipher(algorithms.AES(key), mode).encryptor()
        return seal.update(padder.update(content) + padder.finalize()) + seal.finalize()

    def request(key: str, sealed: bytes) -> Body:
        return Body(json.dumps({"aesKey": key, "d": base64.b64encode(sealed).decode()}).encode(), JSON)

    def seal(text: str, size: int) -> tuple[bytes, bytes]:
        random = Random(text + str(size))
        return random.randbytes(size), random.randbytes(16)

    def cbc(text: str, size: int) -> Body:
        key, vector = seal(text, size)
        return request(base64.b64encode(key).decode(), vector + aes(document(text), key, modes.CBC(vector)))

    def ecb(text: str) -> Body:
        key = seal(text, 16)[0]
        return request(key.hex(), aes(document(text), key, modes.ECB()))

    def rc4(text: str) -> Body:
        key = seal(text, 16)[0]
        return request(key.hex(), Cipher(algorithms.ARC4(key), None).encryptor().update(document(text)))

    out["AES-128-CBC, key beside it"] = lambda text: cbc(text, 16)
    out["AES-256-CBC, key beside it"] = lambda text: cbc(text, 32)
    out["AES-128-ECB, key beside it"] = ecb
    out["RC4, key beside it"] = rc4
    return out


def _chains() -> dict[str, Wrapping]:
    """Several layers, as programs have been seen to nest them."""
    b64 = lambda content: base64.b64encode(content).decode()
    pack = lambda content: gzip.compress(content, mtime=0)
    form = lambda value: Body(urllib.parse.urlencode({"data": value}).encode(), "application/x-www-form-urlencoded")
    return {
        "JSON in gzip in base64 in JSON": lambda text: in_document(b64(pack(document(text)))),
        "JSON in gzip in base64 in a form": lambda text: form(b64(pack(document(text)))),
        "base64 in JSON in gzip": lambda text: Body(pack(document(b64(text.encode())))),
        "JSON in zlib in hex in JSON": lambda text: in_document(zlib.compress(document(text)).hex()),
        "Protocol Buffers in gzip in multipart": lambda text: Body(multipart([("p", OCTETS, pack(_message(text)))], "inv"),
                                                                   "multipart/form-data; boundary=inv"),
        "Protocol Buffers in base64 in JSON": lambda text: in_document(b64(_message(text))),
        "JSON in Protocol Buffers": lambda text: Body(proto(1, 3) + proto(4, document(text)), "application/x-protobuf"),
        "zip in base64 in XML": lambda text: Body(f"<r><z>{b64(_zip(document(text), zipfile.ZIP_DEFLATED))}</z></r>".encode(), "text/xml"),
        "SQLite in zip": lambda text: Body(_zip(_sqlite(text, "UTF-8"), zipfile.ZIP_DEFLATED)),
        "base64 in a JSON string in JSON": lambda text: Body(json.dumps({"e": json.dumps({"f": b64(text.encode())})}).encode(), JSON),
        "percent in base64 in JSON": lambda text: in_document(b64(urllib.parse.urlencode({"q": text, "n": 1}).encode())),
        "tar.gz in multipart": lambda text: Body(multipart([("f", OCTETS, pack(_tar(document(text))))], "inv"), "multipart/form-data; boundary=inv"),
        "gzip in XOR": lambda text: Body(_xor(pack(document(text)), b"\xa5")),
    }


FAMILIES = {"escapes": _escapes(), "codings": _codings(), "character sets": _charsets(), "compression": _compressions(),
            "documents": _documents(), "keys and XOR": _sealed(), "chains": _chains()}
