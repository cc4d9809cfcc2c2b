"""A capture of one POST request over HTTP/1.1, in one packet."""
import struct


def packet(sequence, payload):
    tcp = struct.pack("!HHIIBBHHH", 40000, 80, sequence, 1, 5 << 4, 0x18, 65535, 0, 0) + payload
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0,
                     bytes([192, 0, 2, 1]), bytes([198, 51, 100, 7]))
    return ip + tcp


def capture(path, body):
    head = f"POST /sync HTTP/1.1\r\nHost: app.example\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    frame = packet(1, head + body)
    path.write_bytes(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101)  # LINKTYPE_RAW
                     + struct.pack("<IIII", 1400000000, 0, len(frame), len(frame)) + frame)
    return path
