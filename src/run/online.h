#pragma once

#include "identify/endpoint.h"
#include "identify/online/online_registries.h"
#include "run/options.h"

#include <memory>
#include <vector>

namespace petze {

/// Asks registries on line, where --online was given: with a store of answers in the folder of the
/// attribution data (online.sqlite), IANA's bootstrap files there (rdap/ipv4.json, rdap/ipv6.json)
/// or from IANA, and a WHOIS server of one's own choice (rdap/whois-server).
class Online {
public:
    static Result<std::unique_ptr<Online>> open(Options const& options);

    void ask(Address const& address, Attribution& out) { m_registries->ask(address, out); }
    /// Of each endpoint its first address, those with most bytes first where there are too many.
    void ask(std::vector<Endpoint>& endpoints, Options const& options);

private:
    Online() = default;

    std::unique_ptr<Transport> m_transport;
    std::unique_ptr<AnswerCache> m_cache;
    std::unique_ptr<OnlineRegistries> m_registries;
};

/// Does so where --online was given; else nothing at all.
Result<void> ask_online(std::vector<Endpoint>& endpoints, Options const& options);

} // namespace petze
