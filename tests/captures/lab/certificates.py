"""Self-signed certificates of an invented host, one for each kind of key."""

import subprocess
from pathlib import Path
from typing import NamedTuple

HOST = "petze.example"


class Certificate(NamedTuple):
    certificate: Path
    key: Path


_KEYS = {
    "rsa": "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
    "ecdsa": "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
}


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


def make_certificates(folder: Path, host: str = HOST, kinds: tuple[str, ...] = ("rsa", "ecdsa", "dsa")
                      ) -> dict[str, Certificate]:
    made = {}
    for kind in kinds:
        key, certificate = folder / f"{kind}.key", folder / f"{kind}.pem"
        if kind == "dsa":
            parameters = folder / "dsa.parameters"
            _openssl("dsaparam", "-out", str(parameters), "1024")
            _openssl("gendsa", "-out", str(key), str(parameters))
        else:
            _openssl(*_KEYS[kind].split(), "-out", str(key))
        _openssl("req", "-new", "-x509", "-key", str(key), "-out", str(certificate), "-sha256", "-days", "3650",
                 "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}")
        made[kind] = Certificate(certificate, key)
    return made
