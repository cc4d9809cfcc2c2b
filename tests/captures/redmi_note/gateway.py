"""The router's own services, run in the router's namespace: DHCP and DNS."""

import socket
import sys
import threading

from . import dhcp, dns
from .places import BROADCAST, PHONE_ADDRESS, ROUTER_ADDRESS, ZONE


def lease(interface: str) -> None:
    """Gives the phone its address."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, interface.encode())
        server.bind(("", dhcp.SERVER_PORT))
        while True:
            request, _ = server.recvfrom(2048)
            answer = dhcp.encode_answer(request, ROUTER_ADDRESS, PHONE_ADDRESS)
            server.sendto(answer, (BROADCAST, dhcp.CLIENT_PORT))


def resolve() -> None:
    """Answers questions for names."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((ROUTER_ADDRESS, dns.PORT))
        while True:
            query, asker = server.recvfrom(2048)
            server.sendto(dns.encode_answer(query, ZONE), asker)


if __name__ == "__main__":
    threading.Thread(target=resolve, daemon=True).start()
    print("ready", flush=True)
    lease(sys.argv[1])
