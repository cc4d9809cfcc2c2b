"""Compares the capture with the list of what was sent, by reading it anew: nothing may be missing on either side."""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Iterator

from PIL import Image

from . import data, photos
from .pcap import read_pcapng
from .places import PHONE_MAC, PUBLISHED
from .streams import Text, texts

_SEPARATORS = re.compile(r"[ \-()/.:]")
_MAC_BYTES = bytes.fromhex(PHONE_MAC.replace(":", ""))
_JPEG = b"\xff\xd8\xff"

# item, receiver, hostname, direction, how
Fact = tuple[str, str, str | None, str, str]

# Items that hold another on purpose.
HOLDS = {("messages/7", "contacts/8/phone")}


def _significant(value: str) -> str:
    """A phone number without country code."""
    return re.sub(r"^\+(852|49|44|1)", "", value)


def holds(content: bytes, item: str, value: str) -> bool:
    """Whether a text holds a value, in any notation that the phone uses."""
    if value.startswith("+"):
        return _significant(value) in _SEPARATORS.sub("", content.decode(errors="replace"))
    if item == "mac/0" and _MAC_BYTES in content:
        return True
    text, needle = content.decode(errors="replace").lower(), value.lower()
    return needle in text or _SEPARATORS.sub("", needle) in _SEPARATORS.sub("", text)


def overlaps() -> list[str]:
    """Values of the profile that stand in another's by accident."""
    known = list(data.values())
    return [f"{inner} stands in {outer}" for outer, text in known for inner, value in known
            if inner != outer and (outer, inner) not in HOLDS and holds(text.encode(), inner, value)]


def _items_in(text: Text, pictures: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """What a text holds, and how."""
    for item, value in data.values():
        if holds(text.content, item, value):
            yield item, text.how
    for name, jpeg in pictures.items():
        if jpeg in text.content:
            yield f"photos/{name}", text.how
    if text.content.startswith(_JPEG) and photos.near_home(photos.place_of(Image.open(BytesIO(text.content)))):
        yield "location/home", f"exif in {text.how}"
    if any(f"{degrees:.2f}".encode() in text.content for degrees in photos.HOME):
        yield "location/home", text.how


def foreground(entries: list[dict[str, str]]) -> list[str]:
    """What went to the two addresses while somebody used the phone: the case says that nothing did."""
    return [f"{entry['exchange']} stands inside an activity" for entry in entries
            if entry["receiver"] in PUBLISHED.values()
            and any(begin <= entry["at"] <= end for begin, end, _ in data.ACTIVITIES)]


def differences(capture: Path, profile: Path, sent: Path) -> list[str]:
    """What does not agree, one line each."""
    pictures = {file.name: file.read_bytes() for file in sorted((profile / "photos").iterdir())}
    packets = list(read_pcapng(capture))
    found: set[Fact] = {(item, text.receiver, text.hostname, text.direction, how) for text in texts(packets)
                        for item, how in _items_in(text, pictures)}
    entries = json.loads(sent.read_text())["sent"]
    listed: set[Fact] = {(entry["item"], entry["receiver"], entry["hostname"], entry["direction"], entry["how"])
                         for entry in entries}
    inside = [f"{address} is told in the capture" for address in PUBLISHED
              if any(address.encode() in frame for _, frame in packets)]
    return [*inside, *overlaps(), *foreground(entries),
            *(f"listed, not in the capture: {fact}" for fact in sorted(listed - found, key=str)),
            *(f"in the capture, not listed: {fact}" for fact in sorted(found - listed, key=str))]
