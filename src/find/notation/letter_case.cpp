#include "find/notation/letter_case.h"

#include "base/text.h"

namespace petze {

namespace {

/// Capitals of one block, and where the small ones stand.
struct Block {
    std::uint32_t first{}, last{}; // capitals
    std::uint32_t step{};          // 2 where capital and small letter take turns
    std::uint32_t to_small{};
};
constexpr Block blocks[] = {
    {0x41, 0x5a, 1, 0x20},   {0xc0, 0xd6, 1, 0x20},   {0xd8, 0xde, 1, 0x20},
    {0x100, 0x12e, 2, 1},    {0x132, 0x136, 2, 1},    {0x139, 0x147, 2, 1},
    {0x14a, 0x176, 2, 1},    {0x179, 0x17d, 2, 1},    {0x391, 0x3a1, 1, 0x20},
    {0x3a3, 0x3ab, 1, 0x20}, {0x410, 0x42f, 1, 0x20}, {0x400, 0x40f, 1, 0x50},
};

std::uint32_t small(std::uint32_t code)
{
    for (auto const& block : blocks)
        if (code >= block.first && code <= block.last && (code - block.first) % block.step == 0)
            return code + block.to_small;
    return code;
}

std::uint32_t capital(std::uint32_t code)
{
    for (auto const& block : blocks)
        if (code >= block.first + block.to_small && code <= block.last + block.to_small
            && (code - block.to_small - block.first) % block.step == 0)
            return code - block.to_small;
    return code;
}

std::string mapped(std::string_view text, std::uint32_t (*map)(std::uint32_t))
{
    std::string out;
    while (!text.empty()) {
        auto const [code, length] = first_character(text);
        auto const other = map(code);
        if (other == code) {
            out += text.substr(0, length);
        } else if (other < 0x80) {
            out += static_cast<char>(other);
        } else {
            out += static_cast<char>(0xc0 | other >> 6);
            out += static_cast<char>(0x80 | (other & 0x3f));
        }
        text.remove_prefix(length);
    }
    return out;
}

} // namespace

Character first_character(std::string_view text)
{
    auto const length = utf8_length(text);
    auto const byte = static_cast<unsigned char>(text[0]);
    if (length <= 1)
        return {byte, 1};
    std::uint32_t code = byte & (0x7fu >> length);
    for (std::size_t i = 1; i < length; ++i)
        code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3fu);
    return {code, length};
}

std::string lower_letters(std::string_view text)
{
    return mapped(text, small);
}

std::string upper_letters(std::string_view text)
{
    return mapped(text, capital);
}

} // namespace petze
