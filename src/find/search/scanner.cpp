#include "find/search/scanner.h"

#include <bit>

namespace petze {

namespace {

// Whether each of eight bytes is one of '+' to DEL: what blanks, quotation marks and most of what
// is no text are not, and all characters of base64 and hex are.
constexpr bool may_be_coded(std::uint64_t bytes)
{
    constexpr std::uint64_t high = 0x8080808080808080;
    constexpr std::uint64_t up_to_high = 0x5555555555555555; // from '+'
    return ((bytes + up_to_high) & ~bytes & high) == high;
}

} // namespace

Scanner::Scanner(Variants const& variants, Digests const& digests)
{
    for (std::size_t i = 0; i < m_windows.size(); ++i) {
        auto const raw = i == 0 ? digests.size() * probe_stride : 0;
        auto const count = variants.windows()[i] + raw;
        m_windows[i].reserve(count);
        m_sought |= count > 0 ? 1u << i : 0u;
    }
    variants.add_windows_to(m_windows);
    if (digests.empty())
        return;
    m_sought |= suspect_hex | suspect_base64;
    m_hex.reserve(digests.size() * probe_stride);
    m_base64.reserve(digests.size() * probe_stride);
    digests.add_raw_to(m_windows[0]);
    digests.add_hex_to(m_hex);
    digests.add_base64_to(m_base64);
}

void Scanner::scan(Bytes text, FunctionRef<void(std::size_t, unsigned)> suspect) const
{
    constexpr auto coded = suspect_hex | suspect_base64;
    switch (m_sought) {
    case 0:
        return;
    case 1:
        return scan_for<1>(text, suspect);
    case 1 | coded:
        return scan_for<1 | coded>(text, suspect);
    case 3 | coded:
        return scan_for<3 | coded>(text, suspect);
    case 5 | coded:
        return scan_for<5 | coded>(text, suspect);
    default:
        return scan_for<7 | coded>(text, suspect);
    }
}

// In blocks, whose probes are made without a branch: what of a text is suspect is hard to foretell
// for a processor, too.
template<unsigned Sought>
void Scanner::scan_for(Bytes text, FunctionRef<void(std::size_t, unsigned)> suspect) const
{
    constexpr std::size_t probes = 16;
    constexpr std::size_t block = probes * probe_stride;
    auto const bytes_at = [&](std::size_t at) {
        std::uint64_t bytes{};
        std::memcpy(&bytes, text.data() + at, sizeof(bytes));
        return bytes;
    };
    std::size_t at = 0;
    for (; at + block + sizeof(std::uint64_t) <= text.size(); at += block) {
        unsigned windows = 0;
        unsigned coded = 0;
        for (std::size_t i = 0; i < probes; ++i) {
            auto const bytes = bytes_at(at + i * probe_stride);
            windows |= unsigned{may_stand<Sought>(bytes)} << i;
            if constexpr ((Sought & suspect_base64) != 0)
                coded |= unsigned{may_be_coded(bytes)} << i;
        }
        if constexpr ((Sought & suspect_base64) != 0) {
            auto const behind = unsigned{may_be_coded(bytes_at(at + block))} << probes;
            coded &= (coded | behind) >> 1; // twelve bytes: no least length leaves fewer
        }
        for (auto places = windows | coded; places != 0; places &= places - 1) {
            auto const i = static_cast<unsigned>(std::countr_zero(places));
            auto const bytes = bytes_at(at + i * probe_stride);
            auto const suspects = ((windows >> i & 1) != 0 ? windows_at(bytes) : 0)
                                  | ((coded >> i & 1) != 0 ? digests_at(bytes) : 0);
            if (suspects != 0)
                suspect(at + i * probe_stride, suspects);
        }
    }
    for (; at < text.size(); at += probe_stride) {
        auto const bytes = eight_bytes(text, at);
        if (auto const suspects = windows_at(bytes) | digests_at(bytes))
            suspect(at, suspects);
    }
}

template<unsigned Sought>
bool Scanner::may_stand(std::uint64_t bytes) const
{
    auto const folded = folded_case(bytes);
    bool may = false;
    if constexpr ((Sought & 1) != 0)
        may |= m_windows[0].has(scattered(window_of(folded, 0)));
    if constexpr ((Sought & 2) != 0)
        may |= m_windows[1].has(scattered(window_of(folded, 1)));
    if constexpr ((Sought & 4) != 0)
        may |= m_windows[2].has(scattered(window_of(folded, 2)));
    return may;
}

unsigned Scanner::windows_at(std::uint64_t bytes) const
{
    auto const folded = folded_case(bytes);
    unsigned suspects = 0;
    for (std::size_t i = 0; i < m_windows.size(); ++i)
        if (m_windows[i].has(scattered(window_of(folded, i))))
            suspects |= 1u << i;
    return suspects;
}

unsigned Scanner::digests_at(std::uint64_t bytes) const
{
    unsigned suspects = 0;
    if (m_base64.has(scattered(bytes)))
        suspects |= suspect_base64;
    if (m_hex.has(scattered(folded_case(bytes))))
        suspects |= suspect_hex;
    return suspects;
}

} // namespace petze
