#pragma once

#include "base/text.h"
#include "report/answer.h"
#include "report/json_writer.h"
#include "report/speaker.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace petze {

/// Members of report.json that are lists of the same.
template<std::size_t size, typename Values, typename Each>
void write_array(JsonWriter& json, char const (&name)[size], Values const& values, Each each)
{
    json.key(name);
    json.begin_array();
    for (auto const& value : values)
        each(value);
    json.end_array();
}
template<std::size_t size>
void write_texts(JsonWriter& json, char const (&name)[size], std::vector<std::string> const& values)
{
    write_array(json, name, values, [&](std::string const& value) { json.text(value); });
}
template<std::size_t size>
void write_numbers(JsonWriter& json, char const (&name)[size],
                   std::vector<std::uint32_t> const& values)
{
    write_array(json, name, values, [&](std::uint32_t value) { json.value(value); });
}
template<std::size_t size>
void write_time(JsonWriter& json, char const (&name)[size], std::int64_t time_ns)
{
    json.member(name, std::string_view{rfc3339(time_ns)});
}

/// What every report.json begins with: who wrote it, and how values and times stand in it.
void write_head(JsonWriter& json, ReportOptions const& options, Speaker const& speaker);

/// The rows of report.json (docs/report.schema.json).
void write_endpoint(JsonWriter& json, Endpoint const& endpoint,
                    std::vector<std::uint32_t> const& evidence, Judgement const* judgement,
                    Contacts const* contacts, Speaker const& speaker);
void write_evidence(JsonWriter& json, Evidence const& one);
void write_file(JsonWriter& json, SentFile const& sent);

} // namespace petze
