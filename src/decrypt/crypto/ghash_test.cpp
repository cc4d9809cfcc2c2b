#include "decrypt/crypto/ghash.h"

#include "base/text.h"
#include "testing/hex.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace petze::crypto {
namespace {

// McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B.
TEST(Ghash, GivesWhatTheSpecificationHas)
{
    struct {
        char const* name;
        char const *key, *associated, *sealed, *hash;
    } const cases[] = {
        {"test case 1", "66e94bd4ef8a2c3b884cfa59ca342b2e", "", "",
         "00000000000000000000000000000000"},
        {"test case 2", "66e94bd4ef8a2c3b884cfa59ca342b2e", "", "0388dace60b6a392f328c2b971b2fe78",
         "f38cbb1ad69223dcc3457ae5b6b0f885"},
        {"test case 4", "b83b533708bf535d0aa6e52980d53b78",
         "feedfacedeadbeeffeedfacedeadbeefabaddad2",
         "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5a"
         "ac84aa051ba30b396a0aac973d58e091",
         "698e57f70e6ecc7fd9463b7260a9ae5f"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Ghash::Block key{};
        std::ranges::copy(from_hex(c.key), key.begin());
        EXPECT_EQ(to_hex(Ghash{key}.of(from_hex(c.associated), from_hex(c.sealed))), c.hash);
    }
}

} // namespace
} // namespace petze::crypto
