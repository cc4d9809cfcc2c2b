"""petze data: files of registries in, one index out; what is good is used, what is not is told."""
import gzip
import lzma
import unittest

from petze import ROOT, Case, run

SAMPLES = ROOT / "tests" / "attribution"


class Data(Case):
    def data(self, *arguments, **options):
        return run("data", *arguments, "--data", self.folder / "data", **options)

    def index(self):
        return (self.folder / "data" / "attribution.petze").read_bytes()

    def test_imports_every_form_and_lists_it(self):
        done = self.data("import", *sorted(SAMPLES.iterdir()))
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertIn(b"apnic.db.20140721.txt: APNIC WHOIS data, as of 2014-07-21 (by the name of the file): "
                      b"39 networks and 1 organisation\n", done.stdout)
        self.assertIn(b"delegated-apnic-extended.txt: APNIC delegated statistics, as of 2014-07-21 "
                      b"(as the file states): 5 networks\n", done.stdout)
        listed = self.data("list").stdout.decode()
        for source in ("AFRINIC WHOIS", "APNIC WHOIS", "ARIN WHOIS", "LACNIC WHOIS", "RIPE NCC WHOIS",
                       "LACNIC delegated", "iptoasn.com", "IANA address space"):
            self.assertIn(source, listed)
        self.assertIn("Adressraum der IANA", self.data("list", "--lang", "de").stdout.decode())

    def test_writes_the_same_index_again_and_adds_other_dates(self):
        source = SAMPLES / "ip2asn-combined-20140721.tsv"
        self.data("import", source)
        first = self.index()
        self.data("import", source)
        self.assertEqual(self.index(), first)
        self.data("import", source, "--as-of", "2020-01-01")
        self.assertEqual(self.data("list").stdout.count(b"iptoasn.com"), 2)
        self.assertEqual([path.name for path in (self.folder / "data").iterdir()], ["attribution.petze"])

    def test_undoes_compression(self):
        text = (SAMPLES / "apnic.db.20140721.txt").read_bytes()
        packed = self.folder / "apnic.db.inetnum.gz"
        packed.write_bytes(gzip.compress(text))
        other = self.folder / "other.xz"
        other.write_bytes(lzma.compress(text))
        for path in (packed, other):
            self.assertIn(b"39 networks", self.data("import", path).stdout)

    def test_uses_what_is_good_and_tells_the_rest_with_its_line(self):
        text = b"1.0.0.0\t1.0.0.255\t13335\tUS\tCLOUDFLARENET\nrubbish\n1.0.1.0\t1.0.3.255\t0\tNone\tNot routed\n"
        path = self.folder / "ip2asn.tsv"
        path.write_bytes(text)
        done = self.data("import", path, "--as-of", "2014-07-21")
        self.assertEqual(done.returncode, 0)
        self.assertIn(b"ip2asn.tsv:2: no range, AS, country and name", done.stderr)
        self.assertIn(b"as of 2014-07-21 (as you said): 2 networks", done.stdout)
        cut = self.folder / "cut.tsv.gz"
        cut.write_bytes(gzip.compress(text * 1000)[:-20])
        done = self.data("import", cut)
        self.assertEqual(done.returncode, 0)
        self.assertIn(b"compressed bytes are damaged or cut off", done.stderr)

    def test_refuses_what_is_no_data_and_keeps_what_was_there(self):
        self.data("import", SAMPLES / "delegated-apnic-extended.txt")
        before = self.index()
        page = self.folder / "page.html"
        page.write_text("<!DOCTYPE html><html><body>Sign in</body></html>")
        binary = self.folder / "x.mmdb"
        binary.write_bytes(bytes(range(256)) * 100)
        for path in (page, binary, self.folder / "nowhere"):
            done = self.data("import", path)
            self.assertEqual(done.returncode, 1, path)
            self.assertTrue(done.stderr.startswith(b"petze: "))
        self.assertEqual(self.index(), before)
        self.assertEqual(self.data("import", page, "--as-of", "yesterday").returncode, 2)

    def test_replaces_an_index_that_is_broken(self):
        (self.folder / "data").mkdir()
        (self.folder / "data" / "attribution.petze").write_bytes(b"petzedat rubbish")
        self.assertEqual(self.data("list").returncode, 1)
        done = self.data("import", SAMPLES / "delegated-apnic-extended.txt")
        self.assertIn(b"is no index that can be used", done.stderr)
        self.assertEqual(done.returncode, 0)
        self.assertEqual(self.data("list").returncode, 0)

    def test_has_a_folder_of_its_own_by_default(self):
        done = run("data", "import", SAMPLES / "delegated-apnic-extended.txt",
                   env={"XDG_DATA_HOME": str(self.folder / "share")})
        self.assertEqual(done.returncode, 0)
        self.assertTrue((self.folder / "share" / "petze" / "attribution.petze").exists())


if __name__ == "__main__":
    unittest.main()
