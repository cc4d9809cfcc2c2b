#pragma once

#include "judge/judge.h"
#include "report/event.h"
#include "report/event_types.h"
#include "report/json_writer.h"

#include <string>
#include <string_view>

namespace petze {

/// What of the event stream is written, and how personal values stand in it.
struct EventStyle {
    bool reveal{}; // found values in clear; else masked
    bool redact{}; // fit to publish: hashes of content and stored files are left out
    EventTypes types = EventTypes::all();
    TextFilter const* filter{}; // every text from the wire or the profile; null: as it is
};

/// Each appends one line of NDJSON as docs/events.md says, or nothing where style.types leaves
/// that type out.
///
/// `community_id` is computed where it is empty; who writes several events of a conversation
/// computes it once.
void append_event(std::string& out, Event const& event, EventStyle const& style,
                  std::string_view community_id = {});
/// `budget` is null where nobody judged.
void append_endpoint(std::string& out, Endpoint const& endpoint, EventStyle const& style,
                     ByteBudget const* budget = nullptr);
void append_verdict(std::string& out, Verdict const& verdict, EventStyle const& style);
void append_stats(std::string& out, Stats const& stats, EventStyle const& style);

} // namespace petze
