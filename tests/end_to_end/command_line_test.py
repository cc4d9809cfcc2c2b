"""What a newcomer meets: wrong arguments, damaged files, full disks, interruptions."""
import os, pathlib, signal, struct, subprocess, sys, time, unittest

import petze
from petze import CAPTURES, DEMO, DEMO_PROFILE, Case, run


class Errors(Case):
    def expect(self, status, said, *arguments, **options):
        done = run(*arguments, **options)
        text = done.stderr.decode()
        self.assertEqual(done.returncode, status, text)
        self.assertRegex(text, r"(?m)^petze: .+: .+")
        self.assertIn(said, text)
        self.assertNotIn("terminate", text)
        return text

    def test_usage_is_status_2(self):
        self.assertEqual(run().returncode, 2)
        self.expect(2, "--nonsense", "analyze", DEMO, "--nonsense")
        self.expect(2, "CAPTURE", "events")
        self.expect(2, "fluw", "events", DEMO, "--types", "fluw")
        self.expect(2, "Mars/Base", "analyze", DEMO, "--timezone", "Mars/Base")
        self.expect(2, "--memory", "events", DEMO, "--memory", "many")
        self.expect(2, "--redact", "analyze", DEMO, "--redact", "--reveal")
        self.expect(2, "--lang", "analyze", DEMO, "--lang", "fr")

    def test_help_and_version_are_status_0(self):
        for arguments in (["--help"], ["analyze", "--help"], ["events", "--help"]):
            self.assertEqual(run(*arguments).returncode, 0)
        self.assertRegex(run("--version").stdout.decode(), r"^petze \d+\.\d+\.\d+\n$")

    def test_inputs_that_cannot_be_read_are_status_1(self):
        text = self.folder / "letter.txt"
        text.write_text("Dear reader, this is no capture.\n" * 9)
        empty = self.folder / "empty.pcap"
        empty.write_bytes(b"")
        for path in (self.folder / "nowhere.pcap", text, empty, self.folder):
            with self.subTest(path=path.name):
                self.expect(1, str(path), "events", path)
                self.expect(1, str(path), "analyze", path, "--out", self.folder / "report")
                self.assertFalse((self.folder / "report").exists())
        self.expect(1, "standard input", "analyze", "-", "--out", self.folder / "report", stdin=b"no capture")
        self.expect(1, "keys.log", "events", DEMO, "--keys", self.folder / "keys.log")

    def test_profile_errors_name_file_line_and_key(self):
        profile = self.folder / "profile.toml"
        profile.write_text('[device]\nname = "invented"\n[identifiers]\nimie = ["1"]\n')
        said = self.expect(1, "imei", "events", DEMO, "--profile", profile)
        self.assertIn(f"{profile}:4", said)
        self.assertIn("imie", said)

    def test_folders_of_others_are_not_replaced(self):
        (self.folder / "holiday").mkdir()
        (self.folder / "holiday" / "photo.jpg").write_bytes(b"invented")
        self.expect(1, "holiday", "analyze", DEMO, "--out", self.folder / "holiday")
        self.assertEqual([p.name for p in (self.folder / "holiday").iterdir()], ["photo.jpg"])

    def test_unwritable_places_are_named(self):
        self.expect(1, "/proc/petze", "analyze", DEMO, "--out", "/proc/petze")
        with open("/dev/full", "wb") as full:
            done = subprocess.run([petze.BINARY, "events", DEMO], stdout=full, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"petze: standard output: cannot be written", done.stderr)

    def test_a_full_disk_leaves_nothing_behind(self):
        disk = self.folder / "disk"
        disk.mkdir()
        if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", disk],
                                               stderr=subprocess.DEVNULL).returncode != 0:
            self.skipTest("a small disk can be made by root alone")
        self.addCleanup(subprocess.run, ["umount", disk])
        self.expect(1, "disk", "analyze", DEMO, "--profile", DEMO_PROFILE, "--out", disk / "report")
        self.assertEqual(list(disk.iterdir()), [])


class Damage(Case):
    def test_a_capture_that_is_cut_off_is_read_as_far_as_it_goes(self):
        whole = DEMO.read_bytes()
        for length in (len(whole) * 9 // 10, len(whole) // 2, 400):
            with self.subTest(length=length):
                cut = self.folder / "cut.pcapng"
                cut.write_bytes(whole[:length])
                stats = petze.events(cut)[-1]["stats"]
                self.assertTrue(any("cut off" in row["kind"] for row in stats["unread"]), stats)
                _, said = self.analyze(cut)
                self.assertIn("ends in the middle of a packet", said)

    def test_every_prefix_of_a_small_capture_is_survived(self):
        frame = bytes.fromhex("020000000001020000000002080045000023000000004011000cc6336444cb00710a04d2003500" "0f0000") + b"invented"
        header = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
        capture = header + (struct.pack("<IIII", 1, 0, len(frame), len(frame)) + frame) * 2
        for length in range(0, len(capture) + 1, 3):
            done = run("events", "-", stdin=capture[:length])
            self.assertIn(done.returncode, (0, 1) if length < 24 else (0,), (length, done.stderr))


class Surroundings(Case):
    def test_locale_and_clock_change_nothing(self):
        plain = run("events", DEMO).stdout
        for env in ({"LC_ALL": "de_DE.UTF-8"}, {"LC_ALL": "tr_TR.UTF-8"}, {"TZ": "Asia/Tokyo"}):
            self.assertEqual(run("events", DEMO, env=env).stdout, plain)

    def test_a_closed_pipe_ends_it_quietly(self):
        reader = subprocess.Popen([petze.BINARY, "events", DEMO], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        reader.stdout.close()
        self.assertEqual(reader.wait(timeout=60), 1)
        self.assertNotIn(b"terminate", reader.stderr.read())
        reader.stderr.close()

    def test_an_interrupted_analysis_writes_nothing(self):
        source, sink = os.pipe()
        working = subprocess.Popen([petze.BINARY, "analyze", "-", "--out", self.folder / "report"], stdin=source,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        os.close(source)
        os.write(sink, DEMO.read_bytes()[:4000])
        time.sleep(3)
        working.send_signal(signal.SIGINT)
        said = working.communicate(timeout=60)[1]
        os.close(sink)
        self.assertEqual(working.returncode, -signal.SIGINT)
        self.assertIn(b"interrupted", said)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_keys_that_come_too_late_are_told(self):
        capture = CAPTURES / "tls_suites" / "tls13.pcapng.gz"
        stats = petze.events("-", "--types", "stats", stdin=capture.read_bytes())[-1]["stats"]
        self.assertIn("capture: keys inside standard input are not used", [row["kind"] for row in stats["unread"]])
        self.assertEqual(petze.events(capture, "--types", "stats")[-1]["stats"]["unread"], [])

    def test_an_older_report_is_replaced_and_the_same_again(self):
        out, _ = self.analyze(DEMO, "--profile", DEMO_PROFILE)
        first = {p.relative_to(out): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}
        self.analyze(DEMO, "--profile", DEMO_PROFILE)
        second = {p.relative_to(out): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}
        self.assertEqual(first, second)
        self.assertEqual([p.name for p in self.folder.iterdir()], ["report"])


if __name__ == "__main__":
    unittest.main()
