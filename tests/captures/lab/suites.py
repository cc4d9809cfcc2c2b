"""Which cipher suites OpenSSL and GnuTLS have, under the names of IANA."""

import re
import subprocess
from typing import NamedTuple

# Old suites and keys are allowed, and the legacy provider is loaded, for SEED.
OPENSSL_SETTINGS = """
openssl_conf = begin
[begin]
providers = providers
ssl_conf = ssl
[providers]
default = active
legacy = active
[active]
activate = 1
[ssl]
system_default = all
[all]
MinProtocol = TLSv1
CipherString = ALL:COMPLEMENTOFALL:@SECLEVEL=0
"""

PSK_OR_SRP = re.compile(r"PSK|SRP")


class Suite(NamedTuple):
    program: str  # whose name it is
    name: str  # what the program calls it
    iana: str
    code: int
    authentication: str  # rsa, ecdsa, dsa; empty: nobody says who they are
    block_mode: bool  # CBC: where encrypt-then-MAC makes a difference


def openssl_suites(version_option: str, environment: dict[str, str]) -> list[Suite]:
    """What `openssl ciphers -s` offers for a version: -tls1, -tls1_1, -tls1_2, -tls1_3."""
    listed = subprocess.run(["openssl", "ciphers", "-s", "-stdname", "-V", version_option,
                             "ALL:COMPLEMENTOFALL:@SECLEVEL=0"], check=True, capture_output=True, text=True,
                            env=environment).stdout
    suites = []
    for line in listed.splitlines():
        code, _, iana, _, name, *rest = line.split()
        if PSK_OR_SRP.search(iana):
            continue
        who = re.search(r"Au=(\S+)", line)
        high, low = (int(part, 16) for part in code.split(","))
        authentication = {"RSA": "rsa", "ECDSA": "ecdsa", "DSS": "dsa", "None": "", "any": "rsa"}[who[1] if who else ""]
        suites.append(Suite("openssl", name, iana, high << 8 | low, authentication, "_CBC_" in iana))
    return suites


_EXCHANGES = ("ECDHE_ECDSA", "ECDHE_RSA", "DHE_RSA", "DHE_DSS", "DH_ANON", "ECDH_ANON", "RSA")
_NAMES = (("_ARCFOUR_128_", "_RC4_128_"), ("_SHA1", "_SHA"), ("_NULL_SHA1", "_NULL_SHA"), ("DH_ANON", "DH_anon"))


def gnutls_suites() -> list[tuple[Suite, str]]:
    """All that GnuTLS has below TLS 1.3, and the first version that has it."""
    listed = subprocess.run(["gnutls-cli", "--list"], check=True, capture_output=True, text=True).stdout
    suites = []
    for name, high, low, version in re.findall(r"^TLS_(\S+)\s+0x(\w\w), 0x(\w\w)\s+TLS(\S+)$", listed, re.M):
        exchange = next((each for each in _EXCHANGES if name.startswith(each + "_")), "")
        if not exchange or PSK_OR_SRP.search(name) or "GOST" in name:
            continue
        iana = f"TLS_{exchange}_WITH_{name[len(exchange) + 1:]}"
        for theirs, ianas in _NAMES:
            iana = iana.replace(theirs, ianas)
        authentication = {"ECDHE_ECDSA": "ecdsa", "DHE_DSS": "dsa", "DH_ANON": "", "ECDH_ANON": ""}.get(exchange, "rsa")
        suites.append((Suite("gnutls", "TLS_" + name, iana, int(high + low, 16), authentication, "_CBC_" in iana), version))
    return suites


# Priority strings name the parts of a suite, not the suite.
_GNUTLS_EXCHANGE = {"ECDHE_ECDSA": "ECDHE-ECDSA", "ECDHE_RSA": "ECDHE-RSA", "DHE_RSA": "DHE-RSA", "DHE_DSS": "DHE-DSS",
                    "DH_ANON": "ANON-DH", "ECDH_ANON": "ANON-ECDH", "RSA": "RSA"}
_GNUTLS_CIPHER = {"3DES_EDE_CBC": "3DES-CBC", "CHACHA20_POLY1305": "CHACHA20-POLY1305"}
_GNUTLS_VERSION = {"1.0": "VERS-TLS1.0", "1.1": "VERS-TLS1.1", "1.2": "VERS-TLS1.2", "1.3": "VERS-TLS1.3"}


def gnutls_priority(suite: Suite, version: str, more: str = "") -> str:
    """The priority string that leaves this suite alone."""
    name = suite.name.removeprefix("TLS_")
    exchange = next(each for each in _EXCHANGES if name.startswith(each + "_"))
    rest = name[len(exchange) + 1:]
    mac = next((each for each in ("SHA1", "SHA256", "SHA384", "MD5") if rest.endswith("_" + each)), "")
    cipher = rest.removesuffix("_" + mac) if mac else rest
    aead = any(part in cipher for part in ("GCM", "CCM", "POLY1305"))
    cipher = _GNUTLS_CIPHER.get(cipher, cipher.replace("_", "-"))
    return (f"NONE:+{_GNUTLS_VERSION[version]}:+{cipher}:+{'AEAD' if aead else mac}:+{_GNUTLS_EXCHANGE[exchange]}:"
            f"+COMP-NULL:+SIGN-ALL:+SIGN-DSA-SHA1:+SIGN-DSA-SHA256:+GROUP-ALL:+CTYPE-ALL:%VERIFY_ALLOW_SIGN_WITH_SHA1"
            f"{':' + more if more else ''}")
