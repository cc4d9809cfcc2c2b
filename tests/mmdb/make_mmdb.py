"""Writes example.mmdb, a small file in MaxMind's form (https://maxmind.github.io/MaxMind-DB/) with invented networks.

Checked with libmaxminddb's own mmdblookup: mmdblookup --file example.mmdb --ip 203.0.113.7
"""
import ipaddress, pathlib, struct

NETWORKS = {
    "192.0.2.0/24": {"autonomous_system_number": 64496, "autonomous_system_organization": "Example Networks"},
    "198.51.100.0/25": {"country": {"iso_code": "HK"}},
    "203.0.113.0/24": {"asn": "AS64497", "as_name": "Example Lite", "country_code": "DE"},
    "2001:db8::/32": {"autonomous_system_number": 64498, "autonomous_system_organization": "Example Six"},
}


def control(kind, size):
    if kind > 7:
        return bytes([size, kind - 7])
    return bytes([kind << 5 | size]) if size < 29 else bytes([kind << 5 | 29, size - 29])


KINDS = {"binary_format_major_version": 5, "binary_format_minor_version": 5, "ip_version": 5, "record_size": 5,
         "build_epoch": 9}  # other numbers: 6, of 32 bits


def encode(value, name=""):
    if isinstance(value, str):
        return control(2, len(value.encode())) + value.encode()
    if isinstance(value, dict):
        return control(7, len(value)) + b"".join(encode(key) + encode(inner, key) for key, inner in value.items())
    if isinstance(value, list):
        return control(11, len(value)) + b"".join(map(encode, value))
    raw = value.to_bytes(8, "big").lstrip(b"\0")
    return control(KINDS.get(name, 6), len(raw)) + raw


def main():
    nodes, data, offsets = [[None, None]], b"", {}
    for text, entry in NETWORKS.items():
        network = ipaddress.ip_network(text)
        bits = f"{int(network.network_address):0{network.max_prefixlen}b}"[:network.prefixlen]
        if network.version == 4:
            bits = "0" * 96 + bits
        offsets[text] = len(data)
        data += encode(entry)
        node = 0
        for bit in bits[:-1]:
            if nodes[node][int(bit)] is None:
                nodes.append([None, None])
                nodes[node][int(bit)] = len(nodes) - 1
            node = nodes[node][int(bit)]
        nodes[node][int(bits[-1])] = text
    # 2002::/16 leads to IPv4's part, as in the files that are published.
    v4 = 0
    for _ in range(96):
        v4 = nodes[v4][0]
    node = 0
    for bit in f"{0x2002:016b}"[:-1]:
        if nodes[node][int(bit)] is None:
            nodes.append([None, None])
            nodes[node][int(bit)] = len(nodes) - 1
        node = nodes[node][int(bit)]
    nodes[node][0] = v4
    def record(value):
        if value is None:
            return len(nodes)
        return value if isinstance(value, int) else len(nodes) + 16 + offsets[value]
    tree = b"".join(struct.pack(">I", record(side))[1:] for node in nodes for side in node)
    metadata = encode({"binary_format_major_version": 2, "binary_format_minor_version": 0, "build_epoch": 1405900800,
                       "database_type": "Example-ASN", "description": {"en": "invented"}, "ip_version": 6,
                       "languages": ["en"], "node_count": len(nodes), "record_size": 24})
    path = pathlib.Path(__file__).with_name("example.mmdb")
    path.write_bytes(tree + bytes(16) + data + b"\xab\xcd\xefMaxMind.com" + metadata)


main()
