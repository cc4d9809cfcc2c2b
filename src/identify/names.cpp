#include "identify/names.h"

#include <algorithm>

namespace petze {

std::size_t AddressHash::operator()(Address const& address) const
{
    std::uint64_t high{};
    std::uint64_t low{};
    std::memcpy(&high, address.bytes.data(), 8);
    std::memcpy(&low, address.bytes.data() + 8, 8);
    return (high ^ low * 0x9e3779b97f4a7c15u) * 0xd6e8feb86659fd93u;
}

void Names::learn(Address const& address, std::string_view name, Stamp const& told)
{
    auto& known = m_known[address];
    if (!known.empty() && known.back().name == name)
        return;
    if (known.size() >= most_names_an_address)
        known.erase(known.begin());
    known.push_back({m_names.keep(name), told});
}

Names::Known const* Names::at(Address const& address, std::int64_t time_ns) const
{
    auto const found = m_known.find(address);
    if (found == m_known.end())
        return nullptr;
    for (auto known = found->second.rbegin(); known != found->second.rend(); ++known)
        if (known->told.time_ns <= time_ns)
            return &*known;
    return nullptr;
}

} // namespace petze
