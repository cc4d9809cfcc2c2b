"""WebSocket (RFC 6455) with permessage-deflate (RFC 7692), both sides, written by hand.

    websocket.py server PORT [CERTIFICATE KEY]
    websocket.py client ADDRESS PORT HOST LOG takeover|no-takeover
"""

import base64
import hashlib
import json
import socket
import struct
import sys
import zlib
from random import Random

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10


class Peer:
    """One side of an open connection."""

    def __init__(self, connection: socket.socket, masks: bool, takeover: bool) -> None:
        self._connection, self._masks, self._takeover = connection, masks, takeover
        self._random = Random(6455)
        self._deflate, self._inflate = zlib.compressobj(9, zlib.DEFLATED, -15), zlib.decompressobj(-15)

    def _frame(self, opcode: int, payload: bytes, first: bool = True, last: bool = True, packed: bool = False) -> None:
        head = bytes([last << 7 | (packed and first) << 6 | (opcode if first else CONTINUATION)])
        masked = self._masks << 7
        if len(payload) < 126:
            head += bytes([masked | len(payload)])
        elif len(payload) < 65536:
            head += bytes([masked | 126]) + struct.pack(">H", len(payload))
        else:
            head += bytes([masked | 127]) + struct.pack(">Q", len(payload))
        if self._masks:
            key = self._random.randbytes(4)
            head += key
            payload = bytes(byte ^ key[at % 4] for at, byte in enumerate(payload))
        self._connection.sendall(head + payload)

    def send(self, opcode: int, payload: bytes, pieces: int = 1, pack: bool = True) -> None:
        """A message in so many frames, with a ping between them."""
        if pack:
            payload = (self._deflate.compress(payload) + self._deflate.flush(zlib.Z_SYNC_FLUSH))[:-4]  # section 7.2.1
            if not self._takeover:
                self._deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        size = -(-len(payload) // pieces)
        for piece in range(pieces):
            if piece == 1:
                self._frame(PING, b"Invented ping")
            self._frame(opcode, payload[piece * size:(piece + 1) * size], piece == 0, piece == pieces - 1, pack)

    def control(self, opcode: int, payload: bytes) -> None:
        self._frame(opcode, payload)

    def _exactly(self, count: int) -> bytes:
        got = b""
        while len(got) < count:
            piece = self._connection.recv(count - len(got))
            if not piece:
                raise ConnectionError
            got += piece
        return got

    def receive(self) -> tuple[int, bytes]:
        """The next message; pings are answered on the way."""
        whole, kind, packed = b"", 0, False
        while True:
            head, length = self._exactly(2)
            size = length & 127
            if size >= 126:
                size = int.from_bytes(self._exactly(2 if size == 126 else 8), "big")
            key = self._exactly(4) if length & 128 else bytes(4)
            payload = bytes(byte ^ key[at % 4] for at, byte in enumerate(self._exactly(size)))
            opcode = head & 15
            if opcode == PING:
                self._frame(PONG, payload)
            elif opcode >= CLOSE:
                return opcode, payload
            else:
                kind, packed = opcode or kind, packed or bool(head & 64)
                whole += payload
                if head & 128:
                    break
        if packed:
            whole = self._inflate.decompress(whole + b"\x00\x00\xff\xff")
            if not self._takeover:
                self._inflate = zlib.decompressobj(-15)
        return kind, whole


def _head(connection: socket.socket) -> str:
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += connection.recv(1)
    return head.decode()


def serve(port: int) -> None:
    with socket.create_server(("", port)) as listener:
        print("ready", flush=True)
        while True:
            connection, _ = listener.accept()
            head = _head(connection)
            key = next(line.split(": ")[1] for line in head.split("\r\n") if line.startswith("Sec-WebSocket-Key"))
            accept = base64.b64encode(hashlib.sha1((key + _GUID).encode()).digest()).decode()
            takeover = "no_context_takeover" not in head
            extension = "permessage-deflate" + ("" if takeover else
                                                "; server_no_context_takeover; client_no_context_takeover")
            connection.sendall(f"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                               f"Sec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Extensions: {extension}\r\n\r\n".encode())
            peer = Peer(connection, False, takeover)
            try:
                while (message := peer.receive())[0] != CLOSE:
                    if message[0] in (TEXT, BINARY):
                        peer.send(message[0], b"Invented echo: " + message[1], pieces=2)
                peer.control(CLOSE, message[1])
            except ConnectionError:
                pass
            connection.close()


def visit(address: str, port: int, host: str, log: str, takeover: bool) -> None:
    told = []

    def note(direction: str, name: str, content: bytes) -> None:
        told.append({"protocol": "websocket", "direction": direction, "name": name, "length": len(content),
                     "sha256": hashlib.sha256(content).hexdigest(),
                     **({"text": content.decode()} if name == "text" and len(content) < 500 else {})})

    with socket.create_connection((address, port)) as connection:
        extension = "permessage-deflate" + ("" if takeover else
                                            "; server_no_context_takeover; client_no_context_takeover")
        connection.sendall(f"GET /live HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                           f"Sec-WebSocket-Key: aW52ZW50ZWQgbm9uY2UhIQ==\r\nSec-WebSocket-Version: 13\r\n"
                           f"Sec-WebSocket-Extensions: {extension}\r\n\r\n".encode())
        _head(connection)
        peer = Peer(connection, True, takeover)
        words = "Invented message from person@petze.example at +1 202 555 0147"
        for opcode, content, pieces, pack in (
                (TEXT, f"{words}, plain".encode(), 1, False), (TEXT, f"{words}, packed".encode(), 1, True),
                (TEXT, f"{words}, packed again: {words}".encode(), 3, True),
                (BINARY, Random(7692).randbytes(3000), 2, True), (TEXT, " ".join([words] * 2000).encode(), 4, True),
                (TEXT, b"", 1, True)):
            name = "text" if opcode == TEXT else "binary"
            peer.send(opcode, content, pieces, pack)
            note("toserver", name, content)
            answer = (PONG, b"")
            while answer[0] == PONG:
                answer = peer.receive()
            note("toclient", name, answer[1])
        peer.control(CLOSE, struct.pack(">H", 1000) + b"Invented end")
        peer.receive()
    with open(log, "w") as file:
        json.dump(told, file)


if __name__ == "__main__":
    if sys.argv[1] == "server":
        serve(int(sys.argv[2]))
    else:
        visit(sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5], sys.argv[6] == "takeover")
