"""Phones that do what they are for: upkeep, what somebody does, what was switched on."""

import json

import person
from phone import Phone
from story import story

_JSON = {"Content-Type": "application/json"}
_JPEG = {"Content-Type": "image/jpeg"}


@story("photo backup that is on",
       ("galleryapi.micloud.xiaomi.net", "service", "The owner switched the backup of photos on, and this is the vendor's for them."),
       consent={"backups": ["photos"]})
def _(phone: Phone) -> None:
    phone.at("14:10")
    for photo in person.PHOTOS[:3]:
        phone.request("PUT", "https://galleryapi.micloud.xiaomi.net/mic/gallery/v2/user/full", photo, _JPEG)


@story("contacts backed up to a service of the owner's choice",
       ("dav.harbour.example", "service", "The owner named this service, and switched the backup of contacts on."),
       consent={"backups": ["contacts"], "services": ["harbour.example"]})
def _(phone: Phone) -> None:
    phone.at("03:30")
    for name, number in person.CONTACTS[:4]:
        card = f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nTEL:{number}\r\nEND:VCARD\r\n"
        phone.request("PUT", "https://dav.harbour.example/contacts/a.vcf", card.encode(), {"Content-Type": "text/vcard"})


@story("calendar of a service that is on",
       ("dav.harbour.example", "service", "The owner switched the service on; her calendar is what it is for."),
       consent={"backups": ["calendar"], "services": ["harbour.example"]})
def _(phone: Phone) -> None:
    for i in phone.every(60, "09:00", 4):
        event = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:{person.EVENTS[i % len(person.EVENTS)]}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        phone.request("PUT", "https://dav.harbour.example/calendar/1.ics", event.encode(), {"Content-Type": "text/calendar"})


@story("signs in to a service that is on",
       ("id.harbour.example", "service", "A mail address is what one signs in with, and the service was switched on."),
       consent={"services": ["harbour.example"]})
def _(phone: Phone) -> None:
    phone.at("11:00")
    phone.request("POST", "https://id.harbour.example/token", json.dumps({"user": person.one("email")}).encode(), _JSON)


@story("photo sent in a messenger",
       ("media.whatsapp.net", "user_initiated", "She sent the photo while she used the messenger; nothing went at other times."),
       used=[("10:00", "10:15", "sent a photo to a friend")])
def _(phone: Phone) -> None:
    phone.at("10:05")
    phone.request("POST", "https://media.whatsapp.net/mms/image", person.PHOTOS[1], _JPEG)


@story("friends looked for, when asked to",
       ("api.finder.example", "user_initiated", "She pressed the button that looks for friends; the numbers went then and only then."),
       used=[("10:00", "10:15", "let the app look for friends among the contacts")])
def _(phone: Phone) -> None:
    phone.at("10:04")
    phone.request("POST", "https://api.finder.example/v1/contacts",
                  json.dumps({"numbers": [number for _, number in person.CONTACTS]}).encode(), _JSON)


@story("reads the news",
       ("news.harbour.example", "user_initiated", "Pages came while she read, and hardly anything went."),
       used=[("08:00", "08:20", "read the news")])
def _(phone: Phone) -> None:
    for i in phone.every(3, "08:02", 5):
        phone.request("GET", f"https://news.harbour.example/page/{i}", answer=b"<p>weather</p>" * 4000, answer_type="text/html")


@story("asks whether there is a network",
       ("connectivitycheck.gstatic.com", "maintenance", "Android's check for a captive portal, without a body, as its source shows."))
def _(phone: Phone) -> None:
    for _ in phone.every(60, "01:00", 3):
        phone.request("GET", "http://connectivitycheck.gstatic.com/generate_204", answer=b"")


@story("asks for the time", ("time.android.com", "maintenance", "NTP says nothing but the time."))
def _(phone: Phone) -> None:
    for _ in phone.every(180, "02:00", 3):
        phone.set_clock("time.android.com")


@story("fetches an update from the maker",
       ("fota-cloud-dn.ospserver.net", "maintenance", "Samsung's host for firmware; megabytes came, hardly anything went."))
def _(phone: Phone) -> None:
    phone.at("04:00")
    phone.request("GET", "https://fota-cloud-dn.ospserver.net/firmware/1", answer=bytes(range(256)) * 12000,
                  answer_type="application/octet-stream", keys=False)


@story("holds the line for push messages",
       ("register.xmpush.xiaomi.com", "service", "A host known for push, small packets day and night, nothing of the owner's seen."))
def _(phone: Phone) -> None:
    for _ in phone.every(15, "00:30", 10):
        phone.request("POST", "https://register.xmpush.xiaomi.com/pass/register", b"x" * 300, keys=False)


@story("names are looked up", ("198.51.100.1", "maintenance", "DNS to the resolver of its network, for names of everyday hosts."))
def _(phone: Phone) -> None:
    for i in phone.every(7, "05:00", 6):
        phone.ask(("www.harbour.example", "mail.harbour.example", "time.android.com")[i % 3])
