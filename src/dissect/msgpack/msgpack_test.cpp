#include "dissect/msgpack/msgpack.h"

#include "base/limits.h"
#include "testing/tree_rows.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(MessagePack, IsTakenApart)
{
    testing::check_tree_rows(
        read_msgpack,
        {
            // The example of msgpack.org.
            {"a map",
             "82 a7 636f6d70616374 c3 a6 736368656d61 00",
             {"$ = compact", "$ = schema", "$.schema = 0"}},
            // By hand, from the table of spec.md.
            {"numbers",
             "9b 7f e0 ccff cdffff ceffffffff cfffffffffffffffff d080 d18000 d280000000 "
             "d38000000000000000 ca3f800000",
             {"$[*] = 127", "$[*] = -32", "$[*] = 255", "$[*] = 65535", "$[*] = 4294967295",
              "$[*] = 18446744073709551615", "$[*] = -128", "$[*] = -32768", "$[*] = -2147483648",
              "$[*] = -9223372036854775808", "$[*] = 1"}},
            {"a double", "cb 4036570a3d70a3d7", {"$ = 22.34"}},
            {"strings and bytes",
             "94 a161 d90162 da000163 c40200ff",
             {"$[*] = a", "$[*] = b", "$[*] = c", std::string{"$[*] = \0\xff", 9}}},
            {"a string that is none", "a1 ff", {"$ = \xff"}},
            {"extensions; a time says nothing", "92 d501 6162 d6ff 5d000000", {"$[*] = ab"}},
            {"long forms",
             "df00000001 db00000001 6b dd00000001 c6 00000001 7a",
             {"$ = k", "$.k[*] = z"}},
            {"numbers as names", "81 05 a161", {"$ = 5", "$['5'] = a"}},
            {"two documents", "81a16b01 81a16b02", {"$ = k", "$.k = 1", "$.k = 2"}},
            {"cut off", "81 a16b a5 6162", {"$ = k"}, 6},
            {"no type", "c1", {}, 1},
            {"an array of four billion", "dd ffffffff 01", {"$[*] = 1"}, 6},
        });
}

TEST(MessagePack, NestedDeeperThanTheLimitIsLeft)
{
    std::string deep(10'000, '\x91');
    testing::TreeRecorder recorder;
    EXPECT_EQ(read_msgpack(as_bytes(deep), &recorder), 0u);
}
} // namespace
} // namespace petze
