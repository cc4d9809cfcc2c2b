#pragma once

#include "judge/judge.h"
#include "report/json_writer.h"
#include "report/speaker.h"

namespace petze {

/// `budget` (contract: endpoint), as a member.
void write_budget(JsonWriter& json, ByteBudget const& budget);
/// Data that went up as large as a photo, as a member; nothing where there was none.
void write_photo_bursts(JsonWriter& json, std::vector<PhotoBurst> const& bursts);
/// The members of `verdict` (contract), in one object; reasons in the speaker's language.
void write_verdict(JsonWriter& json, Verdict const& verdict, Speaker const& speaker);

} // namespace petze
