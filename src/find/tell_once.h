#pragma once

#include "dissect/field.h"
#include "find/finding.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
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
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>{}(text);
        }
    };
    template<typename Value>
    using ByText = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;
    /// Many conversations hold many values, so that of each only a hash is kept, under a key that
    /// nobody outside can know. Of a thousand values two have the same with a probability of
    /// 1000²/2⁶⁵, about 3·10⁻¹⁴.
    using ThingsTold = std::unordered_set<std::uint64_t>;

    std::string_view host_of(MessageContext const& context);
    /// Hostname, direction and path; valid until the next call.
    std::string_view place_of(Recognised const& recognised, Field const& field);
    /// Of the item, or of category and value.
    std::uint64_t thing_of(Recognised const& recognised);

    std::function<void(Finding&&)>& m_findings;
    std::size_t m_most;
    std::size_t m_size = 0; // of all in m_told
    // By hostname, direction and path, of which there are few.
    ByText<ThingsTold> m_told;
    ByText<std::uint64_t> m_counts; // by item
    // Most of what is recognised was told before: these are made anew without a string of their
    // own.
    std::string m_place, m_thing;
    std::string m_raw_host, m_host; // the one before, and as normal_host() has it
};

} // namespace petze
