"""Reads what real programs said to real servers, and compares it with what those programs know they said.

What was said stands in real_clients/expected.json, written by the script that ran the programs. Each capture is read as it was recorded, and
again with packets late and twice, which loses nothing.
"""
import collections, email.message, hashlib, json, sys, unittest

import petze
from petze import CAPTURES, Case, of_type

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


def request_expected(each):
    return (each["version"], each["method"], each["hostname"], each["url"], each.get("status"),
            body_of(each.get("request_body", {})), body_of(each.get("response_body", {})))


def request_told(http):
    return (http["version"], http["http_method"], http["hostname"], http["url"], http.get("status"),
            body_of(http.get("request_body", {})), body_of(http.get("response_body", {})))


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


if __name__ == "__main__":
    unittest.main()
