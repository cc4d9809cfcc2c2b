"""Writes down what real clients and servers say to each other: a relay stands between them, passes on every byte, and keeps
it as packets, as a phone's router would have seen them. No rights are needed for it. Addresses and ports are the
documentation's and the protocol's own, whatever the sockets had; checksums are left out."""

import socket
import struct
import threading
from pathlib import Path

PHONE, SERVER = bytes([198, 51, 100, 10]), 20
SEGMENT = 1400
_FIRST_PORT, _PORTS = 10000, 50000


class Recorder:
    """What passes its relays, in the order in which it passed."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 101))  # LINKTYPE_RAW
        self._lock = threading.Lock()
        self.microseconds = 1_400_000_000_000_000  # the clock, which may be put forward
        self.server: bytes | None = None  # whom the next connection is shown to lead to; None: one in turn
        self._connections = 0
        self._open = 0
        self._settled = threading.Condition()
        self.label: object = None  # of the connection that is opened next
        self.labels: dict[tuple[int, str], object] = {}  # by the phone's port and the server's address
        self.payload_bytes = 0

    def close(self) -> None:
        with self._lock:
            self._file.close()

    def ends(self) -> tuple[int, bytes]:
        """Port and server of a new connection, which has the label of now."""
        number = self._connections
        self._connections += 1
        port, server = _FIRST_PORT + number % _PORTS, self.server or bytes([203, 0, 113, SERVER + number // _PORTS])
        self.labels[port, ".".join(map(str, server))] = self.label
        return port, server

    def write(self, up: bool, server: bytes, protocol: int, segment: bytes) -> None:
        addresses = PHONE + server if up else server + PHONE
        packet = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(segment), 0, 0, 64, protocol, 0) + addresses + segment
        with self._lock:
            if self._file.closed:
                return
            self.microseconds += 10
            self._file.write(struct.pack("<IIII", self.microseconds // 1_000_000, self.microseconds % 1_000_000,
                                         len(packet), len(packet)) + packet)

    def began(self) -> None:
        with self._settled:
            self._open += 1

    def ended(self) -> None:
        with self._settled:
            self._open -= 1
            self._settled.notify_all()

    def settle(self, seconds: float = 20) -> None:
        """Waits until every TCP connection was closed from both sides."""
        with self._settled:
            if not self._settled.wait_for(lambda: self._open == 0, seconds):
                raise TimeoutError("a connection stayed open")

    def relay(self, backend: int, shown: int) -> int:
        """A port that leads to the one of a TCP server, which is written down as another one."""
        listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        threading.Thread(target=self._accept, args=(listener, backend, shown), daemon=True).start()
        return listener.getsockname()[1]

    def _accept(self, listener: socket.socket, backend: int, shown: int) -> None:
        while True:
            client, _ = listener.accept()
            _Connection(self, client, socket.create_connection(("127.0.0.1", backend)), shown)

    def relay_datagrams(self, backend: int, shown: int) -> int:
        """The same for UDP; each datagram is a conversation of its own."""
        front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        front.bind(("127.0.0.1", 0))
        threading.Thread(target=self._pass_datagrams, args=(front, backend, shown), daemon=True).start()
        return front.getsockname()[1]

    def _pass_datagrams(self, front: socket.socket, backend: int, shown: int) -> None:
        back = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        while True:
            datagram, client = front.recvfrom(65535)
            port, server = self.ends()
            self.payload_bytes += len(datagram)
            self.write(True, server, 17, struct.pack("!HHHH", port, shown, 8 + len(datagram), 0) + datagram)
            back.sendto(datagram, ("127.0.0.1", backend))
            answer = back.recv(65535)
            self.write(False, server, 17, struct.pack("!HHHH", shown, port, 8 + len(answer), 0) + answer)
            front.sendto(answer, client)


class _Connection:
    """Two sockets, and what passed between them as TCP."""

    def __init__(self, recorder: Recorder, client: socket.socket, server: socket.socket, shown: int) -> None:
        self._recorder, self._shown = recorder, shown
        self._port, self._address = recorder.ends()
        self._lock = threading.Lock()
        self._sent = {True: 1, False: 1}
        self._write(True, 0x02, b"", start=True)
        self._write(False, 0x12, b"", start=True)
        self._write(True, 0x10, b"")
        recorder.began()
        self._directions = 2
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=self._pass, args=(client, server, True), daemon=True).start()
        threading.Thread(target=self._pass, args=(server, client, False), daemon=True).start()

    def _write(self, up: bool, flags: int, payload: bytes, start: bool = False) -> None:
        ports = (self._port, self._shown) if up else (self._shown, self._port)
        sequence, acknowledged = (0, int(not up)) if start else (self._sent[up], self._sent[not up])
        self._recorder.write(up, self._address, 6,
                             struct.pack("!HHIIBBHHH", *ports, sequence & 0xFFFFFFFF, acknowledged & 0xFFFFFFFF, 5 << 4,
                                         flags, 65535, 0, 0) + payload)

    def _pass(self, source: socket.socket, target: socket.socket, up: bool) -> None:
        try:
            self._copy(source, target, up)
        finally:
            with self._lock:
                self._directions -= 1
                last = self._directions == 0
            if last:
                self._recorder.ended()

    def _copy(self, source: socket.socket, target: socket.socket, up: bool) -> None:
        while True:
            try:
                piece = source.recv(65536)
            except OSError:
                piece = b""
            with self._lock:  # written before it is passed on: an answer stands behind what it answers
                if not piece:
                    self._write(up, 0x11, b"")
                    self._sent[up] += 1
                for at in range(0, len(piece), SEGMENT):
                    part = piece[at:at + SEGMENT]
                    self._write(up, 0x18, part)
                    self._sent[up] += len(part)
                self._recorder.payload_bytes += len(piece)
            try:
                if not piece:
                    target.shutdown(socket.SHUT_WR)
                    return
                target.sendall(piece)
            except OSError:
                return
