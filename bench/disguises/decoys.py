"""What is nobody's in the profile and looks as if it were: other people's values, near misses of the person's own, hashes of
both, random bytes in every coding, other pictures. None of it may be found as an item of the profile."""

import base64
import hashlib
import json
import struct
import zlib
from random import Random
from typing import Iterator

from person import LATITUDE, LONGITUDE, PHOTOS, VALUES
from wrappings import JSON, OCTETS, TEXT, Body, zipped

_DIGITS, _HEX, _LETTERS = "0123456789", "0123456789abcdef", "abcdefghijklmnopqrstuvwxyz"


def _near_miss(random: Random, text: str) -> str:
    """One character is another, two are the other way round, one is gone, or more of the same kind stand around it."""
    at = random.randrange(len(text))
    alphabet = next((a for a in (_DIGITS, _HEX, _LETTERS) if text[at].lower() in a), "äößéñ字")
    way = random.randrange(5)
    if way == 0 or (way == 1 and (at == 0 or text[at - 1] == text[at])):
        return text[:at] + random.choice([c for c in alphabet if c != text[at].lower()]) + text[at + 1:]
    if way == 1:
        return text[:at - 1] + text[at] + text[at - 1] + text[at + 1:]
    if way == 2:
        middle = len(text) // 2
        return text[:middle] + text[middle + 1:]
    if way == 3 and text.strip("+").isdigit():
        return text + random.choice(_DIGITS)
    half = len(text) // 2
    return text[:half] + "".join(random.sample(text[half:], len(text) - half)) + random.choice(_DIGITS + _LETTERS)


def _near_misses(random: Random) -> str:
    while True:
        value = random.choice(VALUES)
        text = _near_miss(random, value.text)
        # Without its check digit, an IMEI is one still, and without its sign a number: these are notations.
        core = value.text[:14] if value.kind == "IMEI" else value.text.lstrip("+")
        if core.lower() not in text.lower():
            return text


def _number(random: Random) -> str:
    """Of a town of ten thousand numbers, two of which are no stranger's."""
    while True:
        number = "+49302312" + "".join(random.choices(_DIGITS, k=4))
        if all(number != value.text for value in VALUES):
            return number


def _stranger(random: Random) -> dict[str, object]:
    digits = lambda n: "".join(random.choices(_DIGITS, k=n))
    word = lambda n: "".join(random.choices(_LETTERS, k=n)).capitalize()
    name, mail = f"{word(6)} {word(9)}", f"{word(8).lower()}.{word(5).lower()}@{word(5).lower()}.example"
    return {"name": name, "imei": "00101" + digits(10), "imsi": "00101" + digits(10), "iccid": "899910" + digits(13), "phone": _number(random),
            "mail": mail, "android_id": "".join(random.choices(_HEX, k=16)), "mac": "02:" + ":".join("".join(random.choices(_HEX, k=2)) for _ in range(5)),
            "at": {"lat": round(LATITUDE + random.choice((-1, 1)) * random.uniform(0.02, 9), 6), "lon": round(LONGITUDE + random.uniform(-9, 9), 6)},
            "text": " ".join(word(random.randint(2, 9)).lower() for _ in range(12)), "id": hashlib.md5(name.encode()).hexdigest()}


def _records(random: Random, size: int) -> Body:
    rows, length = [], 0
    while length < size:
        row = _stranger(random)
        row["near"] = [_near_misses(random) for _ in range(6)]
        rows.append(json.dumps(row, ensure_ascii=random.random() < 0.3))
        length += len(rows[-1])
    return Body(("[" + ",\n".join(rows) + "]").encode(), JSON)


def _hashes(random: Random, size: int) -> Body:
    rows, length = [], 0
    while length < size:
        digest = hashlib.new(random.choice(("md5", "sha1", "sha256", "sha512")), _near_misses(random).encode()).digest()
        rows.append(random.choice((digest.hex(), digest.hex().upper(), base64.b64encode(digest).decode(), digest.hex()[8:24])))
        length += len(rows[-1]) + 1
    return Body("\n".join(rows).encode(), TEXT)


def _near_texts(random: Random, size: int) -> Body:
    rows, length = [], 0
    while length < size:
        text = _near_misses(random).encode()
        rows.append(random.choice((text, base64.b64encode(text), text.hex().encode(), text.decode().encode("utf-16-le"))))
        length += len(rows[-1]) + 2
    return Body(b"\r\n".join(rows), OCTETS)


def _random_bytes(random: Random, size: int) -> Body:
    return Body(random.randbytes(size), OCTETS)


def _random_base64(random: Random, size: int) -> Body:
    return Body(json.dumps({"d": base64.b64encode(random.randbytes(size * 3 // 4)).decode()}).encode(), JSON)


def _random_hex(random: Random, size: int) -> Body:
    return Body(b"\n".join(random.randbytes(24).hex().encode() for _ in range(size // 49)), TEXT)


def _random_digits(random: Random, size: int) -> Body:
    return Body("".join(random.choices(_DIGITS, k=size)).encode(), TEXT)


def _picture(random: Random) -> bytes:
    """A PNG of a few waves and some grain (ISO/IEC 15948)."""
    width, height, seed = 160, 120, [random.randint(1, 250) for _ in range(9)]
    rows = b"".join(b"\0" + bytes((seed[c] * x // width + seed[3 + c] * y // height + (x * y // seed[6 + c]) + random.getrandbits(4)) & 255
                                  for x in range(width) for c in range(3)) for y in range(height))
    chunk = lambda kind, body: struct.pack("!I", len(body)) + kind + body + struct.pack("!I", zlib.crc32(kind + body))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def _pictures(random: Random, _: int) -> Body:
    choice = random.choice(("other.jpg", "other.webp", "plain.jpg", "", "", ""))
    return Body((PHOTOS / choice).read_bytes() if choice else _picture(random), OCTETS)


def _zip_of_records(random: Random, size: int) -> Body:
    return Body(zipped(_records(random, size).content), OCTETS)


_MAKERS = (_records, _hashes, _near_texts, _random_bytes, _random_base64, _random_hex, _random_digits, _pictures, _zip_of_records)


def decoys(total: int, piece: int = 200_000) -> Iterator[Body]:
    """Bodies of so many bytes in all, counted as they go over the wire."""
    random, made, number = Random(4711), 0, 0
    while made < total:
        body = _MAKERS[number % len(_MAKERS)](random, piece)
        number += 1
        made += len(body.content)
        yield body
