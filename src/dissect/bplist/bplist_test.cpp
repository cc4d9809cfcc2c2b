#include "dissect/bplist/bplist.h"

#include "base/limits.h"
#include "testing/tree_rows.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(BinaryPlist, IsTakenApart)
{
    testing::check_tree_rows(read_bplist,
                             {
                                 // plistlib.dumps({"imei": "001013000000015", "l": [1, -2, 2.5,
                                 // b"raw\0", {"k": True}], "name": "Zo\u00eb"},
                                 //                fmt=plistlib.FMT_BINARY)
                                 {"all kinds",
                                  "62706c6973743030d301020304050d54696d6569516c546e616d655f100f3030"
                                  "31303133303030303030303135a5060708090a100113"
                                  "fffffffffffffffe2340040000000000004472617700d10b0c516b0963005a00"
                                  "6f00eb080f14161b2d33353e474c4f51520000000000"
                                  "000101000000000000000e00000000000000000000000000000059",
                                  {"$ = imei", "$.imei = 001013000000015", "$ = l", "$.l[*] = 1",
                                   "$.l[*] = -2", "$.l[*] = 2.5", std::string{"$.l[*] = raw\0", 13},
                                   "$.l[*] = k", "$ = name", "$.name = Zo\xc3\xab"}},
                                 // By hand: an array that holds itself.
                                 {"a circle",
                                  "62706c6973743030 a100 08 0000000000000101 0000000000000001 "
                                  "0000000000000000 000000000000000a",
                                  {},
                                  43},
                                 // By hand: the root is the first of two strings.
                                 {"what nothing refers to",
                                  "62706c6973743030 5161 5162 08 0a 0000000000000101 "
                                  "0000000000000002 0000000000000000 000000000000000c",
                                  {"$ = a", "$ = b"}},
                                 {"an offset beyond the end",
                                  "62706c6973743030 5161 ff 0000000000000101 0000000000000001 "
                                  "0000000000000000 000000000000000a",
                                  {},
                                  43},
                                 {"no property list", "62706c69", {}, 4},
                             });
}

} // namespace
} // namespace petze
