"""The invented owner of the phone: the person of the demo."""

import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree

FOLDER = Path(__file__).resolve().parents[1] / "captures" / "redmi-note"
IDENTIFIERS: dict[str, list[str]] = tomllib.loads((FOLDER / "profile.toml").read_text())["identifiers"]
PHOTOS = [path.read_bytes() for path in sorted((FOLDER / "photos").iterdir())]
MESSAGES = [str(sms.get("body")) for sms in ElementTree.parse(FOLDER / "messages.xml").iter("sms")]
_CARDS = (FOLDER / "contacts.vcf").read_text()
CONTACTS = list(zip(re.findall(r"^FN:(.*)$", _CARDS, re.M), re.findall(r"^TEL[^:]*:(.*)$", _CARDS, re.M)))
EVENTS = re.findall(r"^SUMMARY:(.*)$", (FOLDER / "calendar.ics").read_text(), re.M)
PACKAGES = [line.removeprefix("package:") for line in (FOLDER / "packages.txt").read_text().split()]
ADVERTISING_ID = "7a1f40c2-9b3e-4d58-8c66-5e2d01b7f9aa"
HOME = (22.340257, 114.047284)


def one(kind: str) -> str:
    return ADVERTISING_ID if kind == "advertising_id" else IDENTIFIERS[kind][0]


def profile(consent: dict[str, list[str]] | None, used: list[tuple[str, str, str]] | None, address: str, day: str) -> str:
    """As the owner would write it; None: she says nothing of it."""
    quoted = {kind: ", ".join(f'"{value}"' for value in values) for kind, values in IDENTIFIERS.items()}
    out = [f'[device]\nname = "An invented phone"\naddresses = ["{address}"]\n\n[identifiers]']
    out += [f"{kind} = [{values}]" for kind, values in quoted.items()]
    out.append(f'advertising_id = ["{ADVERTISING_ID}"]\n\n[location]')
    out.append(f"home = {{ lat = {HOME[0]}, lon = {HOME[1]}, radius_m = 500 }}\n\n[data]")
    out += [f'{key} = ["{FOLDER / name}"]' for key, name in (("contacts", "contacts.vcf"), ("messages", "messages.xml"),
                                                            ("photos", "photos"), ("calendar", "calendar.ics"),
                                                            ("apps", "packages.txt"))]
    if consent is not None:
        out.append("\n[consent]")
        out += [f"{key} = [{', '.join(f'{chr(34)}{one}{chr(34)}' for one in consent.get(key, []))}]"
                for key in ("backups", "services")]
    for start, end, what in used or []:
        out.append(f'\n[[activity]]\nfrom = {day}T{start}:00Z\nto = {day}T{end}:00Z\nwhat = "{what}"')
    return "\n".join(out) + "\n"
