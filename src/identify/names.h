#pragma once

#include "base/origin.h"
#include "conversation/address.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace petze {

struct AddressHash {
    std::size_t operator()(Address const& address) const;
};

/// Names, each kept once; views of them live as long as this.
class NamePool {
public:
    std::string_view keep(std::string_view name)
    {
        auto found = m_names.find(name);
        if (found == m_names.end())
            found = m_names.emplace(name).first;
        return *found;
    }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view name) const
        {
            return std::hash<std::string_view>{}(name);
        }
    };
    std::unordered_set<std::string, Hash, std::equal_to<>> m_names;
};

/// Which name an address had at which time, as DNS answers in the capture tell it. Fed in the
/// order of frames, asked for the time at which a conversation began.
class Names {
public:
    struct Known {
        std::string_view name; // asked for, not the end of its CNAME chain; lives as long as this
        Stamp told;
    };

    void learn(Address const& address, std::string_view name, Stamp const& told);
    /// The last answer at or before this time; null where no answer named the address.
    Known const* at(Address const& address, std::int64_t time_ns) const;

    /// A reverse DNS answer: what the holder of the address calls it. It is no name that anybody
    /// asked for, so at() does not know it.
    void learn_reverse(Address const& address, std::string_view name, Stamp const& told);
    /// The first few of these; empty where there was none.
    std::vector<Known> const& reverse(Address const& address) const;

private:
    static constexpr std::size_t most_names_an_address = 64; // a shared CDN address has many
    static constexpr std::size_t most_reverse_names = 8;     // of one address
    static constexpr std::size_t most_reverse_addresses = 65'536;
    std::unordered_map<Address, std::vector<Known>, AddressHash> m_known;
    std::unordered_map<Address, std::vector<Known>, AddressHash> m_reverse;
    NamePool m_names;
};

/// "157.48.62.42.in-addr.arpa" → 42.62.48.157; RFC 1035 §3.5, RFC 3596 §2.5. Nothing for other
/// names.
std::optional<Address> reverse_address(std::string_view name);

} // namespace petze
