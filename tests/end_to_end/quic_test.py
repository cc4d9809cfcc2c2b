"""Opens what Chromium said over HTTP/3, as it was and with packets lost, doubled and out of order.

The capture is not part of the repository and stays beside the checkout, in ../shared. Status 77 (skipped) without it.
"""
import pathlib, random, struct, sys, unittest

import petze

SAMPLE = petze.ROOT.parent / "shared" / "samples" / "chromium_h3_upload.pcap"
KEYS = SAMPLE.with_suffix(".keys")
CONNECTION = {"version": "1", "sni": "www.example.test", "alpn": "h3", "decrypted": True}
CERTIFICATE = ("subject", "issuerdn", "san", "fingerprint", "notbefore", "notafter")


def read_pcap(path):
    """The file's header, and its records whole."""
    data, records, at = path.read_bytes(), [], 24
    while at < len(data):
        length = 16 + struct.unpack_from("<I", data, at + 8)[0]
        records.append(data[at:at + length])
        at += length
    return data[:24], records


def is_quic(record):
    frame = record[16:]
    return frame[12:14] == b"\x08\x00" and frame[23] == 17 and 443 in struct.unpack_from("!HH", frame, 34)


class Quic(petze.Case):
    def connections(self, records, header, *arguments):
        capture = self.folder / "quic.pcap"
        capture.write_bytes(header + b"".join(records))
        told = petze.events(capture, "--types", "quic,flow,stats", *arguments)
        self.assertEqual({event["flow"]["app_proto"] for event in petze.of_type(told, "flow")}, {"quic"})
        connections = [event["quic"] for event in petze.of_type(told, "quic")]
        # 3 suites and 12 extensions besides GREASE, as tshark shows them; the rest is tested where it is made.
        for connection in connections:
            self.assertEqual(connection.pop("ja4", "q13d0312h3_")[:11], "q13d0312h3_")
            certificate = {name: connection.pop(name) for name in CERTIFICATE if name in connection}
            self.shown = certificate.get("subject")
            if certificate:
                self.assertEqual(set(certificate), set(CERTIFICATE))
                self.assertIn("www.example.test", certificate["san"])
        return connections, petze.of_type(told, "stats")[0]["stats"]

    def setUp(self):
        super().setUp()
        self.header, records = read_pcap(SAMPLE)
        self.records = [record for record in records if is_quic(record)]
        self.assertGreater(len(self.records), 40)

    def test_with_and_without_keys(self):
        told, stats = self.connections(self.records, self.header, "--keys", KEYS)
        self.assertEqual(told, [CONNECTION])
        self.assertEqual(self.shown, "CN=www.example.test")
        self.assertEqual(stats["unread"], [])
        told, _ = self.connections(self.records, self.header)
        closed = {**CONNECTION, "decrypted": False, "why_not": "no key"}
        del closed["alpn"]  # the server's choice is encrypted
        self.assertEqual(told, [closed])
        self.assertIsNone(self.shown, "it is encrypted")

    def test_out_of_order_and_doubled(self):
        for seed in range(20):
            with self.subTest(seed=seed):
                chance = random.Random(seed)
                # The first packet stays: what comes before it belongs to nobody yet.
                moved = sorted(range(1, len(self.records)), key=lambda i: i + chance.uniform(0, 4))
                records = self.records[:1] + [self.records[i] for i in moved for _ in range(chance.choice([1, 1, 2]))]
                told, stats = self.connections(records, self.header, "--keys", KEYS)
                self.assertEqual(told, [CONNECTION])
                self.assertEqual(stats["unread"], [])

    def test_lost(self):
        for lost in range(len(self.records)):
            with self.subTest(lost=lost):
                told, _ = self.connections(self.records[:lost] + self.records[lost + 1:], self.header, "--keys", KEYS)
                self.assertEqual(len(told), 1)
                # Without a piece of the hello nobody knows whose secrets are meant.
                self.assertTrue(told[0]["decrypted"] or told[0]["why_not"] == "handshake not seen", told)


if __name__ == "__main__":
    if not SAMPLE.exists():
        print(f"skipped: there is no capture at {SAMPLE}")
        sys.exit(77)
    unittest.main()
