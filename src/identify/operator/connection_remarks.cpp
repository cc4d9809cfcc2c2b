#include "identify/operator/connection_remarks.h"

#include <string_view>

namespace petze {

namespace {

constexpr std::size_t most = 4; // of each kind

/// Empty where there is nothing to say.
std::string_view key_of(EndpointCertificate const& shown)
{
    if (shown.self_signed)
        return "operator.self_signed";
    switch (shown.standing) {
    case tls::ChainStanding::verified:
        return shown.covers ? "operator.chain_verified" : "";
    case tls::ChainStanding::expired:
        return "operator.chain_expired";
    case tls::ChainStanding::self_signed:
    case tls::ChainStanding::unknown_issuer:
        return "operator.chain_unknown_issuer";
    case tls::ChainStanding::unfit:
        return "operator.chain_unfit";
    case tls::ChainStanding::unchecked:
        break;
    }
    return "";
}

} // namespace

void ConnectionRemarks::chain(EndpointCertificate const& shown)
{
    auto const key = key_of(shown);
    if (key.empty() || m_chains == most)
        return;
    ++m_chains;
    Reason said{key, {{"name", shown.made_for}}};
    if (key == "operator.chain_verified")
        said.arguments.emplace_back("authority", shown.authority);
    else if (key == "operator.chain_unknown_issuer")
        said.arguments.emplace_back("issuer", shown.issuer);
    m_out.remarks.push_back(std::move(said));
}

void ConnectionRemarks::other_host(OtherHost const& other)
{
    if (m_others++ < most)
        m_out.remarks.push_back(
            {other.certificate_seen ? "operator.other_host" : "operator.other_host_unseen",
             {{"opened", other.opened_for}, {"asked", other.asked_for}}});
}

} // namespace petze
