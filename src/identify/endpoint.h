#pragma once

#include "base/boxed.h"
#include "base/origin.h"
#include "conversation/address.h"
#include "conversation/closed.h"
#include "decrypt/tls/chain.h"
#include "identify/attribution/attribution.h"

#include <cstdint>
#include <string>
#include <vector>

namespace petze {

/// How a name of an address is known.
struct EndpointName {
    std::string name;
    std::string source; // "http", "tls", "quic", "dns", "certificate", "reverse_dns", "dhcp"
    std::uint64_t flows{};
    Stamp first; // the packet that told it

    bool operator==(EndpointName const&) const = default;
};

/// What a certificate that was shown says of who runs the service.
struct EndpointCertificate {
    std::string fingerprint;           // SHA-256 of it, lower hex
    std::string organisation, country; // of its subject; may be empty
    std::string issuer;                // organisation, else common name, of who signed it
    std::string valid_from;            // ISO date
    std::string made_for;              // the first of its names
    std::string name;                  // that was asked for; empty where none was
    bool covers{};                     // it was made for that name too
    bool self_signed{};                // nobody but itself says so
    std::uint64_t flows{};
    Stamp first;                   // the packet that told it
    tls::KeptChain chain{};        // it, and what came with it, until that is checked
    tls::ChainStanding standing{}; // how far that reaches
    std::string authority{};       // up to whom, where verified

    /// Whether somebody else than the server says what stands in it, as far as is known.
    bool is_vouched_for() const
    {
        using Standing = tls::ChainStanding;
        return !self_signed
               && (standing == Standing::unchecked || standing == Standing::verified
                   || standing == Standing::expired);
    }
    bool operator==(EndpointCertificate const&) const = default;
};

/// Inside an encrypted connection another host was asked for than it was opened for, and no
/// certificate that was seen is for both.
struct OtherHost {
    std::string opened_for, asked_for;
    bool certificate_seen{}; // which is not for the host that was asked for
    std::uint64_t requests{};
    Stamp first; // the packet that told it

    bool operator==(OtherHost const&) const = default;
};

/// Totals of one remote name, else address (contract: endpoint).
struct Endpoint {
    std::string id;
    std::vector<Address> addresses;                  // sorted
    std::vector<EndpointName> names;                 // sorted by name
    std::vector<EndpointCertificate> certificates{}; // sorted by fingerprint
    std::vector<OtherHost> other_hosts{};            // sorted
    std::uint64_t bytes_to_server{}, bytes_to_client{};
    std::uint64_t payload_to_server{}, payload_to_client{};
    std::uint64_t opened_to_server{}, opaque_to_server{};
    std::uint64_t opened_to_client{}, opaque_to_client{};
    std::vector<ClosedBytes> closed{};    // of both directions, by reason
    std::uint64_t flows{}, clear_flows{}; // clear: content readable by any bystander
    std::uint64_t decrypted_flows{};      // of those that are not clear: keys opened what was said
    std::int64_t first_ns{}, last_ns{};
    bool local{};                     // in the phone's own network
    Boxed<Attribution> attribution{}; // whose it is; filled in at the end
};

} // namespace petze
