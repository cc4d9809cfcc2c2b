#pragma once

#include "identify/attribution/reason.h"

#include <cstdint>
#include <optional>

namespace petze {

/// Whether an AS is that of a cloud, a hoster, a data centre or a CDN, and why we say so: behind an
/// address there may be anybody's service. A small table of our own, of large networks.
std::optional<Reason> hosting_reason(std::uint32_t system);

} // namespace petze
