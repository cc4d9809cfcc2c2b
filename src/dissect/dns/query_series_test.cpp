#include "dissect/dns/query_series.h"

#include <gtest/gtest.h>

namespace petze::dns {
namespace {

// "1:ab 0:cd": what the second name holds stands first.
std::string in_short(std::vector<NamedData> const& data)
{
    std::string out;
    for (auto const& [name, text] : data) {
        out.append(out.empty() ? "" : " ").append(std::to_string(name));
        out.append(":").append(text);
    }
    return out;
}

TEST(DataInNames, WithAndWithoutNumbers)
{
    struct {
        char const* name;
        std::vector<std::string> names;
        char const* data;
    } const cases[] = {
        {"one name", {"mzxw6ytb"}, ""},
        {"as they come", {"mzxw6ytb", "oi5dcmrt"}, "0:mzxw6ytb 1:oi5dcmrt"},
        {"several labels", {"mzxw.6ytb", "oi5d.cm"}, "0:mzxw6ytb 1:oi5dcm"},
        {"the last is shorter", {"mzxw.6ytb", "oi5d"}, "0:mzxw6ytb 1:oi5d"},
        {"a session", {"mzxw6ytb.s1.x", "oi5dcmrt.s1.x"}, "0:mzxw6ytb 1:oi5dcmrt"},
        {"a word before", {"put.mzxw6ytb", "put.oi5dcmrt"}, "0:mzxw6ytb 1:oi5dcmrt"},
        {"numbers behind", {"oi5dcmrt.1", "mzxw6ytb.0"}, "1:mzxw6ytb 0:oi5dcmrt"},
        {"numbers before", {"1.oi5dcmrt.s1", "0.mzxw6ytb.s1"}, "1:mzxw6ytb 0:oi5dcmrt"},
        {"numbers between", {"oi5dcmrt.12.s1", "mzxw6ytb.11.s1"}, "1:mzxw6ytb 0:oi5dcmrt"},
        {"a session between", {"1.s1.oi5dcmrt", "0.s1.mzxw6ytb"}, "1:mzxw6ytb 0:oi5dcmrt"},
        {"hexadecimal", {"cc.b", "bb.a", "aa.9"}, "2:aa 1:bb 0:cc"},
        {"before the first label", {"2-bbbb.x", "1-aaaa.x"}, "1:aaaa 0:bbbb"},
        {"10 comes behind 9", {"b.10", "a.9"}, "1:a 0:b"},
        {"one is missing", {"cc.3", "aa.1"}, "1:aa 0:cc"},
        {"twice the same number is none", {"zz.1", "aa.2", "mm.2"}, "0:zz1 1:aa2 2:mm2"},
        {"numbers far apart are none", {"zz.1", "aa.9000"}, "0:zz1 1:aa9000"},
        {"digits that are the data", {"490154", "203237"}, "0:490154 1:203237"},
        {"nothing below the domain", {"", "aa"}, "0: 1:aa"},
        {"the same twice", {"aa", "aa"}, "0: 1:"},
        {"dots alone", {"...", ".a."}, "0: 1:a"},
    };
    for (auto const& c : cases)
        EXPECT_EQ(in_short(data_in_names(c.names)), c.data) << c.name;
}

TEST(DataInNames, OfAsManyAsAreKept)
{
    std::vector<std::string> names;
    for (int i = 0; i < 8192; ++i)
        names.push_back("d" + std::to_string(i * 7) + "." + std::to_string(8191 - i));
    auto const data = data_in_names(names);
    ASSERT_EQ(data.size(), 8192U);
    EXPECT_EQ(data[0], (NamedData{8191, "d57337"}));
    EXPECT_EQ(data[8191], (NamedData{0, "d0"}));
}

} // namespace
} // namespace petze::dns
