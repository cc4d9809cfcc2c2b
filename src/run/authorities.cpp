#include "run/authorities.h"

#include "find/profile/files.h"
#include "identify/operator/chain_check.h"
#include "run/inputs.h"

#include <cstdlib>

namespace petze {

std::string authorities_path()
{
    auto const* const given = std::getenv("SSL_CERT_FILE"); // NOLINT(concurrency-mt-unsafe)
    return given && *given ? given : "/etc/ssl/certs/ca-certificates.crt";
}

void check_chains(std::vector<Endpoint>& endpoints, Options const& options, Stats& stats)
{
    if (!has_chains(endpoints))
        return;
    auto const path = authorities_path();
    auto const pem = read_whole_file(path);
    tls::TrustStore authorities{pem ? std::string_view{*pem} : std::string_view{}};
    if (authorities.authorities() == 0) {
        print_note(options,
                   path
                       + ": holds no certificates of authorities, so chains of "
                         "certificates were not checked (Debian's package ca-certificates)");
        stats.unread.count("tls: no authorities to check chains of certificates by");
    }
    ChainCheck check{std::move(authorities)};
    for (auto& endpoint : endpoints)
        check.check(endpoint, stats.unread);
}

} // namespace petze
