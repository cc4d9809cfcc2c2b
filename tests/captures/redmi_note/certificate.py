"""A self-signed certificate of 2014 for the one server that speaks TLS. Its key lives as long as the run."""

import subprocess
from pathlib import Path

_SETTINGS = """
[ca]
default_ca = own
[own]
database = {folder}/index
new_certs_dir = {folder}
serial = {folder}/serial
default_md = sha256
policy = any
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
[extensions]
subjectAltName = DNS:{host}
"""


def make_certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """The certificate's and the key's file. `openssl ca` is the one of its commands that takes the dates."""
    settings, key, request, certificate = (folder / name for name in ("settings", "key.pem", "request.pem", "host.pem"))
    settings.write_text(_SETTINGS.format(folder=folder, host=host))
    (folder / "index").touch()
    (folder / "serial").write_text("2014\n")
    for arguments in (f"req -new -newkey rsa:2048 -nodes -subj /CN={host} -keyout {key} -out {request}",
                      f"ca -batch -notext -selfsign -keyfile {key} -in {request} -out {certificate}"
                      " -startdate 20140101000000Z -enddate 20160101000000Z -extensions extensions"):
        subprocess.run(["openssl", *arguments.split(), "-config", str(settings)], check=True, capture_output=True)
    return certificate, key
