"""The demo, the case of 2014: what Petze says against what the scripted phone wrote down while it sent (sent.json)."""
import json, pathlib, re, shutil, subprocess, unittest

import petze
from petze import CAPTURES, DEMO, DEMO_PROFILE, Case, named, run

SENT = json.loads((CAPTURES / "redmi-note" / "sent.json").read_text())["sent"]
TWO = ("42.62.48.157", "42.62.48.181")


def told(stream):
    """(item, receiver, direction), of what went to or came from the two addresses."""
    return {(e["finding"]["item"], e["dest_ip"], e["finding"]["direction"])
            for e in named(stream) if e["dest_ip"] in TWO}


class Demo(Case):
    def test_names_what_was_sent_to_each_of_the_two_and_nothing_else(self):
        stream = petze.events(DEMO, "--profile", DEMO_PROFILE)
        sent = {(row["item"], row["receiver"], row["direction"])
                for row in SENT if row["receiver"] in TWO}
        self.assertGreater(len(sent), 30)
        self.assertEqual(told(stream), sent)
        local = {e["dest_ip"] for e in named(stream)} - set(TWO)
        self.assertEqual(local, {"255.255.255.255"})  # DHCP: the phone's MAC address, in its own network
        for event in named(stream):
            self.assertEqual(event["finding"]["match"], "exact")

    def test_names_xiaomi_where_the_capture_proves_it_and_nobody_elsewhere(self):
        stream = petze.events(DEMO, "--profile", DEMO_PROFILE, "--types", "endpoint")
        remote = [event["endpoint"] for event in stream if not event["endpoint"]["local"]]
        run_by = {one["id"]: one["operator"]["name"] for one in remote if "operator" in one}
        xiaomi = {"smsapi.micloud.xiaomi.net", "galleryapi.micloud.xiaomi.net", "contactapi.micloud.xiaomi.net",
                  "app.chat.xiaomi.net", "42.62.48.181"}  # the last by the DNS answer before
        self.assertEqual(run_by, dict.fromkeys(xiaomi, "Xiaomi"))
        by_id = {one["id"]: one for one in remote}
        self.assertEqual(by_id["galleryapi.micloud.xiaomi.net"]["roles"], ["photo_backup"])
        self.assertIn("DNS answer", by_id["42.62.48.181"]["operator"]["because"])
        self.assertGreater(len(remote), len(xiaomi))
        for one in remote:
            self.assertTrue("operator" in one or one["remarks"], one["id"])

    # The owner switched nothing on, and the phone sent in the background: what else may be said of it?
    def test_says_what_the_transfers_were_for(self):
        stream = petze.events(DEMO, "--profile", DEMO_PROFILE)
        endpoints = {e["endpoint"]["id"]: e["endpoint"] for e in stream if e["event_type"] == "endpoint"}
        verdicts = {e["verdict"]["endpoint"]: e["verdict"] for e in stream if e["event_type"] == "verdict"}
        self.assertEqual(set(verdicts), set(endpoints))
        sent_to = {row["receiver"] for row in SENT if row["direction"] == "toserver" and row["receiver"] in TWO}
        for one in endpoints.values():
            verdict = verdicts[one["id"]]
            if sent_to.isdisjoint(one["addresses"]):
                self.assertNotEqual(verdict["verdict"], "undisclosed", one["id"])
            elif "proven" in one["budget"]["items"].values():
                self.assertEqual(verdict["verdict"], "undisclosed", one["id"])
                self.assertGreaterEqual(verdict["confidence"], 0.9)
                self.assertTrue(any("nobody used the phone" in why for why in verdict["because"]), verdict["because"])

    def test_proves_what_cannot_have_left(self):
        stream = petze.events(DEMO, "--profile", DEMO_PROFILE, "--types", "endpoint")
        photos = min(path.stat().st_size for path in (CAPTURES / "redmi-note" / "photos").iterdir())
        told = set()
        for event in stream:
            endpoint = event["endpoint"]
            budget = endpoint["budget"]
            self.assertLessEqual(budget["max_bytes"], endpoint["opaque_toserver"] + endpoint["bytes_toserver"])
            photo = budget["items"]["photo"]
            if photo != "proven":
                self.assertEqual(photo, "possible" if budget["max_bytes"] >= photos else "excluded", endpoint["id"])
            told.add(photo)
        self.assertEqual(told, {"proven", "excluded"})

    def test_ends_with_status_3_where_a_verdict_is_as_bad(self):
        for limit, status in (("undisclosed", 3), ("maintenance", 3)):
            self.assertEqual(run("events", "--fail-on", limit, "--types", "stats", "--profile", DEMO_PROFILE, DEMO).returncode, status)
        no_profile = run("events", "--fail-on", "undisclosed", "--types", "stats", DEMO)
        self.assertEqual(no_profile.returncode, 0, no_profile.stderr)
        self.assertEqual(run("events", "--fail-on", "spying", DEMO).returncode, 2)

    def test_lists_of_the_user_say_whose_domains_are_whose(self):
        lists = self.folder / "share" / "petze" / "lists"
        lists.mkdir(parents=True)
        (lists / "a.json").write_text(json.dumps({"Harbour Press": {"properties": ["harbour-news.example", "xiaomi.net"]}}))
        (lists / "b.txt").write_text("0.0.0.0 weather.example\nnot a line of this kind\n" + "0.0.0.0 x.example\n" * 20)
        (lists / "c.md").write_text("Dear reader, this is no list.\n")
        done = petze.run("events", "--types", "endpoint", DEMO, env={"XDG_DATA_HOME": str(self.folder / "share")})
        self.assertEqual(done.returncode, 0)
        by_id = {one["id"]: one for one in (json.loads(line)["endpoint"] for line in done.stdout.splitlines())}
        news = by_id["www.harbour-news.example"]["operator"]
        self.assertEqual((news["name"], news["source"]), ("Harbour Press", "DuckDuckGo Tracker Radar (a.json)"))
        self.assertNotIn("operator", by_id["weather.example"])  # the list knows no owners
        push = by_id["app.chat.xiaomi.net"]
        self.assertEqual(push["operator"]["name"], "Xiaomi")
        self.assertEqual([saying["value"] for saying in push["disagreements"][0]["sayings"]], ["Xiaomi", "Harbour Press"])
        said = done.stderr.decode()
        self.assertRegex(said, r"b\.txt: hosts list, 2 domains; 1 entries name no domain alone, the first in line 2")
        self.assertRegex(said, r"c\.md: is no list")

    def test_the_frames_of_a_finding_hold_the_value(self):
        tshark = shutil.which("tshark")
        if not tshark:
            self.skipTest("tshark is not installed")
        stream = petze.events(DEMO, "--profile", DEMO_PROFILE, "--reveal")
        looked_at = 0
        for event in named(stream):
            finding = event["finding"]
            if finding["category"] not in ("imei", "imsi", "account") or len(finding["frames"]) != 1:
                continue
            _, first, last = finding["frames"][0]
            dump = subprocess.run([tshark, "-r", DEMO, "-Y", f"frame.number >= {first} && frame.number <= {last}",
                                   "-T", "fields", "-e", "tcp.payload"], capture_output=True, text=True).stdout
            payload = b"".join(bytes.fromhex(line) for line in dump.split())
            self.assertIn(finding["value"].encode(), payload)
            looked_at += 1
        self.assertGreater(looked_at, 5)

    def test_is_the_same_for_any_number_of_threads_and_from_standard_input(self):
        one = run("events", DEMO, "--profile", DEMO_PROFILE, "--threads", "1").stdout
        self.assertTrue(one)
        self.assertEqual(run("events", DEMO, "--profile", DEMO_PROFILE, "--threads", "2").stdout, one)
        self.assertEqual(run("events", DEMO, "--profile", DEMO_PROFILE, "--threads", "7").stdout, one)
        self.assertEqual(run("events", "-", "--profile", DEMO_PROFILE, stdin=DEMO.read_bytes()).stdout, one)
        out, _ = self.analyze("-", "--profile", DEMO_PROFILE, stdin=DEMO.read_bytes())
        piped = (out / "events.ndjson").read_bytes()
        out, _ = self.analyze(DEMO, "--profile", DEMO_PROFILE, "--threads", "1")
        self.assertEqual((out / "events.ndjson").read_bytes(), piped)

    def test_is_the_golden_answer(self):
        """Only what does not change when the capture is made again; PETZE_UPDATE=1 writes the file anew, to be read by eye."""
        stream = petze.events(DEMO, "--profile", DEMO_PROFILE)
        rows = sorted({(e["dest_ip"], f.get("hostname", ""), f["direction"], f["item"], f["match"], " > ".join(f["path"]))
                       for e in named(stream) for f in [e["finding"]]})
        text = "".join("\t".join(row) + "\n" for row in rows)
        golden = petze.ROOT / "tests" / "expected" / "redmi-note.findings.tsv"
        if "PETZE_UPDATE" in petze.os.environ:
            golden.parent.mkdir(exist_ok=True)
            golden.write_text(text)
        self.assertEqual(text, golden.read_text())

    def test_report_slices_and_files(self):
        out, said = self.analyze(DEMO, "--profile", DEMO_PROFILE)
        self.assertIn("Re-enactment with invented data", said)
        page = (out / "report.html").read_text()
        self.assertIn("Re-enactment with invented data", page)
        self.assertNotRegex(page, r"""(?:src|href)=["']https?:""")
        report = json.loads((out / "report.json").read_text())
        for evidence in report["evidence"]:
            self.assertTrue((out / evidence["slice"]).exists(), evidence["slice"])
        photos = {p.read_bytes() for p in (CAPTURES / "redmi-note" / "photos").iterdir()}
        sent = {row["item"] for row in SENT if row["item"].startswith("photos/")}
        stored = {p.read_bytes() for p in (out / "evidence" / "files").glob("*.jpg")}
        self.assertEqual(len(stored & photos), len(sent))
        if tshark := shutil.which("tshark"):
            for piece in (out / "evidence").glob("*.pcapng"):
                frames = subprocess.run([tshark, "-r", piece, "-T", "fields", "-e", "frame.number"], capture_output=True)
                self.assertEqual(frames.returncode, 0, frames.stderr)
                self.assertGreater(len(frames.stdout.split()), 1)

    def values(self):
        """What of the profile is personal, as it is written there."""
        text = "".join((CAPTURES / "redmi-note" / name).read_text() for name in ("profile.toml", "contacts.vcf", "messages.xml"))
        found = re.findall(r'^(?:imei|imsi|iccid|android_id|serial|phone_number|email|account|ssid) = \["([^"]+)"\]', text, re.M)
        found += re.findall(r"^FN:(.+?)\r?$", text, re.M) + re.findall(r'body="([^"&]+)"', text)
        self.assertGreater(len(found), 25)
        return found

    def test_redacted_output_holds_no_value(self):
        out, said = self.analyze(DEMO, "--profile", DEMO_PROFILE, "--redact")
        everything = said.encode() + b"".join(p.read_bytes() for p in out.rglob("*") if p.is_file())
        for value in self.values():
            self.assertNotIn(value.encode(), everything)
        self.assertIn("‹imei/0›".encode(), everything)
        self.assertFalse((out / "evidence").exists())

    def test_reports_mask_values_unless_asked(self):
        masked, said = self.analyze(DEMO, "--profile", DEMO_PROFILE)
        texts = said + (masked / "report.html").read_text() + (masked / "report.json").read_text()
        for value in self.values():
            self.assertNotIn(value, texts)
        revealed, _ = self.analyze(DEMO, "--profile", DEMO_PROFILE, "--reveal")
        imei = re.search(r'imei = \["(\d+)"\]', DEMO_PROFILE.read_text()).group(1)
        self.assertIn(imei, (revealed / "report.html").read_text())

    def test_german_is_german(self):
        out, said = self.analyze(DEMO, "--profile", DEMO_PROFILE, "--lang", "de", "--timezone", "Asia/Hong_Kong")
        self.assertIn("hat dieses Telefon", said)
        self.assertIn('<html lang="de"', (out / "report.html").read_text())
        self.assertNotIn("this phone", said.lower())


if __name__ == "__main__":
    unittest.main()
