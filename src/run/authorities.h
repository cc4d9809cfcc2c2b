#pragma once

#include "identify/endpoint.h"
#include "report/event.h"
#include "run/options.h"

#include <string>
#include <vector>

namespace petze {

/// The file of the authorities that this computer trusts: SSL_CERT_FILE where that is set, as for
/// OpenSSL's own tools, else Debian's.
std::string authorities_path();

/// Checks the chains of certificates that were shown, by those authorities. That there are none is
/// told, once.
void check_chains(std::vector<Endpoint>& endpoints, Options const& options, Stats& stats);

} // namespace petze
