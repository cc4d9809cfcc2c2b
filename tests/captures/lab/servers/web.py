"""What stands behind nginx: answers requests, and writes down what both bodies were, as nginx saw them.

    web.py PORT LOG
"""

import gzip
import hashlib
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = ("<!doctype html><title>Invented page</title><p>" + " ".join(f"Invented sentence {n}." for n in range(120))
        + "</p>\n").encode()
LIST = json.dumps({"invented": True, "people": [{"name": f"Person {n}", "phone": f"+1202555{100 + n:04}"}
                                                for n in range(40)]}).encode()
_CONTENT = {"/page.html": ("text/html", PAGE), "/list.json": ("application/json", LIST)}


def facts(body: bytes) -> dict[str, object]:
    return {"length": len(body), "sha256": hashlib.sha256(body).hexdigest()}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        kind, content = _CONTENT.get(self.path.partition("?")[0], ("text/plain", b"Nothing here.\n"))
        headers = {"Content-Type": kind}
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            content, headers["Content-Encoding"] = gzip.compress(content, 9, mtime=0), "gzip"
        self._answer(b"", content, headers)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self._answer(body, json.dumps({"received": facts(body)}).encode() + b"\n", {"Content-Type": "application/json"})

    do_PUT = do_POST

    def _answer(self, request: bytes, response: bytes, headers: dict[str, str]) -> None:
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(response)))
        self.end_headers()
        self.wfile.write(response)
        with open(sys.argv[2], "a") as log:
            log.write(json.dumps({"method": self.command, "hostname": self.headers["Host"], "url": self.path,
                                  "status": 200, "request_body": facts(request), "response_body": facts(response),
                                  "encoding": headers.get("Content-Encoding", "")}) + "\n")

    def log_message(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    with ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler) as server:
        print("ready", flush=True)
        server.serve_forever()
