#include "decrypt/quic/encrypted_extensions.h"
#include "decrypt/quic/frame.h"
#include "decrypt/quic/google.h"
#include "decrypt/quic/packet.h"
#include "decrypt/quic/protection.h"

#include <cstdlib>

namespace {

using namespace petze;
using namespace petze::quic;

bool is_inside(Bytes part, Bytes whole)
{
    return part.empty()
           || (part.data() >= whole.data()
               && part.data() + part.size() <= whole.data() + whole.size());
}

void read_packets(Bytes datagram)
{
    may_begin_connection(datagram);
    google_server_name(datagram);
    ByteReader in{datagram};
    while (in.remaining() > 0) {
        auto const before = in.remaining();
        auto const [packet, flaw] = next_packet(in);
        retry_fits(packet, packet.destination_id);
        version_name(packet.version);
        if (in.remaining() >= before || !is_inside(packet.bytes, datagram)
            || !is_inside(packet.token, datagram)
            || (!flaw && packet.number_offset > packet.bytes.size()))
            std::abort();
    }
}

void read_frames(Bytes payload, FrameNumbers numbers)
{
    ByteReader in{payload};
    while (in.ok() && in.remaining() > 0) {
        auto const before = in.remaining();
        auto const [frame, flaw] = next_frame(in, numbers);
        if ((!flaw && in.remaining() >= before) || !is_inside(frame.data, payload)
            || frame.offset >> 62 != 0)
            std::abort();
    }
}

} // namespace

/// The same bytes as a datagram, as what was in a packet, and as EncryptedExtensions.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    Bytes const bytes{data, size};
    read_packets(bytes);
    read_frames(bytes, FrameNumbers::ietf);
    read_frames(bytes, FrameNumbers::google);
    decode_encrypted_extensions(bytes);
    return 0;
}
