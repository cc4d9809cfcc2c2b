#pragma once

#include "base/tally.h"
#include "decrypt/tls/chain.h"
#include "identify/endpoint.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace petze {

/// Chains that wait to be checked: each kept once, and no more of them than fit.
class ChainPool {
public:
    /// The same chain, as the pool holds it; empty where there is no room, which is counted.
    tls::KeptChain keep(tls::KeptChain const& chain, std::string const& leaf, Tally& tally);

private:
    std::map<std::string, std::vector<tls::KeptChain>> m_chains; // by the leaf's digest
    std::size_t m_bytes = 0;
};

/// Checks the chains that endpoints showed, at the time when each was shown first. The same chain
/// is checked once, unless at another time something else might be said of it.
class ChainCheck {
public:
    explicit ChainCheck(tls::TrustStore authorities)
        : m_authorities(std::move(authorities))
    {
    }

    /// Fills in how far each of its certificates' chains reaches, and forgets the chains.
    void check(Endpoint& endpoint, Tally& tally);

private:
    struct Known {
        tls::KeptChain chain;
        tls::TrustStore::Checked checked;
    };
    tls::TrustStore::Checked const* checked(EndpointCertificate const& shown, Tally& tally);

    tls::TrustStore m_authorities;
    std::map<std::string, std::vector<Known>> m_known; // by the leaf's digest
    std::size_t m_checks = 0;
};

/// Whether any endpoint showed a chain that can be checked.
bool has_chains(std::vector<Endpoint> const& endpoints);

} // namespace petze
