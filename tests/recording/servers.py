"""What servers behind the recorder have in common."""

import socketserver
import threading


class Echo(socketserver.BaseRequestHandler):
    """Answers each piece with one byte."""

    def handle(self) -> None:
        while self.request.recv(65536):
            self.request.sendall(b"\x06")


class Threaded(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64


def serve(server: socketserver.BaseServer) -> int:
    """From now on, in a thread of its own. Its port."""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]  # type: ignore[index]
