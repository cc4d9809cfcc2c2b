#include "identify/names.h"

#include "base/text.h"

#include <algorithm>
#include <vector>

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

void Names::learn_reverse(Address const& address, std::string_view name, Stamp const& told)
{
    if (m_reverse.size() >= most_reverse_addresses && !m_reverse.contains(address))
        return;
    auto& known = m_reverse[address];
    bool const is_known = std::any_of(known.begin(), known.end(),
                                      [&](Known const& other) { return other.name == name; });
    if (!is_known && known.size() < most_reverse_names)
        known.push_back({m_names.keep(name), told});
}

std::vector<Names::Known> const& Names::reverse(Address const& address) const
{
    static std::vector<Known> const none;
    auto const found = m_reverse.empty() ? m_reverse.end() : m_reverse.find(address);
    return found == m_reverse.end() ? none : found->second;
}

namespace {

std::vector<std::string_view> labels_of(std::string_view name)
{
    std::vector<std::string_view> out;
    constexpr std::size_t most = 32; // of an IPv6 address
    while (!name.empty() && out.size() <= most) {
        auto const dot = std::min(name.find('.'), name.size());
        out.push_back(name.substr(0, dot));
        name.remove_prefix(std::min(dot + 1, name.size()));
    }
    return out;
}

// Labels backwards, `group` of them between two separators.
std::string joined(std::vector<std::string_view> const& labels, std::size_t group, char separator)
{
    std::string out;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (i > 0 && i % group == 0)
            out += separator;
        out += labels[labels.size() - 1 - i];
    }
    return out;
}

} // namespace

std::optional<Address> reverse_address(std::string_view name)
{
    auto const text = lower(name);
    constexpr std::string_view v4 = ".in-addr.arpa";
    constexpr std::string_view v6 = ".ip6.arpa";
    if (text.ends_with(v4)) {
        auto const labels = labels_of(std::string_view{text}.substr(0, text.size() - v4.size()));
        return labels.size() == 4 ? Address::parse(joined(labels, 1, '.')) : std::nullopt;
    }
    if (text.ends_with(v6)) {
        auto const labels = labels_of(std::string_view{text}.substr(0, text.size() - v6.size()));
        bool const nibbles = labels.size() == 32
                             && std::all_of(labels.begin(), labels.end(),
                                            [](auto label) { return label.size() == 1; });
        return nibbles ? Address::parse(joined(labels, 4, ':')) : std::nullopt;
    }
    return std::nullopt;
}

} // namespace petze
