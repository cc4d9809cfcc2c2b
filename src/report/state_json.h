#pragma once

#include "base/result.h"
#include "relate/phone_state.h"
#include "report/json_writer.h"

#include <string>
#include <string_view>

namespace petze {

struct Answer;
struct ReportOptions;

/// What a comparison takes from a report that was just made; `shown` as presentable() made it. Its
/// name is the caller's to give.
PhoneState state_of(Answer const& shown);

/// The same out of a report.json that was written earlier, `name` for errors. An error where that
/// shows more of personal values than is asked for now: what it shows cannot be told apart any
/// more.
Result<PhoneState> read_state(std::string_view json, std::string const& name,
                              ReportOptions const& options);

/// The members of report.json that only a comparison needs: `contacts`, `clock`.
void write_contacts(JsonWriter& json, Contacts const& contacts);
void write_clock(JsonWriter& json, ClockOffset const& clock);
void write_sources(JsonWriter& json, std::vector<TrafficSource> const& sources);

} // namespace petze
