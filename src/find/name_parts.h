#pragma once

#include "dissect/field.h"
#include "find/search/needles.h"
#include "find/tell_once.h"

#include <array>
#include <bitset>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace petze {

/// The first and the last word of each name that is looked for. Compiled once; shared by all
/// threads, which only read it.
class NameParts {
public:
    explicit NameParts(Needles const& needles);

    struct Part {
        std::uint32_t needle{};
        bool is_last{};
    };
    /// Whose part this text is, in either case; most texts are nobody's after one look.
    std::span<Part const> whose(std::string_view text) const;

private:
    static constexpr std::size_t longest = 64;

    std::unordered_map<std::string, std::vector<Part>> m_parts; // in lower case
    std::array<std::bitset<longest + 1>, 256> m_sizes;          // by their first byte
};

/// Finds names whose two parts stand in fields of their own, side by side: a first name alone is
/// many people's.
class NamePartsFinder {
public:
    NamePartsFinder(NameParts const& parts, Needles const& needles,
                    std::function<void(Finding&&)>& findings);

    void take(Field const& field);
    std::vector<ItemCount> counts() const { return m_told.counts(); }

private:
    struct Half {
        NameParts::Part part;
        std::string where;
        std::uint64_t field{}; // its number
        FrameRange frames;
    };

    NameParts const& m_parts;
    Needles const& m_needles;
    TellOnce m_told;
    std::uint64_t m_fields = 0;
    std::vector<Half> m_halves; // of late
};

} // namespace petze
