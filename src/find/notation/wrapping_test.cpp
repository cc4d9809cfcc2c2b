#include "find/notation/wrapping.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace petze {
namespace {

std::vector<std::string> written(std::string_view value, std::string_view step)
{
    std::vector<std::string> out;
    for (auto const& form : wrapped_forms(as_bytes(value)))
        if (form.step == step)
            out.push_back(form.bytes);
    return out;
}

// Python: base64.b64encode(b"x" * before + b"867602029141772" + b"yyy"), less the digits that "x"
// and "y" have a part in.
TEST(WrappedForms, OfBase64AtEachPlace)
{
    std::vector<std::string> const expected{"ODY3NjAyMDI5MTQxNzcy", "g2NzYwMjAyOTE0MTc3M",
                                            "4Njc2MDIwMjkxNDE3Nz"};
    EXPECT_EQ(written("867602029141772", "base64"), expected);
}

// base64.b64encode("\0" * before + "Zoë?>" + …) and base64.urlsafe_b64encode().
TEST(WrappedForms, OfBothAlphabets)
{
    auto const forms = written("Zo\u00eb?>", "base64");
    for (auto const* text : {"Wm/Dqz8+", "Wm_Dqz8-", "pvw6s/P", "pvw6s_P", "ab8OrPz"})
        EXPECT_EQ(std::count(forms.begin(), forms.end(), text), 1)
            << text << ::testing::PrintToString(forms);
    EXPECT_EQ(forms.size(), 5U);
}

TEST(WrappedForms, OfHex)
{
    EXPECT_EQ(written("Zo\u00eb", "hex"), std::vector<std::string>{"5a6fc3ab"});
    EXPECT_TRUE(wrapped_forms(as_bytes("Z")).front().caseless);
}

TEST(WrappedForms, TellHowMuchOfTheValueIsLeft)
{
    for (auto const& form : wrapped_forms(as_bytes("abc"))) {
        SCOPED_TRACE(form.bytes);
        auto const bits = form.step == "hex" ? 24. : static_cast<double>(form.bytes.size()) * 6;
        EXPECT_NEAR(form.share, bits / 24, 1e-9);
    }
    EXPECT_TRUE(wrapped_forms({}).empty());
}

} // namespace
} // namespace petze
