"""petze verify: the claims of a report, checked again from the captures."""
import gzip, hashlib, json, re, unittest

from petze import CAPTURES, Case, run

STATES = CAPTURES / "three-states"
OTHER, STOCK = STATES / "other-rom.pcapng.gz", STATES / "stock.pcapng.gz"
MORNING, EVENING = STATES / "rooted" / "morning.pcapng.gz", STATES / "rooted" / "evening.pcapng.gz"
PROFILE = ("--profile", STATES / "profile.toml", "--quiet")


class Verify(Case):
    def verify(self, report, *arguments):
        done = run("verify", report, *arguments)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def claims(self, report):
        told = json.loads((report / "report.json").read_text())
        return len(told["captures"]) + len(told["evidence"]) + 2 * len(told["endpoints"])

    def change(self, report, change):
        path = report / "report.json"
        told = json.loads(path.read_text())
        change(told)
        path.write_text(json.dumps(told))

    def test_every_claim_of_a_true_report_holds(self):
        report, _ = self.analyze(OTHER, *PROFILE)
        before = {path: path.read_bytes() for path in report.rglob("*") if path.is_file()}
        status, said, trouble = self.verify(report, OTHER, *PROFILE)
        self.assertEqual(status, 0, said + trouble)
        number = self.claims(report)
        lines = said.splitlines()
        self.assertEqual(len(lines), number + 1)
        self.assertEqual(lines[-1], f"{number} of {number} claims hold.")
        self.assertGreater(len([line for line in lines if line.startswith("holds: evidence ")]), 8)
        self.assertEqual({path: path.read_bytes() for path in report.rglob("*") if path.is_file()}, before)

    def test_claims_that_the_captures_do_not_bear_out(self):
        report, _ = self.analyze(OTHER, *PROFILE)

        def invent(told):
            told["evidence"][0]["frames"][0][1] += 1
            told["evidence"][1]["item"] = "photos/IMG_0001.jpg"
            told["endpoints"][0]["budget"]["max_bytes"] += 1
            told["endpoints"][1]["verdict"]["verdict"] = "maintenance-not"
            told["captures"][0]["sha256"] = "0" * 64
        self.change(report, invent)
        status, said, _ = self.verify(report, OTHER, *PROFILE)
        self.assertEqual(status, 1)
        bad = [line for line in said.splitlines() if not line.startswith("holds: ")]
        self.assertEqual([line.split(":")[0] for line in bad[:-1]], ["DIFFERS", "NOT FOUND AGAIN", "NOT FOUND AGAIN", "DIFFERS", "DIFFERS"])
        number = self.claims(report)
        self.assertEqual(bad[-1], f"{number - 5} of {number} claims hold.")

    def test_other_captures_are_told(self):
        report, _ = self.analyze(OTHER, *PROFILE)
        status, said, _ = self.verify(report, STOCK, *PROFILE)
        self.assertEqual(status, 1)
        self.assertIn("NOT FOUND AGAIN: capture other-rom.pcapng.gz", said)

    def test_captures_in_another_order_are_the_same(self):
        report, _ = self.analyze(EVENING, MORNING, *PROFILE)
        told = json.loads((report / "report.json").read_text())
        self.assertEqual([one["name"] for one in told["captures"]], ["evening.pcapng.gz", "morning.pcapng.gz"])
        first = next(one for one in told["evidence"] if one["capture"] == 0)
        self.assertGreaterEqual(first["timestamp"], told["captures"][0]["start"])  # morning's are all before
        status, said, trouble = self.verify(report, MORNING, EVENING, *PROFILE)
        self.assertEqual(status, 0, said + trouble)

    def test_masked_revealed_and_redacted_alike(self):
        for how in ("--reveal", "--redact"):
            with self.subTest(how=how):
                report, _ = self.analyze(OTHER, *PROFILE, how)
                status, said, trouble = self.verify(report, OTHER, *PROFILE)
                self.assertEqual(status, 0, said + trouble)

    def test_the_manifest_names_every_input(self):
        def digest(path):
            return hashlib.sha256(path.read_bytes()).hexdigest()
        keys = self.folder / "phone.keys"
        keys.write_text("CLIENT_RANDOM " + "00" * 32 + " " + "11" * 48 + "\n")
        data = self.folder / "data"
        samples = CAPTURES.parent / "attribution"
        self.assertEqual(run("data", "import", samples / "apnic.db.20140721.txt", "--data", data).returncode, 0)
        report, _ = self.analyze(OTHER, *PROFILE, "--keys", keys, "--data", data)
        manifest = json.loads((report / "manifest.json").read_text())
        given = [(one["kind"], one["name"], one["sha256"]) for one in manifest["inputs"] if one["kind"] not in ("table", "authorities")]
        self.assertEqual(given, [("capture", "other-rom.pcapng.gz", digest(OTHER)), ("profile", "profile.toml", digest(PROFILE[1])),
                                 *(("profile data", name, digest(PROFILE[1].parent / name))
                                   for name in ("contacts.vcf", "messages.xml", "packages.txt")), ("keys", "phone.keys", digest(keys))])
        tables = {one["name"]: one["sha256"] for one in manifest["inputs"] if one["kind"] == "table"}
        self.assertEqual(tables["data/operators.toml"], digest(CAPTURES.parents[1] / "data" / "operators.toml"))
        registry = next(one for one in manifest["data"] if one.get("file") == "apnic.db.20140721.txt")
        self.assertEqual((registry["as_of"], registry["sha256"]), ("2014-07-21", digest(samples / "apnic.db.20140721.txt")))

    def test_the_manifest_of_a_redacted_report_holds_no_hash_of_an_input(self):
        imei = re.search(r'imei = \["(\d+)"\]', PROFILE[1].read_text()).group(1)
        named = self.folder / f"phone-{imei}.pcapng"
        named.write_bytes(gzip.decompress(OTHER.read_bytes()))
        report, _ = self.analyze(named, *PROFILE, "--redact")
        text = (report / "manifest.json").read_text()
        self.assertNotIn(imei, text)
        self.assertNotIn("sha256", "".join(json.dumps(one) for one in json.loads(text)["inputs"] if one["kind"] != "table"))

    def test_says_what_is_missing(self):
        report, _ = self.analyze(OTHER, *PROFILE)
        status, _, trouble = self.verify(report, OTHER)
        self.assertEqual(status, 1)
        self.assertRegex(trouble, "petze: --profile: the report was made with a profile")
        status, _, trouble = self.verify(self.folder / "nowhere", OTHER)
        self.assertEqual(status, 1)
        self.assertIn("nowhere", trouble)
        self.assertEqual(run("verify", report).returncode, 2)

    def test_german_is_german(self):
        report, _ = self.analyze(OTHER, *PROFILE)
        status, said, _ = self.verify(report, OTHER, *PROFILE, "--lang", "de")
        self.assertEqual(status, 0)
        self.assertRegex(said.splitlines()[-1], r"^\d+ von \d+ Aussagen gelten\.$")


if __name__ == "__main__":
    unittest.main()
