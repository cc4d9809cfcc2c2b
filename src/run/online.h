#pragma once

#include "identify/online/online_registries.h"
#include "run/options.h"

#include <memory>

namespace petze {

/// Asks registries on line, where --online was given: with a store of answers in the folder of the
/// attribution data (online.sqlite), IANA's bootstrap files there (rdap/ipv4.json, rdap/ipv6.json)
/// or from IANA, and a WHOIS server of one's own choice (rdap/whois-server).
class Online {
public:
    static Result<std::unique_ptr<Online>> open(Options const& options);

    /// Amends what is known of an address by what its registry says of it.
    void ask(Address const& address, Attribution& out) { m_registries->ask(address, out); }

private:
    Online() = default;

    std::unique_ptr<Transport> m_transport;
    std::unique_ptr<AnswerCache> m_cache;
    std::unique_ptr<OnlineRegistries> m_registries;
};

} // namespace petze
