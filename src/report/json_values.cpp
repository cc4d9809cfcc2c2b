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

} // namespace petze
