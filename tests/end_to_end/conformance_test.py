"""Holds the event stream against what another tool reads in captures of other projects.

The captures are not ours and stay where they are: beside the checkout, in ../shared. Status 77 (skipped) without them.

Where Petze differs on purpose, and why:
- dns_fwdptr.pcap: names made of pointers that point forward are refused (RFC 1035 4.1.4: "a prior occurrence").
- ip_fragmented_garbage.pcap: fragments without their rest are counted, and make no conversation: there is no port to be read in them.
- http2-nghttp2.pcap: the body that follows a PUSH_PROMISE is that of the response, not of the request that was promised.
- grpc_stream_reassembly_sample.pcapng.gz: the last DATA frame is cut off by the end of the capture; what there is of it counts.
- TLS1_2_ECDHE-RSA-AES256-GCM-SHA384_auth.pcap: `fingerprint` is of the server's leaf; the client's certificate is searched, not told.
- dtls.pcap: TURN channels are one conversation over UDP; what lies in the channel is not counted a second time.
"""
import pathlib, subprocess, sys

import petze

shared = petze.ROOT.parent / "shared" / "conformance"
check = shared / "check.py"
if not check.exists():
    print(f"skipped: there are no conformance captures at {shared}")
    sys.exit(77)
sys.exit(subprocess.run([sys.executable, check, petze.BINARY, shared / "captures", "--show", "1",
                         "--bar", "frames=1", "flow=0.98", "dns=0.98", "hello=0.98", "cert=0.98", "http=0.97", "body=0.92"]).returncode)
