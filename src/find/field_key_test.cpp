#include "find/field_key.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(FieldKey, IsTheLastNameOfAPath)
{
    struct {
        char const* step;
        char const* name;
        char const* parent;
    } const cases[] = {{"json:$.where[*].lat", "lat", "json:$.where[*]"},
                       {"json:$.where[*]", "*]", "json:$.where"},
                       {"json:$['a.b']", "['a.b']", "json:$"},
                       {"json:$.c['x:y']", "['x:y']", "json:$.c"},
                       {"form:lat", "lat", "form:"},
                       {"form:at[lat]", "lat]", "form:at"},
                       {"xml:/a/b/@lat", "lat", "xml:/a/b"},
                       {"protobuf:3.1", "1", "protobuf:3"},
                       {"http:request:url:query:lat", "lat", "http:request:url:query:"},
                       {"json:", "", "json:"}};
    for (auto const& c : cases) {
        SCOPED_TRACE(c.step);
        Origin const origin{nullptr, c.step};
        auto const key = key_of(&origin);
        EXPECT_EQ(key.name, c.name);
        EXPECT_EQ(key.parent, c.parent);
        EXPECT_EQ(key.where(), c.parent);
    }
}

TEST(FieldKey, LooksBehindCodings)
{
    Origin const body{nullptr, "http:request:body"};
    Origin const form{&body, "form:lat"};
    Origin const base64{&form, "base64"};
    EXPECT_EQ(key_of(&base64).name, "lat");
    EXPECT_EQ(key_of(&base64).where(), "form:\nhttp:request:body");
    Origin const bare{nullptr, "gzip"};
    EXPECT_EQ(key_of(&bare).name, "");
    EXPECT_EQ(key_of(nullptr).where(), "");
}

TEST(FieldKey, PlainNames)
{
    EXPECT_EQ(plain_name("['X-Dev_ID']"), "xdevid");
    EXPECT_EQ(plain_name("latitudeE7"), "latitudee7");
    EXPECT_EQ(plain_name("*]"), "");
}

} // namespace
} // namespace petze
