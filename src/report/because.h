#pragma once

#include "identify/attribution/reason.h"
#include "report/speaker.h"

#include <string>
#include <string_view>

namespace petze {

/// A reason in words: the text `because.<key>` with what stands in its places, made printable.
std::string because(Speaker const& speaker, Reason const& reason);
std::string because(Speaker const& speaker, std::string_view key,
                    Reason::Arguments const& arguments);

} // namespace petze
