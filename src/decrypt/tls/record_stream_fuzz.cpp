#include "decrypt/tls/record_stream.h"

#include <algorithm>
#include <cstdlib>

using namespace petze;

namespace {

class Counting final : public tls::RecordSink {
public:
    void record(tls::Record const& record) override
    {
        if (!tls::is_record_header(record.header))
            std::abort();
        bytes += record.header.size() + record.body.size();
    }
    void lost(tls::LostRecords const& lost) override { bytes += lost.stream_bytes; }

    std::uint64_t bytes = 0;
};

} // namespace

// Pieces: a byte that says how many bytes follow or, with its highest bit, are missing. No byte is
// forgotten, and none counted twice.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    Counting sink;
    tls::RecordStream stream;
    std::uint64_t fed = 0, frame = 0;
    ByteReader in{Bytes{data, size}};
    while (in.remaining() > 0) {
        auto const head = in.u8();
        if (head & 0x80) {
            std::uint64_t const count = (head & 0x7fu) + 1u;
            stream.gap(count, sink);
            fed += count;
        } else {
            auto const piece = in.take(std::min<std::size_t>(head * 8u + 1u, in.remaining()));
            stream.take(piece, {0, ++frame, 0}, sink);
            fed += piece.size();
        }
    }
    stream.finish(sink);
    if (sink.bytes != fed)
        std::abort();
    return 0;
}
