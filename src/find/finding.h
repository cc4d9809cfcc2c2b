#pragma once

#include "base/origin.h"
#include "conversation/flow.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// How a finding matches what the profile holds (contract: finding.match).
enum class Match : std::uint8_t { exact, hashed, similar, partial, pattern };

constexpr std::string_view name_of(Match match)
{
    constexpr std::string_view names[] = {"exact", "hashed", "similar", "partial", "pattern"};
    return names[static_cast<std::size_t>(match)];
}

/// How the first occurrence was written, in what all but the last steps of its path lead to.
struct Written {
    std::size_t layer{};    // so many steps of the path: the others are undone by reading `bytes`
    std::uint64_t offset{}; // in the content there
    std::uint64_t length{}; // of all of it
    std::string bytes;      // as they stood, the first limits::written_bytes

    bool operator==(Written const&) const = default;
};

/// Personal data of the phone's on the wire: one for each item, conversation, hostname and
/// path, told at its first occurrence.
struct Finding {
    std::string category; // "imei", "contact", …
    std::string item;     // "contacts/3/phone"; empty where no profile item is meant
    Match match{};
    std::string hostname; // lower case, no port, no final dot; filled by the joiner where the
                          // conversation itself tells none
    Direction direction{};
    std::vector<std::string> path;
    std::vector<FrameRange> frames;
    std::vector<std::uint64_t> flow_ids; // where joined from several conversations
    std::string value;                   // clear; masking is the report's business
    std::optional<double> chance;
    std::optional<Written> written{}; // nothing where it has no single place: a position, a photo

    /// What it is that left, wherever and however often it stands.
    std::string subject() const { return item.empty() ? category + '=' + value : item; }

    bool operator==(Finding const&) const = default;
};

/// How often each item stood in one conversation.
struct ItemCount {
    std::string item;
    std::uint64_t occurrences{};

    bool operator==(ItemCount const&) const = default;
};

} // namespace petze
