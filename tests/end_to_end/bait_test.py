"""petze bait: an invented person whose data is found again where it is sent."""
import re
import unittest

from payload_key_test import capture
from petze import Case, events, of_type, run


class Bait(Case):
    def make(self, name, *options):
        folder = self.folder / name
        done = run("bait", folder, *options)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return folder, done.stdout.decode()

    def files(self, folder):
        return {path.relative_to(folder).as_posix(): path.read_bytes()
                for path in folder.rglob("*") if path.is_file()}

    def test_writes_everything_the_contract_names(self):
        folder, said = self.make("bait", "--seed", 42)
        names = set(self.files(folder))
        self.assertLessEqual({"contacts.vcf", "messages.xml", "calendar.ics", "profile.toml"}, names)
        self.assertEqual(len([name for name in names if name.startswith("photos/")]), 12)
        self.assertIn("42", said)

    def test_is_the_same_for_the_same_seed(self):
        first, _ = self.make("one", "--seed", 42)
        second, _ = self.make("two", "--seed", 42)
        self.assertEqual(self.files(first), self.files(second))

    def test_speaks_german_whatever_the_locale(self):
        folder, said = self.make("koeder", "--seed", 42, "--lang", "de")
        self.assertIn("erfundene Person", said)
        self.assertIn("--seed 42", (folder / "README.txt").read_text())
        self.assertRegex((folder / "profile.toml").read_text(), r"lat = -\d+\.\d{6}, lon = -\d+\.\d{6}")

    def test_replaces_nothing(self):
        (self.folder / "mine").mkdir()
        (self.folder / "mine" / "letter.txt").write_text("keep me")
        done = run("bait", self.folder / "mine")
        self.assertEqual(done.returncode, 1)
        self.assertIn("petze: ", done.stderr.decode())
        self.assertEqual([path.name for path in (self.folder / "mine").iterdir()], ["letter.txt"])

    def test_is_found_where_it_is_sent(self):
        folder, _ = self.make("bait", "--seed", 42)
        number = re.search(r"TEL;TYPE=CELL:(\+\d+)", (folder / "contacts.vcf").read_text())[1]
        text = re.search(r'body="([^"]+)"', (folder / "messages.xml").read_text())[1]
        body = f'{{"to":"{number}","text":"{text}"}}'.encode()
        stream = events("--profile", folder / "profile.toml", capture(self.folder / "a.pcap", body))
        items = [event["finding"]["item"] for event in of_type(stream, "finding")]
        self.assertIn("contacts/0/phone", items)
        self.assertIn("messages/0", items)


if __name__ == "__main__":
    unittest.main()
