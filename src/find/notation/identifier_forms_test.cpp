#include "find/notation/identifier_forms.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace petze::forms {
namespace {

using namespace std::string_literals;

TEST(IdentifierForms, AreThoseOfTheirStandards)
{
    struct {
        char const* name;
        Forms (*form)(std::string_view);
        char const* value;
        Forms expected; // at least
    } const cases[] = {
        {"IMEI",
         imei,
         "867602029141772",
         {"867602029141772", "86760202914177", "86760202-914177-2", "86-760202-914177-2",
          "867602-02-914177-2", "867602 02 914177 2"}},
        {"no IMEI", imei, "1234", {"1234"}},
        // 3GPP TS 23.003: TAC and serial number, then two digits instead of the check digit.
        {"IMEISV", imei_sv, "867602029141772", {"8676020291417700", "8676020291417799"}},
        // By hand; 24.008: the first digit stands in the high half of a byte before.
        {"BCD of an odd number of digits",
         bcd,
         "867602029141772",
         {"\x86\x76\x02\x02\x91\x41\x77\x2f"s, "\x08\x67\x60\x20\x29\x14\x17\x72"s,
          "\x68\x67\x20\x20\x19\x14\x77\xf2"s, "\x76\x06\x02\x92\x41\x71\x27"s}},
        // ITU-T E.118 and ETSI TS 102 221 section 13.2: EF_ICCID.
        {"BCD of an ICCID",
         bcd,
         "89852012345678901234",
         {"\x98\x58\x02\x21\x43\x65\x87\x09\x21\x43"s}},
        {"BCD of no number", bcd, "K3x-01", {}},
        // Python: uuid.UUID(…).bytes and .bytes_le.
        {"UUID, binary",
         hex_binary,
         "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
         {"\xf8\x1d\x4f\xae\x7d\xec\x11\xd0\xa7\x65\x00\xa0\xc9\x1e\x6b\xf6"s,
          "\xae\x4f\x1d\xf8\xec\x7d\xd0\x11\xa7\x65\x00\xa0\xc9\x1e\x6b\xf6"s}},
        {"Android id, binary",
         hex_binary,
         "9774d56d682e549c",
         {"\x97\x74\xd5\x6d\x68\x2e\x54\x9c"s, "\x9c\x54\x2e\x68\x6d\xd5\x74\x97"s}},
        {"Android id, decimal",
         hex_decimal,
         "9774d56d682e549c",
         {"10913582462901572764", "-7533161610807978852"}},
        {"no number of 64 bits", hex_decimal, "9774d56d", {}},
        {"MAC, binary", mac_binary, "64-09-80-AB-00-01", {"\x64\x09\x80\xab\x00\x01"s}},
        {"no MAC", mac_binary, "64-09", {}},
        {"name", name, "Anna Maria Huber", {"Anna Maria Huber", "Huber;Anna Maria"}},
        {"one word", name, " Huber ", {"Huber"}},
        {"name, turned",
         name_turned,
         "Anna Maria Huber",
         {"Huber Anna Maria", "Huber, Anna Maria", "Huber,Anna Maria"}},
        {"one word, turned", name_turned, "Huber", {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const forms = c.form(c.value);
        if (c.expected.empty()) {
            EXPECT_TRUE(forms.empty());
        }
        for (auto const& expected : c.expected)
            EXPECT_EQ(std::count(forms.begin(), forms.end(), expected), 1)
                << ::testing::PrintToString(forms);
    }
}

TEST(IdentifierForms, SoftwareVersionsAreAHundred)
{
    auto forms = imei_sv("867602029141772");
    EXPECT_EQ(forms.size(), 100U);
    std::sort(forms.begin(), forms.end());
    EXPECT_EQ(std::unique(forms.begin(), forms.end()), forms.end());
}

} // namespace
} // namespace petze::forms
