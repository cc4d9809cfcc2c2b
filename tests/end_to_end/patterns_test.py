"""What looks like personal data, with a profile and without, and places by their distance."""
import json, unittest

from one_post import capture
from petze import Case, events, named, of_type
from photos_test import capture as capture_of, packets, post

BODY = (b'{"imei":"352099001761481","order":"352099001761481","mail":"anna@example.org",'
        b'"at":{"lat":22.3403,"lng":114.0473}}')
PROFILE = """[identifiers]
email = ["Anna@example.org"]

[location]
home = { lat = 22.340257, lon = 114.047284, radius_m = 500 }
"""


class Patterns(Case):
    def found(self, *options):
        stream = events(*options, capture(self.folder / "a.pcap", BODY))
        return [(f["category"], f["match"], f.get("item", ""), f["path"][-1], f["value"])
                for f in (event["finding"] for event in of_type(stream, "finding"))]

    def profile(self, text):
        path = self.folder / "profile.toml"
        path.write_text(text)
        return path

    def test_without_a_profile(self):
        self.assertEqual(self.found("--reveal"), [
            ("imei", "pattern", "", "json:$.imei", "352099001761481"),
            ("email", "pattern", "", "json:$.mail", "anna@example.org"),
            ("location", "pattern", "", "json:$.at.lng", "22.3403,114.0473")])

    def test_what_the_profile_names_is_the_owners(self):
        self.assertEqual(self.found("--reveal", "--profile", self.profile(PROFILE)), [
            ("imei", "pattern", "", "json:$.imei", "352099001761481"),
            ("email", "exact", "email/0", "json:$.mail", "Anna@example.org"),
            ("location", "exact", "location/home", "json:$.at.lng", "22.340257,114.047284")])

    def test_values_are_masked(self):
        self.assertEqual([value for *_, value in self.found()],
                         ["3\u20261 (15)", "a\u2026g (16)", "2\u20263 (16)"])

    def test_what_is_to_be_published_names_the_profiles_alone(self):
        profile = self.profile(PROFILE)
        self.assertEqual([found[2] for found in self.found("--redact", "--profile", profile)],
                         ["email/0", "location/home"])
        self.assertEqual(self.found("--redact"), [])

    def test_they_take_no_room_from_what_is_the_owners(self):
        lists = [json.dumps([f"a{i}.{k}@example.org" for k in range(1000)]).encode() for i in range(101)]
        frames = [frame for i, body in enumerate([*lists, BODY]) for frame in packets(40000 + i, 80, post(body, "application/json"))]
        stream = events("--profile", self.profile(PROFILE), capture_of(self.folder / "a.pcap", frames))
        self.assertEqual([event["finding"]["item"] for event in named(stream)], ["email/0", "location/home"])
        self.assertEqual(len(of_type(stream, "finding")), 100_002)
        self.assertGreaterEqual(stream[-1]["stats"]["findings_not_told"], 1000)

    def test_a_place_alone_is_a_profile(self):
        text = PROFILE[PROFILE.index("[location]"):]
        stream = events("--profile", self.profile(text), capture(self.folder / "a.pcap", BODY))
        self.assertEqual([event["finding"]["item"] for event in named(stream)], ["location/home"])


if __name__ == "__main__":
    unittest.main()
