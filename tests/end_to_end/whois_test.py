"""petze whois: registry, holder, operator and network of addresses and names, without asking anybody."""
import json
import unittest

from petze import DEMO, ROOT, Case, events, run

SAMPLES = ROOT / "tests" / "attribution"


class Whois(Case):
    def setUp(self):
        super().setUp()
        done = run("data", "import", *sorted(SAMPLES.iterdir()), "--data", self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)

    def whois(self, *arguments):
        done = run("whois", *arguments, "--data", self.folder)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return done.stdout.decode()

    def objects(self, *arguments):
        return json.loads(self.whois(*arguments, "--json"))

    def test_tells_the_three_answers_of_2014_apart(self):
        one, other = self.objects("42.62.48.157", "116.85.18.55", "--as-of", "2014-07-21")
        self.assertEqual(one["id"], "42.62.48.157")
        self.assertEqual(one["addresses"], ["42.62.48.157"])
        self.assertEqual(one["registry"]["name"], "APNIC/CNNIC")
        self.assertEqual(one["holder"]["name"], "Forest Eternal Communication Tech")
        self.assertEqual(one["holder"]["as_of"], "2014-07-21")
        self.assertEqual((one["network"]["asn"], one["network"]["prefix"]), (23724, "42.62.0.0/17"))
        self.assertNotIn("operator", one)
        self.assertEqual(other["holder"]["name"], "Beijing Xiaoju Technology")
        for each in (one, other):
            self.assertIn("Addresses of this block were allocated by CNNIC; that says nothing about who receives "
                          "the data.", each["remarks"])
            for answer in ("registry", "holder"):
                self.assertLessEqual({"name", "country", "because", "source", "as_of"}, set(each[answer]))
            for answer in ("holder", "network"):
                self.assertNotIn("CNNIC", each[answer]["name"])

    def test_keeps_the_order_of_the_arguments(self):
        asked = ["8.8.8.8", "app.chat.xiaomi.net", "2001:DB8::1", "APP.chat.xiaomi.net.", "8.8.8.8"]
        self.assertEqual([one["id"] for one in self.objects(*asked)],
                         ["8.8.8.8", "app.chat.xiaomi.net", "2001:db8::1", "app.chat.xiaomi.net", "8.8.8.8"])

    def test_knows_the_operator_of_a_name_alone(self):
        name, = self.objects("app.chat.xiaomi.net")
        self.assertEqual((name["operator"]["name"], name["names"]), ("Xiaomi", ["app.chat.xiaomi.net"]))
        self.assertFalse({"registry", "holder", "network"} & set(name))

    def test_says_when_data_are_of_another_year(self):
        self.assertTrue(self.objects("42.62.48.157", "--as-of", "2024-01-01")[0]["holder"]["distant"])
        self.assertNotIn("distant", self.objects("42.62.48.157", "--as-of", "2014-12-31")[0]["holder"])
        self.assertIn("more than a year from the date asked about", self.whois("42.62.48.157", "--as-of", "2024-01-01"))

    def test_names_special_addresses_as_what_they_are(self):
        private, = self.objects("192.168.1.1")
        self.assertIn("private networks", private["registry"]["because"])
        self.assertFalse({"holder", "network", "operator", "remarks"} & set(private))

    def test_speaks_german(self):
        said = self.whois("42.62.48.157", "--lang", "de")
        self.assertIn("Adressen dieses Blocks wurden von CNNIC vergeben", said)
        self.assertIn("Inhaber", said)

    def test_answers_with_nothing_imported(self):
        done = run("whois", "42.62.48.157", "--json", "--data", self.folder / "empty")
        self.assertEqual(json.loads(done.stdout)[0]["registry"]["name"], "APNIC")

    def test_fills_the_endpoints_of_a_capture(self):
        by_id = {one["endpoint"]["id"]: one["endpoint"]
                 for one in events(DEMO, "--types", "endpoint", "--data", self.folder)}
        cloud = by_id["contactapi.micloud.xiaomi.net"]
        self.assertEqual(cloud["registry"]["name"], "APNIC/CNNIC")
        self.assertEqual(cloud["holder"]["name"], "Forest Eternal Communication Tech")
        self.assertEqual(cloud["network"]["asn"], 23724)
        self.assertEqual(cloud["operator"]["name"], "Xiaomi")
        self.assertNotIn("distant", cloud["holder"])  # the capture's own date counts
        late = {one["endpoint"]["id"]: one["endpoint"]
                for one in events(DEMO, "--types", "endpoint", "--data", self.folder, "--as-of", "2024-01-01")}
        self.assertTrue(late["contactapi.micloud.xiaomi.net"]["holder"]["distant"])

    def test_refuses_what_is_neither(self):
        for wrong in ("two words", "", "1.2.3", "300.1.1.1", "a..b", "http://example.com/"):
            done = run("whois", wrong, "--data", self.folder)
            self.assertEqual((done.returncode, done.stdout), (2, b""), wrong)
        self.assertEqual(run("whois").returncode, 2)
        self.assertEqual(run("whois", "8.8.8.8", "--as-of", "soon").returncode, 2)


if __name__ == "__main__":
    unittest.main()
