#include "base/digest.h"

#include "base/text.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

constexpr auto two_blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

TEST(Digest, AgreesWithItsStandard)
{
    struct {
        char const* name;
        std::string text;
        char const* sha256; // FIPS 180-4: NIST's examples
        char const* sha1;
    } const cases[] = {
        {"nothing", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
         "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
        {"one block", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
         "a9993e364706816aba3e25717850c26c9cd0d89d"},
        {"two blocks", two_blocks,
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
         "84983e441c3bd26ebaae4aa1f95129e5e54670f1"},
        {"a million times a", std::string(1'000'000, 'a'),
         "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
         "34aa973cd4c4daa4f61eeb2bdbad27316534016f"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(to_hex(sha256(as_bytes(c.text))), c.sha256);
        EXPECT_EQ(to_hex(sha1(as_bytes(c.text))), c.sha1);
    }
}

TEST(Digest, AgreesWithRfc1321)
{
    struct {
        char const* text; // §A.5
        char const* md5;
    } const cases[] = {
        {"", "d41d8cd98f00b204e9800998ecf8427e"},
        {"a", "0cc175b9c0f1b6a831c399e269772661"},
        {"abc", "900150983cd24fb0d6963f7d28e17f72"},
        {"message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
        {"abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b"},
        {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
         "d174ab98d277d9f5a5611c2c9f419d9f"},
        {"12345678901234567890123456789012345678901234567890123456789012345678901234567890",
         "57edf4a22be3c955ac49da2e2107b67a"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.text);
        EXPECT_EQ(to_hex(md5(as_bytes(c.text))), c.md5);
    }
}

TEST(Sha256, DoesNotDependOnTheSplit)
{
    std::string_view const text = two_blocks;
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        SCOPED_TRACE(cut);
        Sha256 hash;
        hash.update(as_bytes(text.substr(0, cut)));
        hash.update(as_bytes(text.substr(cut)));
        EXPECT_EQ(hash.digest(), sha256(as_bytes(text)));
    }
}

TEST(Sha256, TellsTheDigestSoFar)
{
    Sha256 hash;
    EXPECT_EQ(hash.digest(), sha256({}));
    hash.update(as_bytes("ab"));
    EXPECT_EQ(hash.digest(), sha256(as_bytes("ab")));
    Sha256 moved{std::move(hash)};
    moved.update(as_bytes("c"));
    EXPECT_EQ(moved.digest(), sha256(as_bytes("abc")));
    EXPECT_EQ(moved.digest(), sha256(as_bytes("abc")));
}

} // namespace
} // namespace petze
