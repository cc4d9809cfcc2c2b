"""Two network namespaces joined by a cable, a phone and a server. Nothing of it touches the machine's own network."""

import os
import signal
import subprocess
from pathlib import Path

PHONE_ADDRESS, SERVER_ADDRESS = "198.51.100.10", "203.0.113.20"
PHONE_ADDRESS_6, SERVER_ADDRESS_6 = "2001:db8:a::10", "2001:db8:b::20"
_PHONE_MAC, _SERVER_MAC = "02:00:5e:00:53:10", "02:00:5e:00:53:20"
_INTERFACE = "eth0"


class Network:
    """The two namespaces and what was started in them, all ended on leaving."""

    def __init__(self) -> None:
        self.phone, self.server = (f"petze{os.getpid()}-{role}" for role in ("phone", "server"))
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Network":
        # All on one processor: veth queues for each one apart, and a process that moves overtakes its own packets.
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        try:
            self._build()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            if process.poll() is None:
                process.terminate()
                process.wait()
        for namespace in (self.phone, self.server):
            subprocess.run(["ip", "netns", "delete", namespace], check=False)

    def _inside(self, namespace: str, *command: str) -> None:
        subprocess.run(["ip", "netns", "exec", namespace, *command], check=True, stdout=subprocess.DEVNULL)

    def _build(self) -> None:
        for namespace in (self.phone, self.server):
            subprocess.run(["ip", "netns", "add", namespace], check=True)
            # No tail loss probe (RFC 8985): on a busy machine it sends again what was never lost.
            self._inside(namespace, "sysctl", "-q", "-w", "net.ipv4.tcp_early_retrans=0")
            self._inside(namespace, "sysctl", "-q", "-w", "net.ipv6.conf.default.accept_dad=0")
            self._inside(namespace, "sysctl", "-q", "-w", "net.ipv6.conf.default.addr_gen_mode=1")
            self._inside(namespace, "ip", "link", "set", "lo", "up")
        subprocess.run(["ip", "link", "add", _INTERFACE, "netns", self.phone, "type", "veth", "peer", "name",
                        _INTERFACE, "netns", self.server], check=True)
        sides = ((self.phone, _PHONE_MAC, PHONE_ADDRESS, PHONE_ADDRESS_6),
                 (self.server, _SERVER_MAC, SERVER_ADDRESS, SERVER_ADDRESS_6))
        for namespace, mac, four, six in sides:
            # What is captured is what a wire would carry.
            self._inside(namespace, "ethtool", "-K", _INTERFACE,
                         *(word for offload in ("tso", "gso", "gro", "tx", "rx") for word in (offload, "off")))
            self._inside(namespace, "ip", "link", "set", _INTERFACE, "address", mac, "up")
            self._inside(namespace, "ip", "addr", "add", f"{four}/24", "dev", _INTERFACE)
            self._inside(namespace, "ip", "-6", "addr", "add", f"{six}/64", "dev", _INTERFACE, "nodad")
            self._inside(namespace, "ip", "route", "add", "default", "dev", _INTERFACE)
            self._inside(namespace, "ip", "-6", "route", "add", "default", "dev", _INTERFACE)
        # Neighbours are known: no ARP between the exchanges.
        for namespace, other in ((self.phone, sides[1]), (self.server, sides[0])):
            for address in other[2:]:
                self._inside(namespace, "ip", "neigh", "replace", address, "lladdr", other[1], "dev", _INTERFACE,
                             "nud", "permanent")

    def use_client_ports(self, first: int, last: int) -> None:
        """Whatever connects next from the phone does so from one of these."""
        self._inside(self.phone, "sysctl", "-q", "-w", f"net.ipv4.ip_local_port_range={first} {last}")

    def command(self, namespace: str, arguments: list[str]) -> list[str]:
        return ["ip", "netns", "exec", namespace, *arguments]

    def start(self, namespace: str, arguments: list[str], **settings: object) -> subprocess.Popen[bytes]:
        """Starts a program; it is ended with the network at the latest."""
        process = subprocess.Popen(self.command(namespace, arguments), **settings)  # type: ignore[call-overload]
        self._processes.append(process)
        return process


class Recorder:
    """tcpdump on the server's side of the cable, while the `with` lasts."""

    def __init__(self, network: Network, file: Path, expression: str = "tcp or udp") -> None:
        self._process = network.start(
            network.server, ["tcpdump", "-i", _INTERFACE, "-w", str(file), "-s", "0", "-U", "--immediate-mode", "-n",
                             "-Z", "root", expression], stderr=subprocess.PIPE)

    def __enter__(self) -> "Recorder":
        assert self._process.stderr
        while b"listening on" not in (line := self._process.stderr.readline()):
            if not line:
                raise RuntimeError("tcpdump did not start")
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        """A packet that was dropped makes the recording worthless."""
        self._process.send_signal(signal.SIGINT)
        _, said = self._process.communicate(timeout=10)
        if not failed and b"\n0 packets dropped by kernel" not in said:
            raise RuntimeError(f"tcpdump: {said.decode()}")
