#include "base/held_content.h"

#include "base/text.h"

#include <algorithm>
#include <utility>

namespace petze {

namespace {

constexpr std::size_t part_bytes = std::size_t{1} << 16;

} // namespace

void HeldBytes::add(Bytes piece)
{
    m_all.bytes += piece.size();
    m_size += piece.size();
    while (!piece.empty()) {
        if (m_parts.empty() || m_parts.back().size() == part_bytes) {
            m_parts.emplace_back();
            if (m_parts.size() > 1) // most have one part, and not all of it
                m_parts.back().reserve(part_bytes);
        }
        auto& part = m_parts.back();
        auto const count = std::min(piece.size(), part_bytes - part.size());
        part += as_text(piece.first(count));
        piece = piece.subspan(count);
    }
}

std::string HeldBytes::take()
{
    std::string out;
    if (m_parts.size() == 1) {
        out = std::move(m_parts.front());
    } else {
        out.reserve(m_size);
        for (auto& part : m_parts) {
            out += part;
            part = {};
        }
    }
    clear();
    return out;
}

void HeldBytes::clear()
{
    m_all.bytes -= m_size;
    m_size = 0;
    m_parts = {};
}

} // namespace petze
