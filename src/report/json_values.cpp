#include "report/json_values.h"

#include "base/text.h"

#include <array>
#include <charconv>

namespace petze {

void write_time(JsonWriter& json, std::int64_t time_ns)
{
    auto const text = rfc3339_text(time_ns);
    json.token({text.data(), text.size()});
}

void write_address(JsonWriter& json, Address const& address)
{
    if (!address.is_v4()) {
        json.token(address.text());
        return;
    }
    // Two stand in each event: quicker than inet_ntop() by a factor of five.
    std::array<char, 20> text{};
    std::size_t used = 0;
    for (std::size_t i = 12; i < 16; ++i) {
        if (i > 12)
            text[used++] = '.';
        auto* const begin = text.data() + used;
        used += static_cast<std::size_t>(std::to_chars(begin, begin + 3, address.bytes[i]).ptr
                                         - begin);
    }
    json.token({text.data(), used});
}

void write_texts(JsonWriter& json, std::vector<std::string> const& texts)
{
    json.begin_array();
    for (auto const& text : texts)
        json.text(text);
    json.end_array();
}

} // namespace petze
