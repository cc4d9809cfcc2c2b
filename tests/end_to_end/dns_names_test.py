"""What is sent in pieces as names that are asked for, each query a conversation of its own: put together, and searched."""
import base64, hashlib, json, random, struct, unittest

from petze import Case, events, named, of_type
from photos_test import PHONE, SERVER, capture

IMEI = "490154203237518"  # of 3GPP's examples
EMAIL = "ida.invented@mail.example"


def query(port, name, phone=PHONE, kind=1):
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    message = struct.pack("!HHHHHH", port & 0xffff, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack("!HH", kind, 1)
    udp = struct.pack("!HHHH", port, 53, 8 + len(message), 0) + message
    return struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0) + phone + SERVER + udp


def cut(text, size):
    return [text[at:at + size] for at in range(0, len(text), size)]


def base32(data):
    return base64.b32encode(data).decode().rstrip("=").lower()


def base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


LEAK = json.dumps({"model": "Invented 7", "contact": {"email": EMAIL}, "build": "none"}).encode()
WAYS = {
    "base32": [f"{part}.t.example.com" for part in cut(base32(LEAK), 20)],
    "base32, numbers behind": [f"{part}.{i}.t.example.com" for i, part in enumerate(cut(base32(LEAK), 20))],
    "base32, numbers before": [f"{i}.{part}.t.example.com" for i, part in enumerate(cut(base32(LEAK), 20))],
    "base32, numbers in the label": [f"{i}-{part}.example.com" for i, part in enumerate(cut(base32(LEAK), 20))],
    "base32, two labels, a session": [f"{part[:15]}.{part[15:]}.{i:x}.s77.example.com" if part[15:] else f"{part}.{i:x}.s77.example.com"
                                      for i, part in enumerate(cut(base32(LEAK), 30))],
    "base32, each by itself": [f"{base32(part)}.{i}.example.com" for i, part in enumerate(cut(LEAK, 13))],
    "base64url": [f"{part}.{i}.example.com" for i, part in enumerate(cut(base64url(LEAK), 22))],
    "hex": [f"{part}.example.com" for part in cut(LEAK.hex(), 22)],
    "hex, below a suffix of two labels": [f"{part}.example.co.uk" for part in cut(LEAK.hex(), 22)],
}


class Names(Case):
    def setUp(self):
        super().setUp()
        self.profile = self.folder / "profile.toml"
        self.profile.write_text(f'[identifiers]\nemail = ["{EMAIL}"]\nimei = ["{IMEI}"]\n')

    def stream(self, frames):
        path = capture(self.folder / "a.pcap", frames)
        one, many = (events("--profile", self.profile, "--threads", threads, path) for threads in (1, 4))
        self.assertEqual(one, many)
        return one

    def test_a_value_across_queries(self):
        for way, names in WAYS.items():
            with self.subTest(way):
                stream = self.stream([query(40000 + i, name) for i, name in enumerate(names)])
                findings = named(stream)
                self.assertEqual([event["finding"]["item"] for event in findings], ["email/0"])
                finding = findings[0]["finding"]
                self.assertEqual((finding["match"], finding["path"][:2]), ("exact", ["dns:query:labels", "upload:dns-queries"]))
                self.assertEqual(finding["path"][2], way.split(",")[0].replace("url", ""))
                self.assertEqual(finding["hostname"], ".".join(names[0].split(".")[-3 if "suffix" in way else -2:]))
                self.assertGreaterEqual(len(finding["frames"]), 2)
                self.assertEqual(len(finding["flow_ids"]), len(finding["frames"]))
                self.assertLess(len(finding["frames"]), len(names) * 2 // 3)

    def test_in_the_order_of_their_numbers(self):
        for way in ("base32, numbers behind", "base32, numbers before", "base32, numbers in the label", "base64url"):
            names = list(WAYS[way])
            random.Random(5).shuffle(names)
            with self.subTest(way):
                stream = self.stream([query(40000 + i, name) for i, name in enumerate(names)])
                self.assertEqual([event["finding"]["item"] for event in named(stream)], ["email/0"])

    def test_text_that_has_few_digits_in_base32(self):
        digests = [hashlib.new(name, IMEI.encode()).hexdigest() for name in ("md5", "sha1", "sha256")]
        for text in (IMEI, "0" + IMEI, *digests, *(digest.upper() for digest in digests)):
            with self.subTest(text):
                stream = self.stream([query(40000 + i, f"{part}.{i}.s1.example.com") for i, part in enumerate(cut(base32(text.encode()), 16))])
                self.assertEqual([(event["finding"]["item"], event["finding"]["path"][2]) for event in named(stream)], [("imei/0", "base32")])

    def test_words_hold_nothing(self):
        names = [f"{word}.example.com" for word in ("photos-upload", "messagesynchronisation", "accountsettings", "notifications", "contactsbackup")]
        stream = self.stream([query(40000 + i, name) for i, name in enumerate(names)])
        self.assertEqual(named(stream), [])
        self.assertEqual(of_type(stream, "stats")[0]["stats"].get("unread", []), [])

    def test_digits_as_they_are(self):
        stream = self.stream([query(40000, f"model7build70120{IMEI[:8]}.t.example.com"), query(40001, f"{IMEI[8:]}x12.t.example.com")])
        finding, = named(stream)
        self.assertEqual((finding["finding"]["item"], finding["finding"]["frames"]), ("imei/0", [[0, 1, 1], [0, 2, 2]]))

    def test_two_phones_and_two_domains_side_by_side(self):
        names = WAYS["base32"]
        others = [f"{part}.other.example.org" for part in cut(base32(bytes(range(200))), 20)]
        frames = [frame for i, (name, other) in enumerate(zip(names, others))
                  for frame in (query(40000 + i, name), query(41000 + i, name, kind=28), query(42000 + i, other),
                                query(43000 + i, other.replace("other.example.org", "t.example.com"), phone=bytes([192, 0, 2, 2])))]
        self.assertEqual([event["finding"]["item"] for event in named(self.stream(frames))], ["email/0"])

    def test_what_one_name_says_is_told_once(self):
        names = [f"{base32(EMAIL.encode())}.1.example.com", f"{base32(b'nothing at all, nothing')}.2.example.com"]
        findings = [event["finding"] for event in named(self.stream([query(40000 + i, name) for i, name in enumerate(names)]))]
        self.assertEqual([(one["item"], "upload:dns-queries" in one["path"]) for one in findings], [("email/0", False)])

    def test_a_piece_is_missing(self):
        names = WAYS["base32, numbers behind"]
        at = len(base32(LEAK[:LEAK.index(EMAIL.encode()) + 10])) // 20
        stream = self.stream([query(40000 + i, name) for i, name in enumerate(names) if i != at])
        self.assertEqual(named(stream), [])

    def test_nothing_in_names_of_every_day(self):
        words = ["connectivitycheck", "r3---sn-4g5e6nz7", "firebaseinstallations", "android.clients", "e12437.dscb", "d3k81ch9hvuctc",
                 "scontent-ams4-1", "play-lh", "ingest-2.telemetry", "o4504738332.ingest", "settings-win", "a1-b2-c3-490154"]
        domains = ["gstatic.example.com", "example.net", "cdn.example.org", "example.com"]
        chosen = random.Random(7)
        frames = [query(40000 + i, f"{chosen.choice(words)}{chosen.randrange(100)}.{chosen.choice(domains)}") for i in range(600)]
        self.assertEqual([event for event in of_type(self.stream(frames), "finding")], [])

    def test_more_than_is_kept(self):
        frames = [query(40000, f"{i:020d}x{i:x}.example.com") for i in range(8200)]
        stats = of_type(self.stream(frames), "stats")[0]["stats"]
        self.assertIn({"kind": "dns: limit query_series_names", "count": 1}, stats["unread"])


if __name__ == "__main__":
    unittest.main()
