"""Opens what OpenSSL and GnuTLS encrypted, one connection for each version and suite, and reads what both sides said.

What was said stands in expected.tsv, written by the script that ran the programs. A connection is opened where the text of
each side is found in it, in the right direction; a suite that no OpenSSL of this machine has is told as such.
"""
import collections, csv, unittest

import petze
from petze import CAPTURES, Case, of_type

FOLDER = CAPTURES / "tls_suites"
with open(FOLDER / "expected.tsv", newline="") as table:
    ROWS = list(csv.DictReader(table, delimiter="\t"))


def profile(rows):
    texts = sorted({text for row in rows for text in (row["client_text"], row["server_text"]) if text})
    return "[identifiers]\naccount = [\n" + "".join(f'  "{text}",\n' for text in texts) + "]\n"


class TlsSuites(Case):
    def read(self, capture, rows, keys=True):
        """What was found: {client port: {(direction, text)}}, and the TLS events by client port."""
        path = self.folder / "profile.toml"
        path.write_text(profile(rows))
        arguments = ["--keys", FOLDER / capture.replace(".pcapng.gz", ".keys")] if keys else []
        stream = petze.events("--reveal", "--profile", path, *arguments, FOLDER / capture)
        found = collections.defaultdict(set)
        for event in of_type(stream, "finding"):
            found[event["src_port"]].add((event["finding"]["direction"], event["finding"]["value"]))
        return found, {event["src_port"]: event["tls"] for event in of_type(stream, "tls")}

    def test_opens_every_suite(self):
        for capture in sorted({row["capture"] for row in ROWS if row["capture"].startswith("tls")}):
            rows = [row for row in ROWS if row["capture"] == capture]
            found, told = self.read(capture, rows)
            for row in rows:
                port = int(row["client_port"])
                with self.subTest(capture=capture, port=port, suite=row["suite"], variant=row["variant"]):
                    self.assertEqual(told[port]["cipher"], row["suite"])
                    if "_CAMELLIA_" in row["suite"] and "_GCM_" in row["suite"]:
                        # OpenSSL has not this cipher: it is told, not opened.
                        self.assertEqual(told[port]["why_not"], "cipher unknown")
                        continue
                    self.assertTrue(told[port]["decrypted"], told[port].get("why_not"))
                    for direction, text in (("toserver", row["client_text"]), ("toclient", row["server_text"])):
                        if text:
                            self.assertIn((direction, text), found[port])


if __name__ == "__main__":
    unittest.main()
