"""An invented person, and the profile that looks for what is theirs. Numbers are of ranges kept for tests and fiction."""

import shutil
from dataclasses import dataclass
from pathlib import Path

PHOTOS = Path(__file__).resolve().parents[2] / "tests" / "photos"


@dataclass(frozen=True)
class Value:
    """One value of the profile."""
    kind: str  # a row of the table
    item: str  # as a finding names it
    text: str
    hashable: bool = True


LATITUDE, LONGITUDE = 52.431874, 13.287143
HOME = Value("place", "location/home", f"{LATITUDE},{LONGITUDE}", hashable=False)
PHOTO = Value("photo", "photos/photo.jpg", "", hashable=False)
VALUES = (
    Value("IMEI", "imei/0", "001017260512341"),
    Value("IMSI", "imsi/0", "001011739264815"),
    Value("ICCID", "iccid/0", "8999101726051273640"),
    Value("serial number", "serial/0", "INV7Q42XK9"),
    Value("Android id", "android_id/0", "9c41d7e20b86f35a"),
    Value("advertising id", "advertising_id/0", "6f2c1b8e-93d4-4a57-b0e1-5c7d28a946f3"),
    Value("MAC address", "mac/0", "02:4b:9e:71:c3:d8"),
    Value("phone number", "phone_number/0", "+493023125742"),
    Value("e-mail", "email/0", "anneliese.invented@mail.example"),
    Value("account", "account/0", "anneliese_inv_4711"),
    Value("WLAN name", "ssid/0", "Invented WLAN 4711"),
    Value("BSSID", "bssid/0", "02:d3:15:8a:6e:f4"),
    Value("contact's name", "contacts/0/name", "Bärbel Erfundenová"),
    Value("contact's number", "contacts/0/phone", "+493023125816"),
    Value("contact's e-mail", "contacts/0/email", "baerbel@invented.example"),
    Value("Chinese name", "contacts/1/name", "王小明甲乙", hashable=False),
    Value("message", "messages/0", "Grüße aus der Erfundenen Straße, bis Samstag um halb neun!", hashable=False),
    Value("Chinese message", "messages/1", "這是一條虛構的短信，星期六見。", hashable=False),
    Value("calendar entry", "calendar/0", "Erfundener Termin beim Zahnarzt Dr. Phantasie", hashable=False),
    Value("app", "apps/org.invented.planner", "org.invented.planner"),
)
OF_KIND = {value.kind: value for value in (*VALUES, HOME, PHOTO)}

_MESSAGES = """<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<smses count="2">
  <sms protocol="0" address="+493023125816" date="1400000000000" type="2" body="{0}" read="1" status="-1" />
  <sms protocol="0" address="+493023125816" date="1400000060000" type="1" body="{1}" read="1" status="-1" />
</smses>
"""
_CONTACTS = """BEGIN:VCARD
VERSION:3.0
FN:{0}
TEL;TYPE=CELL:{1}
EMAIL:{2}
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:{3}
END:VCARD
"""
_CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//invented//invented//EN
BEGIN:VEVENT
UID:1@invented.example
DTSTART:20140721T081500Z
SUMMARY:{0}
END:VEVENT
END:VCALENDAR
"""


def write_profile(folder: Path) -> Path:
    """The profile and the files that it names."""
    text = {value.kind: value.text for value in VALUES}
    (folder / "contacts.vcf").write_text(_CONTACTS.format(text["contact's name"], text["contact's number"],
                                                          text["contact's e-mail"], text["Chinese name"]))
    (folder / "messages.xml").write_text(_MESSAGES.format(text["message"], text["Chinese message"]))
    (folder / "calendar.ics").write_text(_CALENDAR.format(text["calendar entry"]).replace("\n", "\r\n"))
    (folder / "packages.txt").write_text(text["app"] + "\n")
    shutil.copy(PHOTOS / "photo.jpg", folder / "photo.jpg")
    identifiers = "".join(f'{value.item.split("/")[0]} = ["{value.text}"]\n' for value in VALUES[:12])
    profile = folder / "profile.toml"
    profile.write_text(f"""[identifiers]
{identifiers}
[location]
home = {{ lat = {LATITUDE}, lon = {LONGITUDE}, radius_m = 300 }}

[data]
contacts = ["contacts.vcf"]
messages = ["messages.xml"]
calendar = ["calendar.ics"]
apps = ["packages.txt"]
photos = ["photo.jpg"]
""")
    return profile
