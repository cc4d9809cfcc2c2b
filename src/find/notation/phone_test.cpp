#include "find/notation/phone.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

// Numbers that no ministry gives to anybody: Ofcom's and the ones of the North American plan for
// films, and what lies outside of either plan.
TEST(IsPhoneNumber, AnswersTheSameHoweverManyWereAskedBefore)
{
    constexpr int asked = 5000; // more than are remembered
    for (int round = 0; round < 2; ++round)
        for (int i = 0; i < asked; ++i) {
            auto const last = std::to_string(10'000 + i).substr(1);
            EXPECT_TRUE(is_phone_number("+442079460" + last.substr(1))) << last;
            EXPECT_FALSE(is_phone_number("+49000000" + last)) << last;
        }
}

TEST(IsPhoneNumber, KnowsThatALongTextIsNone)
{
    EXPECT_FALSE(is_phone_number(""));
    EXPECT_FALSE(is_phone_number("+44 20 7946 0123 and then so much that it is none"));
}

} // namespace
} // namespace petze
