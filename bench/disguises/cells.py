"""The table: what is leaked, how, and what Petze has to say about it."""

import base64
import json
from dataclasses import dataclass
from typing import Iterator

import notations
import oneway
import wrappings
from person import HOME, PHOTO, PHOTOS, VALUES, Value
from wrappings import Body, in_bytes, in_document

_EXACT, _HASHED = frozenset({"exact"}), frozenset({"hashed"})


@dataclass(frozen=True)
class Leak:
    """One value in one disguise, before a transport takes it."""
    value: Value
    family: str
    disguise: str
    body: Body
    match: frozenset[str] = _EXACT
    also: frozenset[str] = frozenset()  # other items that are in it


def _of_notation(content: str | bytes) -> Body:
    return in_document(content) if isinstance(content, str) else in_bytes(content)


def _of_place(content: str | bytes) -> Body:
    if isinstance(content, bytes):
        return Body(content, "application/x-protobuf")
    if content.startswith("{"):
        return Body(content.encode(), wrappings.JSON)
    if content.startswith("lat="):
        return Body(content.encode(), "application/x-www-form-urlencoded")
    return in_document(content)


def _notations() -> Iterator[Leak]:
    for value in (*VALUES, HOME):
        for name, content in notations.of(value.kind).items():
            body = _of_place(content) if value is HOME else _of_notation(content)
            yield Leak(value, "notations", name, body)


def _can_be(text: str, name: str) -> bool:
    """Whether the value is different in that character set, and has it."""
    charset = {"Latin-1": "latin-1", "GBK": "gbk", "Big5": "big5"}.get(name)
    if charset is None:
        return name != "NFD" or not text.isascii()
    try:
        return text.encode(charset) != text.encode()
    except UnicodeEncodeError:
        return False


def _wrapped() -> Iterator[Leak]:
    for value in VALUES:
        for family, table in wrappings.FAMILIES.items():
            for name, wrap in table.items():
                if family != "character sets" or _can_be(value.text, name):
                    yield Leak(value, family, name, wrap(value.text))


def _places_wrapped() -> Iterator[Leak]:
    """Text that wrappings hold is a whole document here."""
    text = notations.of(HOME.kind)["JSON, decimal"]
    assert isinstance(text, str)
    for family in ("compression", "codings", "chains"):
        for name, wrap in wrappings.FAMILIES[family].items():
            yield Leak(HOME, family, name, wrap(text))


def _one_way() -> Iterator[Leak]:
    for value in VALUES:
        if not value.hashable:
            continue
        for name, content in oneway.hashes(value.text).items():
            yield Leak(value, "hashes", name, _of_notation(content), _HASHED)
        if not value.item.startswith(("contacts", "apps")):
            yield Leak(value, "hashes", "md5, middle 16 digits", in_document(oneway.short(value.text)), _HASHED)
            other = frozenset(one.item for one in VALUES[:5]) - {value.item}
            for name, text in oneway.joined(value.kind).items():
                yield Leak(value, "joined hashes", name, in_document(text), _HASHED, other)


# What became of the photo: file, match.
_VARIANTS = {"as it is": ("photo.jpg", "exact"), "metadata taken out": ("stripped.jpg", "exact"), "another comment": ("commented.jpg", "exact"),
             "progressive": ("progressive.jpg", "similar"), "thumbnail of 96 pixels": ("thumbnail.jpg", "similar"),
             "square": ("square.jpg", "similar"), "turned by 90 degrees": ("turned.jpg", "similar"), "coarse": ("coarse.jpg", "similar"),
             "grey": ("grey.jpg", "similar"), "PNG": ("small.png", "similar"), "WebP, mirrored": ("mirrored.webp", "similar"),
             "HEIC": ("photo.heic", "similar"), "AVIF": ("photo.avif", "similar")}


def _photo_leak(family: str, disguise: str, body: Body, match: str) -> Leak:
    return Leak(PHOTO, family, disguise, body, frozenset({match}))


def _photos() -> Iterator[Leak]:
    for name, (file, match) in _VARIANTS.items():
        yield _photo_leak("photos", name, Body((PHOTOS / file).read_bytes(), "application/octet-stream"), match)
    whole = (PHOTOS / "photo.jpg").read_bytes()
    yield _photo_leak("photos", "a piece of 400 bytes", in_bytes(whole[9000:9400]), "partial")
    small = (PHOTOS / "thumbnail.jpg").read_bytes()
    for name, content, match in (("whole", whole, "exact"), ("thumbnail", small, "similar")):
        text = base64.b64encode(content).decode()
        yield _photo_leak("photos", f"{name}, base64 in JSON", Body(json.dumps({"img": text}).encode(), wrappings.JSON), match)
        yield _photo_leak("photos", f"{name}, data URL", Body(json.dumps({"s": "data:image/jpeg;base64," + text}).encode(), wrappings.JSON), match)
        yield _photo_leak("photos", f"{name}, multipart", Body(wrappings.multipart([("f", "image/jpeg", content)], "inv"),
                                                              "multipart/form-data; boundary=inv"), match)
        yield _photo_leak("photos", f"{name}, Protocol Buffers", Body(wrappings.proto(1, 9) + wrappings.proto(2, content),
                                                                     "application/x-protobuf"), match)
        yield _photo_leak("photos", f"{name}, zip", Body(wrappings.zipped(content), "application/zip"), match)
        yield _photo_leak("photos", f"{name}, tar.gz", Body(wrappings.tar_gz(content), wrappings.OCTETS), match)


def leaks() -> list[Leak]:
    """All rows, always in the same order."""
    return [*_notations(), *_wrapped(), *_places_wrapped(), *_one_way(), *_photos()]
