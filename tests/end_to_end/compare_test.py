"""petze compare over the demo's three states: does it go on with another ROM?"""
import gzip, json, pathlib, re, shutil, struct, tempfile, unittest

from petze import CAPTURES, Case, run

STATES = CAPTURES / "three-states"
STOCK, ROOTED, OTHER = STATES / "stock.pcapng.gz", STATES / "rooted", STATES / "other-rom.pcapng.gz"
PROFILE = STATES / "profile.toml"
THREE = (f"stock={STOCK}", f"rooted={ROOTED}", f"other ROM={OTHER}", "--profile", PROFILE)


def row(report, party, category=None):
    """The cells of one row, one for each state."""
    return next(one["states"] for one in report["rows"] if (one["party"], one.get("category")) == (party, category))


class Compare(Case):
    @classmethod
    def setUpClass(cls):
        """The comparison that most tests look at, made once."""
        folder = tempfile.TemporaryDirectory(prefix="petze-")
        cls.addClassCleanup(folder.cleanup)
        cls.made = pathlib.Path(folder.name) / "comparison"
        done = run("compare", "--out", cls.made, "--quiet", *THREE)
        assert done.returncode == 0, done.stderr.decode()
        cls.said = done.stdout.decode()

    def compare(self, *arguments, out="comparison", status=0, **options):
        folder = self.folder / out
        done = run("compare", "--out", folder, "--quiet", *arguments, **options)
        self.assertEqual(done.returncode, status, done.stderr.decode())
        return folder, json.loads((folder / "report.json").read_text()), done.stdout.decode()

    def three(self, *more, **options):
        if not more:
            return self.made, json.loads((self.made / "report.json").read_text()), self.said
        return self.compare(*THREE, *more, **options)

    # What the captures hold stands in tests/captures/README.md.
    def test_says_what_goes_on(self):
        folder, report, said = self.three()
        stock, rooted, other = report["states"]
        self.assertEqual([round(one["hours"], 1) for one in report["states"]], [12, 12, 6])
        self.assertEqual(rooted["receivers"], {"in_first": 8, "persist": 7, "vanished": 1, "not_comparable": 0, "new": 0, "perhaps_new": 0})
        self.assertEqual(other["receivers"], {"in_first": 8, "persist": 5, "vanished": 1, "not_comparable": 2, "new": 1, "perhaps_new": 0})
        self.assertIn("Of the 8 receivers in \u201cstock\u201d, in \u201cother ROM\u201d 5 persist, 1 vanished and 2 cannot be compared; 1 is new.",
                      report["answer"]["sentences"])
        self.assertIn("In \u201cother ROM\u201d, too, Xiaomi was sent: IMEI.", report["answer"]["sentence"])
        self.assertIn("What this does not show", said)

        def relations(*key):
            return [cell["relation"] for cell in row(report, *key)]
        self.assertEqual(relations("Xiaomi"), ["present", "persists", "persists"])
        self.assertEqual(relations("Xiaomi", "imei"), ["present", "persists", "persists"])
        self.assertEqual(relations("Xiaomi", "message"), ["present", "persists", "vanished"])
        self.assertEqual(relations("ads.example"), ["present", "vanished", "vanished"])
        self.assertEqual(relations("ads.example", "android_id"), ["present", "vanished", "vanished"])
        self.assertEqual(relations("rom.example"), ["absent", "absent", "new"])
        self.assertEqual([cell["visits"] for cell in row(report, "ads.example")], [72, 0, 0])
        self.assertEqual([cell["visits"] for cell in row(report, "time.example")], [24, 24, 12])

    def test_knows_the_operator_under_another_name_and_the_app_that_talks(self):
        _, report, _ = self.three()
        stock, _, other = row(report, "Xiaomi")
        self.assertEqual(stock["endpoints"], ["app.chat.xiaomi.net", "smsapi.micloud.xiaomi.net"])
        self.assertEqual(other["endpoints"], ["register.xmpush.xiaomi.com"])
        self.assertEqual(other["sources"], [{"name": "com.example.shop", "system": False, "connections": 9}])
        self.assertEqual(row(report, "time.example")[2]["sources"], [{"name": "android", "system": True, "connections": 12}])
        self.assertEqual(row(report, "Xiaomi")[0]["sources"], [])

    # Figures by hand: 4 in 12 h; exp(-2) for six; 12 (40^(1/4) - 1) h; Garwood's limits of 4 by scipy, 1.0899 and 10.2416.
    def test_says_how_little_a_short_silence_means(self):
        _, report, _ = self.three()
        before, _, silent = row(report, "203.0.113.77")
        self.assertEqual((silent["relation"], silent["obstacle"]), ("not_comparable", "too_short"))
        self.assertAlmostEqual(silent["unseen"], 0.1353, 3)
        self.assertAlmostEqual(silent["hours_needed"], 18.18, 1)
        self.assertAlmostEqual(before["low"] * 12, 1.0899, 2)
        self.assertAlmostEqual(before["high"] * 12, 10.2416, 2)
        self.assertEqual(row(report, "phone-maker.example")[2]["obstacle"], "not_significant")

    def test_tells_of_clocks_that_are_wrong(self):
        _, report, _ = self.three()
        self.assertEqual(len(report["answer"]["remarks"]), 1, report["answer"]["remarks"])
        self.assertRegex(report["answer"]["remarks"][0], r"evening.pcapng.gz .* 15 min slow")

    def test_writes_each_states_own_report(self):
        folder, report, _ = self.three()
        page = (folder / "report.html").read_text()
        for one in report["states"]:
            self.assertIn(one["report"] + "report.html", page)
            for name in ("report.html", "report.json", "events.ndjson"):
                self.assertTrue((folder / one["report"] / name).is_file(), name)
        self.assertNotRegex(page, r"""(?:src|href)=["\']https?:""")

    def test_follows_the_schemas(self):
        try:
            import jsonschema
        except ImportError:
            self.skipTest("python3-jsonschema is not installed")
        folder, report, _ = self.three()
        docs = CAPTURES.parents[1] / "docs"
        jsonschema.validate(report, json.loads((docs / "comparison.schema.json").read_text()))
        state = json.loads((folder / report["states"][1]["report"] / "report.json").read_text())
        jsonschema.validate(state, json.loads((docs / "report.schema.json").read_text()))
        self.assertEqual(state["captures"][0]["clock"]["answers"], 43)

    def test_reports_written_before_say_the_same(self):
        folder, report, _ = self.three()
        _, again, _ = self.compare(*(f"{one['name']}={folder / one['report']}" for one in report["states"]), out="again")
        for one in report["states"]:
            del one["report"]
        self.assertEqual(again, report)

    def test_is_the_same_for_any_number_of_threads(self):
        whole = []
        for folder in (self.made, self.three("--threads", "1", out="threads")[0]):
            whole.append({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()})
        self.assertEqual(whole[0], whole[1])

    def test_several_recordings_of_a_state(self):
        _, report, _ = self.compare(f"rooted={ROOTED / 'evening.pcapng.gz'}", f"stock={STOCK}", f"rooted={ROOTED / 'morning.pcapng.gz'}")
        self.assertEqual([one["name"] for one in report["states"]], ["rooted", "stock"])
        self.assertEqual(len(report["states"][0]["captures"]), 2)

    def test_without_names_and_profile(self):
        _, report, _ = self.compare(STOCK, OTHER)
        self.assertEqual([one["name"] for one in report["states"]], ["stock", "other-rom"])
        self.assertFalse([one for one in report["rows"] if "category" in one])
        self.assertRegex(" ".join(report["answer"]["remarks"]), "without a profile")

    def test_the_same_recording_twice_shows_nothing(self):
        _, report, _ = self.compare(STOCK, STOCK, "--profile", PROFILE)
        self.assertEqual([one["name"] for one in report["states"]], ["stock", "stock (2)"])
        self.assertRegex(" ".join(report["answer"]["remarks"]), "the same recording: that they agree shows nothing")

    def test_an_empty_recording_says_nothing(self):
        empty = self.folder / "empty.pcap"
        empty.write_bytes(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        _, report, _ = self.compare(STOCK, empty, "--profile", PROFILE)
        self.assertEqual(report["states"][1]["receivers"]["not_comparable"], 8)
        self.assertEqual(report["states"][1]["receivers"]["vanished"], 0)
        self.assertRegex(" ".join(report["answer"]["remarks"]), "hold no packet")

    def test_a_profile_of_another_phone_is_told(self):
        for name in ("contacts.vcf", "messages.xml", "packages.txt"):
            shutil.copy(STATES / name, self.folder)
        other = self.folder / "other.toml"
        text = PROFILE.read_text().replace("198.51.100.10", "198.51.100.99").replace("64:09:80:00:00:01", "02:00:5e:00:53:99")
        other.write_text(text)
        _, report, _ = self.compare(STOCK, OTHER, "--profile", other)
        self.assertEqual(report["rows"], [])
        self.assertRegex(" ".join(report["answer"]["remarks"]), "do not occur in")

    def test_redacted_output_holds_no_value(self):
        imei = re.search(r'imei = \["(\d+)"\]', PROFILE.read_text()).group(1)
        named = self.folder / f"phone-{imei}.pcapng"
        named.write_bytes(gzip.decompress(STOCK.read_bytes()))
        folder, report, said = self.compare(named, OTHER, "--profile", PROFILE, "--redact")
        everything = said.encode() + b"".join(bytes(path.relative_to(folder)) + path.read_bytes() for path in folder.rglob("*") if path.is_file())
        self.assertNotIn(imei.encode(), everything)
        self.assertNotIn(b"The spare key is under the blue", everything)
        self.assertIn("\u2039imei/0\u203a".encode(), everything)
        # What was written with less care is not taken over.
        clear, *_ = self.compare(STOCK, OTHER, "--profile", PROFILE, out="clear")
        done = run("compare", clear / "states/1-stock", OTHER, "--redact", "--profile", PROFILE, "--out", self.folder / "not")
        self.assertEqual(done.returncode, 1)
        self.assertIn("--redact", done.stderr.decode())

    def test_german_is_german(self):
        folder, report, said = self.three("--lang", "de")
        self.assertIn("Von den 8 Empf\u00e4ngern in \u201estock\u201c", said)
        self.assertIn('<html lang="de"', (folder / "report.html").read_text())
        self.assertNotIn("compare.", said)

    def test_wrong_arguments_are_status_2_and_unreadable_states_status_1(self):
        self.assertEqual(run("compare", STOCK).returncode, 2)
        self.assertEqual(run("compare").returncode, 2)
        done = run("compare", STOCK, self.folder / "nowhere.pcap", "--out", self.folder / "out")
        self.assertEqual(done.returncode, 1)
        self.assertIn("nowhere.pcap", done.stderr.decode())
        self.assertFalse((self.folder / "out").exists())
        folder, *_ = self.compare(STOCK, OTHER)
        done = run("compare", folder, OTHER, "--out", self.folder / "out")
        self.assertEqual(done.returncode, 1)
        self.assertIn("states/", done.stderr.decode())

    def test_ends_with_status_3_where_a_verdict_is_as_bad(self):
        self.three("--fail-on", "undisclosed", status=3)


if __name__ == "__main__":
    unittest.main()
