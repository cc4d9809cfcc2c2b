"""Reads what real programs said to real servers, and compares it with what those programs know they said.

What was said stands in real_clients/expected.json, written by the script that ran the programs. Each capture is read as it was recorded, and
again with packets late and twice, which loses nothing.
"""
import collections, email.message, hashlib, json, sys, unittest

import petze
from petze import CAPTURES, Case, named, of_type

sys.path.insert(0, str(CAPTURES))
from disturb import Disturbance, disturb

FOLDER = CAPTURES / "real_clients"
EXPECTED = json.loads((FOLDER / "expected.json").read_text())
PHOTO = "IMG_0007.jpg"
PROFILE = f"""[identifiers]
phone_number = ["+12025550147"]
email = ["person@petze.example"]
account = ["Invented Person", "An invented mail", "Invented Note", "Invented echo", "nobody has it", "invented-password"]
[location]
home = {{ lat = 52.520008, lon = 13.404954, radius_m = 500 }}
[data]
photos = ["{FOLDER / PHOTO}"]
"""
ORDERS = {"as recorded": None, **{f"late and twice, seed {seed}": Disturbance(seed, reorder=0.2, duplicate=0.2)
                                  for seed in (1, 2, 3)}}


def body_of(told):
    return (told.get("length", 0), told.get("sha256", hashlib.sha256(b"").hexdigest()))


# README.md: made as HTTP/1.1, answered as HTTP/2.
UPGRADED = ("/list.json?by=curl", "/page.html?by=nghttp", "/form")


def request_expected(each):
    return ("1.1" if each["url"] in UPGRADED and each["hostname"].endswith(":8081") else each["version"], each["method"], each["hostname"], each["url"], each.get("status"),
            body_of(each.get("request_body", {})), body_of(each.get("response_body", {})))


def request_told(http):
    return (http["version"], http["http_method"], http["hostname"], http["url"], http.get("status"),
            body_of(http.get("request_body", {})), body_of(http.get("response_body", {})))


def found(finding):
    return finding["item"], finding["direction"], " ".join(finding["path"])


def web(*outer):
    """What each scenario of curl and nginx uploads."""
    path = " ".join(outer) + ":request:body"
    return [(f"photos/{PHOTO}", "toserver", path + " multipart:photo"), (f"photos/{PHOTO}", "toserver", path),
            ("account/0", "toserver", path + " json:$.contact.name"),
            ("phone_number/0", "toserver", path + " json:$.contact.phone")]


def proxied(*more):
    return [(f"photos/{PHOTO}", "toserver", "tls http2:request:body multipart:photo"),
            (f"photos/{PHOTO}", "toserver", "tls http:request:body multipart:photo"),
            ("phone_number/0", "toserver", "http:request:body form:phone"), *more]


def published(times, *outer):
    """What mosquitto_pub says and mosquitto_sub hears, over each version of MQTT."""
    path = " ".join([*outer, "mqtt:publish:invented/"])
    return times * [(item, direction, path + topic) for item, topic in (
        ("account/0", "contact"), ("phone_number/0", "contact"), ("email/0", "mail"), (f"photos/{PHOTO}", "photo"))
        for direction in ("toserver", "toclient")]


FOUND = {
    "http1_clear": web("http"), "http1_tls12": web("tls", "http"), "http1_tls13": web("tls", "http"),
    "http2_clear": web("http2")[:1], "http2_tls12": web("tls", "http2"), "http2_tls13": web("tls", "http2"),
    "http2_push": [(f"photos/{PHOTO}", "toclient", "http2:response:body"),
                   (f"photos/{PHOTO}", "toserver", "http2:request:body")],
    "http2_upgrade": [("phone_number/0", "toserver", "http:request:body form:phone")],
    "http3": [(f"photos/{PHOTO}", "toserver", "quic http3:request:body")],
    "http_connect": proxied(),
    "socks5": proxied(*3 * [("account/5", "toserver", "socks:password")]),
    "mqtt": published(3), "mqtt_tls": published(2, "tls"),
    "smtp_starttls": [("email/0", "toserver", "tls smtp:command"), ("email/0", "toserver", "tls mail:header:From"),
                      ("account/0", "toserver", "tls mail:header:From"), ("account/1", "toserver", "tls mail:header:Subject"),
                      ("phone_number/0", "toserver", "tls mail:body"), ("account/4", "toserver", "tls mail:body"),
                      ("account/5", "toserver", "tls smtp:auth base64")],
    "websocket": 2 * [(item, direction, path) for item in ("email/0", "phone_number/0") for direction, path in (
        ("toserver", "websocket"), ("toserver", "websocket deflate"), ("toclient", "websocket deflate"))],
}
PHOTOS = {"http1_clear": 2, "http1_tls12": 2, "http1_tls13": 2, "http2_clear": 1, "http2_tls12": 2, "http2_tls13": 2,
          "http2_push": 2, "http3": 1, "http_connect": 2, "socks5": 2, "mqtt": 6, "mqtt_tls": 4}


class RealClients(Case):
    def read(self, scenario, how):
        path = self.folder / "profile.toml"
        path.write_text(PROFILE)
        capture, keys = FOLDER / f"{scenario}.pcapng", FOLDER / f"{scenario}.keys"
        if how:
            disturbed, _ = disturb(capture.read_bytes(), how)
            capture = self.folder / capture.name
            capture.write_bytes(disturbed)
        return petze.events("--reveal", "--profile", path, *(["--keys", keys] if keys.exists() else []), capture)

    def holds(self, expected, told):
        missing = collections.Counter(expected) - collections.Counter(told)
        if missing:
            self.fail("\n".join(["missing:", *map(repr, missing), "told:", *map(repr, told)]))

    def each(self, kind, check):
        for scenario in (scenario for scenario, expected in EXPECTED.items() if kind in expected):
            for order, how in ORDERS.items():
                with self.subTest(scenario=scenario, order=order):
                    check(EXPECTED[scenario][kind], self.read(scenario, how))

    def test_finds_what_was_said(self):
        """What lies in requests, messages and mails, by which path and in which direction."""
        for scenario, expected in FOUND.items():
            for order, how in ORDERS.items():
                with self.subTest(scenario=scenario, order=order):
                    self.holds(expected, [found(each["finding"]) for each in named(self.read(scenario, how))])

    def test_keeps_every_photo(self):
        """The picture goes over the wire as a file, whatever carries it."""
        for scenario, count in PHOTOS.items():
            for order, how in ORDERS.items():
                with self.subTest(scenario=scenario, order=order):
                    photo = EXPECTED[scenario]["photo"]
                    told = [(each["fileinfo"]["size"], each["fileinfo"]["sha256"])
                            for each in of_type(self.read(scenario, how), "fileinfo")]
                    self.assertEqual(told, [(photo["length"], photo["sha256"])] * count)

    def test_tells_every_request(self):
        def check(expected, stream):
            self.holds(map(request_expected, expected), [request_told(each["http"]) for each in of_type(stream, "http")])
        self.each("http", check)

    def test_tells_every_message(self):
        def told(each, name):
            return each["protocol"], each["direction"], each[name], each["length"], each["sha256"]
        for kind, name in (("published", "topic"), ("messages", "name")):
            def check(expected, stream):
                self.holds([told(each, name) for each in expected],
                           [told(each["message"], "name") for each in of_type(stream, "message")])
            self.each(kind, check)

    def test_the_report_tells_clear_from_opened(self):
        path = self.folder / "profile.toml"
        path.write_text(PROFILE)
        for scenario, encrypted in (("http1_clear", False), ("http2_tls13", True), ("http3", True)):
            with self.subTest(scenario=scenario):
                keys = ["--keys", FOLDER / f"{scenario}.keys"] if encrypted else []
                out, _ = self.analyze("--profile", path, *keys, FOLDER / f"{scenario}.pcapng")
                report = json.loads((out / "report.json").read_text())
                self.assertEqual({one["encrypted"] for one in report["evidence"]}, {encrypted})
                self.assertIn("On the way it was encrypted." if encrypted else "Anyone on the way could read it.",
                              " ".join(row["known"] for row in report["profile"]["categories"]))

    def test_without_keys_the_report_tells_what_is_as_large_as_the_photo(self):
        path = self.folder / "profile.toml"
        path.write_text(PROFILE)
        size = (FOLDER / PHOTO).stat().st_size
        for scenario, count in (("http1_tls12", 2), ("http1_tls13", 2), ("http2_tls12", 2), ("http2_tls13", 2), ("http3", 1)):
            with self.subTest(scenario=scenario):
                out, _ = self.analyze("--profile", path, FOLDER / f"{scenario}.pcapng")
                report = json.loads((out / "report.json").read_text())
                told = [burst for endpoint in report["endpoints"] for burst in endpoint.get("photo_bursts", [])]
                self.assertEqual([(burst["photo"], burst["photo_bytes"], burst["fitting"]) for burst in told],
                                 [(f"photos/{PHOTO}", size, 1)] * count)
                self.assertIn("consistent with a photo and proves nothing", (out / "report.html").read_text())
        out, _ = self.analyze("--profile", path, "--keys", FOLDER / "http2_tls13.keys", FOLDER / "http2_tls13.pcapng")
        self.assertNotIn("photo_bursts", (out / "report.json").read_text())  # it was found itself


if __name__ == "__main__":
    unittest.main()
