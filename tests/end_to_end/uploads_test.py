"""Uploads whose parts come in several requests, over several connections: put together, and searched as one."""
import json, random, unittest

from petze import Case, events, named, of_type
from photos_test import PROFILE, capture, packets, photo

PHOTO = photo("photo.jpg")
HALF = len(PHOTO) // 2
EMAIL = "ida.invented@mail.example"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def request(method, target, body=b"", **headers):
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"{method} {target} HTTP/1.1\r\nHost: up.example\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode() + body


def cut(content, pieces):
    """(offset, piece) of each, of lengths that nothing else shares."""
    borders = [len(content) * i // pieces + (7 * i if 0 < i < pieces else 0) for i in range(pieces + 1)]
    return [(begin, content[begin:end]) for begin, end in zip(borders, borders[1:])]


def ranged(content, pieces=3, target="/photo", total=None):
    return [request("PUT", target, part, Content_Range=f"bytes {at}-{at + len(part) - 1}/{total or len(content)}")
            for at, part in cut(content, pieces)]


def google(content):
    parts = cut(content, 3)
    return [request("PUT", "/upload/drive/v3/files?uploadType=resumable&upload_id=inv", part, Content_Type="image/jpeg",
                    Content_Range=f"bytes {at}-{at + len(part) - 1}/" + (str(len(content)) if at == parts[-1][0] else "*"))
            for at, part in parts]


def tus(content):
    return [request("PATCH", "/files/17", part, Tus_Resumable="1.0.0", Upload_Offset=at, Content_Type="application/offset+octet-stream")
            for at, part in cut(content, 3)]


def ietf(content):
    parts = cut(content, 3)
    return [request("PATCH", "/u/9", part, Upload_Offset=at, Upload_Complete="?1" if at == parts[-1][0] else "?0") for at, part in parts]


def s3(content):
    return [request("PUT", f"/bucket/a.jpg?partNumber={i + 1}&uploadId=inv.2", part) for i, (_, part) in enumerate(cut(content, 3))]


SCHEMES = {"content-range": ranged, "google": google, "tus": tus, "resumable": ietf, "s3": s3}


class Uploads(Case):
    def setUp(self):
        super().setUp()
        self.profile = self.folder / "profile.toml"
        self.profile.write_text(f'[identifiers]\nemail = ["{EMAIL}"]\n' + PROFILE[:PROFILE.index("[location]")])

    def stream(self, connections, interleaved=False):
        """The events of connections, each a list of requests, which are answered in the end."""
        said = [packets(40000 + i, 80, b"".join(requests), OK * len(requests)) for i, requests in enumerate(connections)]
        if interleaved:
            frames = [one for i in range(max(map(len, said))) for one in (row[i] for row in said if i < len(row))]
        else:
            frames = [frame for one in said for frame in one]
        path = capture(self.folder / "a.pcap", frames)
        one, many = (events("--profile", self.profile, "--threads", threads, path) for threads in (1, 4))
        self.assertEqual(one, many)
        return one

    @staticmethod
    def found(stream):
        """(port of the phone, item, match, path, from how many conversations) of each."""
        return [(event["src_port"], event["finding"]["item"], event["finding"]["match"], event["finding"]["path"],
                 len(event["finding"].get("flow_ids", []))) for event in named(stream)]

    def test_a_photo_in_three_parts_over_two_connections(self):
        for scheme, parts in SCHEMES.items():
            with self.subTest(scheme):
                first, second, third = parts(PHOTO)
                stream = self.stream([[first, second], [third]])
                path = ["http:request:body", "upload:content-range" if scheme == "google" else f"upload:{scheme}"]
                self.assertEqual(self.found(stream), [(40001, "photos/photo.jpg", "exact", path, 2)])
                finding = named(stream)[0]
                flows = {event["src_port"]: event["flow_id"] for event in of_type(stream, "flow")}
                self.assertEqual(finding["finding"]["flow_ids"], [flows[40000], flows[40001]])
                self.assertEqual(finding["finding"]["hostname"], "up.example")
                (_, begin, end), = finding["finding"]["frames"]
                carriers = len(PHOTO) // 1400
                self.assertGreater(end - begin, carriers)
                self.assertLessEqual(end, finding["frame"])
                places = [(event["event_type"], event["frame"]) for event in stream if "frame" in event]
                self.assertEqual([frame for _, frame in places], sorted(frame for _, frame in places))

    def test_side_by_side_and_in_any_order(self):
        parts = ranged(PHOTO, 4)
        for order in ([2, 0, 3, 1], [3, 2, 1, 0]):
            with self.subTest(order):
                stream = self.stream([[parts[i]] for i in order], interleaved=True)
                self.assertEqual([one[1:3] + one[4:] for one in self.found(stream)], [("photos/photo.jpg", "exact", 4)])

    def test_taken_up_again_where_the_connection_broke(self):
        whole = request("PUT", "/u/1", PHOTO, Upload_Offset=0, Upload_Complete="?1")
        head = whole.index(b"\r\n\r\n") + 4
        for known in (HALF, HALF - 5000):  # what the server had of it: less than what was sent
            with self.subTest(known):
                rest = request("PATCH", "/u/1", PHOTO[known:], Upload_Offset=known, Upload_Complete="?1")
                stream = self.stream([[whole[:head + HALF]], [rest]])
                self.assertEqual([one[1:3] for one in self.found(stream)], [("photos/photo.jpg", "exact")])

    def test_where_the_answer_says_how_it_is_called(self):
        begin = request("POST", "/files", PHOTO[:HALF], Tus_Resumable="1.0.0", Upload_Length=len(PHOTO),
                        Content_Type="application/offset+octet-stream")
        created = b"HTTP/1.1 201 Created\r\nLocation: http://up.example/files/5\r\nContent-Length: 0\r\n\r\n"
        rest = request("PATCH", "/files/5", PHOTO[HALF:], Tus_Resumable="1.0.0", Upload_Offset=HALF,
                       Content_Type="application/offset+octet-stream")
        frames = packets(40000, 80, begin, created) + packets(40001, 80, rest, OK)
        stream = events("--profile", self.profile, capture(self.folder / "a.pcap", frames))
        self.assertEqual(self.found(stream), [(40001, "photos/photo.jpg", "exact", ["http:request:body", "upload:tus"], 2)])

    def test_a_value_across_a_border(self):
        document = json.dumps({"a": "x" * 3000, "contact": {"email": EMAIL}, "b": "y" * 3000}).encode()
        at = document.index(EMAIL.encode()) + 5
        for parts in ([(0, at), (at, len(document))], [(0, at - 200), (at - 200, at), (at, len(document))]):
            requests = [request("PUT", "/doc", document[begin:end], Content_Range=f"bytes {begin}-{end - 1}/{len(document)}")
                        for begin, end in parts]
            stream = self.stream([[one] for one in requests])
            self.assertEqual(self.found(stream), [(39999 + len(parts), "email/0", "exact", ["http:request:body", "upload:content-range", "json:$.contact.email"],
                                                   len(parts))])
            last = [event["flow"] for event in of_type(stream, "flow") if event["src_port"] == 39999 + len(parts)]
            self.assertEqual(last[0]["findings"], [{"item": "email/0", "occurrences": 1}])

    def test_what_stands_in_one_part_is_told_there_alone(self):
        document = json.dumps({"contact": {"email": EMAIL}, "b": "y" * 3000}).encode()
        stream = self.stream([[one] for one in ranged(document, 2)])
        self.assertEqual(self.found(stream), [(40000, "email/0", "exact", ["http:request:body", "json:$.contact.email"], 0)])

    def test_what_never_becomes_whole(self):
        parts = ranged(PHOTO)
        stream = self.stream([[parts[0]], [parts[2]]])
        self.assertEqual({one[1:3] for one in self.found(stream)}, {("photos/photo.jpg", "partial")})
        out, _ = self.analyze("--profile", self.profile, self.folder / "a.pcap")
        lines = [json.loads(line) for line in (out / "events.ndjson").read_text().splitlines()]
        self.assertEqual(len(named(lines)), len(self.found(stream)))
        self.assertTrue(list((out / "evidence").glob("**/*.pcapng")))

    def test_two_files_by_one_name(self):
        other = photo("other.jpg")
        stream = self.stream([ranged(other, 2), ranged(PHOTO, 2), ranged(other[:-9] + bytes(9), 2)])
        self.assertEqual([one[1:3] for one in self.found(stream)], [("photos/photo.jpg", "exact")])

    def test_s3_ends_with_a_request_of_its_own(self):
        first, second, third = s3(PHOTO)
        close = request("POST", "/bucket/a.jpg?uploadId=inv.2", b"<CompleteMultipartUpload/>")
        stream = self.stream([[second, third], [first, close]])
        self.assertEqual([one[:3] for one in self.found(stream)], [(40001, "photos/photo.jpg", "exact")])

    def test_more_uploads_than_are_kept(self):
        chosen = random.Random(1)
        requests = [request("PUT", f"/f{i}", chosen.randbytes(40), Content_Range="bytes 0-39/99") for i in range(300)]
        stats = of_type(self.stream([requests]), "stats")[0]["stats"]
        self.assertIn({"kind": "upload: limit uploads", "count": 44}, stats["unread"])


if __name__ == "__main__":
    unittest.main()
