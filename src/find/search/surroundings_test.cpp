#include "testing/search.h"

#include <gtest/gtest.h>

#include <string>

namespace petze {
namespace {

using namespace std::string_literals;
using testing::search_pieces;
using testing::search_whole;
using testing::searcher_for;

// Coded by python's base64 and codecs. The number is +493023125742.
TEST(Surroundings, AreReadInTheCharacterSetOfTheValue)
{
    Profile profile;
    profile.identifiers["phone_number"] = {"+493023125742"};
    auto const searcher = searcher_for(profile);
    struct {
        char const* name;
        std::string text;
        bool expected;
    } const cases[] = {
        {"in base64", "KzQ5MzAyMzEyNTc0Mg==", true},
        {"in base64, between signs", "Oys0OTMwMjMxMjU3NDI7Yw==", true},
        {"in base64, after two", "MTsrNDkzMDIzMTI1NzQyOw==", true},
        {"another last digit", "KzQ5MzAyMzEyNTc0MQ==", false},
        {"a digit more", "KzQ5MzAyMzEyNTc0Mjc=", false},
        {"the national number in another country's", "Kzk0MzAyMzEyNTc0Mg==", false},
        {"in hex", "2b343933303233313235373432", true},
        {"in hex, a digit more", "2b34393330323331323537343237", false},
        {"in hex, before a blank", "2b34393330323331323537343220", true},
        {"in UTF-16LE", "+\0004\0009\0003\0000\0002\0003\0001\0002\0005\0007\0004\0002\0"s, true},
        {"in UTF-16LE, a digit more",
         "+\0004\0009\0003\0000\0002\0003\0001\0002\0005\0007\0004\0002\0007\0"s, false},
        {"in UTF-16BE, a digit before",
         "\0007\0004\0009\0003\0000\0002\0003\0001\0002\0005\0007\0004\0002"s, false},
        {"in UTF-16BE", "\0x\0+\0004\0009\0003\0000\0002\0003\0001\0002\0005\0007\0004\0002"s,
         true},
    };
    for (auto const& c : cases) {
        EXPECT_EQ(!search_whole(*searcher, c.text).empty(), c.expected) << c.name;
        for (std::size_t cut = 1; cut < c.text.size(); ++cut)
            EXPECT_EQ(
                !search_pieces(*searcher, {c.text.substr(0, cut), c.text.substr(cut)}).empty(),
                c.expected)
                << c.name << ", cut at " << cut;
    }
}

} // namespace
} // namespace petze
