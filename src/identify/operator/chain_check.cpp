#include "identify/operator/chain_check.h"

#include "identify/operator/certificate.h"

#include <algorithm>

namespace petze {

namespace {

constexpr std::size_t most_chains_a_leaf = 4;
constexpr std::size_t most_bytes = 64u << 20; // of all chains
constexpr std::size_t most_checks = 10'000;   // half a millisecond each

std::size_t bytes_of(tls::KeptChain const& chain)
{
    std::size_t out = 0;
    for (auto const& certificate : chain.certificates())
        out += certificate.size();
    return out;
}

std::int64_t seconds_of(Stamp const& stamp)
{
    constexpr std::int64_t second = 1'000'000'000;
    return stamp.time_ns / second - (stamp.time_ns % second < 0 ? 1 : 0);
}

// What was said of a chain at one time holds at another. That one of it had expired may not.
bool holds_at(tls::TrustStore::Checked const& checked, std::int64_t seconds)
{
    if (checked.standing == tls::ChainStanding::verified)
        return checked.from <= seconds && seconds < checked.until;
    return checked.standing != tls::ChainStanding::expired;
}

// "Example Trust", of "CN=Example Root,O=Example Trust".
std::string authority_name(std::string const& subject)
{
    auto name = attribute_of(subject, "CN");
    auto organisation = attribute_of(subject, "O");
    if (name.empty())
        return organisation.empty() ? attribute_of(subject, "OU") : organisation;
    if (organisation.empty() || name.find(organisation) != std::string::npos)
        return name;
    name += " (";
    name += organisation;
    name += ')';
    return name;
}

} // namespace

tls::KeptChain ChainPool::keep(tls::KeptChain const& chain, std::string const& leaf, Tally& tally)
{
    if (chain.empty())
        return {};
    auto& known = m_chains[leaf];
    if (auto const same = std::find(known.begin(), known.end(), chain); same != known.end())
        return *same;
    auto const bytes = bytes_of(chain);
    if (known.size() >= most_chains_a_leaf || m_bytes + bytes > most_bytes) {
        tally.count("tls: limit of chains of certificates");
        return {};
    }
    m_bytes += bytes;
    return known.emplace_back(chain);
}

tls::TrustStore::Checked const* ChainCheck::checked(EndpointCertificate const& shown, Tally& tally)
{
    auto const seconds = seconds_of(shown.first);
    auto& known = m_known[shown.fingerprint];
    for (auto const& one : known)
        if (one.chain == shown.chain && holds_at(one.checked, seconds))
            return &one.checked;
    if (m_checks == most_checks) {
        tally.count("tls: limit of chains of certificates");
        return nullptr;
    }
    ++m_checks;
    return &known
                .emplace_back(shown.chain, m_authorities.check(shown.chain.certificates(), seconds))
                .checked;
}

void ChainCheck::check(Endpoint& endpoint, Tally& tally)
{
    for (auto& shown : endpoint.certificates) {
        if (shown.chain.empty())
            continue;
        if (auto const* const found = checked(shown, tally)) {
            shown.standing = found->standing;
            shown.authority = authority_name(found->authority);
        }
        shown.chain = {};
    }
}

bool has_chains(std::vector<Endpoint> const& endpoints)
{
    return std::any_of(endpoints.begin(), endpoints.end(), [](Endpoint const& endpoint) {
        return std::any_of(endpoint.certificates.begin(), endpoint.certificates.end(),
                           [](auto const& shown) { return !shown.chain.empty(); });
    });
}

} // namespace petze
