#include "capture/block_reader.h"

#include <cstdlib>
#include <functional>

using namespace petze;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

bool inside(Bytes part, Bytes whole)
{
    return part.empty()
           || (std::greater_equal<>{}(part.data(), whole.data())
               && std::less_equal<>{}(part.data() + part.size(), whole.data() + whole.size()));
}

// A small compressed input can be long, and each run should be short.
constexpr int most_blocks = 8;

void read(Bytes input)
{
    auto source = decompressed(memory_source(input));
    require(source.has_value());
    auto const reader = open_capture(std::move(*source), "fuzz", 3);
    if (!reader)
        return;
    std::uint64_t frames = 0;
    FrameBlock block;
    for (int blocks = 0; blocks < most_blocks; ++blocks) {
        auto const more = (*reader)->next(block);
        require(more.has_value());
        if (!*more)
            break;
        for (auto const& frame : block.frames) {
            require(inside(frame.bytes, Bytes{block.buffer}.first(block.used)));
            require(frame.wire_length >= frame.bytes.size());
            require(frame.stamp.capture == 3 && frame.stamp.frame == ++frames);
        }
    }
}

} // namespace

// Whatever the bytes: no crash, no error (that is for the disk), frames numbered from one that
// lie inside their block.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size)
{
    Bytes const input{data, size};
    read(input);
    require(scan_source(memory_source(input)).has_value());
    return 0;
}
