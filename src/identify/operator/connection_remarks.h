#pragma once

#include "identify/attribution/attribution.h"
#include "identify/endpoint.h"

#include <cstddef>

namespace petze {

/// What has to be said of one endpoint's connections, whoever runs the service: how far its
/// certificates reach, and which hosts were asked for behind another's name. The first few of each:
/// an address that many share shows many.
class ConnectionRemarks {
public:
    /// Remarks are added to `out`, which outlives it.
    explicit ConnectionRemarks(Attribution& out)
        : m_out(out)
    {
    }

    void chain(EndpointCertificate const& shown);
    void other_host(OtherHost const& other);

private:
    Attribution& m_out;
    std::size_t m_chains = 0; // that were spoken of
    std::size_t m_others = 0; // likewise
};

} // namespace petze
