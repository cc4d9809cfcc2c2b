"""What the phone does on 21 July 2014, in order. Run in the phone's namespace."""

import base64
import gzip
import json
import struct
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

from . import data, photos, places
from .data import IDENTIFIERS, MESSAGES
from .phone import Carried, Connection, Ledger, Phone
from .servers import NTP_EPOCH

JSON = {"Content-Type": "application/json; charset=utf-8"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BOUNDARY = "----------PhotoUpload20140721"
COOKIE = {"Cookie": f"deviceId={IDENTIFIERS['imei']}; userId={IDENTIFIERS['account']}"}
COOKIE_CARRIES = [Carried("imei/0", "header"), Carried("account/0", "header")]


def at(clock: str) -> str:
    """A time of day in the capture."""
    return f"2014-07-21T{clock}Z"


def identifiers(how: str, *categories: str) -> list[Carried]:
    """The first of each category, written in one way."""
    return [Carried(f"{category}/0", how) for category in categories]


# In the background: to the two addresses.

def message_entry(index: int, body: str) -> dict[str, str | int]:
    """A message as the JSON of the cloud has it."""
    date = data.message_date(index).timestamp() * 1000
    return {"address": MESSAGES[index].address, "body": body, "date": int(date), "type": int(MESSAGES[index].received)}


def send_messages_gzip(phone: Phone) -> None:
    """Texts in several languages, UTF-8 in gzipped JSON; one holds a number that no other message tells."""
    indexes = [0, 1, 2, 7]
    entries = {"sms": [message_entry(index, MESSAGES[index].text) for index in indexes]}
    how = "gzip json"
    carries = [Carried(item, how) for index in indexes for item in (f"messages/{index}", data.address_item(index))]
    carries = list(dict.fromkeys(carries)) + [Carried("contacts/8/phone", how, inside="messages/7")]
    with phone.connect(places.SMS_HOST) as server:
        server.request("POST", "/mic/sms/v1/user/full", JSON | {"Content-Encoding": "gzip"},
                       gzip.compress(json.dumps(entries, ensure_ascii=False).encode(), mtime=0), carries=carries)


def send_messages_base64(phone: Phone) -> None:
    """Texts in base64 inside JSON."""
    indexes = [4, 5]
    entries = {"sms": [message_entry(index, base64.b64encode(MESSAGES[index].text.encode()).decode())
                       for index in indexes]}
    carries = [carried for index in indexes for carried in (
        Carried(f"messages/{index}", "base64 in json"), Carried(data.address_item(index), "json body"))]
    with phone.connect(places.SMS_HOST) as server:
        server.request("POST", "/mic/sms/v1/user/encoded", JSON, json.dumps(entries).encode(), carries=carries)


def send_message_form(phone: Phone) -> None:
    """One text from a stranger, as a form."""
    message = MESSAGES[8]
    with phone.connect(places.SMS_HOST) as server:
        server.request("POST", "/mic/sms/v1/user/one", FORM,
                       urlencode({"address": message.address, "body": message.text, "folder": "inbox"}).encode(),
                       carries=[Carried("messages/8", "form"), Carried("messages/8/address", "form")])


def multipart(name: str, jpeg: bytes) -> bytes:
    """A form with a photo in it, unchanged."""
    return (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="album"\r\n\r\nCamera\r\n'
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: image/jpeg\r\nContent-Transfer-Encoding: binary\r\n\r\n").encode() + jpeg + (
            f"\r\n--{BOUNDARY}--\r\n").encode()


def chunks(body: bytes) -> list[bytes]:
    """The body in chunks of uneven length (RFC 9112 §7.1)."""
    pieces, sizes, offset = [], [1000, 8192, 4093, 16384], 0
    while offset < len(body):
        piece = body[offset:offset + sizes[len(pieces) % len(sizes)]]
        pieces.append(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        offset += len(piece)
    return [*pieces, b"0\r\n\r\n"]


def send_photo(server: Connection, folder: Path, name: str, how: str) -> None:
    """Uploads one photo: "plain", "chunked" or "expect"."""
    body = multipart(name, (folder / name).read_bytes())
    carries = [*COOKIE_CARRIES, Carried(f"photos/{name}", "multipart")]
    if photos.near_home(photos.PLACES[name]):
        carries.append(Carried("location/home", "exif in multipart", inside=f"photos/{name}"))
    headers = COOKIE | {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    target = "/mic/gallery/v1/upload"
    if how == "chunked":
        server.request("POST", target, headers | {"Transfer-Encoding": "chunked"}, pieces=chunks(body),
                       carries=carries)
    else:
        server.request("POST", target, headers | ({"Expect": "100-continue"} if how == "expect" else {}), body,
                       carries=carries)


def send_photos(phone: Phone, folder: Path, how: str, *names: str) -> None:
    """Uploads photos over one connection."""
    with phone.connect(places.GALLERY_HOST) as server:
        for name in names:
            send_photo(server, folder, name, how)


def send_contacts(phone: Phone) -> None:
    """Contacts as JSON; what is no ASCII is written as \\uXXXX."""
    indexes = [0, 1, 2, 3]
    entries, carries = [], []
    for index in indexes:
        contact = data.CONTACTS[index]
        told = {"displayName": contact.name, "phone": contact.phone} | (
            {"email": contact.email} if contact.email else {})
        carries += [Carried(f"contacts/{index}/{key}", "json body")
                    for key in ("name", "phone", "email") if getattr(contact, key)]
        entries.append(told)
    with phone.connect(places.CONTACT_HOST) as server:
        server.request("POST", "/mic/contact/v1/user/full", JSON, json.dumps({"content": entries}).encode(),
                       carries=carries)


def look_up_contact(phone: Phone) -> None:
    """A name goes up, a number comes down."""
    contact = data.CONTACTS[4]
    with phone.connect(places.CONTACT_HOST) as server:
        answer = server.request("GET", f"/mic/contact/v1/lookup?name={quote(contact.name)}",
                                carries=[Carried("contacts/4/name", "url")])
        assert contact.phone.encode() in answer, answer
        server.received([Carried("contacts/4/phone", "json body")])


def keep_push_stream(phone: Phone) -> None:
    """A stream that is not HTTP and tells the IMEI in clear."""
    with phone.connect(places.PUSH_HOST, places.PUSH_PORT) as server:
        server.say(f"<stream:stream xmlns='xm' xmlns:stream='xm:stream' to='xiaomi.com' version='105'"
                   f" model='{data.MODEL}' os='{data.MIUI}'>")
        server.say(f"<bind id='1' chid='5' device='imei-{IDENTIFIERS['imei']}'/>", identifiers("raw stream", "imei"))
        server.say("<ping id='2'/>")


def register_by_url(phone: Phone) -> None:
    """Identifiers in a query."""
    query = urlencode({"type": "MXPH", "externalId": IDENTIFIERS["phone_number"], "imei": IDENTIFIERS["imei"],
                       "imsi": IDENTIFIERS["imsi"], "mac": IDENTIFIERS["mac"]})
    with phone.connect(places.PUSH_HOST) as server:
        server.request("GET", f"/pass/v2/register?{query}",
                       carries=identifiers("url", "phone_number", "imei", "imsi", "mac"))


def register_by_form(phone: Phone) -> None:
    """A form to the bare address, the name of the WLAN in a header."""
    form = {"androidId": IDENTIFIERS["android_id"], "phone": IDENTIFIERS["phone_number"], "imsi": IDENTIFIERS["imsi"],
            "carrier": "454-00"}
    with phone.connect(places.PUSH) as server:
        server.request("POST", "/pass/v2/device", FORM | {"X-Wlan": IDENTIFIERS["ssid"]}, urlencode(form).encode(),
                       carries=[*identifiers("form", "android_id", "phone_number", "imsi"),
                                *identifiers("header", "ssid")])


def register_by_json(phone: Phone) -> None:
    """Identifiers, the account and one running program as JSON."""
    device = {"imei": IDENTIFIERS["imei"], "serial": IDENTIFIERS["serial"], "model": data.MODEL, "build": data.BUILD}
    body = {"userId": IDENTIFIERS["account"], "device": device, "running": [data.RUNNING_APP]}
    with phone.connect(places.PUSH_HOST) as server:
        server.request("POST", "/pass/v2/status", JSON, json.dumps(body).encode(),
                       carries=[*identifiers("json body", "imei", "serial", "account"),
                                Carried(f"apps/{data.RUNNING_APP}", "json body")])


# In the foreground: nothing personal.

def get(phone: Phone, host: str, target: str, port: int = places.HTTP_PORT) -> None:
    """Fetches a page."""
    with phone.connect(host, port) as server:
        server.request("GET", target)


def ask_time(phone: Phone) -> None:
    """An NTP question (RFC 5905) with the time that it is in the capture."""
    since_1900 = NTP_EPOCH + 1_405_929_630
    phone.ask(places.TIME_HOST, places.TIME_PORT, struct.pack("!B39xII", 0x23, since_1900, 0))


def run(phone: Phone, folder: Path) -> None:
    """The whole day: when, what it is called, and what is done."""
    steps = [
        ("08:00:05", "dhcp", phone.join_network),
        ("08:00:09", "captive portal", lambda: get(phone, places.CONNECT_HOST, "/generate_204")),
        ("08:00:30", "time", lambda: ask_time(phone)),
        ("08:02:40", "news in the morning", lambda: get(phone, places.NEWS_HOST, "/front.html")),
        ("08:14:10", "push stream", lambda: keep_push_stream(phone)),
        ("08:20:00", "register by url", lambda: register_by_url(phone)),
        ("08:47:30", "messages gzipped", lambda: send_messages_gzip(phone)),
        ("09:05:12", "two photos", lambda: send_photos(phone, folder, "plain", "IMG_0001.jpg", "IMG_0004.jpg")),
        ("09:41:03", "messages in base64", lambda: send_messages_base64(phone)),
        ("10:07:45", "contacts", lambda: send_contacts(phone)),
        ("10:31:20", "weather", lambda: get(phone, places.WEATHER_HOST, "/today.html")),
        ("10:38:00", "note over TLS", lambda: get(phone, places.NOTES_HOST, "/new", places.TLS_PORT)),
        ("11:10:54", "photo in chunks", lambda: send_photos(phone, folder, "chunked", "IMG_0002.jpg")),
        ("11:32:17", "register by form", lambda: register_by_form(phone)),
        ("12:02:36", "photo with expect", lambda: send_photos(phone, folder, "expect", "IMG_0003.jpg")),
        ("12:25:00", "register by json", lambda: register_by_json(phone)),
        ("12:46:10", "software update", lambda: get(
            phone, places.UPDATE_HOST, f"/check?{urlencode({'model': data.MODEL, 'build': data.BUILD})}")),
        ("12:52:33", "news at noon", lambda: get(phone, places.NEWS_HOST, "/noon.html")),
        ("13:15:48", "message as form", lambda: send_message_form(phone)),
        ("13:40:29", "contact lookup", lambda: look_up_contact(phone)),
    ]
    for clock, name, act in steps:
        with phone.exchange(name, at(clock)):
            act()


def main(interface: str, photo_folder: str, sent: str, began: str) -> None:
    """Lives through the day and writes what was sent."""
    ledger = Ledger()
    run(Phone(interface, ledger), Path(photo_folder))
    ledger.write(Path(sent), Path(began))


if __name__ == "__main__":
    main(*sys.argv[1:])
