#include "dissect/http2/http2_dissector.h"

#include "testing/recorder.h"

#include <algorithm>
#include <cstdlib>

using namespace petze;

// Pieces, each behind two bytes: the direction and whether it is a gap, and its length. However
// they come: no crash, and no more is said to be read than there was.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    testing::Recorder recorder;
    auto const dissector = make_http2_dissector(recorder.context, nullptr);
    std::uint64_t given[2] = {0, 0};
    std::uint64_t frame = 0;
    Bytes rest{data, size};
    while (rest.size() >= 2) {
        auto const direction = (rest[0] & 1) != 0 ? Direction::to_client : Direction::to_server;
        bool const gap = (rest[0] & 0x0e) == 0x0e;
        std::size_t const length = rest[1] * (gap ? 1u : 2u);
        rest = rest.subspan(2);
        recorder.packet(++frame);
        if (gap) {
            dissector->gap(direction, length + 1);
            continue;
        }
        auto const piece = rest.first(std::min(length, rest.size()));
        rest = rest.subspan(piece.size());
        looks_like_http2(direction, piece);
        given[static_cast<std::size_t>(direction)] += piece.size();
        dissector->take(direction, piece);
    }
    dissector->finish(Direction::to_server);
    dissector->finish(Direction::to_client);
    if (recorder.context.opened_to_server > given[0]
        || recorder.context.opened_to_client > given[1])
        std::abort();
    return 0;
}
