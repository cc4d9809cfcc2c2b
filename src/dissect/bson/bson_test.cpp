#include "dissect/bson/bson.h"

#include "base/limits.h"
#include "testing/tree_rows.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(Bson, IsTakenApart)
{
    testing::check_tree_rows(
        read_bson,
        {
            // bsonspec.org, FAQ.
            {"hello",
             "16000000 02 68656c6c6f00 06000000 776f726c6400 00",
             {"$ = hello", "$.hello = world"}},
            {"an array",
             "31000000 04 42534f4e00 26000000 02 3000 08000000 617765736f6d6500 01 3100 "
             "3333333333331440 10 3200 c2070000 00 00",
             {"$ = BSON", "$.BSON[*] = awesome", "$.BSON[*] = 5.05", "$.BSON[*] = 1986"}},
            // By hand.
            {"a document inside, 64 bits, bytes",
             "2a000000 03 6100 10000000 12 6200 ffffffffffffffff 00 05 6300 03000000 00 616263 0a "
             "6400 08 6500 01 00",
             {"$ = a", "$.a = b", "$.a.b = -1", "$ = c", "$.c = abc", "$ = d", "$ = e"},
             0},
            {"an identifier",
             "14000000 07 6100 6162636465666768696a6b6c 00",
             {"$ = a", "$.a = abcdefghijkl"}},
            {"a length that does not fit",
             "17000000 02 68656c6c6f00 06000000 776f726c6400 00",
             {},
             22},
            {"cut off", "16000000 02 68656c6c6f00 0600", {}, 13},
            {"no type", "08000000 55 6100 00", {"$ = a"}, 8},
        });
}

} // namespace
} // namespace petze
