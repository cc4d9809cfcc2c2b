#pragma once

#include "identify/attribution/chains.h"

#include <cstdint>
#include <string>
#include <vector>

namespace petze {

/// What one source says of the network of an address.
struct NetworkSaying {
    DataFormat format = DataFormat::unknown;
    std::string source, as_of;
    std::vector<std::uint32_t> systems; // several where several announce it; none: not routed, or
                                        // the source knows countries alone
    std::string name, country, prefix;
};

/// What the chosen sets of the index say.
std::vector<NetworkSaying> network_sayings(AddressFacts const& facts);

/// The network, of the saying nearest to the date asked about; differences are told, those between
/// the countries of holder and registry too. After find_holder().
void find_network(AddressFacts const& facts, std::vector<NetworkSaying> sayings, Attribution& out);

} // namespace petze
