"""What an app encrypts by itself: --payload-key opens it, and the path says so."""
import base64
import hashlib
import json
import unittest
from urllib.parse import quote_plus

from one_post import capture
from petze import Case, events, named, run
from photos_test import capture as connections_capture, packets

# By `openssl enc -aes-128-cbc`, its vector in front: {"phone":"+85295088995"}
KEY = "000102030405060708090a0b0c0d0e0f"
SEALED = "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf1902b1adf5dd72e7a94a2746924418c7841d8ed60f5b25aae6230d705093ddaa"


# Under the 16 bytes "ABCDEFGHIJKLMNOP" as Xiaomi's account layer has it: the same JSON.
ACCOUNT_KEY = b"ABCDEFGHIJKLMNOP"
ACCOUNT_JSON = "QaTR9Zd5M8WZd61Yp2Qvhk82INBrahLJsBz7anOxNak="
LOGIN = b'&&&START&&&{"ssecurity":"QUJDREVGR0hJSktMTU5PUA==","code":0}'
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def request(host, body):
    return (f"POST /v1 HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body


def answer(body):
    return f"HTTP/1.1 200 OK\r\nContent-Type: text/json\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def rc4(key, data):
    """As it leaked in 1994 (RFC 6229 has its vectors)."""
    state, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


class PayloadKey(Case):
    def findings(self, body, *options):
        profile = self.folder / "profile.toml"
        profile.write_text('[identifiers]\nphone_number = ["+85295088995"]\n')
        stream = events("--profile", profile, *options, capture(self.folder / "a.pcap", body))
        return [event["finding"]["path"] for event in named(stream)]

    def test_opens_a_body_and_a_value(self):
        option = ("--payload-key", f"sync={KEY}:aes-128-cbc")
        sealed = bytes.fromhex(SEALED)
        self.assertEqual(self.findings(sealed, *option),
                         [["http:request:body", "payload-key:sync", "json:$.phone"]])
        value = b'{"d":"' + base64.b64encode(sealed) + b'"}'
        self.assertEqual(self.findings(value, *option),
                         [["http:request:body", "json:$.d", "base64", "payload-key:sync", "json:$.phone"]])

    def test_opens_nothing_without_the_key(self):
        self.assertEqual(self.findings(bytes.fromhex(SEALED)), [])
        self.assertEqual(self.findings(bytes.fromhex(SEALED), "--payload-key", f"sync={KEY[::-1]}:aes-128-cbc"), [])

    def test_opens_with_the_keys_of_recorded_calls(self):
        def record(algorithm, key="", iv="", clear="", sealed=""):
            return {"type": "aes_info_log", "dump": "aes_info.json", "data_type": "json", "timestamp": 1400000000000,
                    "data": {"iv": iv, "alg": algorithm, "in": clear, "out": sealed, "key": key}}
        calls = self.folder / "aes_info.json"
        # The recorded call is another one: the key is what opens this payload.
        calls.write_text(json.dumps([
            record("AES", KEY), "broken",
            record("AES/CBC/PKCS5Padding", "", "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
                   b'{"phone":"+85295088995"}'.hex(), SEALED[32:])]))
        path = ["http:request:body", "payload-key:aes_info", "json:$.phone"]
        self.assertEqual(self.findings(bytes.fromhex(SEALED), "--keys", calls), [path])
        self.assertEqual(self.findings(bytes.fromhex(SEALED[32:]), "--keys", calls), [path])
        done = run("events", "--keys", calls, self.folder / "a.pcap")
        self.assertIn(b"out of recorded calls: 2", done.stderr)
        self.assertIn(b"1 records of an app's calls could not be read", done.stderr)
        self.assertNotIn(b"fit no conversation", done.stderr)

    def account(self, *connections):
        """(port, hostname, path) of each finding of the number; the same on one thread and on four."""
        profile = self.folder / "profile.toml"
        profile.write_text('[identifiers]\nphone_number = ["+85295088995"]\n')
        frames = [frame for i, one in enumerate(connections) for frame in packets(40000 + i, 80, *one)]
        path = connections_capture(self.folder / "account.pcap", frames)
        one, many = (events("--threads", threads, "--profile", profile, path) for threads in (1, 4))
        self.assertEqual(one, many)
        return [(event["src_port"], event["finding"]["hostname"], event["finding"]["path"][1:]) for event in one
                if event["event_type"] == "finding" and event["finding"].get("item") == "phone_number/0"]

    def test_opens_on_another_connection_what_a_login_gave_the_key_for(self):
        sync = (request("sync.example.org", b"data=" + quote_plus(ACCOUNT_JSON).encode()), OK)
        opened = (40001, "sync.example.org", ["form:data", "base64", "xiaomi-account", "json:$.phone"])
        self.assertEqual(self.account((request("account.example.com", b"user=1"), answer(LOGIN)), sync), [opened])
        self.assertEqual(self.account(sync, (request("account.example.com", b"user=1"), answer(LOGIN))), [], "before the login")
        other = LOGIN.replace(b"QUJD", b"QUJE")
        self.assertEqual(self.account((request("account.example.com", b"user=1"), answer(other)), sync), [], "another key")

    def test_opens_with_a_nonce_beside_it(self):
        nonce = base64.b64encode(bytes(range(12))).decode()
        key = hashlib.sha256(ACCOUNT_KEY + bytes(range(12))).digest()
        for skipped in (1024, 0):
            sealed = rc4(key, bytes(skipped) + b'{"phone":"+85295088995","n":1}')[skipped:]
            body = f"data={quote_plus(base64.b64encode(sealed))}&_nonce={quote_plus(nonce)}".encode()
            path = ["form:data", "base64", "xiaomi-account", "json:$.phone"]
            login = (request("account.example.com", b"user=1"), answer(LOGIN))
            self.assertEqual(self.account(login, (request("api.example.org", body), OK)), [(40001, "api.example.org", path)], skipped)
            # The same, where one connection carries both.
            both = ((login[0], request("api.example.org", body)), login[1])
            self.assertEqual(self.account(both), [(40000, "api.example.org", path)], skipped)

    def test_refuses_nonsense_without_repeating_the_key(self):
        path = capture(self.folder / "a.pcap", b"x")
        for text in (KEY, f"sync={KEY}", f"sync={KEY}:rot13", f"sync={KEY}:aes-256-gcm", f"sync={KEY}:aes-128-cbc:00"):
            done = run("events", "--payload-key", text, path)
            self.assertEqual(done.returncode, 2, text)
            self.assertIn(b"petze: --payload-key: ", done.stderr)
            self.assertNotIn(KEY.encode(), done.stderr)


if __name__ == "__main__":
    unittest.main()
