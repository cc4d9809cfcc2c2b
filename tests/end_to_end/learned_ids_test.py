"""The phone's own identifiers, without a profile: what several receivers are told under names of such identifiers."""
import json, struct, unittest

from petze import Case, events, of_type
from photos_test import capture, packets

UUID = "5f0c3f8e-1d55-4d7a-9b0a-0c4de1f5a001"
HEX = "8a2b6c1d9e0f4a738a2b6c1d9e0f4a73"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def post(host, document, more=""):
    body = json.dumps(document).encode()
    return f"POST /v1 HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n{more}Content-Length: {len(body)}\r\n\r\n".encode() + body


def answer(document, more=""):
    body = json.dumps(document).encode()
    return f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{more}Content-Length: {len(body)}\r\n\r\n".encode() + body


def dhcp_request(name):
    """RFC 2131 section 2, with a message type and the host name (RFC 2132 section 3.14)."""
    options = bytes.fromhex("63825363 350103") + bytes([12, len(name)]) + name.encode() + b"\xff"
    message = bytes([1, 1, 6, 0]) + bytes(24) + bytes.fromhex("02000000000a") + bytes(202) + options
    udp = struct.pack("!HHHH", 68, 67, 8 + len(message), 0) + message
    return struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0) + bytes(4) + b"\xff" * 4 + udp


class LearnedIds(Case):
    def found(self, *connections, before=(), after=()):
        """(port of the phone, category, hostname) of each finding; `before` and `after` are packets around the connections."""
        frames = [frame for i, (sent, received) in enumerate(connections) for frame in packets(40000 + i, 80, sent, received)]
        path = capture(self.folder / "a.pcap", [*before, *frames, *after])
        one, many = (events("--threads", threads, path) for threads in (1, 4))
        self.assertEqual(one, many)
        findings = [event for event in of_type(one, "finding") if event["finding"]["category"] != "credential"]
        self.assertTrue(all(event["finding"]["match"] == "pattern" and "item" not in event["finding"] for event in findings))
        return [(event["src_port"], event["finding"]["category"], event["finding"]["hostname"]) for event in findings]

    def test_told_with_each_receiver(self):
        for name, one, two, value in (("the same name", "device_id", "device_id", HEX), ("like names", "did", "uuid", UUID),
                                      ("as base64", "deviceId", "udid", "aGVsbG8gd29ybGQxMjM0NTY3")):
            with self.subTest(name):
                self.assertEqual(self.found((post("a.example.com", {one: value}), OK), (post("b.example.org", {two: value}), OK),
                                            (post("c.example.net", {two: value}), OK)),
                                 [(40000, "device_id", "a.example.com"), (40001, "device_id", "b.example.org"),
                                  (40002, "device_id", "c.example.net")])

    def test_as_what_one_of_them_calls_it(self):
        self.assertEqual(self.found((post("a.example.com", {"gaid": UUID}), OK), (post("b.example.org", {"did": UUID}), OK)),
                         [(40000, "advertising_id", "a.example.com"), (40001, "advertising_id", "b.example.org")])

    def test_in_a_user_agent(self):
        agent = f"User-Agent: Invented/3.1 (Linux) id/{HEX}\r\n"
        self.assertEqual(self.found((post("a.example.com", {}, agent), OK), (post("b.example.org", {"device_id": HEX}), OK)),
                         [(40000, "device_id", "a.example.com"), (40001, "device_id", "b.example.org")])

    def test_the_name_of_the_phone(self):
        """What DHCP calls it is its name for anybody; another phone's is none, and neither is that of a host."""
        def told(name, *connections):
            return self.found(*connections, before=[dhcp_request("invented-phone")], after=[dhcp_request(name)] if name else [])
        one = (post("a.example.com", {"deviceName": "invented-phone"}), OK)
        other = (post("a.example.com", {"deviceName": "invented-tablet"}), OK)
        self.assertEqual(told("", one), [(40000, "device_name", "a.example.com")])
        self.assertEqual(told("invented-tablet", one, other), [(40000, "device_name", "a.example.com"), (40001, "device_name", "a.example.com")])
        self.assertEqual(told("", other, (post("a.example.com", {"note": "invented-phone"}), OK),
                              (post("a.example.com", {}), answer({"hostname": "invented-phone"}))), [])

    def test_what_is_none(self):
        def both(name, value, more=""):
            return [(post(host, {name: value}, more), OK) for host in ("a.example.com", "b.example.org")]
        made_up = (post("a.example.com", {}), answer({"did": HEX}))
        cookie = (post("a.example.com", {}), answer({}, f"Set-Cookie: uid={HEX}; Path=/\r\n"))
        for name, connections in (
                ("one domain", [(post("a.example.com", {"did": HEX}), OK), (post("b.example.com", {"did": HEX}), OK)]),
                ("a session", both("session_id", HEX)), ("a nonce", both("nonce", HEX)),
                ("a fingerprint", both("fingerprint", "invented/seven/seven:14/UP1A.231005.007/1:user/release-keys")),
                ("a build", both("device_id", "UP1A.231005.007")), ("a word", both("device_id", "InventedPhoneSeven")),
                ("zeros", both("uuid", "00000000-0000-0000-0000-000000000000")),
                ("what a server made up", [made_up, *both("did", HEX)]), ("a cookie's value", [cookie, *both("did", HEX)]),
                ("cookies", both("a", "b", f"Cookie: did={HEX}\r\n"))):
            with self.subTest(name):
                self.assertEqual(self.found(*connections), [])


if __name__ == "__main__":
    unittest.main()
