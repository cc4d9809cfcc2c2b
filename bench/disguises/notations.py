"""How each kind of value may be written, by python's own means. What stands here is what programs do, not what Petze does."""

import json
import struct
import unicodedata
import uuid

from person import LATITUDE, LONGITUDE, OF_KIND


def _bcd(digits: str, swapped: bool) -> bytes:
    """Two digits a byte; in SIM cards and network messages with the first one in the lower half (3GPP TS 24.008)."""
    if len(digits) % 2:
        digits += "f"
    pairs = [digits[i:i + 2] for i in range(0, len(digits), 2)]
    return bytes.fromhex("".join(pair[::-1] if swapped else pair for pair in pairs))


def _mobile_identity(digits: str, kind: int) -> bytes:
    """3GPP TS 24.008 figure 10.5.4: the first digit beside the kind, the others swapped."""
    return bytes([int(digits[0]) << 4 | 8 | kind]) + _bcd(digits[1:], True)


def _grouped(text: str, *lengths: int, separator: str = "-") -> str:
    out, at = [], 0
    for length in lengths:
        out.append(text[at:at + length])
        at += length
    return separator.join(out)


def _hex_id(text: str) -> dict[str, str | bytes]:
    raw = bytes.fromhex(text)
    return {"as given": text, "upper case": text.upper(), "bytes": raw, "bytes, reversed": raw[::-1],
            "decimal": str(int(text, 16)), "decimal, signed": str(struct.unpack(">q", raw)[0])}


def _uuid(text: str) -> dict[str, str | bytes]:
    value = uuid.UUID(text)
    return {"as given": text, "upper case": text.upper(), "without hyphens": value.hex, "upper, without hyphens": value.hex.upper(),
            "in braces": "{" + text + "}", "URN": value.urn, "bytes": value.bytes, "bytes, Windows' order": value.bytes_le}


def _mac(text: str) -> dict[str, str | bytes]:
    raw = bytes.fromhex(text.replace(":", ""))
    return {"as given": text, "upper case": text.upper(), "hyphens": text.replace(":", "-"),
            "upper, hyphens": text.upper().replace(":", "-"), "points": _grouped(raw.hex(), 4, 4, 4, separator="."),
            "run together": raw.hex(), "upper, run together": raw.hex().upper(), "bytes": raw}


def _phone(text: str) -> dict[str, str | bytes]:
    national = "0" + text[3:]  # +49
    area, rest = national[:3], national[3:]
    return {"E.164": text, "00": "00" + text[1:], "without +": text[1:], "national": national,
            "national, blank": f"{area} {rest}", "national, slash": f"{area}/{rest}", "national, hyphen": f"{area}-{rest}",
            "+, blanks": f"+49 {area[1:]} {rest}", "+, (0)": f"+49 (0){area[1:]} {rest}", "tel: URI": "tel:" + text,
            "+, hyphens": f"+49-{area[1:]}-{rest}"}


def _text(text: str) -> dict[str, str | bytes]:
    return {"as given": text}


def _name(text: str) -> dict[str, str | bytes]:
    first, last = text.split(" ")
    return {"as given": text, "upper case": text.upper(), "lower case": text.lower(), "turned round": f"{last}, {first}",
            "vCard": f"{last};{first}", "NFD": unicodedata.normalize("NFD", text)}


def _dms(degrees: float, letters: str) -> str:
    seconds = round(abs(degrees) * 3600, 1)
    return f"{int(seconds // 3600)}°{int(seconds % 3600 // 60):02}'{seconds % 60:04.1f}\"{letters[degrees < 0]}"


def _geohash(latitude: float, longitude: float, length: int) -> str:
    """https://en.wikipedia.org/wiki/Geohash: longitude and latitude halved in turn, five bits a letter."""
    ranges, out, bits, even = [[-180.0, 180.0], [-90.0, 90.0]], "", "", True
    while len(out) < length:
        side, value = ranges[not even], longitude if even else latitude
        middle = sum(side) / 2
        bits += str(int(value >= middle))
        side[value < middle] = middle
        even = not even
        if len(bits) == 5:
            out, bits = out + "0123456789bcdefghjkmnpqrstuvwxyz"[int(bits, 2)], ""
    return out


def _place() -> dict[str, str | bytes]:
    lat, lon = LATITUDE + 0.0004, LONGITUDE - 0.0003  # some fifty metres away
    field = lambda number, kind, value: bytes([number << 3 | kind]) + value
    return {"JSON, decimal": json.dumps({"lat": round(lat, 6), "lon": round(lon, 6)}),
            "JSON, text": json.dumps({"latitude": f"{lat:.5f}", "longitude": f"{lon:.5f}"}),
            "JSON, other names": json.dumps({"gpsLat": round(lat, 4), "gpsLng": round(lon, 4)}),
            "JSON, array": json.dumps({"at": [round(lon, 6), round(lat, 6)]}),
            "JSON, E6": json.dumps({"latE6": round(lat * 1e6), "lonE6": round(lon * 1e6)}),
            "JSON, E7": json.dumps({"latitudeE7": round(lat * 1e7), "longitudeE7": round(lon * 1e7)}),
            "text, comma": f"last seen at {lat:.6f},{lon:.6f} today", "geo: URI": f"geo:{lat:.5f},{lon:.5f}",
            "WKT": f"POINT({lon:.6f} {lat:.6f})", "DMS": f"{_dms(lat, 'NS')} {_dms(lon, 'EW')}",
            "form": f"lat={lat:.5f}&lng={lon:.5f}", "geohash": json.dumps({"cell": _geohash(lat, lon, 8)}),
            "Protocol Buffers, doubles": field(1, 1, struct.pack("<d", lat)) + field(2, 1, struct.pack("<d", lon)) + b"\x1a\x04here",
            "Protocol Buffers, floats": field(1, 5, struct.pack("<f", lat)) + field(2, 5, struct.pack("<f", lon)) + b"\x1a\x04here",
            "Protocol Buffers, E7": field(1, 5, struct.pack("<i", round(lat * 1e7))) + field(2, 5, struct.pack("<i", round(lon * 1e7)))
                                    + b"\x1a\x04here"}


def of(kind: str) -> dict[str, str | bytes]:
    """The ways of writing the person's value of this kind, the usual one first."""
    text = OF_KIND[kind].text
    if kind == "IMEI":
        return {"as given": text, "without check digit": text[:14], "IMEISV": text[:14] + "07",
                "groups": _grouped(text, 2, 6, 6, 1), "BCD": _bcd("0" + text, False), "BCD, swapped": _bcd(text, True),
                "3GPP mobile identity": _mobile_identity(text, 2)}
    if kind == "IMSI":
        return {"as given": text, "groups": _grouped(text, 3, 2, 10), "blanks": _grouped(text, 3, 2, 10, separator=" "),
                "BCD": _bcd("0" + text, False), "BCD, swapped": _bcd(text, True), "3GPP mobile identity": _mobile_identity(text, 1)}
    if kind == "ICCID":
        return {"as given": text, "groups": _grouped(text, 4, 4, 4, 4, 3, separator=" "), "with the SIM's F": text + "F",
                "BCD": _bcd(text, False), "BCD, swapped": _bcd(text, True)}
    if kind == "Android id":
        return _hex_id(text)
    if kind == "advertising id":
        return _uuid(text)
    if kind in ("MAC address", "BSSID"):
        return _mac(text)
    if kind in ("phone number", "contact's number"):
        return _phone(text)
    if kind in ("e-mail", "contact's e-mail"):
        return {"as given": text, "upper case": text.upper(), "mailto:": "mailto:" + text, "in brackets": f"Someone <{text}>"}
    if kind == "contact's name":
        return _name(text)
    return _place() if kind == "place" else _text(text)
