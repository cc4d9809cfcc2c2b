#pragma once

#include "judge/verdict.h"
#include "report/speaker.h"

#include <string>

namespace petze {

/// A reason of a verdict in words; one that speaks for another verdict is said to speak against
/// this one.
std::string weighed_because(Speaker const& speaker, Verdict const& verdict,
                            WeighedReason const& one);

/// "confidence very high, 0.93": word and number together, see docs/verdicts.md.
std::string confidence_words(Speaker const& speaker, double confidence);

/// "0.93", "0,93".
std::string decimal(Speaker const& speaker, double value, int digits);

} // namespace petze
