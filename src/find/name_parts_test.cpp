#include "find/name_parts.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace petze {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>; // step, value

std::vector<std::string> found_in(Fields const& fields)
{
    Profile profile;
    for (auto const* name : {"Ida Invented-M\u00fcller", "Li Na", "Jo van der Made-Up", "Solo"})
        profile.contacts.push_back({name, {"+493023125000"}, {}});
    auto const needles = make_needles(profile);
    NameParts const parts{needles};
    std::vector<std::string> out;
    std::function<void(Finding &&)> take = [&](Finding&& finding) {
        out.push_back(finding.item + " " + finding.path.back());
    };
    NamePartsFinder finder{parts, needles, take};
    std::uint64_t frame = 0;
    for (auto const& [step, value] : fields) {
        Origin const origin{nullptr, step};
        ++frame;
        finder.take({value, &origin, {0, frame, frame}, {Direction::to_server, {}}});
    }
    return out;
}

TEST(NameParts, BothInOneRecord)
{
    struct {
        char const* what;
        Fields fields;
        std::vector<std::string> found;
    } const cases[] = {
        {"first, then last",
         {{"json:$.c[*].first", "Ida"},
          {"json:$.c[*].x", "1"},
          {"json:$.c[*].last", "Invented-M\u00fcller"}},
         {"contacts/0/name json:$.c[*].last"}},
        {"last, then first, in capitals",
         {{"form:n", "INVENTED-M\u00dcLLER"}, {"form:v", " IDA "}},
         {"contacts/0/name form:v"}},
        {"with words between",
         {{"protobuf:1", "Jo"}, {"protobuf:2", "Made-Up"}},
         {"contacts/2/name protobuf:2"}},
        {"told once",
         {{"form:v", "Ida"},
          {"form:n", "Invented-M\u00fcller"},
          {"form:v", "Ida"},
          {"form:n", "Invented-M\u00fcller"}},
         {"contacts/0/name form:n", "contacts/0/name form:v"}},
        {"one alone", {{"form:v", "Ida"}, {"form:v", "Ida"}}, {}},
        {"of two people", {{"form:v", "Ida"}, {"form:n", "Made-Up"}}, {}},
        {"of two records",
         {{"json:$.a.first", "Ida"}, {"json:$.b.last", "Invented-M\u00fcller"}},
         {}},
        {"inside texts", {{"form:v", "Ida said"}, {"form:n", "Invented-M\u00fcller"}}, {}},
        {"too short to say who", {{"form:v", "Li"}, {"form:n", "Na"}}, {}},
        {"a name of one word", {{"form:v", "Solo"}, {"form:n", "Solo"}}, {}},
    };
    for (auto const& c : cases)
        EXPECT_EQ(found_in(c.fields), c.found) << c.what;
    Fields far{{"form:v", "Ida"}};
    far.insert(far.end(), 12, {"form:x", "1"});
    far.emplace_back("form:n", "Invented-M\u00fcller");
    EXPECT_TRUE(found_in(far).empty());
    far.erase(far.begin() + 1);
    EXPECT_EQ(found_in(far).size(), 1U);
}

} // namespace
} // namespace petze
