#pragma once

#include "dissect/field.h"
#include "find/finding.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace petze {

/// What was recognised in a field, before it is known whether it was told already.
struct Recognised {
    std::string_view category;
    std::string item; // empty: nobody's in the profile
    Match match{};
    std::string value;
    std::string_view step{}; // behind the field's own path; empty: none
};

/// Tells what one conversation's fields hold: each thing once for each hostname, direction and
/// path, and counts how often it stood there.
class TellOnce {
public:
    /// `most` bounds what is kept; what is beyond is neither told nor counted.
    TellOnce(std::function<void(Finding&&)>& findings, std::size_t most)
        : m_findings(findings)
        , m_most(most)
    {
    }

    void tell(Recognised&& recognised, Field const& field, std::vector<FrameRange> frames);
    void tell(Recognised&& recognised, Field const& field)
    {
        tell(std::move(recognised), field, {field.frames});
    }

    /// Whether the bound keeps anything new from being told.
    bool is_full() const { return m_size >= m_most; }

    /// How often each item stood here.
    std::vector<ItemCount> counts() const;

private:
    struct Told {
        bool is_item{}; // else a value of a category
        std::uint64_t times{};
    };
    using ThingsTold = std::unordered_map<std::string, Told>; // by item, or category and value

    std::function<void(Finding&&)>& m_findings;
    std::size_t m_most;
    std::size_t m_size = 0; // of all in m_told
    // By hostname, direction and path, of which there are few.
    std::unordered_map<std::string, ThingsTold> m_told;
};

} // namespace petze
