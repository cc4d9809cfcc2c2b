#pragma once

#include "identify/attribution/attribution.h"
#include "identify/endpoint.h"
#include "identify/operator/known_domains.h"

#include <string_view>
#include <vector>

namespace petze {

/// What is known of domains: our own table first, then the user's lists.
using DomainKnowledge = std::vector<KnownDomains>;

/// How much a proof weighs. Chains are checked by the authorities that this computer trusts: which
/// ones the phone trusted the capture does not say.
enum class ProofWeight {
    reverse_dns, // whoever holds the address may write there what they like
    dns,         // a resolver said so before the phone went there
    asked,       // the phone itself asked the server for that name: SNI, Host
    certificate, // and the server showed a certificate for it that somebody else signed
    verified,    // whose chain leads up to an authority
};

/// Whom the capture proves to run the service of an endpoint: fills operator_ and roles, and says
/// in remarks and disagreements what stands in the way of an answer.
void attribute_operator(Endpoint const& endpoint, DomainKnowledge const& known, Attribution& out);

/// The same for a name that somebody asks about, without any capture.
void attribute_operator(std::string_view name, DomainKnowledge const& known, Attribution& out);

/// Whether a dated source is more than a year away from the date asked about; dates are ISO, or the
/// part of one that is known ("2014"). Never for an empty date.
bool is_distant(std::string_view as_of, std::string_view asked);

} // namespace petze
