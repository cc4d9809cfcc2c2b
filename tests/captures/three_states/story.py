"""What the phone does in each state, and how often. All invented; the names of the case stand for the case."""

import json
import random
import struct
from dataclasses import dataclass, field
from datetime import datetime, timezone
from email.utils import format_datetime
from typing import Callable

from redmi_note.data import IDENTIFIERS, MESSAGES, RUNNING_APP
from redmi_note.places import NEWS_HOST, PUSH_HOST, SMS_HOST, TIME_HOST, UPDATE_HOST, WEATHER_HOST, ZONE
from redmi_note.servers import NTP_EPOCH

from .wire import Program, Wire

SYSTEM = Program(1000, "android", "Android System")
SERVICE = Program(10007, "com.miui.cloudservice", "Cloud Service")
PUSH = Program(10012, "com.xiaomi.xmsf", "Service Framework")
BROWSER = Program(10023, "com.android.browser", "Browser")
SHOP = Program(10071, "com.example.shop", "Example Shop")
TIDES = Program(10077, "com.example.tidetables", "Tide Tables")
ADS_HOST, OTA_HOST, SDK_HOST = "sdk.ads.example", "ota.rom.example", "register.xmpush.xiaomi.com"
CLOUD, OLD_PUSH, NEW_PUSH = "42.62.48.157", "42.62.48.181", "203.0.113.190"
NAMELESS = "203.0.113.77"
ADDRESSES = ZONE | {SMS_HOST: CLOUD, PUSH_HOST: OLD_PUSH, SDK_HOST: NEW_PUSH, ADS_HOST: "192.0.2.66", OTA_HOST: "192.0.2.90"}
_SECOND = 1_000_000
_APART = 75 * _SECOND  # what lies closer than a minute counts as one

Act = Callable[[Wire, int], None]


def _answer(at: int, body: bytes) -> bytes:
    """An HTTP answer with the right time, whatever the recorder's clock says."""
    date = format_datetime(datetime.fromtimestamp(at // _SECOND, timezone.utc), usegmt=True)
    return (f"HTTP/1.1 200 OK\r\nDate: {date}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            "Connection: close\r\n\r\n").encode() + body


def http(host: str, request: Callable[[int], tuple[str, bytes]], program: Program, agent: str = "Dalvik/1.6.0") -> Act:
    """One request over its own connection: `request` makes target and body of the n-th."""
    count = 0

    def act(wire: Wire, at: int) -> None:
        nonlocal count
        target, body = request(count)
        count += 1
        method, length = ("POST", f"Content-Length: {len(body)}\r\n") if body else ("GET", "")
        head = f"{method} {target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {agent}\r\n{length}Connection: close\r\n\r\n"
        begun = wire.resolve(at, host, ADDRESSES[host], program)
        wire.talk_tcp(begun, ADDRESSES[host], 80, [(head.encode() + body, _answer(at, b'{"ok":true}'))], program)
    return act


def get(host: str, target: str, program: Program, agent: str = "Dalvik/1.6.0") -> Act:
    """The same page again and again."""
    return http(host, lambda _: (target, b""), program, agent)


def send_message(number: int) -> tuple[str, bytes]:
    """A text of the owner's, one after the other."""
    message = MESSAGES[number % 4]
    return "/mic/sms/v1/user/one", json.dumps({"address": message.address, "body": message.text}).encode()


def register(number: int) -> tuple[str, bytes]:
    """The IMEI in a query."""
    return f"/pass/v2/register?imei={IDENTIFIERS['imei']}&try={number}", b""


def show_advert(number: int) -> tuple[str, bytes]:
    """The Android id in JSON."""
    return "/v3/show", json.dumps({"android_id": IDENTIFIERS["android_id"], "slot": number}).encode()


def ask_time(wire: Wire, at: int) -> None:
    """An NTP question (RFC 5905); the answer has the right time."""
    begun = wire.resolve(at, TIME_HOST, ADDRESSES[TIME_HOST], SYSTEM)
    stamp = struct.pack("!II", NTP_EPOCH + at // _SECOND, 0)
    wire.ask_udp(begun, ADDRESSES[TIME_HOST], 123, b"\x23" + bytes(39) + stamp, b"\x24\x02" + bytes(22) + stamp + stamp + stamp, SYSTEM)


def say_closed(wire: Wire, at: int) -> None:
    """Bytes that nobody can read, to an address without a name."""
    secret = random.Random(at)
    wire.talk_tcp(at, NAMELESS, 4443, [(secret.randbytes(180), secret.randbytes(60))], SERVICE)


@dataclass
class Recording:
    """One capture: how often what is done in it. `with_apps`: as PCAPdroid records on the phone itself, else at the
    router's cable. `ahead`: seconds by which its clock is wrong."""
    name: str
    begins: str
    hours: float
    acts: list[tuple[int, Act]]
    with_apps: bool = False
    ahead: int = 0

    def wire(self) -> Wire:
        """Its packets, the same each time."""
        chance = random.Random(self.name)
        wire = Wire(self.ahead * _SECOND)
        start = int(datetime.fromisoformat(self.begins).timestamp()) * _SECOND
        length = int(self.hours * 3600) * _SECOND
        todo = [(start + at, number, act) for number, (count, act) in enumerate(self.acts)
                for at in _moments(chance, count, length)]
        get(NEWS_HOST, "/front.html", BROWSER)(wire, start)  # from the first to the last moment somebody is heard
        for at, _, act in sorted(todo, key=lambda one: one[:2]):
            act(wire, at)
        get(NEWS_HOST, "/front.html", BROWSER)(wire, start + length - 2 * _SECOND)
        wire.packets.sort(key=lambda one: one[0].microseconds)
        return wire


def _moments(chance: random.Random, count: int, length: int) -> list[int]:
    """So many moments, at random, but each apart from the next and from both ends."""
    free = length - (count + 1) * _APART
    places = sorted(chance.randrange(free) for _ in range(count))
    return [place + (number + 1) * _APART for number, place in enumerate(places)]


def stock_acts(share: float, adverts: bool) -> list[tuple[int, Act]]:
    """Of the twelve hours' acts that share."""
    def often(count: int) -> int:
        return round(count * share)
    acts = [(often(24), http(PUSH_HOST, register, PUSH)), (often(24), http(SMS_HOST, send_message, SERVICE)),
            (often(24), ask_time), (often(6), get(UPDATE_HOST, "/check?model=HM", SYSTEM)),
            (often(4), say_closed), (often(20), get(WEATHER_HOST, "/today.html", TIDES, f"{RUNNING_APP}/3.1")),
            (often(8), get(NEWS_HOST, "/front.html", BROWSER))]
    return acts + ([(often(72), http(ADS_HOST, show_advert, SHOP))] if adverts else [])


def recordings() -> list[Recording]:
    """The three states; the rooted one in two recordings, the second by a clock a quarter of an hour slow."""
    return [
        Recording("stock", "2014-07-22T08:00:00+00:00", 12, stock_acts(1, adverts=True)),
        Recording("rooted/morning", "2014-07-23T08:00:00+00:00", 6, stock_acts(0.5, adverts=False)),
        Recording("rooted/evening", "2014-07-23T14:30:00+00:00", 6, stock_acts(0.5, adverts=False), ahead=-900),
        Recording("other-rom", "2014-07-25T09:00:00+00:00", 6, [
            (9, http(SDK_HOST, register, SHOP)), (12, ask_time), (10, get(WEATHER_HOST, "/today.html", TIDES, f"{RUNNING_APP}/3.1")),
            (5, get(NEWS_HOST, "/front.html", BROWSER)), (12, get(OTA_HOST, "/nightly", SYSTEM))], with_apps=True),
    ]
