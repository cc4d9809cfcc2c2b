#pragma once

#include "judge/judge.h"
#include "report/html.h"

#include <string>

namespace petze::page {

/// "c-undisclosed": the class that gives a purpose its hue; hue means purpose and nothing else.
std::string hue_of(Purpose purpose);
/// The purpose's mark and name.
void verdict_name(Html& html, Purpose purpose);
/// "Confidence: very high (0.93)", and a meter for the eye.
void confidence(Html& html, Verdict const& verdict);
/// Why it is said, each reason with its weight.
void reasons(Html& html, Verdict const& verdict);
/// What would change it, to be opened.
void would_change(Html& html, Verdict const& verdict);
/// What cannot have left there.
std::string budget_words(ByteBudget const& budget, Speaker const& speaker);
/// What went there unread that is as large as a photo, and what that does not prove.
std::string photo_burst_words(std::vector<PhotoBurst> const& bursts, Speaker const& speaker);

} // namespace petze::page
