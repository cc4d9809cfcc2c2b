"""What an app encrypts by itself: --payload-key opens it, and the path says so."""
import base64
import json
import unittest

from one_post import capture
from petze import Case, events, named, run

# By `openssl enc -aes-128-cbc`, its vector in front: {"phone":"+85295088995"}
KEY = "000102030405060708090a0b0c0d0e0f"
SEALED = "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf1902b1adf5dd72e7a94a2746924418c7841d8ed60f5b25aae6230d705093ddaa"


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

    def test_refuses_nonsense_without_repeating_the_key(self):
        path = capture(self.folder / "a.pcap", b"x")
        for text in (KEY, f"sync={KEY}", f"sync={KEY}:rot13", f"sync={KEY}:aes-256-gcm", f"sync={KEY}:aes-128-cbc:00"):
            done = run("events", "--payload-key", text, path)
            self.assertEqual(done.returncode, 2, text)
            self.assertIn(b"petze: --payload-key: ", done.stderr)
            self.assertNotIn(KEY.encode(), done.stderr)


if __name__ == "__main__":
    unittest.main()
