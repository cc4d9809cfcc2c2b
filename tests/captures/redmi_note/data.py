"""The owner's data, all invented, and the profile made of it.

Phone numbers: +49 30 23125 xxx, +44 20 7946 0xxx and +1 202 555 01xx are kept free for fiction; a number in
Hong Kong cannot begin with 999, which calls the police. IMEI and IMSI are of test ranges (TAC 00101370, MCC 001).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Iterator
from xml.sax.saxutils import quoteattr

from . import photos
from .places import MARK, PHONE_ADDRESS, PHONE_MAC


def with_check_digit(digits: str) -> str:
    """`digits` and their Luhn check digit."""
    doubled = [int(d) * (2 if place % 2 == 0 else 1) for place, d in enumerate(reversed(digits))]
    return digits + str(-sum(d // 10 + d % 10 for d in doubled) % 10)


MODEL, BUILD, MIUI = "HM NOTE 1W", "JDQ39", "JHDMIBF32.0"
HOST_NAME = "android-inv3nted"

IDENTIFIERS: dict[str, str] = {
    "imei": with_check_digit("00101370583914"),
    "imsi": "001019472618035",
    "iccid": with_check_digit("898529990047261583"),
    "serial": "PROBE7X4Q2014",
    "android_id": "f1c7104a5d00be42",
    "mac": PHONE_MAC,
    "phone_number": "+85299900142",
    "email": "wing.erfunden@example.net",
    "account": "580614207",
    "ssid": "harbour-flat-probe",
}
HOME = photos.HOME


@dataclass(frozen=True)
class Contact:
    name: str
    phone: str
    email: str = ""


@dataclass(frozen=True)
class Message:
    address: str
    text: str
    received: bool = True


CONTACTS = [
    Contact("Mei Probe-Chan", "+85299900217"),
    Contact("Tobias Musterfall", "+493023125017", "t.mfall@example.org"),
    Contact("Ada Fictionwell", "+442079460147"),
    Contact("陈虚构", "+85299900383"),
    Contact("Rosa Erdacht", "+493023125088"),
    Contact("Harriet Neverwas", "+12025550143", "harriet@neverwas.example"),
    Contact("Jörg Scheinbar", "+493023125164"),
    Contact("Lok Inventado-Ho", "+85299900451"),
    Contact("Percy Madeupton", "+442079460321"),
    Contact("Nadia Nonesuch", "+12025550178", "nn78@example.com"),
]

MESSAGES = [
    Message(CONTACTS[0].phone, "The spare key is under the blue flowerpot & the alarm is off."),
    Message(CONTACTS[1].phone, "Der Befund ist da: nichts Schlimmes, nur die Tabletten wechseln.", received=False),
    Message(CONTACTS[3].phone, "明天下午三点在码头旁边的老茶馆见面，请不要告诉别人。"),
    Message(CONTACTS[5].phone, "Never mind the lottery ticket, it went into the washing machine."),
    Message(CONTACTS[2].phone, 'She said "bring the red folder", the one with the lease in it.'),
    Message(CONTACTS[6].phone, "Überweise mir bitte die zwölf Euro fürs Geschenk, Grüße vom Rhein!", received=False),
    Message(CONTACTS[7].phone, "新的渡轮时刻表已经贴在门口，周末的班次比以前少了一半。"),
    Message(CONTACTS[0].phone, "For the piano ask Percy, his number is +44 20 7946 0321, after six."),
    Message("+442079460555", "Your parcel waits at locker nineteen; show the drawing of a heron."),
    Message("TIDEBANK", "Your card ending 0000 was used for umbrellas at the ferry pier."),
    Message(CONTACTS[9].phone, "Kannst du am Donnerstag die Katze füttern? Das Futter steht im Schrank."),
    Message(CONTACTS[4].phone, "The orchestra rehearses in the old cinema until the roof is mended."),
]

CALENDAR = [
    ("20140722T013000Z", "Dentist, upper left molar", "Third floor, Invented Building"),
    ("20140724T110000Z", "Dinner with the lighthouse committee", "Pier restaurant, made-up quay"),
    ("20140801T020000Z", "Signing of the lease for the workshop", "Notary Fabel, room nine"),
]

RUNNING_APP = "com.example.tidetables"
PACKAGES = [
    "com.android.browser", "com.android.calendar", "com.android.contacts", "com.android.deskclock", "com.android.mms",
    "com.example.ferrytimes", RUNNING_APP, "com.google.android.gms", "com.miui.cloudservice", "com.miui.fmradio",
    "com.miui.gallery", "com.miui.notes", "com.miui.player", "com.xiaomi.xmsf", "org.example.chessclock",
]

ACTIVITIES = [
    ("2014-07-21T08:00:00Z", "2014-07-21T08:10:00Z", "joined the WLAN, read the news"),
    ("2014-07-21T10:30:00Z", "2014-07-21T10:45:00Z", "looked at the weather, wrote a note"),
    ("2014-07-21T12:45:00Z", "2014-07-21T13:00:00Z", "asked for a software update, read the news"),
]


def message_date(index: int) -> datetime:
    """When a message came or went: one every seven hours, before the day of the capture."""
    return datetime(2014, 7, 17, 9, 0, tzinfo=timezone.utc) + timedelta(hours=7 * index)


def address_item(index: int) -> str:
    """The contract's name for the other party of a message: the contact's where there is one."""
    for number, contact in enumerate(CONTACTS):
        if contact.phone == MESSAGES[index].address:
            return f"contacts/{number}/phone"
    return f"messages/{index}/address"


def values() -> Iterator[tuple[str, str]]:
    """Every item of the profile that is a text, with its value."""
    for category, value in IDENTIFIERS.items():
        yield f"{category}/0", value
    for number, contact in enumerate(CONTACTS):
        yield f"contacts/{number}/name", contact.name
        yield f"contacts/{number}/phone", contact.phone
        if contact.email:
            yield f"contacts/{number}/email", contact.email
    for number, message in enumerate(MESSAGES):
        yield f"messages/{number}", message.text
        if address_item(number).startswith("messages/"):
            yield f"messages/{number}/address", message.address
    for number, (_, summary, place) in enumerate(CALENDAR):
        yield f"calendar/{number}", summary
        yield f"calendar/{number}", place
    for package in PACKAGES:
        yield f"apps/{package}", package


def vcards() -> str:
    """contacts.vcf, version 3.0."""
    lines = []
    for contact in CONTACTS:
        first, _, last = contact.name.rpartition(" ")
        lines += ["BEGIN:VCARD", "VERSION:3.0", f"N:{last};{first};;;", f"FN:{contact.name}",
                  f"TEL;TYPE=CELL:{contact.phone}"]
        lines += [f"EMAIL:{contact.email}"] if contact.email else []
        lines += [f"NOTE:Invented person. {MARK}.", "END:VCARD"]
    return "".join(line + "\r\n" for line in lines)


def messages_xml() -> str:
    """messages.xml, as "SMS Backup & Restore" writes it."""
    names = {contact.phone: contact.name for contact in CONTACTS}
    lines = ["<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>", f"<!-- {MARK}. -->",
             f'<smses count="{len(MESSAGES)}">']
    for index, message in enumerate(MESSAGES):
        date = message_date(index)
        lines.append(
            f'  <sms protocol="0" address={quoteattr(message.address)} date="{date.timestamp() * 1000:.0f}"'
            f' type="{1 if message.received else 2}" subject="null" body={quoteattr(message.text)} toa="null"'
            f' sc_toa="null" service_center="null" read="1" status="-1" locked="0" date_sent="0"'
            f' readable_date="{date:%Y-%m-%d %H:%M:%S}"'
            f' contact_name={quoteattr(names.get(message.address, "(Unknown)"))} />')
    return "\n".join([*lines, "</smses>", ""])


def calendar_ics() -> str:
    """calendar.ics."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Petze//{MARK}//EN"]
    for index, (start, summary, place) in enumerate(CALENDAR):
        escaped = [text.replace(",", "\\,") for text in (summary, place)]
        lines += ["BEGIN:VEVENT", f"UID:event-{index}@invented.example", "DTSTAMP:20140715T080000Z",
                  f"DTSTART:{start}", "DURATION:PT1H", f"SUMMARY:{escaped[0]}", f"LOCATION:{escaped[1]}", "END:VEVENT"]
    return "".join(line + "\r\n" for line in [*lines, "END:VCALENDAR"])


def profile_toml() -> str:
    """profile.toml."""
    identifiers = "\n".join(f'{category} = ["{value}"]' for category, value in IDENTIFIERS.items())
    activities = "\n".join(f'\n[[activity]]\nfrom = {begin}\nto = {end}\nwhat = "{what}"'
                           for begin, end, what in ACTIVITIES)
    return f"""# {MARK}: no person, phone or number in here exists.
[device]
name = "Redmi Note, stock ROM"
addresses = ["{PHONE_ADDRESS}", "{PHONE_MAC}"]

[identifiers]
{identifiers}

[location]
home = {{ lat = {HOME[0]}, lon = {HOME[1]}, radius_m = {photos.RADIUS_M} }}

[data]
contacts = ["contacts.vcf"]
messages = ["messages.xml"]
photos = ["photos"]
calendar = ["calendar.ics"]
apps = ["packages.txt"]

[consent]   # nothing: backup is off, and so is every service
backups = []
services = []
{activities}
"""


def write_profile(folder: Path) -> None:
    """Writes the profile and the files that it names."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {"profile.toml": profile_toml(), "contacts.vcf": vcards(), "messages.xml": messages_xml(),
             "calendar.ics": calendar_ics(), "packages.txt": "".join(f"package:{name}\n" for name in PACKAGES)}
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    photos.write_photos(folder / "photos")
