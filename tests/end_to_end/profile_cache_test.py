"""What was compiled of a large profile is kept for the next run, and tells nobody anything."""
import unittest

from petze import DEMO, Case, run

NAMES = ["Ada", "Bo", "Cem", "Dora", "Edo", "Fee", "Gil", "Hana", "Ivo", "Jule"]


class ProfileCache(Case):
    def setUp(self):
        super().setUp()
        self.cache = self.folder / "cache"
        self.env = {"XDG_CACHE_HOME": str(self.cache)}

    def profile(self, name="a", contacts=120):
        """Invented people, too many to be compiled anew each time."""
        cards = "".join(f"BEGIN:VCARD\nVERSION:3.0\nFN:{NAMES[i % 10]} Invented{name}{i:03}\n"
                        f"EMAIL:{NAMES[i % 10].lower()}.{name}{i:03}@mail.example\nEND:VCARD\n" for i in range(contacts))
        (self.folder / f"{name}.vcf").write_text(cards)
        path = self.folder / f"{name}.toml"
        path.write_text(f'[identifiers]\nimei = ["001013705839142"]\nserial = ["INVENTED{name}01"]\n[data]\ncontacts = ["{name}.vcf"]\n')
        return path

    def kept(self):
        return sorted(self.cache.glob("petze/*"))

    def stream(self, profile, *arguments):
        done = run("events", DEMO, "--profile", profile, "--reveal", *arguments, env=self.env)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return done.stdout

    def test_the_next_run_says_the_same(self):
        profile = self.profile()
        for threads in ("1", "2"):
            first = self.stream(profile, "--threads", threads)
            self.assertEqual(len(self.kept()), 1)
            again = self.stream(profile, "--threads", threads)
            self.assertTrue(first == again)
            self.assertTrue(first == self.stream(profile, "--no-cache"))
            self.kept()[0].unlink()
        for found in (b'"item":"imei/0"', b'"path":["http:request'):
            self.assertTrue(found in first)

    def test_nobody_reads_in_it(self):
        self.stream(self.profile())
        (file,) = self.kept()
        held = file.read_bytes()
        for value in (b"001013705839142", b"Invented", b"mail.example", b"contacts", b"imei", b"base64"):
            self.assertFalse(value in held)
        self.assertNotIn("a.toml", file.name)

    def test_what_was_changed_is_not_believed(self):
        profile = self.profile()
        first = self.stream(profile)
        (file,) = self.kept()
        whole = file.read_bytes()
        for damaged in (b"", whole[:10], whole[:-1], whole[:5] + bytes([whole[5] ^ 1]) + whole[6:],
                        whole[:9000] + bytes([whole[9000] ^ 1]) + whole[9001:]):
            file.write_bytes(damaged)
            self.assertTrue(first == self.stream(profile))
            self.assertEqual(len(file.read_bytes()), len(whole))

    def test_another_profile_is_another_file_and_few_stay(self):
        for name in "abcdef":
            self.stream(self.profile(name))
        self.assertEqual(len(self.kept()), 4)

    def test_small_profiles_and_those_who_want_none_have_none(self):
        self.stream(self.profile(contacts=20))
        self.stream(self.profile(), "--no-cache")
        self.assertEqual(self.kept(), [])

    def test_where_nothing_can_be_written_it_works_all_the_same(self):
        profile = self.profile()
        first = self.stream(profile, "--no-cache")
        self.cache.write_text("a file where the folder should be")
        self.assertTrue(first == self.stream(profile))


if __name__ == "__main__":
    unittest.main()
