#!/usr/bin/env python3
"""Writes the chains of tests/certificates: invented authorities and servers, each file the leaf first, in PEM.
Keys are made anew each time and thrown away."""
import datetime, ipaddress, pathlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HERE = pathlib.Path(__file__).parent


def key():
    return ec.generate_private_key(ec.SECP256R1())


def name(common, organisation="Invented Trust"):
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
                      x509.NameAttribute(NameOID.COMMON_NAME, common)])


def certificate(subject, subject_key, issuer, issuer_key, first, last, authority=False, names=()):
    day = lambda year: datetime.datetime(year, 1, 1)
    builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(subject_key.public_key())
               .serial_number(x509.random_serial_number()).not_valid_before(day(first)).not_valid_after(day(last))
               .add_extension(x509.BasicConstraints(authority, None), critical=True))
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(one) for one in names]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def write(file, *chain):
    (HERE / file).write_bytes(b"".join(one.public_bytes(serialization.Encoding.PEM) for one in chain))


root_key, middle_key, leaf_key, stranger_key = key(), key(), key(), key()
root_name, middle_name = name("Invented Root"), name("Invented Middle")
root = certificate(root_name, root_key, root_name, root_key, 2005, 2045, authority=True)
middle = certificate(middle_name, middle_key, root_name, root_key, 2010, 2040, authority=True)
server = lambda common="www.shop.example": name(common, "Invented Shop GmbH")
names = ["www.shop.example", "*.shop.example"]
leaf = certificate(server(), leaf_key, middle_name, middle_key, 2014, 2016, names=names)

write("authorities.pem", root)
write("verified.pem", leaf, middle)
write("with_root.pem", leaf, middle, root)
write("expired.pem", certificate(server(), leaf_key, middle_name, middle_key, 2011, 2013, names=names), middle)
write("link_missing.pem", leaf)
self_name = server("self.shop.example")
write("self_signed.pem", certificate(self_name, leaf_key, self_name, leaf_key, 2014, 2016, names=["self.shop.example"]))
stranger = name("Stranger Root", "Stranger")
write("stranger.pem", certificate(server(), leaf_key, stranger, stranger_key, 2014, 2016, names=names),
      certificate(stranger, stranger_key, stranger, stranger_key, 2005, 2045, authority=True))
# Says that the middle one signed it, which did not.
write("forged.pem", certificate(server(), leaf_key, middle_name, stranger_key, 2014, 2016, names=names), middle)
# Signed by a server's certificate, as if that were an authority.
write("signed_by_server.pem", certificate(server("a.shop.example"), stranger_key, server(), leaf_key, 2014, 2016, names=["a.shop.example"]),
      leaf, middle)
# Forged, and too old besides: not merely too old.
write("forged_expired.pem", certificate(server(), leaf_key, middle_name, stranger_key, 2011, 2013, names=names), middle)
