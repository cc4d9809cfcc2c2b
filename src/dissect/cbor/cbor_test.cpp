#include "dissect/cbor/cbor.h"

#include "base/limits.h"
#include "testing/tree_rows.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(Cbor, IsTakenApart)
{
    testing::check_tree_rows(
        read_cbor,
        {
            // RFC 8949, appendix A; one behind the other.
            {"numbers",
             "00 01 0a 17 1818 1903e8 1a000f4240 1b000000e8d4a51000 1bffffffffffffffff 20 3863 "
             "3903e7",
             {"$ = 0", "$ = 1", "$ = 10", "$ = 23", "$ = 24", "$ = 1000", "$ = 1000000",
              "$ = 1000000000000", "$ = 18446744073709551615", "$ = -1", "$ = -100", "$ = -1000"}},
            {"fractions",
             "f90000 f93c00 fb3ff199999999999a f93e00 f97bff fa47c35000 f90001 f9c400 "
             "fbc010666666666666 f97c00 f97e00",
             {"$ = 0", "$ = 1", "$ = 1.1", "$ = 1.5", "$ = 65504", "$ = 1e+05",
              "$ = 5.960464477539063e-08", "$ = -4", "$ = -4.1"}},
            {"simple values", "f4 f5 f6 f7 f0 f8ff", {}},
            {"tags",
             "c0 74323031332d30332d32315432303a30343a30305a c1 1a514b67b0 d818 456449455446",
             {"$ = 2013-03-21T20:04:00Z", "$ = 1363896240", "$ = dIETF"}},
            {"strings",
             "6161 6449455446 62c3bc 4401020304",
             {"$ = a", "$ = IETF", "$ = \xc3\xbc", "$ = \x01\x02\x03\x04"}},
            {"arrays and maps",
             "83 01 820203 820405",
             {"$[*] = 1", "$[*][*] = 2", "$[*][*] = 3", "$[*][*] = 4", "$[*][*] = 5"}},
            {"a map",
             "a2 6161 01 6162 820203",
             {"$ = a", "$.a = 1", "$ = b", "$.b[*] = 2", "$.b[*] = 3"}},
            {"numbers as names", "a2 01 02 03 04", {"$ = 1", "$['1'] = 2", "$ = 3", "$['3'] = 4"}},
            {"without lengths", "7f 657374726561 646d696e67 ff", {"$ = streaming"}},
            {"without lengths, nested",
             "bf 6346756e f5 63416d74 21 ff",
             {"$ = Fun", "$ = Amt", "$.Amt = -2"}},
            {"an array without length",
             "9f 01 820203 9f0405ff ff",
             {"$[*] = 1", "$[*][*] = 2", "$[*][*] = 3", "$[*][*] = 4", "$[*][*] = 5"}},
            // Appendix F: not well-formed.
            {"a reserved value", "1c", {}, 1},
            {"a break alone", "ff", {}, 1},
            {"cut off", "82 01", {"$[*] = 1"}, 2},
            {"a string longer than the rest", "5b 7fffffffffffffff 010203", {}, 12},
        });
}

TEST(Cbor, NestedDeeperThanTheLimitIsLeft)
{
    std::string deep(10'000, '\x81');
    testing::TreeRecorder recorder;
    EXPECT_EQ(read_cbor(as_bytes(deep), &recorder), 0u);
}

TEST(CborTags, NestedDeeperThanTheLimitIsLeft)
{
    std::string deep(10'000, '\xc0');
    testing::TreeRecorder recorder;
    EXPECT_EQ(read_cbor(as_bytes(deep), &recorder), 0u);
}
} // namespace
} // namespace petze
