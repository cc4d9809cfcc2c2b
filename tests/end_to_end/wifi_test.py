"""WPA2: what the passphrase opens of a capture that a monitor made, and what stays closed."""
import unittest

from petze import CAPTURES, Case, events, of_type, run

CAPTURE = CAPTURES / "wifi" / "wpa2.pcap"
NETWORK = "Invented network:invented: passphrase"


def expected():
    rows = (CAPTURES / "wifi" / "names.tsv").read_text().splitlines()[1:]
    return sorted((int(number), name) for number, name in (row.split("\t") for row in rows))


def asked(stream):
    return sorted((event["frame"], event["dns"]["rrname"]) for event in of_type(stream, "dns"))


def unread(stream):
    rows = stream[-1]["stats"]["unread"]
    return {row["kind"]: row["count"] for row in rows if "Wi-Fi" in row["kind"]}


class Wifi(Case):
    def test_the_passphrase_opens_every_frame_whose_handshake_was_seen(self):
        stream = events("--wifi", NETWORK, CAPTURE)
        self.assertEqual(asked(stream), expected())
        # Before the handshake, of a stranger; with a flipped bit.
        self.assertEqual(unread(stream), {"link: Wi-Fi handshake is not in the capture": 2,
                                          "link: Wi-Fi frame fails its check": 1})

    def test_other_networks_do_not_disturb(self):
        stream = events("--wifi", "Another:another passphrase", "--wifi", NETWORK, CAPTURE)
        self.assertEqual(asked(stream), expected())

    def test_a_wrong_passphrase_opens_nothing_and_is_told(self):
        stream = events("--wifi", "Invented network:another passphrase", CAPTURE)
        self.assertEqual(asked(stream), [])
        self.assertIn("link: Wi-Fi handshake fits no passphrase that was given", unread(stream))

    def test_without_a_passphrase_everything_stays_closed(self):
        self.assertEqual(list(unread(events(CAPTURE))), ["link: Wi-Fi frame is encrypted"])

    def test_the_frames_of_a_finding_are_kept_as_evidence(self):
        profile = self.folder / "profile.toml"
        profile.write_text('[identifiers]\naccount = ["with-sha256.example"]\n')
        out, _ = self.analyze("--profile", profile, "--wifi", NETWORK, CAPTURE)
        slices = list((out / "evidence").glob("*.pcapng"))
        self.assertEqual(len(slices), 1)

    def test_what_is_no_network_is_refused_without_repeating_it(self):
        for text in ("no-colon", "name:short", ":passphrase", "name:" + "x" * 64):
            done = run("events", "--wifi", text, CAPTURE)
            self.assertEqual(done.returncode, 2, text)
            self.assertIn(b"petze: --wifi: ", done.stderr)
            self.assertNotIn(text.encode(), done.stderr)


if __name__ == "__main__":
    unittest.main()
