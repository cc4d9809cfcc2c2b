#pragma once

#include "base/text.h"
#include "capture/block_reader.h"

#include <optional>
#include <ostream>
#include <string>
#include <vector>

/// A capture read to its end, for tests to compare.
namespace petze::testing {

struct ReadFrame {
    std::int64_t time_ns{};
    LinkType link{};
    std::uint32_t wire_length{};
    std::string bytes; // in hex
    std::optional<App> app{};

    bool operator==(ReadFrame const&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, ReadFrame const& frame)
{
    out << frame.time_ns << " ns, link " << frame.link << ", " << frame.wire_length
        << " bytes: " << frame.bytes;
    if (frame.app)
        out << " of " << frame.app->uid << ' ' << frame.app->package << ' ' << frame.app->name;
    return out;
}

struct ReadCapture {
    std::vector<ReadFrame> frames;
    std::vector<Tally::Row> tally;
    std::string comment;
    std::optional<Error> error;
};

/// Holds all blocks until the end, as a pipeline holds several: frames must stay valid.
inline ReadCapture read_all(Result<std::unique_ptr<CaptureReader>> opened)
{
    ReadCapture out;
    if (!opened) {
        out.error = opened.error();
        return out;
    }
    auto const& reader = *opened;
    std::vector<FrameBlock> blocks;
    for (bool more = true; more;) {
        auto& block = blocks.emplace_back();
        auto const result = reader->next(block);
        if (!result)
            out.error = result.error();
        more = result.value_or(false);
    }
    for (auto const& block : blocks)
        for (auto const& frame : block.frames)
            out.frames.push_back({frame.stamp.time_ns, frame.link, frame.wire_length,
                                  to_hex(frame.bytes),
                                  frame.app ? std::optional{*frame.app} : std::nullopt});
    out.tally = reader->tally().rows();
    out.comment = reader->comment();
    return out;
}

/// Compressed bytes too.
inline ReadCapture read_all(Bytes bytes)
{
    auto source = decompressed(memory_source(bytes));
    if (!source)
        return {{}, {}, {}, source.error()};
    return read_all(open_capture(std::move(*source), "test.pcap", 0));
}

} // namespace petze::testing

namespace petze {

inline std::ostream& operator<<(std::ostream& out, Tally::Row const& row)
{
    return out << row.kind << " x " << row.count;
}

} // namespace petze
