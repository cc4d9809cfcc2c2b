#include "report/json_values.h"

#include "base/text.h"

namespace petze {

void write_time(JsonWriter& json, std::int64_t time_ns)
{
    auto const text = rfc3339_text(time_ns);
    json.token({text.data(), text.size()});
}

void write_address(JsonWriter& json, Address const& address)
{
    json.token(address.written().view());
}

void write_texts(JsonWriter& json, std::vector<std::string> const& texts)
{
    json.begin_array();
    for (auto const& text : texts)
        json.text(text);
    json.end_array();
}

void write_frames(JsonWriter& json, std::vector<FrameRange> const& frames)
{
    json.begin_array();
    for (auto const& range : frames) {
        json.begin_array();
        json.value(range.capture);
        json.value(range.first);
        json.value(range.last);
        json.end_array();
    }
    json.end_array();
}

} // namespace petze
