"""A proxy for one connection after another: SOCKS5 (RFC 1928, with user name and password, RFC 1929), HTTP CONNECT
(RFC 9110 section 9.3.6), and TLS around whatever comes (for programs that write no key log).

    proxy.py socks5|connect PORT
    proxy.py tls PORT ADDRESS SERVER_PORT HOST KEY_LOG
"""

import socket
import ssl
import sys
import threading


def pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while piece := source.recv(16384):
            target.sendall(piece)
    except OSError:
        pass
    try:
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def exactly(source: socket.socket, count: int) -> bytes:
    got = b""
    while len(got) < count and (piece := source.recv(count - len(got))):
        got += piece
    return got


def open_socks5(client: socket.socket) -> socket.socket:
    _, methods = exactly(client, 2)
    offered = exactly(client, methods)
    if 2 in offered:
        client.sendall(b"\x05\x02")
        exactly(client, 1)
        for _ in ("user name", "password"):
            exactly(client, exactly(client, 1)[0])
        client.sendall(b"\x01\x00")
    else:
        client.sendall(b"\x05\x00")
    _, _, _, kind = exactly(client, 4)
    if kind == 3:
        exactly(client, exactly(client, 1)[0])  # the only host there is
    else:
        exactly(client, 4 if kind == 1 else 16)
    port = int.from_bytes(exactly(client, 2), "big")
    server = socket.create_connection(("127.0.0.1", port))
    client.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01" + port.to_bytes(2, "big"))
    return server


def open_connect(client: socket.socket) -> socket.socket:
    request = b""
    while not request.endswith(b"\r\n\r\n"):
        request += exactly(client, 1)
    server = socket.create_connection(("127.0.0.1", int(request.split()[1].rpartition(b":")[2])))
    client.sendall(b"HTTP/1.1 200 Connection established\r\nProxy-Agent: invented\r\n\r\n")
    return server


def open_tls(_: socket.socket) -> socket.socket:
    address, port, host, key_log = sys.argv[3:7]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.keylog_filename = key_log
    return context.wrap_socket(socket.create_connection((address, int(port))), server_hostname=host)


def serve(client: socket.socket) -> None:
    with client, {"socks5": open_socks5, "connect": open_connect, "tls": open_tls}[sys.argv[1]](client) as server:
        back = threading.Thread(target=pump, args=(server, client))
        back.start()
        pump(client, server)
        back.join()


if __name__ == "__main__":
    with socket.create_server(("", int(sys.argv[2]))) as listener:
        print("ready", flush=True)
        while True:
            threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
