#pragma once

#include "base/origin.h"
#include "conversation/address.h"
#include "report/json_writer.h"

#include <cstdint>
#include <string>
#include <vector>

namespace petze {

/// RFC 3339, UTC, microseconds.
void write_time(JsonWriter& json, std::int64_t time_ns);
/// As text.
void write_address(JsonWriter& json, Address const& address);
/// An array of texts.
void write_texts(JsonWriter& json, std::vector<std::string> const& texts);
/// [[capture, first, last], …]
void write_frames(JsonWriter& json, std::vector<FrameRange> const& frames);

} // namespace petze
