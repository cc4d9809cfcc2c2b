#pragma once

#include "report/answer.h"
#include "report/json_writer.h"
#include "report/speaker.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace petze::page {

/// The evidence as the page's script reads it: rows of numbers, and the texts they point at, each
/// text once. `endpoints` gives the place of an endpoint in the list before it.
void write_script_evidence(JsonWriter& json, Answer const& answer,
                           std::map<std::string, std::size_t> const& endpoints);

/// A text that the script says in both languages: its key, what it is about, and the raw form.
void write_words(JsonWriter& json, Words const& said, std::string_view raw);

/// Times in the script's data are whole microseconds.
constexpr std::int64_t microseconds(std::int64_t time_ns)
{
    return time_ns / 1000;
}

} // namespace petze::page
