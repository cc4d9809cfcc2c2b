#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// One packet of one capture, and when it was seen. Orders everything that Petze tells.
struct Stamp {
    std::uint32_t capture{}; // index on the command line, from 0
    std::uint64_t frame{};   // number of the packet in that capture, from 1
    std::int64_t time_ns{};  // since 1970-01-01T00:00:00Z
    // How many packets earlier the bytes began that could only be read together, such as those
    // of a TLS record; 0 where one packet brought them.
    std::uint32_t reach{};

    std::uint64_t first_frame() const { return frame - reach; }
    bool operator==(Stamp const&) const = default;
};

/// From one time to another; the most that fits where a damaged capture puts them centuries apart.
constexpr std::int64_t elapsed_ns(std::int64_t from, std::int64_t to)
{
    std::int64_t difference{};
    if (__builtin_sub_overflow(to, from, &difference))
        return to < from ? std::numeric_limits<std::int64_t>::min()
                         : std::numeric_limits<std::int64_t>::max();
    return difference;
}

/// The packets that carried a piece of content, both ends included.
struct FrameRange {
    std::uint32_t capture{};
    std::uint64_t first{};
    std::uint64_t last{};

    bool operator==(FrameRange const&) const = default;
};

/// The packets that carried what was handed on with this stamp.
inline FrameRange frames_of(Stamp const& stamp)
{
    return {stamp.capture, stamp.first_frame(), stamp.frame};
}

/// How a piece of content was reached, one node for each layer undone: "http:request:body",
/// "gzip", "json:$.sms[*].body". A node outlives everything that points at it: it is a member
/// of the layer that undid it, and layers die innermost first.
struct Origin {
    Origin const* parent{}; // null for the outermost step
    std::string_view step{};
};

/// The chain as the event stream tells it: outermost first.
inline std::vector<std::string> path_of(Origin const* origin)
{
    std::vector<std::string> path;
    for (; origin; origin = origin->parent)
        path.emplace(path.begin(), origin->step);
    return path;
}

} // namespace petze
