"""What one-way functions make of values, by hashlib and hmac."""

import base64
import hashlib

from person import OF_KIND, VALUES

FUNCTIONS = ("md5", "sha1", "sha256", "sha512")


def _digest(function: str, text: str) -> bytes:
    return hashlib.new(function, text.encode()).digest()


CODINGS = {
    "hex": lambda digest: digest.hex(),
    "upper hex": lambda digest: digest.hex().upper(),
    "base64": lambda digest: base64.b64encode(digest).decode(),
    "base64url": lambda digest: base64.urlsafe_b64encode(digest).decode().rstrip("="),
    "raw": lambda digest: digest,
}


def hashes(text: str) -> dict[str, str | bytes]:
    """Every function in every coding, cut, and of a hash."""
    out: dict[str, str | bytes] = {}
    for function in FUNCTIONS:
        for coding, write in CODINGS.items():
            out[f"{function} {coding}"] = write(_digest(function, text))
        out[f"{function} of upper case, hex"] = _digest(function, text.upper()).hex()
        out[f"{function} of lower case, hex"] = _digest(function, text.lower()).hex()
    out["sha1 base64url, cut to 16"] = base64.urlsafe_b64encode(_digest("sha1", text))[:16].decode()
    out["sha256 hex, cut to 32"] = _digest("sha256", text).hex()[:32]
    out["sha256 raw, cut to 16"] = _digest("sha256", text)[:16]
    out["md5 hex of md5 hex"] = _digest("md5", _digest("md5", text).hex()).hex()
    out["sha256 hex of sha256 hex"] = _digest("sha256", _digest("sha256", text).hex()).hex()
    return out


def short(text: str) -> str:
    """The 16-digit MD5 of Chinese software: the middle of the hex digits."""
    return _digest("md5", text).hex()[8:24]


def joined(kind: str) -> dict[str, str]:
    """The value with another identifier behind it or before it."""
    text, other = OF_KIND[kind].text, VALUES[0 if kind != VALUES[0].kind else 4].text
    return {"md5, joined by nothing": _digest("md5", text + other).hex(),
            "sha1, joined by -": _digest("sha1", f"{other}-{text}").hex(),
            "sha256, joined by |": _digest("sha256", f"{text}|{other}").hex(),
            "sha256, joined by :": _digest("sha256", f"{other}:{text}").hex()}
