#pragma once

#include "base/origin.h"
#include "conversation/address.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace petze {

/// "www.Example.com.:8080" → "www.example.com": as names are compared and told; an address as
/// Address::text() writes it.
std::string normal_host(std::string_view host);

struct AddressHash {
    std::size_t operator()(Address const& address) const;
};

/// Which name an address had at which time, as DNS answers in the capture tell it. Fed in the
/// order of frames, asked for the time at which a conversation began.
class Names {
public:
    struct Known {
        std::string name; // the name that was asked for, not the end of its CNAME chain
        Stamp told;
    };

    void learn(Address const& address, std::string_view name, Stamp const& told);
    /// The last answer at or before this time; null where no answer named the address.
    Known const* at(Address const& address, std::int64_t time_ns) const;

private:
    static constexpr std::size_t most_names_an_address = 64; // a shared CDN address has many
    std::unordered_map<Address, std::vector<Known>, AddressHash> m_known;
};

} // namespace petze
