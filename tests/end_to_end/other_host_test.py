"""A request inside an encrypted connection for another host than the one it was opened for."""
import json, ssl, unittest

import petze
from petze import Case, of_type
from tls_conversation import capture, converse, make_certificate, packets_of

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def request(host):
    return f"GET /a HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()


class OtherHost(Case):
    def endpoints(self, hosts, version=ssl.TLSVersion.TLSv1_3, name="front.example", with_keys=True):
        certificate = make_certificate(self.folder, ["front.example", "*.side.example"])
        keys = self.folder / "keys"
        turns = converse(certificate, keys, name, version, [(request(host), ANSWER) for host in hosts])
        sent = capture(self.folder / "a.pcap", packets_of(turns))
        out, _ = self.analyze(sent, *(["--keys", keys] if with_keys else []))
        self.page = (out / "report.html").read_text()
        self.report = json.loads((out / "report.json").read_text())
        return self.report["endpoints"]

    def test_is_told_where_the_certificate_is_not_for_it(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            with self.subTest(version):
                (endpoint,) = self.endpoints(["Hidden.example:443", "hidden.example"], version)
                self.assertEqual(endpoint["other_hosts"], [{"opened_for": "front.example", "asked_for": "hidden.example",
                                                            "certificate_seen": True, "requests": 2}])
                said = "Inside the encryption the phone asked for hidden.example"
                self.assertEqual(len([one for one in endpoint["remarks"] if one.startswith(said)]), 1)
                self.assertIn(said, self.page)

    def test_is_usual_where_the_certificate_is_for_both(self):
        (endpoint,) = self.endpoints(["front.example", "a.side.example", "FRONT.example."])
        self.assertNotIn("other_hosts", endpoint)

    def test_the_stream_says_it_too(self):
        self.endpoints(["hidden.example"])
        (endpoint,) = of_type(petze.events(self.folder / "a.pcap", "--keys", self.folder / "keys", "--types", "endpoint"), "endpoint")
        self.assertTrue(any("hidden.example, over a connection" in one for one in endpoint["endpoint"]["remarks"]))

    def test_nothing_is_known_of_it_without_keys(self):
        (endpoint,) = self.endpoints(["hidden.example"], with_keys=False)
        self.assertNotIn("other_hosts", endpoint)

    def test_many_hosts_are_bounded(self):
        (endpoint,) = self.endpoints([f"h{i:02}.example" for i in range(30)])
        self.assertEqual(len(endpoint["other_hosts"]), 16)
        self.assertEqual(len([one for one in endpoint["remarks"] if "Inside the encryption" in one]), 4)


if __name__ == "__main__":
    unittest.main()
