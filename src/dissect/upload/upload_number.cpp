#include "dissect/upload/upload_number.h"

#include "base/text.h"

#include <charconv>

namespace petze {

std::optional<std::uint64_t> upload_number(std::string_view text)
{
    text = trim(text);
    std::uint64_t value{};
    auto const [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (trouble != std::errc{} || end != text.data() + text.size())
        return {};
    return value;
}

} // namespace petze
