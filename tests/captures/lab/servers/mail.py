"""An SMTP server (RFC 5321) with STARTTLS (RFC 3207) that takes any mail.

    mail.py PORT CERTIFICATE KEY
"""

import socket
import ssl
import sys
from typing import IO


def say(stream: IO[bytes], line: str) -> None:
    stream.write(line.encode() + b"\r\n")
    stream.flush()


def talk(connection: socket.socket) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2], sys.argv[3])
    stream = connection.makefile("rwb")
    say(stream, "220 mail.petze.example ESMTP invented")
    while line := stream.readline():
        word = line.split()[0].upper() if line.split() else b""
        if word == b"EHLO":
            say(stream, "250-mail.petze.example\r\n250-STARTTLS\r\n250 8BITMIME" if connection.fileno() >= 0
                and not isinstance(connection, ssl.SSLSocket) else "250-mail.petze.example\r\n250-AUTH PLAIN\r\n250 8BITMIME")
        elif word == b"STARTTLS":
            say(stream, "220 go ahead")
            connection = context.wrap_socket(connection, server_side=True)
            stream = connection.makefile("rwb")
        elif word == b"AUTH":
            say(stream, "235 authenticated")
        elif word == b"DATA":
            say(stream, "354 go on")
            while stream.readline().rstrip(b"\r\n") != b".":
                pass
            say(stream, "250 taken as invented-1")
        elif word == b"QUIT":
            say(stream, "221 bye")
            break
        else:
            say(stream, "250 fine")
    connection.close()


if __name__ == "__main__":
    with socket.create_server(("", int(sys.argv[1]))) as listener:
        print("ready", flush=True)
        while True:
            talk(listener.accept()[0])
