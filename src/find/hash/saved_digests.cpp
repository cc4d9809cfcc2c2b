#include "find/hash/digests.h"

namespace petze {

Digests::Digests(ArchiveReader& in, KeptWords& words)
{
    m_pool = in.values<std::uint8_t>();
    auto const digests = in.count();
    m_digests.reserve(digests);
    for (std::size_t i = 0; i < digests && in.ok(); ++i) {
        auto& digest = m_digests.emplace_back();
        digest.offset = in.value<std::uint32_t>();
        digest.first_owner = in.value<std::uint32_t>();
        digest.size = in.value<std::uint8_t>();
        digest.standalone = in.value<std::uint8_t>() != 0;
    }
    auto const owners = in.count();
    m_owners.reserve(owners);
    for (std::size_t i = 0; i < owners && in.ok(); ++i) {
        auto& owner = m_owners.emplace_back();
        owner.needle = in.value<std::uint32_t>();
        owner.function = words.keep(in.text());
        owner.joined = words.keep(in.text());
    }
    m_slots = in.values<std::uint32_t>();
    m_standalone = in.value<std::size_t>();
    m_limited = in.value<std::uint8_t>() != 0;
    if (in.ok())
        return;
    m_digests.clear();
    m_owners.clear();
}

void Digests::save(ArchiveWriter& out) const
{
    out.values(m_pool);
    out.value(m_digests.size());
    for (auto const& digest : m_digests) {
        out.value(digest.offset);
        out.value(digest.first_owner);
        out.value(digest.size);
        out.value(std::uint8_t{digest.standalone});
    }
    out.value(m_owners.size());
    for (auto const& owner : m_owners) {
        out.value(owner.needle);
        out.text(owner.function);
        out.text(owner.joined);
    }
    out.values(m_slots);
    out.value(m_standalone);
    out.value(std::uint8_t{m_limited});
}

} // namespace petze
