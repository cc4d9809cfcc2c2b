"""Uploads whose parts come in several requests, over several connections: put together, and searched as one."""
import base64, gzip, json, random, unittest, urllib.parse

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


def plupload(content, name="o_1.jpg"):
    parts = cut(content, 3)
    return [form("/up", part, name=name, chunk=i, chunks=len(parts)) for i, (_, part) in enumerate(parts)]


def resumable_js(content):
    parts = cut(content, 3)
    return [form("/up", part, resumableChunkNumber=i + 1, resumableChunkSize=len(part), resumableTotalSize=len(content),
                 resumableIdentifier="17-photojpg", resumableFilename="photo.jpg", resumableTotalChunks=len(parts))
            for i, (_, part) in enumerate(parts)]


def flow_js(content):
    parts = cut(content, 3)
    return [form("/up", part, flowChunkNumber=i + 1, flowTotalChunks=len(parts), flowIdentifier="17-photojpg")
            for i, (_, part) in enumerate(parts)]


def dropzone(content, uuid="5f0c3f8e-1d55-4d7a-9b0a-0c4de1f5a001"):
    parts = cut(content, 3)
    return [form("/up", part, dzuuid=uuid, dzchunkindex=i, dztotalfilesize=len(content), dzchunksize=len(parts[0][1]),
                 dztotalchunkcount=len(parts), dzchunkbyteoffset=at) for i, (at, part) in enumerate(parts)]


def form(target, part, **fields):
    """As browsers write multipart/form-data: the file stands behind the fields."""
    begin = "".join(f'--invented\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
    body = (begin + '--invented\r\nContent-Disposition: form-data; name="file"; filename="blob"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n").encode() + part + b"\r\n--invented--\r\n"
    return request("POST", target, body, Content_Type="multipart/form-data; boundary=invented")


def aws_chunks(content, size=8192, signed=True, trailer=""):
    """S3's "Transferring payload in multiple chunks"; the signatures prove nothing here."""
    def line(part):
        return f"{len(part):x}".encode() + (b";chunk-signature=" + b"0a" * 32 if signed else b"") + b"\r\n"
    parts = [content[at:at + size] for at in range(0, len(content), size)]
    return b"".join(line(part) + part + b"\r\n" for part in parts) + line(b"") + trailer.encode() + b"\r\n"


def azure(content, names=(b"blk-7", b"blk-1", b"blk-4")):
    """Blocks with names that are not sorted, and the list that says how they stand."""
    names = [base64.b64encode(name).decode() for name in names]
    blocks = [request("PUT", f"/c/photo.jpg?comp=block&blockid={urllib.parse.quote(name)}", part)
              for name, (_, part) in zip(names, cut(content, len(names)))]
    body = '<?xml version="1.0" encoding="utf-8"?><BlockList>' + "".join(f"<Latest>{name}</Latest>" for name in names) + "</BlockList>"
    return blocks, request("PUT", "/c/photo.jpg?comp=blocklist", body.encode())


FORMS = {"plupload": plupload, "resumable.js": resumable_js, "flow.js": flow_js, "dropzone": dropzone}
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

    def test_parts_in_forms(self):
        for scheme, parts in FORMS.items():
            with self.subTest(scheme):
                first, second, third = parts(PHOTO)
                stream = self.stream([[third], [first, second]])
                self.assertEqual(self.found(stream), [(40001, "photos/photo.jpg", "exact",
                                                       ["http:request:body", "multipart:file", f"upload:{scheme}"], 2)])

    def test_two_uploads_in_forms_side_by_side(self):
        other = photo("other.jpg")
        for one, two in ((plupload(PHOTO), plupload(other, "o_2.jpg")), (dropzone(PHOTO), dropzone(other, "other"))):
            stream = self.stream([[one[0], two[0], one[1], two[1], two[2], one[2]]])
            self.assertEqual([found[1:3] for found in self.found(stream)], [("photos/photo.jpg", "exact")])

    def test_a_part_of_a_form_is_missing(self):
        for scheme, parts in FORMS.items():
            with self.subTest(scheme):
                first, _, third = parts(PHOTO)
                stream = self.stream([[first], [third]])
                self.assertEqual({one[1:3] for one in self.found(stream)}, {("photos/photo.jpg", "partial")})

    def test_a_form_that_content_range_tells_of(self):
        parts = [form("/up", part).replace(b"Content-Length", f"Content-Range: bytes {at}-{at + len(part) - 1}/{len(PHOTO)}\r\n".encode()
                                           + b"Content-Length", 1) for at, part in cut(PHOTO, 3)]
        self.assertEqual(self.found(self.stream([parts])),
                         [(40000, "photos/photo.jpg", "exact", ["http:request:body", "multipart:file", "upload:content-range"], 0)])

    def test_chunks_that_amazons_tools_sign(self):
        streaming = {"x_amz_content_sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"}
        unsigned = {"x_amz_content_sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "x_amz_trailer": "x-amz-checksum-crc32"}
        text = json.dumps({"contact": {"email": EMAIL}, "b": "y" * 3000}).encode()
        body = ["http:request:body"]
        for name, content, headers, framing, item, path in (
                ("declared", PHOTO, {"Content_Encoding": "aws-chunked", **streaming}, {}, "photos/photo.jpg", body + ["aws-chunked"]),
                ("by its digest alone", PHOTO, streaming, {}, "photos/photo.jpg", body + ["aws-chunked"]),
                ("by its first line alone", PHOTO, {}, {}, "photos/photo.jpg", body + ["aws-chunked"]),
                ("with a trailer", PHOTO, unsigned, {"signed": False, "trailer": "x-amz-checksum-crc32:AAAAAA==\r\n"},
                 "photos/photo.jpg", body + ["aws-chunked"]),
                ("a value across chunks", text, streaming, {"size": 31}, "email/0", body + ["aws-chunked", "json:$.contact.email"]),
                ("packed", gzip.compress(text), {"Content_Encoding": "aws-chunked,gzip", **streaming}, {"size": 60}, "email/0",
                 body + ["aws-chunked", "gzip", "json:$.contact.email"]),
                ("in the trailer", b"nothing", unsigned, {"signed": False, "trailer": f"x-amz-meta:{EMAIL}\r\n"}, "email/0", body)):
            with self.subTest(name):
                stream = self.stream([[request("PUT", "/bucket/a.jpg", aws_chunks(content, **framing), **headers)]])
                self.assertEqual(self.found(stream), [(40000, item, "exact", path, 0)])

    def test_parts_of_such_chunks(self):
        parts = [request("PUT", f"/bucket/a.jpg?partNumber={i + 1}&uploadId=inv.3", aws_chunks(part), Content_Encoding="aws-chunked",
                         x_amz_content_sha256="STREAMING-AWS4-HMAC-SHA256-PAYLOAD") for i, (_, part) in enumerate(cut(PHOTO, 3))]
        self.assertEqual(self.found(self.stream([parts])), [(40000, "photos/photo.jpg", "exact", ["http:request:body", "upload:s3"], 0)])

    def test_blocks_whose_order_is_said_in_the_end(self):
        blocks, last = azure(PHOTO)
        path = ["http:request:body", "upload:azure"]
        for order in ([0, 1, 2], [2, 0, 1]):
            stream = self.stream([[blocks[i] for i in order[:2]], [blocks[order[2]], last]])
            self.assertEqual(self.found(stream), [(40001, "photos/photo.jpg", "exact", path, 2)])
        stream = self.stream([blocks])  # as they came, where nobody says it
        self.assertEqual(self.found(stream), [(40000, "photos/photo.jpg", "exact", path, 0)])
        stream = self.stream([[blocks[0], blocks[2], last]])
        self.assertEqual({one[1:3] for one in self.found(stream)}, {("photos/photo.jpg", "partial")})

    def test_blocks_of_two_files_and_one_that_is_left_out(self):
        blocks, last = azure(PHOTO)
        strange = request("PUT", "/c/photo.jpg?comp=block&blockid=QUFB", bytes(5000))
        others = [part.replace(b"/c/photo.jpg", b"/c/other.jpg") for part in azure(photo("other.jpg"))[0]]
        stream = self.stream([[blocks[1], others[0], strange, blocks[0], others[2], blocks[2], others[1], last]])
        self.assertEqual([one[1:3] for one in self.found(stream)], [("photos/photo.jpg", "exact")])

    def test_uploads_that_are_made_one_in_the_end(self):
        frames = []
        for i, (_, part) in enumerate(cut(PHOTO, 2)):
            begin = request("POST", "/files", Tus_Resumable="1.0.0", Upload_Concat="partial", Upload_Length=len(part))
            created = f"HTTP/1.1 201 Created\r\nLocation: /files/p{i}\r\nContent-Length: 0\r\n\r\n".encode()
            sent = [request("PATCH", f"/files/p{i}", piece, Tus_Resumable="1.0.0", Upload_Offset=at, Content_Type="application/offset+octet-stream")
                    for at, piece in cut(part, 2)]
            frames.append((packets(40000 + i, 80, begin, created), packets(41000 + i, 80, b"".join(sent), OK * 2)))
        final = packets(42000, 80, request("POST", "/files", Tus_Resumable="1.0.0", Upload_Concat="final;/files/p0 http://up.example/files/p1"), OK)
        (begin0, sent0), (begin1, sent1) = frames
        stream = events("--profile", self.profile, capture(self.folder / "a.pcap", begin0 + begin1 + sent1 + sent0 + final))
        self.assertEqual(self.found(stream), [(42000, "photos/photo.jpg", "exact", ["http:request:body", "upload:tus"], 3)])
        stream = events("--profile", self.profile, capture(self.folder / "a.pcap", begin0 + begin1 + sent1 + final))
        self.assertEqual({one[1:3] for one in self.found(stream)}, {("photos/photo.jpg", "partial")})

    def test_sessions_that_an_answer_names(self):
        def session(name, content, port):
            first, second, third = (part for _, part in cut(content, 3))
            def cursor(offset):
                return json.dumps({"cursor": {"session_id": name, "offset": offset}, "close": False})
            answer = json.dumps({"session_id": name}).encode()
            ok = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(answer)}\r\n\r\n".encode() + answer
            at = "/2/files/upload_session/"
            return (packets(port, 80, request("POST", at + "start", first, Dropbox_API_Arg='{"close": false}'), ok),
                    packets(port + 1, 80, request("POST", at + "append_v2", second, Dropbox_API_Arg=cursor(len(first))), OK),
                    packets(port + 2, 80, request("POST", at + "finish", third, Dropbox_API_Arg=cursor(len(first + second))), OK))
        one = session("invented-1", PHOTO, 40000)
        other = session("invented-2", photo("other.jpg"), 41000)
        frames = [frame for pair in zip(one, other) for part in pair for frame in part]
        stream = events("--profile", self.profile, capture(self.folder / "a.pcap", frames))
        self.assertEqual(self.found(stream), [(40002, "photos/photo.jpg", "exact", ["http:request:body", "upload:dropbox"], 3)])

    def test_more_uploads_than_are_kept(self):
        chosen = random.Random(1)
        requests = [request("PUT", f"/f{i}", chosen.randbytes(40), Content_Range="bytes 0-39/99") for i in range(300)]
        stats = of_type(self.stream([requests]), "stats")[0]["stats"]
        self.assertIn({"kind": "upload: limit uploads", "count": 44}, stats["unread"])


if __name__ == "__main__":
    unittest.main()
