#include "dissect/thrift/thrift.h"

#include "base/limits.h"
#include "testing/tree_rows.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(Thrift, IsTakenApart)
{
    testing::check_tree_rows(
        read_thrift,
        {
            // By hand, from thrift-compact-protocol.md: call "login", number 1, { 1: "anna", 3:
            // 300, 4: [7, 8] }
            {"a call",
             "82 21 01 05 6c6f67696e 18 04 616e6e61 25 d804 19 25 0e 10 00",
             {"$ = login", "$.login = 1", "$.login['1'] = anna", "$.login = 3",
              "$.login['3'] = 300", "$.login = 4", "$.login['4'][*] = 7", "$.login['4'][*] = 8"}},
            {"framed; a structure, truth values, a double, a map",
             "0000001f 82 41 01 01 72 1c 11 12 00 17 d7a3703d0a573640 1b 01 88 01 6b 01 76 13 ff "
             "00",
             {"$ = r", "$.r = 1", "$.r['1'] = 1", "$.r['1'] = 2", "$.r = 2", "$.r['2'] = 22.34",
              "$.r = 3", "$.r['3'][*] = k", "$.r['3'][*] = v", "$.r = 4", "$.r['4'] = -1"}},
            {"a number of its own",
             "82 21 01 01 6d 08 2a 01 61 00",
             {"$ = m", "$.m = 21", "$.m['21'] = a"}},
            {"another version", "82 22 01 01 6d 00", {}, 6},
            {"cut off", "82 21 01 01 6d 18 04 61", {"$ = m", "$.m = 1"}, 8},
            {"no field", "82 21 01 01 6d 1f", {"$ = m", "$.m = 1"}, 6},
        });
}

} // namespace
} // namespace petze
