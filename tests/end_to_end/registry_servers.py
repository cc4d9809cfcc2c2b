"""An RDAP server and two WHOIS servers on loopback: answers in the shapes of the registries, refusals, loops, slow and hostile ones."""
import http.server, json, socketserver, threading, time

JSON = "application/rdap+json"


def network(first, last, **members):
    return {"objectClassName": "ip network", "startAddress": first, "endAddress": last, **members}


def remark(text):
    return {"remarks": [{"title": "description", "description": [text]}]}


def registrant(name, *more):
    card = ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", name]]]
    return {"entities": [{"objectClassName": "entity", "roles": ["registrant"], "vcardArray": card}, *more]}


ABUSE = {"objectClassName": "entity", "roles": ["abuse"], "vcardArray": ["vcard", [["fn", {}, "text", "IRT-CNNIC-CN"]]]}


class Servers:
    """`asked` holds every question, in order."""

    def __init__(self):
        self.asked, self.busy = [], {}
        self.rdap = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.whois, self.second_whois = (self._whois(answer) for answer in (self._first_answer, self._second_answer))
        self._all = (self.rdap, self.whois, self.second_whois)
        for server in self._all:
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.rdap.server_address[1]}"

    def close(self):
        for server in self._all:
            server.shutdown()
            server.server_close()

    # RDAP ------------------------------------------------------------------------------------------------------------

    def _handler(servers):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                servers.asked.append(self.path)
                try:
                    servers._answer(self)
                except OSError:
                    pass  # whoever asked has heard enough

            def log_message(self, *_):
                pass
        return Handler

    def _answer(self, to):
        def send(status, body=b"", **headers):
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
            to.send_response(status)
            for name, value in {"Content-Type": JSON, "Content-Length": str(len(body)), **headers}.items():
                to.send_header(name.replace("_", "-"), value)
            to.end_headers()
            to.wfile.write(body)

        path = to.path
        if path == "/ip/42.62.48.157":  # APNIC: moved, then descr in a remark, and a mail box that is not the holder
            send(302, Location=f"{self.url}/apnic/42.62.0.0")
        elif path == "/apnic/42.62.0.0":
            send(200, network("42.62.0.0", "42.62.127.255", name="FECT", country="CN",
                              entities=[ABUSE], **remark("Forest Eternal Communication Tech")))
        elif path == "/ip/8.8.8.8":  # ARIN: busy at first
            if self.busy.setdefault(path, 0) == 0:
                self.busy[path] += 1
                return send(429, Retry_After="1")
            send(200, network("8.8.8.0", "8.8.8.255", name="INVENTED-8", **registrant("Invented, Inc.", ABUSE)))
        elif path in ("/ip/5.1.0.9", "/ring"):  # RIPE: a ring of redirects
            send(301, Location=self.url + ("/ring" if path != "/ring" else "/ip/5.1.0.9"))
        elif path == "/ip/200.160.2.3":  # LACNIC: its national registry knows more
            send(200, network("200.160.0.0", "200.160.255.255", country="BR", links=[
                {"rel": "related", "type": JSON, "href": f"{self.url}/nic.br/200.160.0.0"}]))
        elif path == "/nic.br/200.160.0.0":
            send(200, network("200.160.0.0", "200.160.15.255", country="BR", **registrant("Inventado S.A.")))
        elif path == "/ip/41.57.0.1":  # AFRINIC: not found
            send(404, {"errorCode": 404, "title": "Not Found"})
        elif path == "/ip/175.45.1.2":  # KRNIC's space: an answer without an end
            to.send_response(200)
            to.end_headers()
            for _ in range(64):
                to.wfile.write(b" " * (1 << 20))
        elif path == "/ip/210.61.0.1":  # TWNIC's space: a page for people
            send(200, b"<html>Please log in</html>", Content_Type="text/html")
        elif path == "/ip/103.1.2.3":  # sends those who ask to a stranger
            send(302, Location="https://rdap.evil.example/ip/103.1.2.3")
        elif path == "/ip/14.160.0.1":  # the registry itself as the most specific entry: VNNIC
            send(200, network("14.160.0.0", "14.191.255.255", name="VNNIC-AP",
                              **remark("Vietnam Internet Network Information Center")))
        elif path == "/ip/9.9.9.9":  # a byte now and then
            to.send_response(200)
            to.end_headers()
            for _ in range(300):
                to.wfile.write(b" ")
                time.sleep(0.2)
        else:
            send(400)

    # WHOIS -----------------------------------------------------------------------------------------------------------

    def _whois(servers, answer):
        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                question = self.rfile.readline(1000).decode().strip()
                servers.asked.append(f"whois {self.server.server_address[1]} {question}")
                try:
                    self.wfile.write(answer(question))
                except OSError:
                    pass
        return socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)

    def _first_answer(self, question):
        second = self.second_whois.server_address[1]
        return {
            "5.1.0.9": b"inetnum:  5.1.0.0 - 5.1.0.255\r\nnetname:  INV-NET\r\ncountry:  DE\r\norg: ORG-E1-RIPE\r\n\r\n"
                       b"organisation: ORG-E1-RIPE\r\norg-name: Erfunden f\xfcr alle GmbH\r\n",
            "41.57.0.1": b"%ERROR:101: no entries found\n",
            "175.45.1.2": b"IPv4 Address       : 175.45.0.0 - 175.45.127.255 (/17)\nNetwork Name : INV-KR\n"
                          b"Organization Name  : Invented Telecom\n",
            "210.61.0.1": b"   Netname: INV-TW\n   Netblock: 210.61.0.0/24\n   Organization Name: Invented Taiwan\n",
            "202.12.30.115": f"refer:        127.0.0.1:{second}\n".encode(),
            "103.1.2.3": b"refer: whois.evil.example\n",
            "1.1.1.1": f"refer: 127.0.0.1:{second}\n".encode(),
            "9.9.9.9": b"x" * (1 << 20),
        }.get(question, b"")

    def _second_answer(self, question):
        first = self.whois.server_address[1]
        return {
            "202.12.30.115": b"a. [Network Number]     202.12.30.0/24\nb. [Network Name]       INVENT-NET\n"
                             b"g. [Organization]       Invented Network Centre\n",
            "1.1.1.1": f"refer: 127.0.0.1:{first}\n".encode(),
        }.get(question, b"")
