"""Opens what OpenSSL and GnuTLS encrypted, one connection for each version and suite, and reads what both sides said.

What was said stands in expected.tsv, written by the script that ran the programs. A connection is opened where the text of
each side is found in it, in the right direction; a suite that no OpenSSL of this machine has is told as such.
"""
import collections, csv, sys, unittest

import petze
from petze import CAPTURES, Case, named, of_type

sys.path.insert(0, str(CAPTURES))
import disturb

FOLDER = CAPTURES / "tls_suites"
with open(FOLDER / "expected.tsv", newline="") as table:
    ROWS = list(csv.DictReader(table, delimiter="\t"))


def profile(rows):
    texts = sorted({text for row in rows for text in (row["client_text"], row["server_text"]) if text})
    return "[identifiers]\naccount = [\n" + "".join(f'  "{text}",\n' for text in texts) + "]\n"


CAPTURED = sorted({row["capture"] for row in ROWS if row["capture"].startswith("tls")})
PORT = 4433


def may_have_hello(frame, variant):
    """Whether this packet has a ClientHello or ServerHello: all that is needed besides the keys of a log. Those of a
    renegotiation are encrypted records of the handshake."""
    transport = disturb.transport_of(frame)
    payload = frame[-transport.payload:] if transport and transport.payload else b""
    again = variant.startswith(("renegotiation", "rehandshake"))
    return len(payload) > 5 and payload[0] == 22 and (again or payload[5] in (1, 2))


class TlsSuites(Case):
    def read(self, capture, rows, content=None):
        """What was found: {client port: {(direction, text): its packets}}, and the TLS events by client port."""
        path, source = self.folder / "profile.toml", FOLDER / capture
        path.write_text(profile(rows))
        if content is not None:
            source = self.folder / "disturbed.pcapng"
            source.write_bytes(content)
        stream = petze.events("--reveal", "--profile", path, "--keys", FOLDER / capture.replace(".pcapng.gz", ".keys"), source)
        found = collections.defaultdict(dict)
        for event in named(stream):
            finding = event["finding"]
            found[event["src_port"]][finding["direction"], finding["value"]] = finding["frames"]
        return found, {event["src_port"]: event["tls"] for event in of_type(stream, "tls")}

    def test_opens_every_suite(self):
        for capture in CAPTURED:
            rows = [row for row in ROWS if row["capture"] == capture]
            found, told = self.read(capture, rows)
            for row in rows:
                port = int(row["client_port"])
                with self.subTest(capture=capture, port=port, suite=row["suite"], variant=row["variant"]):
                    self.assertEqual(told[port]["cipher"], row["suite"])
                    self.assertTrue(told[port]["decrypted"], told[port].get("why_not"))
                    for direction, text in (("toserver", row["client_text"]), ("toclient", row["server_text"])):
                        if text:
                            self.assertIn((direction, text), found[port])

    def test_opens_what_comes_late_or_twice(self):
        for capture in CAPTURED:
            rows = [row for row in ROWS if row["capture"] == capture]
            whole, _ = self.read(capture, rows)
            for seed in range(3):
                content, _ = disturb.disturb(disturb.read(FOLDER / capture), disturb.Disturbance(seed, reorder=0.2, duplicate=0.2))
                found, _ = self.read(capture, rows, content)
                for port, texts in whole.items():
                    with self.subTest(capture=capture, port=port, seed=seed):
                        self.assertEqual(set(found[port]), set(texts))

    def test_opens_what_arrived(self):
        """Loses one packet of every connection at a time: what it did not carry is found all the same."""
        for capture in CAPTURED:
            rows = [row for row in ROWS if row["capture"] == capture]
            variants = {int(row["client_port"]): row["variant"] for row in rows}
            whole, _ = self.read(capture, rows)
            content = disturb.read(FOLDER / capture)
            packets = disturb.packets_of(content)
            way = [disturb.transport_of(packet) for packet in packets]

            def hangs_on(first, lost):
                """TLS 1.0 in CBC mode: the first block of a record cannot be read without the last one before it."""
                return capture.startswith("tls10") and way[lost - 1][:2] == way[first - 1][:2] and not any(
                    each and each.payload and each[:2] == way[lost - 1][:2] for each in way[lost:first - 1])

            frames = collections.defaultdict(list)  # with payload, of each connection
            for number, frame in enumerate(packets, 1):
                transport = disturb.transport_of(frame)
                if transport and transport.payload and not transport.opens:
                    client = transport.source if transport.destination == PORT else transport.destination
                    frames[client].append((number, may_have_hello(frame, variants.get(client, ""))))
            for place in range(max(map(len, frames.values()))):
                lost = {port: each[place][0] for port, each in frames.items() if place < len(each) and not each[place][1]}
                found, _ = self.read(capture, rows, disturb.without(content, set(lost.values())))
                for port, number in lost.items():
                    expected = {text for text, carried in whole[port].items()
                                if not any(first <= number <= last or hangs_on(first, number) for _, first, last in carried)}
                    after = next((each for each in frames[port] if each[0] > number and way[each[0] - 1][:2] == way[number - 1][:2]), None)
                    if after and after[1] and hangs_on(after[0], number):
                        continue # the hello of a renegotiation
                    with self.subTest(capture=capture, port=port, lost=number, variant=variants.get(port)):
                        self.assertEqual(expected - set(found[port]), set())

    def test_opens_every_suite_of_dtls(self):
        for capture in sorted({row["capture"] for row in ROWS if row["capture"].startswith("dtls")}):
            rows = [row for row in ROWS if row["capture"] == capture]
            found, told = self.read(capture, rows)
            self.assertEqual(sorted(told), sorted(int(row["client_port"]) for row in rows))
            for row in rows:
                port = int(row["client_port"])
                with self.subTest(capture=capture, port=port, suite=row["suite"], variant=row["variant"]):
                    self.assertEqual((told[port]["version"], told[port]["cipher"]), (row["version"], row["suite"]))
                    self.assertTrue(told[port]["decrypted"], told[port].get("why_not"))
                    self.assertTrue(told[port]["ja4"].startswith("d"))
                    self.assertLessEqual({("toserver", row["client_text"]), ("toclient", row["server_text"])}, set(found[port]))


if __name__ == "__main__":
    unittest.main()
