"""A program that is spoken to through its standard input and overheard at its output."""

import os
import select
import subprocess
import time
from pathlib import Path

from .network import Network

PATIENCE = 10.0  # seconds
# States in /proc/net/tcp and udp: an unconnected UDP socket has 07.
_ESTABLISHED, _WAITING = "01", ("0A", "07")


class Silence(RuntimeError):
    """A program did not say what was waited for."""


class Talker:
    def __init__(self, network: Network, namespace: str, arguments: list[str],
                 environment: dict[str, str] | None = None) -> None:
        self._arguments = arguments
        self.process = network.start(namespace, arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                     stderr=subprocess.STDOUT, bufsize=0,
                                     env={**os.environ, **(environment or {})})
        self._said = b""
        self._waited = 0  # what came before was waited for

    def say(self, text: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(text)

    def end_input(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()

    def _listen(self, until: float) -> bool:
        """Whether there may be more to come."""
        assert self.process.stdout
        if not select.select([self.process.stdout], [], [], max(0.0, until - time.monotonic()))[0]:
            return False
        piece = os.read(self.process.stdout.fileno(), 65536)
        self._said += piece
        return piece != b""

    def expect(self, text: bytes) -> None:
        """Waits until the program has said `text`, after what was waited for before."""
        until = time.monotonic() + PATIENCE
        while (at := self._said.find(text, self._waited)) < 0:
            if not self._listen(until):
                raise Silence(f"{' '.join(self._arguments)}\n{self.said()}")
        self._waited = at + len(text)

    def said(self) -> str:
        return self._said.decode(errors="replace")

    def wait(self) -> None:
        """Until the program has ended by itself; ends it after a while."""
        until = time.monotonic() + PATIENCE
        while self._listen(until):
            pass
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            pass
        self.stop()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()

    def local_port(self, remote_port: int) -> int:
        """Of the connection that it has now."""
        for line in Path(f"/proc/{self.process.pid}/net/tcp").read_text().splitlines()[1:]:
            _, local, remote, state, *_ = line.split()
            if state == _ESTABLISHED and int(remote.split(":")[1], 16) == remote_port:
                return int(local.split(":")[1], 16)
        raise Silence(f"{' '.join(self._arguments)}\nis not connected")

    def wait_for_port(self, port: int, protocol: str = "tcp") -> None:
        """Until the program, or what it began, listens there."""
        wanted = f":{port:04X} "
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            for table in (protocol, protocol + "6"):
                lines = Path(f"/proc/{self.process.pid}/net/{table}").read_text().splitlines()[1:]
                if any(wanted in line.split(maxsplit=2)[1] + " " and line.split()[3] in _WAITING for line in lines):
                    return
            time.sleep(0.005)
        raise Silence(f"{' '.join(self._arguments)}\n{self.said()}")
