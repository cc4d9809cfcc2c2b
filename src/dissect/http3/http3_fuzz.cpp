#include "dissect/http3/http3_dissector.h"

#include "testing/recorder.h"

#include <algorithm>
#include <cstdlib>

using namespace petze;

// Pieces, each behind two bytes: the stream and the direction, or one of the things that happen
// to a stream, and a length. However they come: no crash, and no more is said to be read than
// there was.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    testing::Recorder recorder;
    auto const dissector = make_http3_dissector(recorder.context, nullptr);
    std::uint64_t given[2] = {0, 0};
    std::uint64_t frame = 0;
    Bytes rest{data, size};
    while (rest.size() >= 2) {
        auto const direction = (rest[0] & 1) != 0 ? Direction::to_client : Direction::to_server;
        std::uint64_t const stream = rest[0] >> 1 & 0x0f;
        int const what = rest[0] >> 5;
        std::size_t const length = rest[1];
        rest = rest.subspan(2);
        recorder.packet(++frame);
        if (what == 7) {
            dissector->gap(stream, direction, length + 1);
        } else if (what == 6) {
            dissector->finish(stream, direction);
        } else {
            auto const piece = rest.first(std::min(length, rest.size()));
            rest = rest.subspan(piece.size());
            given[static_cast<std::size_t>(direction)] += piece.size();
            if (what == 5)
                dissector->datagram(direction, piece);
            else
                dissector->take(stream, direction, piece);
        }
    }
    for (std::uint64_t stream = 0; stream < 16; ++stream)
        for (auto const direction : {Direction::to_server, Direction::to_client})
            dissector->finish(stream, direction);
    if (recorder.context.opened_to_server > given[0]
        || recorder.context.opened_to_client > given[1])
        std::abort();
    return 0;
}
