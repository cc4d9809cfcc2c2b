#include "dissect/form/passing_value.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(PassingFormValue, UndoesEscapesHoweverItIsSplit)
{
    struct {
        bool is_coded;
        std::string_view sent, text, rest;
    } const cases[] = {
        {true, "abc&d=1", "abc", "d=1"},
        {true, "a%2Bb+c%26%3D&", "a+b c&=", ""},
        {true, "a%zzb%2", "a%zzb", ""},
        {true, "%e2%82%ac&x", "\u20ac", "x"},
        {true, "", "", ""},
        {false, "a+b%2B/=&x", "a+b%2B/=", "x"},
    };
    for (auto const& c : cases)
        for (std::size_t split = 0; split <= c.sent.size(); ++split) {
            SCOPED_TRACE(c.sent);
            PassingFormValue value{c.is_coded};
            std::string text;
            auto taken = value.take(c.sent.substr(0, split), text);
            if (!value.ended()) {
                EXPECT_EQ(taken, split);
                taken += value.take(c.sent.substr(split), text);
            }
            EXPECT_EQ(text, c.text);
            EXPECT_EQ(c.sent.substr(taken), c.rest);
        }
}

} // namespace
} // namespace petze
