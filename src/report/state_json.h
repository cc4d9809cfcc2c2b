#pragma once

#include "base/result.h"
#include "relate/phone_state.h"
#include "report/json_writer.h"

#include <string>
#include <string_view>

namespace petze {

struct Answer;

/// What a comparison takes from a report that was just made; `shown` as presentable() made it. Its
/// name is the caller's to give.
PhoneState state_of(Answer const& shown);

/// The same out of a report.json that was written earlier, `name` for errors.
Result<PhoneState> read_state(std::string_view json, std::string const& name);

/// The members of report.json that only a comparison needs: `contacts`, `clock`.
void write_contacts(JsonWriter& json, Contacts const& contacts);
void write_clock(JsonWriter& json, ClockOffset const& clock);

} // namespace petze
