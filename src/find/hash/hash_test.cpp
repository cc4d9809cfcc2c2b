#include "find/hash/hash.h"

#include "base/text.h"
#include "find/hash/hashed_forms.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace petze {
namespace {

// FIPS 180-4's and RFC 1321's "abc"; RFC 2202 §3 case 2, RFC 4231 §4.3 and §4.7 (a key longer
// than a block).
TEST(Hash, AsTheStandardsSay)
{
    EXPECT_EQ(to_hex(hash_of(Hash::md5, "abc").bytes()), "900150983cd24fb0d6963f7d28e17f72");
    EXPECT_EQ(to_hex(hash_of(Hash::sha1, "abc").bytes()),
              "a9993e364706816aba3e25717850c26c9cd0d89d");
    EXPECT_EQ(to_hex(hash_of(Hash::sha256, "abc").bytes()),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(to_hex(hash_of(Hash::sha512, "abc").bytes()).substr(0, 32),
              "ddaf35a193617abacc417349ae204131");
    for (auto hash : hashes)
        EXPECT_EQ(hash_of(hash, "abc").bytes().size(), size_of(hash));
    auto const key = "Jefe";
    auto const text = "what do ya want for nothing?";
    EXPECT_EQ(to_hex(hmac_of(Hash::md5, key, text).bytes()), "750c783e6ab0b503eaa86e310a5db738");
    EXPECT_EQ(to_hex(hmac_of(Hash::sha1, key, text).bytes()),
              "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    EXPECT_EQ(to_hex(hmac_of(Hash::sha256, key, text).bytes()),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(to_hex(hmac_of(Hash::sha512, key, text).bytes()).substr(0, 32),
              "164b7a7bfcf819e2e395fbe73b56e0a3");
    EXPECT_EQ(to_hex(hmac_of(Hash::sha256, std::string(131, '\xaa'),
                             "Test Using Larger Than Block-Size Key - Hash Key First")
                         .bytes()),
              "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HashedForms, AreTheNotationsInEitherCase)
{
    struct {
        char const* name;
        ValueKind kind;
        char const* value;
        std::set<std::string> expected;
    } const cases[] = {
        {"serial number", ValueKind::identifier, "K3xA9", {"K3xA9", "k3xa9", "K3XA9"}},
        {"MAC",
         ValueKind::mac,
         "64:09:80:Ab:cd:01",
         {"64:09:80:Ab:cd:01", "64:09:80:ab:cd:01", "64:09:80:AB:CD:01", "64-09-80-Ab-cd-01",
          "64-09-80-ab-cd-01", "64-09-80-AB-CD-01", "6409.80Ab.cd01", "6409.80ab.cd01",
          "6409.80AB.CD01", "640980Abcd01", "640980abcd01", "640980ABCD01"}},
        {"e-mail",
         ValueKind::email,
         "\u00fcnal@example.org",
         {"\u00fcnal@example.org", "\u00dcNAL@EXAMPLE.ORG"}},
        {"a code", ValueKind::identifier, "4711", {"4711"}},
        {"says nothing", ValueKind::words, "ok", {}},
        {"Android's stand-in for a MAC", ValueKind::mac, "02:00:00:00:00:00", {}},
        {"zeros", ValueKind::digits, "000000000000000", {}},
        {"nobody", ValueKind::words, "Unknown", {}},
        {"empty", ValueKind::words, "", {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const forms = hashed_forms(c.kind, c.value, {});
        EXPECT_EQ((std::set<std::string>{forms.begin(), forms.end()}), c.expected);
        EXPECT_EQ(forms.size(), c.expected.size());
    }
}

} // namespace
} // namespace petze
