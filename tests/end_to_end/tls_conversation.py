"""A TLS connection between two ends in this process, written as a capture, with its keys."""
import datetime, pathlib, ssl, struct

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from photos_test import PHONE, SEGMENT, SERVER, capture


def make_certificate(folder, names):
    """A self-signed one for these names; the path of certificate and key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    certificate = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
                   .not_valid_before(datetime.datetime(2014, 1, 1)).not_valid_after(datetime.datetime(2044, 1, 1))
                   .add_extension(x509.SubjectAlternativeName([x509.DNSName(one) for one in names]), critical=False)
                   .sign(key, hashes.SHA256()))
    path = pathlib.Path(folder) / "server.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM)
                     + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return path


def converse(certificate, keys, name, version, exchanges):
    """What both ends say, in turns: (up, bytes). Each exchange is what the client sends and what is answered."""
    ours, theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.check_hostname, ours.verify_mode = False, ssl.CERT_NONE
    ours.minimum_version = ours.maximum_version = version
    ours.keylog_filename = str(keys)
    theirs.load_cert_chain(certificate)
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    client, server = ours.wrap_bio(down, up, server_hostname=name), theirs.wrap_bio(up, down, server_side=True)
    turns = []

    def moved(bio, is_up, step):
        """Runs a step of one end, and notes what it put on the wire."""
        waiting = bio.pending  # what the other end has not read yet
        try:
            step()
        except ssl.SSLWantReadError:
            pass
        content = bio.read()
        bio.write(content)
        if len(content) > waiting:
            turns.append((is_up, content[waiting:]))

    for _ in range(3):
        moved(up, True, client.do_handshake)
        moved(down, False, server.do_handshake)
    for request, answer in exchanges:
        moved(up, True, lambda: client.write(request))
        server.read(65536)
        moved(down, False, lambda: server.write(answer))
        client.read(65536)
    return turns


def packets_of(turns, port=1024, server_port=443):
    sequence = {True: 1, False: 1}
    out = []

    def say(up, flags, payload=b"", syn=False):
        ports, ends = ((port, server_port), PHONE + SERVER) if up else ((server_port, port), SERVER + PHONE)
        number, acknowledged = (0, 0 if up else 1) if syn else (sequence[up], sequence[not up])
        tcp = struct.pack("!HHIIBBHHH", *ports, number, acknowledged, 5 << 4, flags, 65535, 0, 0) + payload
        out.append(struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0) + ends + tcp)

    say(True, 0x02, syn=True)
    say(False, 0x12, syn=True)
    for up, content in turns:
        for at in range(0, len(content), SEGMENT):
            say(up, 0x18, content[at:at + SEGMENT])
            sequence[up] += len(content[at:at + SEGMENT])
    say(True, 0x11)
    sequence[True] += 1
    say(False, 0x11)
    return out
