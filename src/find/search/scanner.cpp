#include "find/search/scanner.h"

namespace petze {

Scanner::Scanner(Variants const& variants)
{
    for (std::size_t i = 0; i < m_windows.size(); ++i) {
        auto const count = variants.windows()[i];
        m_windows[i].reserve(count);
        m_classes |= count > 0 ? 1u << i : 0u;
    }
    variants.add_windows_to(m_windows);
}

void Scanner::scan(Bytes text, FunctionRef<void(std::size_t, unsigned)> suspect) const
{
    switch (m_classes) {
    case 0:
        return;
    case 1:
        return scan_for<1>(text, suspect);
    case 3:
        return scan_for<3>(text, suspect);
    case 5:
        return scan_for<5>(text, suspect);
    default:
        return scan_for<7>(text, suspect);
    }
}

template<unsigned Classes>
void Scanner::scan_for(Bytes text, FunctionRef<void(std::size_t, unsigned)> suspect) const
{
    auto const probe = [&](std::size_t at, std::uint64_t bytes) {
        auto const folded = folded_case(bytes);
        unsigned suspects = 0;
        if constexpr ((Classes & 1) != 0)
            suspects |= m_windows[0].has(scattered(window_of(folded, 0))) ? 1u : 0u;
        if constexpr ((Classes & 2) != 0)
            suspects |= m_windows[1].has(scattered(window_of(folded, 1))) ? 2u : 0u;
        if constexpr ((Classes & 4) != 0)
            suspects |= m_windows[2].has(scattered(window_of(folded, 2))) ? 4u : 0u;
        if (suspects != 0) [[unlikely]]
            suspect(at, suspects);
    };
    std::size_t at = 0;
    for (; at + sizeof(std::uint64_t) <= text.size(); at += probe_stride) {
        std::uint64_t bytes{};
        std::memcpy(&bytes, text.data() + at, sizeof(bytes));
        probe(at, bytes);
    }
    for (; at < text.size(); at += probe_stride)
        probe(at, eight_bytes(text, at));
}

} // namespace petze
