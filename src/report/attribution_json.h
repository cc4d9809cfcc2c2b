#pragma once

#include "identify/attribution/attribution.h"
#include "report/json_writer.h"
#include "report/speaker.h"

namespace petze {

/// The members that say whose an endpoint is, inside the object that is open: `registry`, `holder`,
/// `operator`, `network`, `roles`, `remarks`, `disagreements`; what is not known is absent.
/// Reasons stand in the speaker's language.
void write_attribution(JsonWriter& json, Attribution const& attribution, Speaker const& speaker);

/// Who says things in the event stream: English, whatever the reader's language.
Speaker const& event_speaker();

} // namespace petze
