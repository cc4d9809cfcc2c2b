#pragma once

#include "identify/online/answer_cache.h"
#include "identify/online/rdap.h"
#include "identify/online/transport.h"

#include <string>
#include <string_view>

namespace petze {

/// IANA's own bootstrap file, "ipv4.json" or "ipv6.json": one that is kept and not older than a
/// month, else asked for; an older one where IANA does not answer. Empty where there is none.
RdapBootstrap fetch_bootstrap(std::string_view file, Transport& transport, AnswerCache* cache,
                              std::string const& today);

/// Whether an answer of that day still counts today; ISO dates.
bool is_recent_answer(std::string_view day, std::string_view today);

} // namespace petze
