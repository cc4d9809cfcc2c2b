#include "report/event_types.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

EventTypes set_of(std::initializer_list<EventType> list)
{
    auto types = EventTypes::none();
    for (auto const type : list)
        types.add(type);
    return types;
}

TEST(ParseTypes, ReadsLists)
{
    struct {
        char const* name;
        char const* list;
        EventTypes expected;
    } const cases[] = {
        {"one", "dns", set_of({EventType::dns})},
        {"two", "dns,flow", set_of({EventType::flow, EventType::dns})},
        {"blanks", " dns , flow ", set_of({EventType::flow, EventType::dns})},
        {"twice", "stats,stats", set_of({EventType::stats})},
        {"every one", "flow,dns,tls,quic,http,message,fileinfo,finding,endpoint,verdict,stats",
         EventTypes::all()},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const types = parse_types(c.list);
        ASSERT_TRUE(types) << types.error().why;
        EXPECT_EQ(*types, c.expected);
    }
}

TEST(ParseTypes, NamesTheNearestKnownType)
{
    struct {
        char const* list;
        char const* why;
    } const cases[] = {
        {"dsn", R"(no event type "dsn"; did you mean "dns"?)"},
        {"flow,flows", R"(no event type "flows"; did you mean "flow"?)"},
        {"findings", R"(no event type "findings"; did you mean "finding"?)"},
        {"HTTP", R"(no event type "HTTP"; did you mean "http"?)"},
        {"", "an event type is missing; known are flow, dns, tls, quic, http, message, fileinfo, "
             "finding, endpoint, verdict, stats"},
        {"dns,", "an event type is missing; known are flow, dns, tls, quic, http, message, "
                 "fileinfo, finding, endpoint, verdict, stats"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.list);
        auto const types = parse_types(c.list);
        ASSERT_FALSE(types);
        EXPECT_EQ(types.error(), (Error{"--types", c.why}));
    }
}

} // namespace
} // namespace petze
