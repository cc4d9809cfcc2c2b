#include "relate/remarks.h"

#include <gtest/gtest.h>

namespace petze {

namespace {

constexpr std::int64_t a_second = 1'000'000'000;
constexpr std::int64_t an_hour = 3600 * a_second;
constexpr std::int64_t in_2014 = 1'405'929'600 * a_second;

PhoneState state(std::string name, std::int64_t from_ns, std::int64_t hours, std::string sha256)
{
    PhoneState out;
    out.name = std::move(name);
    out.captures.push_back({"a.pcapng", std::move(sha256), 10, from_ns, from_ns + hours * an_hour});
    out.profile_given = true;
    out.profile = {{"imei", 1}};
    out.receivers.resize(1);
    return out;
}

std::vector<std::string> keys(std::vector<PhoneState> const& states)
{
    std::vector<std::string> out;
    for (auto const& remark : remarks_on(states))
        out.push_back(remark.key);
    return out;
}

using Keys = std::vector<std::string>;

TEST(Remarks, SayNothingWhereNothingIsWrong)
{
    auto const stock = state("stock", in_2014, 12, "aa");
    EXPECT_EQ(keys({stock, state("other", in_2014 + 24 * an_hour, 12, "bb")}), Keys{});
    EXPECT_EQ(keys({stock, state("other", in_2014 + 12 * an_hour, 12, "bb")}), Keys{})
        << "one after the other";
}

TEST(Remarks, TellWhatStandsInTheWay)
{
    auto const stock = state("stock", in_2014, 12, "aa");
    auto const later = [](auto change) {
        auto out = state("other", in_2014 + 24 * an_hour, 12, "bb");
        change(out);
        return out;
    };
    struct Row {
        char const* name;
        PhoneState other;
        Keys expected;
    };
    std::vector<Row> const rows{
        {"the same recording",
         later([](PhoneState& s) {
             s.captures[0] = {"b", "aa", 10, in_2014, in_2014 + an_hour};
         }),
         {"same_recording"}},
        {"twice in one",
         later([](PhoneState& s) { s.captures.push_back(s.captures[0]); }),
         {"twice_in_state"}},
        {"empty", later([](PhoneState& s) { s.captures[0].packets = 0; }), {"empty_state"}},
        {"one packet",
         later([](PhoneState& s) { s.captures[0].last_ns = s.captures[0].first_ns; }),
         {"no_time"}},
        {"one of two empty",
         later([](PhoneState& s) {
             s.captures.push_back({"e", "ee", 0, 0, 0});
         }),
         {"empty_capture"}},
        {"clock never set",
         later([](PhoneState& s) {
             s.captures[0].first_ns = 5;
             s.captures[0].last_ns = an_hour;
         }),
         {"no_calendar"}},
        {"clock behind",
         later([](PhoneState& s) {
             s.captures[0].clock = ClockOffset{3601 * a_second, 7};
         }),
         {"clock_behind"}},
        {"clock ahead",
         later([](PhoneState& s) {
             s.captures[0].clock = ClockOffset{-61 * a_second, 7};
         }),
         {"clock_ahead"}},
        {"clock as good as any",
         later([](PhoneState& s) {
             s.captures[0].clock = ClockOffset{59 * a_second, 7};
         }),
         {}},
        {"at the same time",
         later([](PhoneState& s) { s.captures[0].first_ns = in_2014 + an_hour; }),
         {"overlap"}},
        {"another profile",
         later([](PhoneState& s) { s.profile["imei"] = 2; }),
         {"profiles_differ"}},
        {"no profile",
         later([](PhoneState& s) {
             s.profile_given = false;
             s.profile.clear();
         }),
         {"no_profile"}},
        {"another phone's",
         later([](PhoneState& s) {
             s.receivers.clear();
             s.others_flows = 40;
         }),
         {"phone_not_seen"}},
        {"silent", later([](PhoneState& s) { s.receivers.clear(); }), {}},
        {"cut", later([](PhoneState& s) { s.is_cut = true; }), {"cut"}},
    };
    for (auto const& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(keys({stock, row.other}), row.expected);
    }
}

TEST(Remarks, NameTheOffsetInSeconds)
{
    auto other = state("other", in_2014 + 24 * an_hour, 12, "bb");
    other.captures[0].clock = ClockOffset{3601 * a_second + 500'000'000, 7};
    auto const remarks = remarks_on({state("stock", in_2014, 12, "aa"), other});
    ASSERT_EQ(remarks.size(), 1u);
    EXPECT_EQ(
        remarks[0].arguments,
        (Reason::Arguments{
            {"state", "other"}, {"capture", "a.pcapng"}, {"offset", "3601"}, {"answers", "7"}}));
}

} // namespace

} // namespace petze
