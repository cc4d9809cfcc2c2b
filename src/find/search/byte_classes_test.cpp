#include "find/search/byte_classes.h"

#include <gtest/gtest.h>

#include <array>
#include <string_view>

namespace petze {
namespace {

// Every byte at every place of a block, among blanks, which are of neither class.
TEST(ByteClasses, AreThoseOfTheStandards)
{
    constexpr std::string_view coded = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789+/-_)";
    for (auto const read : {classify, classify_plainly, classify_portably})
        for (unsigned c = 0; c < 256; ++c)
            for (std::size_t at = 0; at < ByteClasses::block; ++at) {
                std::array<std::uint8_t, 2 * ByteClasses::block> bytes{};
                bytes.fill(' ');
                bytes[ByteClasses::block + at] = static_cast<std::uint8_t>(c);
                std::array<ByteClasses, 2> blocks;
                read(bytes.data(), blocks);
                auto const& [blank, classes] = blocks;
                ASSERT_EQ(blank.binary | blank.coded, 0u);
                bool const binary = c >= 0x80 || (c < 0x20 && (c < 9 || c > 13));
                bool const in_code = c != 0 && coded.find(static_cast<char>(c)) != coded.npos;
                ASSERT_EQ(classes.binary, std::uint64_t{binary} << at) << c << " at " << at;
                ASSERT_EQ(classes.coded, std::uint64_t{in_code} << at) << c << " at " << at;
            }
}

} // namespace
} // namespace petze
