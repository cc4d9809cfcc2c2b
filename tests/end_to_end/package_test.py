"""The program as the Debian package installs it: what lies where, and that it finds its helper there."""
import gzip, pathlib, subprocess, unittest

import petze
from petze import Case, named
from photos_test import PHOTOS, capture, packets, photo, post

BUILD = pathlib.Path(petze.BINARY).resolve().parent


class Installed(Case):
    def setUp(self):
        super().setUp()
        self.usr = self.folder / "usr"
        done = subprocess.run(["cmake", "--install", BUILD, "--prefix", self.usr], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        before, petze.BINARY = petze.BINARY, str(self.usr / "bin" / "petze")
        self.addCleanup(setattr, petze, "BINARY", before)

    def test_photos_are_known_again_by_the_helper_in_libexec(self):
        self.assertFalse((self.usr / "bin" / "petze-image").exists())
        profile = self.folder / "profile.toml"
        (self.folder / "photo.jpg").write_bytes(photo("photo.jpg"))
        profile.write_text('[data]\nphotos = ["photo.jpg"]\n')
        sent = capture(self.folder / "a.pcap", packets(1024, 80, post(photo("small.webp"), "image/webp")))
        found = [(event["finding"]["item"], event["finding"]["match"])
                 for event in named(petze.events(sent, "--profile", profile))]
        self.assertEqual(found, [("photos/photo.jpg", "similar")])

    def test_manual_changes_and_licence_are_where_debian_wants_them(self):
        manual = gzip.decompress((self.usr / "share/man/man1/petze.1.gz").read_bytes()).decode()
        version = petze.run("--version").stdout.decode().strip()
        self.assertIn(f'"{version}"', manual.splitlines()[0])
        help_text = petze.run("--help").stdout.decode()
        commands = [line.split()[0] for line in help_text.split("Subcommands:")[1].splitlines() if line.startswith("  ") and line[2] != " "]
        self.assertGreater(len(commands), 5)
        for command in commands:
            self.assertIn(f"\n.B {command}\n", manual)
        documents = self.usr / "share/doc/petze"
        self.assertIn("SIL OPEN FONT LICENSE", (documents / "copyright").read_text())
        changes = gzip.decompress((documents / "changelog.gz").read_bytes()).decode()
        self.assertTrue(changes.startswith(f"petze ({version.split()[1]}) "), changes)


if __name__ == "__main__":
    unittest.main()
