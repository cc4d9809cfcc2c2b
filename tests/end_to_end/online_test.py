"""--online against registries of our own on loopback; and that without it no packet leaves the machine."""
import ctypes, json, os, platform, signal, sqlite3, struct, subprocess, unittest

import petze
from petze import BINARY, DEMO, DEMO_PROFILE, Case
from registry_servers import Servers


def capture(path, *addresses, host=None):
    """From a phone to each address: one UDP packet to port 9, or a request over TCP that names this host."""
    out = struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101)  # LINKTYPE_RAW
    for number, address in enumerate(addresses):
        protocol, segment = 17, struct.pack("!HHHH", 40000 + number, 9, 12, 0) + b"ping"
        if host:
            protocol, segment = 6, struct.pack("!HHIIBBHHH", 40000 + number, 80, 1, 1, 5 << 4, 0x18, 65535, 0, 0) + (
                f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        frame = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(segment), 0, 0, 64, protocol, 0,
                            bytes([192, 168, 1, 10]), bytes(map(int, address.split(".")))) + segment
        out += struct.pack("<IIII", 1405929600 + number, 0, len(frame), len(frame)) + frame
    path.write_bytes(out)
    return path


def shut_the_network():
    """Ends whoever makes a socket that is none of this machine's own (seccomp; runs in the child)."""
    socket, arch = {"x86_64": (41, 0xc000003e), "aarch64": (198, 0xc00000b7)}[platform.machine()]
    load, equal, end = 0x20, 0x15, 0x06
    allow, kill = 0x7fff0000, 0x80000000
    program = b"".join(struct.pack("HBBI", *one) for one in (
        (load, 0, 0, 4), (equal, 0, 4, arch),    # another architecture: not ours
        (load, 0, 0, 0), (equal, 0, 2, socket),  # another call
        (load, 0, 0, 16), (equal, 0, 1, 1),      # socket(AF_UNIX, …)
        (end, 0, 0, allow), (end, 0, 0, kill)))
    buffer = ctypes.create_string_buffer(program)
    filters = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer)))
    libc = ctypes.CDLL(None, use_errno=True)
    no_new_privileges, seccomp, filter_mode = 38, 22, 2
    if libc.prctl(no_new_privileges, 1, 0, 0, 0) or libc.prctl(seccomp, filter_mode, filters, 0, 0):
        os._exit(77)


def run_shut_in(*arguments, env):
    return subprocess.run([BINARY, *map(str, arguments)], capture_output=True, timeout=300, env={**os.environ, **env},
                          preexec_fn=shut_the_network)


class Online(Case):
    def setUp(self):
        super().setUp()
        self.servers = Servers()
        self.addCleanup(self.servers.close)
        self.data = self.folder / "share" / "petze"
        (self.data / "rdap").mkdir(parents=True)
        self.env = {"XDG_DATA_HOME": str(self.folder / "share")}
        self.bootstrap([["0.0.0.0/0"], [self.servers.url + "/"]])
        (self.data / "rdap" / "whois-server").write_text(f"127.0.0.1:{self.servers.whois.server_address[1]}\n")

    def bootstrap(self, *services):
        for name, rows in (("ipv4.json", services), ("ipv6.json", [])):
            (self.data / "rdap" / name).write_text(json.dumps({"version": "1.0", "services": list(rows)}))

    def ask(self, *addresses):
        """The endpoint of each address, and what was said on standard error."""
        done = petze.run("events", "--types", "endpoint", "--online", capture(self.folder / "a.pcap", *addresses),
                         env=self.env, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        told = [json.loads(line)["endpoint"] for line in done.stdout.splitlines()]
        return {one["id"]: one for one in told}, done.stderr.decode()

    def test_answers_in_the_shapes_of_the_registries(self):
        holders = {
            "42.62.48.157": ("Forest Eternal Communication Tech", "RDAP"),  # APNIC, behind a redirect
            "8.8.8.8": ("Invented, Inc.", "RDAP"),                          # ARIN, busy at first
            "200.160.2.3": ("Inventado S.A.", "RDAP"),                      # LACNIC, then NIC.br
            "5.1.0.9": ("Erfunden f\N{REPLACEMENT CHARACTER}r alle GmbH", "WHOIS"),  # RIPE, after a ring; Latin-1
            "202.12.30.115": ("Invented Network Centre", "WHOIS"),          # JPNIC, after a refusal and a referral
            "175.45.1.2": ("Invented Telecom", "WHOIS"),                    # KRNIC, after an answer without an end
            "210.61.0.1": ("Invented Taiwan", "WHOIS"),                     # TWNIC, after a page for people
        }
        told, _ = self.ask(*holders)
        for address, (name, protocol) in holders.items():
            holder = told[address].get("holder", {})
            self.assertEqual(holder.get("name"), name, told[address])
            self.assertTrue(holder["source"].startswith(protocol + " 127.0.0.1:"), holder)
            self.assertTrue(holder["distant"])  # the capture is of 2014
        self.assertEqual(self.servers.asked.count("/ip/8.8.8.8"), 2)
        kept = sqlite3.connect(self.data / "online.sqlite").execute("SELECT question, body FROM answers").fetchall()
        raw = {question: body for question, body in kept}
        self.assertIn(b"Forest Eternal", raw[self.servers.url + "/apnic/42.62.0.0"])
        self.assertIn(b"f\xfcr alle", raw[f"whois://127.0.0.1:{self.servers.whois.server_address[1]}/5.1.0.9"])

        self.servers.asked.clear()
        again, _ = self.ask(*holders)
        self.assertEqual({a: again[a]["holder"] for a in holders}, {a: told[a]["holder"] for a in holders})
        self.assertNotIn("/apnic/42.62.0.0", self.servers.asked)  # what was answered is not asked for again

    def test_one_address_of_a_receiver_is_asked_about_and_that_is_said(self):
        done = petze.run("events", "--types", "endpoint", "--online",
                         capture(self.folder / "a.pcap", "42.62.48.157", "8.8.8.8", host="app.example"), env=self.env)
        (told,) = [json.loads(line)["endpoint"] for line in done.stdout.splitlines()]
        self.assertEqual(told["addresses"], ["8.8.8.8", "42.62.48.157"])
        self.assertIn("Only 8.8.8.8 was asked about; of this receiver’s other addresses (1) the registries were not asked.",
                      told["remarks"])
        self.assertNotIn("/ip/42.62.48.157", self.servers.asked)

    def test_whois_asks_too(self):
        done = petze.run("whois", "--json", "--online", "42.62.48.157", "192.168.1.1", env=self.env)
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        public, private = json.loads(done.stdout)
        self.assertEqual(public["holder"]["name"], "Forest Eternal Communication Tech")
        self.assertNotIn("holder", private)
        self.assertEqual(self.servers.asked, ["/ip/42.62.48.157", "/apnic/42.62.0.0"])

    def test_refusals_loops_and_hostile_servers(self):
        remarks = {
            "41.57.0.1": ["could not be read"],                                # AFRINIC: found by neither
            "103.1.2.3": ["https://rdap.evil.example/", "whois.evil.example"],  # two strangers
            "14.160.0.1": ["registry’s own"],                                  # the registry is not the holder
            "1.1.1.1": ["refused to answer", "round in a circle"],
            "9.9.9.9": ["did not answer in time", "too long"],                 # slow, then endless
        }
        told, _ = self.ask(*remarks)
        for address, words in remarks.items():
            self.assertNotIn("holder", told[address])
            said = " ".join(told[address]["remarks"])
            for word in words:
                self.assertIn(word, said, address)

    def test_nobodys_addresses_are_never_asked_about(self):
        self.ask("192.168.1.1", "10.1.2.3", "100.64.0.1", "169.254.1.1", "203.0.113.7", "198.51.100.7", "198.18.0.1",
                 "224.0.0.251", "255.255.255.255", "240.0.0.1", "127.0.0.1")
        self.assertEqual(self.servers.asked, [])

    def test_a_bootstrap_that_names_a_stranger_is_told_and_not_followed(self):
        self.bootstrap([["5.0.0.0/8"], ["https://rdap.evil.example/", "http://rdap.db.ripe.net.evil.example/"]])
        told, said = self.ask("5.1.0.9")
        self.assertIn("https://rdap.evil.example/", said)
        self.assertIn("not asked", said)
        self.assertEqual(told["5.1.0.9"]["holder"]["source"].split()[0], "WHOIS")
        (self.data / "rdap" / "ipv4.json").write_text("<html>")
        done = petze.run("events", "--online", DEMO, env=self.env)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"ipv4.json", done.stderr)

    def test_without_it_no_packet_leaves_the_machine(self):
        quiet = {"ASAN_OPTIONS": "detect_leaks=0", **self.env}
        control = run_shut_in("events", "--types", "endpoint", "--online", capture(self.folder / "b.pcap", "8.8.8.8"), env=quiet)
        if control.returncode == 77:
            self.skipTest("seccomp is not to be had here")
        self.assertEqual(control.returncode, -signal.SIGSYS, "the control made a socket and lived")
        self.assertEqual(self.servers.asked, [])
        for command in (("events", DEMO, "--profile", DEMO_PROFILE),
                        ("analyze", "--out", self.folder / "out", DEMO, "--profile", DEMO_PROFILE),
                        ("whois", "42.62.48.157", "app.chat.xiaomi.net")):
            done = run_shut_in(*command, env=quiet)
            self.assertEqual(done.returncode, 0, done.stderr.decode())
            self.assertTrue(done.stdout)
        self.assertEqual(self.servers.asked, [])


if __name__ == "__main__":
    unittest.main()
