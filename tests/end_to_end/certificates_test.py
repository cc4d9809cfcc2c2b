"""Chains of certificates that servers show in clear: checked by the authorities of this computer, at the time of the recording."""
import json, re, struct, unittest
from base64 import b64decode

import petze
from petze import Case, of_type
from photos_test import capture, packets

CERTIFICATES = petze.ROOT / "tests" / "certificates"
AUTHORITIES = {"SSL_CERT_FILE": str(CERTIFICATES / "authorities.pem")}


def sized(width, content):
    return struct.pack("!I", len(content))[4 - width:] + content


def record(kind, body):
    return b"\x16\x03\x03" + sized(2, bytes([kind]) + sized(3, body))


def client_hello(name):
    extension = struct.pack("!H", 0) + sized(2, sized(2, b"\0" + sized(2, name.encode()))) if name else b""
    return record(1, b"\x03\x03" + bytes(32) + b"\0" + sized(2, b"\xc0\x2f") + b"\1\0" + sized(2, extension))


def server_hello(chain):
    """TLS 1.2: ServerHello, Certificate, ServerHelloDone."""
    ders = [b64decode(one) for one in re.findall("-----BEGIN CERTIFICATE-----(.*?)-----END", chain.read_text(), re.S)]
    return (record(2, b"\x03\x03" + bytes(32) + b"\0\xc0\x2f\0") + record(11, sized(3, b"".join(sized(3, der) for der in ders)))
            + record(14, b""))


class Chains(Case):
    def endpoint(self, chain, name="www.shop.example", env=AUTHORITIES):
        """The receiver as report.json has it, what the program noted, and what could not be read."""
        sent = capture(self.folder / "a.pcap", packets(1024, 443, client_hello(name), server_hello(CERTIFICATES / chain)))
        done = petze.run("analyze", "--out", self.folder / "report", sent, env=env)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        report = json.loads((self.folder / "report" / "report.json").read_text())
        self.page = (self.folder / "report" / "report.html").read_text()
        (endpoint,) = report["endpoints"]
        return endpoint, done.stderr.decode(), done.stdout.decode()

    def test_each_is_told_with_what_it_means(self):
        cases = [  # file, chain, operator by the organisation in the certificate, the remark
            ("verified.pem", "verified", "Invented Shop GmbH", "leads up to Invented Root (Invented Trust)"),
            ("expired.pem", "expired", "Invented Shop GmbH", "was not valid when it was shown"),
            ("stranger.pem", "unknown_issuer", None, "leads to no authority that this computer trusts today"),
            ("link_missing.pem", "unknown_issuer", None, "a link that the server did not send"),
            ("forged.pem", "unfit", None, "does not hold together"),
        ]
        for file, chain, operator, remark in cases:
            with self.subTest(file):
                endpoint, notes, _ = self.endpoint(file)
                (shown,) = endpoint["certificates"]
                self.assertEqual(shown["chain"], chain)
                self.assertEqual(shown["covers"], True)
                self.assertEqual(shown.get("authority"), "Invented Root (Invented Trust)" if chain == "verified" else None)
                self.assertEqual(endpoint.get("operator", {}).get("name"), operator)
                self.assertEqual(len([one for one in endpoint["remarks"] if remark in one]), 1, endpoint["remarks"])
                self.assertIn(remark, self.page)
                self.assertNotIn("authorit", notes)

    def test_a_certificate_of_its_own_making(self):
        endpoint, _, _ = self.endpoint("self_signed.pem", "self.shop.example")
        self.assertEqual(endpoint["certificates"][0]["chain"], "self_signed")
        self.assertNotIn("operator", endpoint)

    def test_a_name_that_does_not_match(self):
        endpoint, _, _ = self.endpoint("verified.pem", "bank.example")
        self.assertEqual((endpoint["certificates"][0]["chain"], endpoint["certificates"][0]["covers"]), ("verified", False))
        self.assertNotIn("operator", endpoint)
        self.assertIn("was shown a certificate for www.shop.example", " ".join(endpoint["remarks"]))

    def test_without_authorities_nothing_is_checked_and_that_is_told_once(self):
        missing = {"SSL_CERT_FILE": str(self.folder / "none.pem")}
        endpoint, notes, summary = self.endpoint("verified.pem", env=missing)
        self.assertEqual(endpoint["certificates"][0]["chain"], "unchecked")
        self.assertEqual(endpoint["operator"]["name"], "Invented Shop GmbH")
        self.assertIn("its chain was not checked", endpoint["operator"]["because"])
        self.assertEqual(notes.count("holds no certificates of authorities"), 1)
        self.assertIn("Chains of certificates were not checked: this computer has no list of authorities", " ".join(summary.split()))

    def test_the_manifest_names_the_authorities(self):
        self.endpoint("verified.pem")
        inputs = json.loads((self.folder / "report" / "manifest.json").read_text())["inputs"]
        self.assertEqual([one["name"] for one in inputs if one["kind"] == "authorities"], ["authorities.pem"])

    def test_the_event_stream_says_the_same(self):
        sent = capture(self.folder / "a.pcap", packets(1024, 443, client_hello("www.shop.example"), server_hello(CERTIFICATES / "verified.pem")))
        (endpoint,) = of_type(petze.events(sent, env=AUTHORITIES), "endpoint")
        self.assertIn("its chain leads up to an authority", endpoint["endpoint"]["operator"]["because"])


if __name__ == "__main__":
    unittest.main()
