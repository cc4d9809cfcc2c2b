#pragma once

#include "dissect/content/content.h"
#include "testing/hex.h"
#include "testing/recorder.h"

#include <string>
#include <string_view>

namespace petze {

/// A body as its packets bring it.
struct Reading {
    Direction direction = Direction::to_server;
    std::string_view type{};
    std::size_t cut = 1u << 20; // bytes in each packet
};

/// Hands a body to the layers of content; what they tell is in the recorder.
inline void read(testing::Recorder& recorder, std::string_view body, Reading const& how = {})
{
    Origin const origin{nullptr, "body"};
    auto const content = make_content_dissector({.content_type = how.type,
                                                 .content_encoding = {},
                                                 .filename = {},
                                                 .parent = &origin,
                                                 .context = {how.direction, "a.example"},
                                                 .digest = nullptr},
                                                recorder.context);
    std::uint64_t frame = 0;
    for (std::size_t i = 0; i < body.size(); i += how.cut) {
        recorder.packet(++frame);
        content->take(as_bytes(body.substr(i, how.cut)));
    }
    content->finish();
}

inline std::string bytes(std::string_view digits)
{
    auto const decoded = from_hex(digits);
    return {decoded.begin(), decoded.end()};
}

} // namespace petze
