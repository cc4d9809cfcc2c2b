"""What a finding stands in is kept as a capture that opens by itself: with the keys of its connection, and no others."""
import shutil, struct, subprocess, unittest

from petze import CAPTURES, Case

FOLDER = CAPTURES / "real_clients"
PROFILE = f"""[identifiers]
phone_number = ["+12025550147"]
account = ["Invented Person"]
[data]
photos = ["{FOLDER / 'IMG_0007.jpg'}"]
"""
# What tshark shows only where it could decrypt.
OPENED = {"http1_tls12": "http.request", "http1_tls13": "http.request", "http2_tls12": "http2.headers", "http2_tls13": "http2.headers",
          "mqtt_tls": "mqtt.msgtype == 3", "http3": "quic.stream_data"}


def secrets_of(data):
    """The key log lines of a pcapng's decryption secrets blocks."""
    lines, at = [], 0
    while at < len(data):
        kind, length = struct.unpack_from("<II", data, at)
        if kind == 0xa:
            size = struct.unpack_from("<I", data, at + 12)[0]
            lines += data[at + 16:at + 16 + size].decode().splitlines()
        at += length
    return lines


def tshark(path, *options):
    done = subprocess.run(["tshark", "-r", path, *options], capture_output=True, check=True, timeout=120)
    return done.stdout.decode().split()


class Slices(Case):
    def slices(self, name, *options):
        profile = self.folder / "profile.toml"
        profile.write_text(PROFILE)
        out, _ = self.analyze("--profile", profile, "--keys", FOLDER / f"{name}.keys", *options, FOLDER / f"{name}.pcapng")
        return sorted((out / "evidence").glob("*.pcapng"))

    def opened(self, name):
        """Those of connections that keys opened; others were in clear and have none."""
        return [path for path in self.slices(name) if secrets_of(path.read_bytes())]

    def test_hold_the_secrets_of_their_connection_alone(self):
        for name in OPENED:
            with self.subTest(name):
                log = (FOLDER / f"{name}.keys").read_text().splitlines()
                slices = self.opened(name)
                self.assertTrue(slices)
                for path in slices:
                    lines = secrets_of(path.read_bytes())
                    self.assertLessEqual(set(lines), set(log))
                    ids = {line.split()[1] for line in lines}
                    self.assertEqual(len(ids), 1)
                    if len(slices) > 1:
                        self.assertLess(len(lines), len(log))

    @unittest.skipUnless(shutil.which("tshark"), "tshark is not installed")
    def test_open_without_further_keys(self):
        for name, shown in OPENED.items():
            with self.subTest(name):
                slices = self.opened(name)
                self.assertTrue(slices)
                for path in slices:
                    self.assertTrue(tshark(path, "-Y", shown), path.name)
                    random = {one.replace(":", "") for one in tshark(path, "-Y", "tls.handshake.type == 1", "-T", "fields",
                                                                     "-e", "tls.handshake.random")}
                    self.assertEqual(random, {line.split()[1] for line in secrets_of(path.read_bytes())})

    @unittest.skipUnless(shutil.which("tshark"), "tshark is not installed")
    def test_hold_what_came_from_another_port(self):
        profile = self.folder / "profile.toml"
        profile.write_text('[identifiers]\naccount = ["localhost"]\n')
        out, _ = self.analyze("--profile", profile, FOLDER / "http3_migration.pcapng")
        ports = [set(tshark(path, "-Y", "udp.dstport == 4433", "-T", "fields", "-e", "udp.srcport"))
                 for path in (out / "evidence").glob("*.pcapng")]
        # The second one kept its id, and its slice has both.
        self.assertCountEqual(ports, [{"51923"}, {"52781", "40101"}])

    def test_hold_none_where_nothing_was_opened_with_keys(self):
        profile = self.folder / "profile.toml"
        profile.write_text(PROFILE)
        out, _ = self.analyze("--profile", profile, "--keys", FOLDER / "http1_tls12.keys", FOLDER / "http1_clear.pcapng")
        slices = list((out / "evidence").glob("*.pcapng"))
        self.assertTrue(slices)
        for path in slices:
            self.assertEqual(secrets_of(path.read_bytes()), [])


if __name__ == "__main__":
    unittest.main()
