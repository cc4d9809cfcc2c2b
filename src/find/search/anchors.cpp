#include "find/search/anchors.h"

#include "base/text.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace petze {

namespace {

/// What an anchor for several spellings is made of, and how rare it has to be: seven digits stand
/// in few texts by accident, a long word in many.
struct Sharing {
    bool blanks{};
    double least_bits{};
};

std::optional<Sharing> sharing(ValueKind kind)
{
    switch (kind) {
    case ValueKind::email: // "example", "gmail"
        return {};
    case ValueKind::words:
        return Sharing{true, 36};
    default:
        return Sharing{false, 23};
    }
}

constexpr std::size_t gram_bytes = 8;

std::size_t slot_of(std::string_view text, std::size_t slots)
{
    std::uint64_t gram{};
    std::memcpy(&gram, text.data() + text.size() - gram_bytes, gram_bytes);
    return static_cast<std::size_t>((gram * 0x9e3779b97f4a7c15u) >> 32) % slots;
}

class Chooser {
public:
    Chooser(std::vector<Spelling> const& spellings, ValueKind kind, CommonBytes const& common)
        : m_kind(kind)
        , m_common(common)
        , m_anchors(spellings.size())
    {
        for (auto const& spelling : spellings)
            m_texts.push_back(spelling.caseless ? lower(spelling.bytes) : spelling.bytes);
    }

    std::vector<Anchor> choose()
    {
        std::vector<bool> done(m_texts.size());
        if (auto const how = sharing(m_kind)) {
            // The weakest first: what is left between the separators of one spelling is a part of
            // the longer run of another.
            std::vector<Run> runs;
            for (std::size_t i = 0; i < m_texts.size(); ++i)
                if (auto const run = best_run(i, *how))
                    runs.push_back(*run);
            std::stable_sort(runs.begin(), runs.end(),
                             [](Run const& a, Run const& b) { return a.bits < b.bits; });
            for (auto const& run : runs) {
                done[run.spelling] = true;
                if (!reuse(run.spelling))
                    take(run.spelling, run.anchor);
            }
        }
        for (std::size_t i = 0; i < m_texts.size(); ++i)
            if (!done[i] && !reuse(i))
                take(i, rarest(i));
        return std::move(m_anchors);
    }

private:
    struct Run {
        std::size_t spelling{};
        Anchor anchor;
        double bits{};
    };

    // As far as an anchor may reach.
    std::string_view begin_of(std::size_t spelling) const
    {
        return std::string_view{m_texts[spelling]}.substr(0, anchor_reach);
    }

    // The best of what no escape changes.
    std::optional<Run> best_run(std::size_t spelling, Sharing const& how) const
    {
        auto const text = begin_of(spelling);
        auto const plain = [&](char c) {
            return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z')
                   || (how.blanks && c == ' ');
        };
        std::optional<Run> best;
        double most = -1000;
        for (std::size_t begin = 0; begin < text.size(); ++begin) {
            auto end = begin;
            while (end < text.size() && plain(text[end]))
                ++end;
            for (auto at : places(begin, end)) {
                auto const window = trim(text.substr(at, std::min(end - at, anchor_bytes)));
                auto const bits = information_bits(window, m_kind);
                if (bits < how.least_bits || value_of(window, bits) <= most)
                    continue;
                most = value_of(window, bits);
                auto const offset = static_cast<std::size_t>(window.data() - text.data());
                best = Run{spelling, {offset, window.size()}, bits};
            }
            begin = end;
        }
        return best;
    }

    // What two values have is worth six bits less, what four have, twelve: …
    double value_of(std::string_view window, double bits) const
    {
        return bits - 6 * std::log2(std::max(m_common.count(window), 1u));
    }

    bool reuse(std::size_t spelling)
    {
        auto const text = begin_of(spelling);
        for (auto const& anchor : m_own)
            if (auto const at = text.find(anchor); at != std::string_view::npos) {
                m_anchors[spelling] = {at, anchor.size()};
                return true;
            }
        return false;
    }

    void take(std::size_t spelling, Anchor anchor)
    {
        m_anchors[spelling] = anchor;
        m_own.push_back(m_texts[spelling].substr(anchor.offset, anchor.length));
    }

    Anchor rarest(std::size_t spelling) const
    {
        auto const text = begin_of(spelling);
        Anchor best{0, std::min(text.size(), anchor_bytes)};
        double most = -1000;
        for (auto at : places(0, text.size())) {
            auto const window = text.substr(at, anchor_bytes);
            if (auto const value = value_of(window, information_bits(window, m_kind));
                value > most) {
                most = value;
                best.offset = at;
            }
        }
        return best;
    }

    // Where in a run anchors are weighed up: at its beginning, its end, and some in between.
    static std::vector<std::size_t> places(std::size_t begin, std::size_t end)
    {
        constexpr std::size_t step = 8;
        std::vector<std::size_t> out{begin};
        for (auto at = begin + step; at + anchor_bytes < end; at += step)
            out.push_back(at);
        if (end - begin > anchor_bytes)
            out.push_back(end - anchor_bytes);
        return out;
    }

    ValueKind m_kind;
    CommonBytes const& m_common;
    std::vector<std::string> m_texts; // as they are compared
    std::vector<Anchor> m_anchors;
    std::vector<std::string> m_own;
};

} // namespace

CommonBytes::CommonBytes()
    : m_counts(std::size_t{1} << 20)
{
}

void CommonBytes::add(std::string_view value)
{
    value = value.substr(0, anchor_reach);
    for (std::size_t end = gram_bytes; end <= value.size(); ++end)
        ++m_counts[slot_of(value.substr(0, end), m_counts.size())];
}

std::uint32_t CommonBytes::count(std::string_view anchor) const
{
    return anchor.size() < gram_bytes ? 0 : m_counts[slot_of(anchor, m_counts.size())];
}

std::vector<Anchor> choose_anchors(std::vector<Spelling> const& spellings, ValueKind kind,
                                   CommonBytes const& common)
{
    return Chooser{spellings, kind, common}.choose();
}

} // namespace petze
