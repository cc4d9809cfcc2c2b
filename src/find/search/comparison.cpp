#include "find/search/comparison.h"

#include "base/text.h"

#include <algorithm>

namespace petze {

namespace {

std::uint8_t folded(std::uint8_t byte, bool caseless)
{
    return caseless ? static_cast<std::uint8_t>(to_lower(static_cast<char>(byte))) : byte;
}

} // namespace

bool equal(Bytes text, Bytes lowered, bool caseless)
{
    if (!caseless)
        return std::equal(text.begin(), text.end(), lowered.begin(), lowered.end());
    return std::equal(text.begin(), text.end(), lowered.begin(), lowered.end(),
                      [](std::uint8_t a, std::uint8_t b) { return folded(a, true) == b; });
}

bool Comparison::advance(Variants const& variants, Bytes text,
                         FunctionRef<void(std::uint32_t, std::size_t)> complete)
{
    std::size_t at = 0;
    for (;;) {
        // All agree in m_matched bytes, so those that end here stand first.
        while (m_first != m_last && variants.ordered(m_first).bytes.size() == m_matched)
            complete(m_first++, at);
        if (m_first == m_last)
            return false;
        if (at == text.size())
            return true;
        // What the first and the last have in common, all between them have.
        auto const low = variants.ordered(m_first).bytes.subspan(m_matched);
        auto const high = variants.ordered(m_last - 1).bytes.subspan(m_matched);
        auto const most = std::min({low.size(), high.size(), text.size() - at});
        auto common = most;
        if (low.data() != high.data())
            common = static_cast<std::size_t>(
                std::mismatch(low.begin(), low.begin() + static_cast<std::ptrdiff_t>(most),
                              high.begin())
                    .first
                - low.begin());
        if (common == 0) {
            if (!narrow(variants, folded(text[at], m_caseless)))
                return false;
            common = 1;
        } else if (!equal(text.subspan(at, common), low.first(common), m_caseless)) {
            return false;
        }
        m_matched += common;
        at += common;
    }
}

// They part here: only those with this byte go on.
bool Comparison::narrow(Variants const& variants, std::uint8_t byte)
{
    auto const split = [&](auto const& is_before) {
        auto low = m_first;
        auto high = m_last;
        while (low < high) {
            auto const middle = low + (high - low) / 2;
            if (is_before(variants.ordered(middle).bytes[m_matched]))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    };
    auto const first = split([&](std::uint8_t other) { return other < byte; });
    m_last = split([&](std::uint8_t other) { return other <= byte; });
    m_first = first;
    return m_first != m_last;
}

} // namespace petze
