"""Three network namespaces in a row: phone, router, internet. Nothing of it touches the machine's own network."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from .places import PHONE_MAC, PUBLISHED, ROUTER_ADDRESS, ROUTER_MAC, ZONE

PHONE_INTERFACE, LAN_INTERFACE = "wlan0", "lan0"
_WAN_INTERFACE, _SERVER_INTERFACE = "wan0", "eth0"
_ROUTER_OUTSIDE, _SERVER_SIDE = "192.0.2.1", "192.0.2.2"
_PACKAGE_ROOT = Path(__file__).resolve().parent.parent


class Network:
    """The namespaces and the processes in them, all ended on leaving."""

    def __init__(self) -> None:
        self.phone, self.router, self.internet = (f"petze{os.getpid()}-{role}"
                                                  for role in ("phone", "router", "internet"))
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Network":
        try:
            self._build()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.terminate()
            process.wait()
        for namespace in (self.phone, self.router, self.internet):
            subprocess.run(["ip", "netns", "delete", namespace], check=False)

    def _inside(self, namespace: str, command: str) -> None:
        subprocess.run(["ip", "netns", "exec", namespace, *command.split()], check=True, stdout=subprocess.DEVNULL)

    def _build(self) -> None:
        for namespace in (self.phone, self.router, self.internet):
            subprocess.run(["ip", "netns", "add", namespace], check=True)
            for scope in ("all", "default"):
                self._inside(namespace, f"sysctl -q -w net.ipv6.conf.{scope}.disable_ipv6=1")
            # No tail loss probe (RFC 8985): on a busy machine it sends again what was never lost.
            self._inside(namespace, "sysctl -q -w net.ipv4.tcp_early_retrans=0")
        self._join(self.phone, PHONE_INTERFACE, self.router, LAN_INTERFACE)
        self._join(self.router, _WAN_INTERFACE, self.internet, _SERVER_INTERFACE)
        self._inside(self.router, f"ip addr add {ROUTER_ADDRESS}/24 dev {LAN_INTERFACE}")
        self._inside(self.router, f"ip addr add {_ROUTER_OUTSIDE}/24 dev {_WAN_INTERFACE}")
        self._inside(self.router, "sysctl -q -w net.ipv4.ip_forward=1")
        self._inside(self.internet, f"ip addr add {_SERVER_SIDE}/24 dev {_SERVER_INTERFACE}")
        for address in sorted({*ZONE.values(), *PUBLISHED}):
            self._inside(self.internet, f"ip addr add {address}/32 dev {_SERVER_INTERFACE}")
        self._inside(self.internet, f"ip route add default via {_ROUTER_OUTSIDE}")
        self._inside(self.router, f"ip route add 203.0.113.0/24 via {_SERVER_SIDE}")

    def _join(self, one: str, one_interface: str, other: str, other_interface: str) -> None:
        """A cable between two namespaces. Offloads are off: what is captured is what a wire would carry."""
        subprocess.run(["ip", "link", "add", one_interface, "netns", one, "type", "veth", "peer", "name",
                        other_interface, "netns", other], check=True)
        for namespace, interface in ((one, one_interface), (other, other_interface)):
            self._inside(namespace, f"ethtool -K {interface} tso off gso off gro off tx off rx off")
            mac = {PHONE_INTERFACE: PHONE_MAC, LAN_INTERFACE: ROUTER_MAC}.get(interface)
            if mac:
                self._inside(namespace, f"ip link set {interface} address {mac}")
            self._inside(namespace, f"ip link set {interface} up")

    def _command(self, namespace: str, module: str, arguments: tuple[str, ...]) -> list[str]:
        return ["ip", "netns", "exec", namespace, sys.executable, "-B", "-m", f"redmi_note.{module}", *arguments]

    def start(self, namespace: str, module: str, *arguments: str) -> None:
        """Starts a module as a process and waits until it says that it is ready."""
        process = subprocess.Popen(self._command(namespace, module, arguments), cwd=_PACKAGE_ROOT,
                                   stdout=subprocess.PIPE)
        self._processes.append(process)
        assert process.stdout
        if process.stdout.readline() != b"ready\n":
            raise RuntimeError(f"{module} {' '.join(arguments)} did not start")

    def run(self, namespace: str, module: str, *arguments: str) -> None:
        """Runs a module to its end."""
        subprocess.run(self._command(namespace, module, arguments), cwd=_PACKAGE_ROOT, check=True)


class Recorder:
    """tcpdump on the router's side of the phone's cable."""

    def __init__(self, network: Network, file: Path) -> None:
        self._process = subprocess.Popen(
            ["ip", "netns", "exec", network.router, "tcpdump", "-i", LAN_INTERFACE, "-w", str(file), "-s", "0", "-U",
             "--immediate-mode", "-n", "-Z", "root"], stderr=subprocess.PIPE)
        assert self._process.stderr
        while b"listening on" not in (line := self._process.stderr.readline()):
            if not line:
                raise RuntimeError("tcpdump did not start")

    def stop(self) -> None:
        """Ends the recording; a packet that was dropped makes it worthless."""
        self._process.send_signal(signal.SIGINT)
        _, said = self._process.communicate(timeout=10)
        if b"\n0 packets dropped by kernel" not in said:
            raise RuntimeError(f"tcpdump: {said.decode()}")
