#pragma once

#include "identify/attribution/attribution.h"
#include "judge/adequacy.h"
#include "report/speaker.h"

#include <optional>
#include <string>
#include <string_view>

namespace petze {

/// What the law of the EU says of sending personal data to a receiver's country.
struct ReceiverAdequacy {
    std::string_view whose; // country it is: "operator", "holder", "network"
    AdequacyDecision decision;
};

/// Of the operator's country, else of the country of who holds or announces the address; nothing
/// where none is known.
std::optional<ReceiverAdequacy> adequacy_of(Attribution const& attribution);
std::string adequacy_words(ReceiverAdequacy const& adequacy, Speaker const& speaker);
/// The table that is part of the program (data/adequacy.toml).
AdequacyTable const& adequacy_table();

} // namespace petze
