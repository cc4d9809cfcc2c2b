"""Uploads that come in parts, in the forms of the services and libraries that phones use."""

import base64
from xml.sax.saxutils import escape

from transports import Web
from wrappings import Body


def in_parts(body: Body) -> bool:
    # Of a form's parts each request brings one inside a form of its own.
    return len(body.content) >= 3 and not body.content_type.startswith("multipart/")


def thirds(content: bytes) -> list[tuple[int, int]]:
    size = len(content)
    borders = [0, size // 3, size // 3 * 2, size]
    return list(zip(borders, borders[1:]))


class Parts(Web):
    """In three requests over two connections, as what is taken up again (RFC 9110 section 14.4)."""

    def takes(self, body: Body) -> bool:
        return in_parts(body)

    def send(self, host: str, body: Body) -> None:
        size = len(body.content)
        for begin, end in thirds(body.content):
            if end == size:
                self.close()
            self.request("PUT", "/sync", body.content[begin:end],
                         {**self.headers(host, body), "Content-Range": f"bytes {begin}-{end - 1}/{size}"})


class Signed(Web):
    """S3's signed chunks ("Signature Calculations for the Authorization Header: Transferring Payload in Multiple Chunks")."""

    def takes(self, body: Body) -> bool:
        return in_parts(body) and not body.encoding

    def send(self, host: str, body: Body) -> None:
        chunks = [body.content[begin:end] for begin, end in thirds(body.content)] + [b""]
        framed = b"".join(b"%x;chunk-signature=%s\r\n%s\r\n" % (len(chunk), b"ad" * 32, chunk) for chunk in chunks)
        self.request("PUT", "/box/object", framed,
                     {**self.headers(host, body), "Content-Encoding": "aws-chunked", "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                      "x-amz-decoded-content-length": str(len(body.content))})


class Forms(Web):
    """A form for each part over two connections, as Dropzone sends them."""

    def takes(self, body: Body) -> bool:
        return in_parts(body) and not body.encoding

    def send(self, host: str, body: Body) -> None:
        for number, (begin, end) in enumerate(thirds(body.content)):
            if end == len(body.content):
                self.close()
            fields = {"dzuuid": "0b6e9c0a-" + host, "dzchunkindex": number, "dztotalfilesize": len(body.content), "dzchunksize": end - begin,
                      "dztotalchunkcount": 3, "dzchunkbyteoffset": begin}
            form = b"".join(b'--cut\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), str(value).encode())
                            for name, value in fields.items())
            form += (b'--cut\r\nContent-Disposition: form-data; name="file"; filename="blob"\r\nContent-Type: '
                     + body.content_type.encode() + b"\r\n\r\n" + body.content[begin:end] + b"\r\n--cut--\r\n")
            self.request("POST", "/upload", form, {"Host": host, "Content-Type": "multipart/form-data; boundary=cut"})


class Blocks(Web):
    """Azure's Put Block, out of order, and Put Block List."""

    def takes(self, body: Body) -> bool:
        return in_parts(body) and not body.encoding

    def send(self, host: str, body: Body) -> None:
        named = [(base64.b64encode(b"block-%06d" % number).decode(), part) for number, part in enumerate(thirds(body.content))]
        for name, (begin, end) in reversed(named):
            self.request("PUT", f"/box/{host}?comp=block&blockid={name}", body.content[begin:end], {"Host": host})
        listed = "".join(f"<Latest>{escape(name)}</Latest>" for name, _ in named)
        self.request("PUT", f"/box/{host}?comp=blocklist", f'<?xml version="1.0"?><BlockList>{listed}</BlockList>'.encode(),
                     {"Host": host, "x-ms-blob-content-type": body.content_type})
