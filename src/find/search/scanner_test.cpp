#include "find/search/scanner.h"

#include "base/digest.h"
#include "base/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace petze {
namespace {

Needles needles_of(std::vector<std::string> const& spellings)
{
    Needles needles;
    for (auto const& spelling : spellings)
        needles.searched.push_back(
            {"item", "imei", spelling, {{spelling, false, 50, {}}}, ValueKind::identifier});
    return needles;
}

// Of every class of lengths, at every place of a text or of bytes that are none, whatever else is
// looked for.
TEST(Scanner, SuspectsEverySpellingAtEveryPlace)
{
    struct {
        char const* name;
        std::vector<std::string> spellings;
    } const cases[] = {
        {"ten bytes", {"0123456789"}},
        {"long", {"a rather long text that is looked for"}},
        {"nine bytes", {"abcdefghi"}},
        {"eight bytes", {"abcdefgh"}},
        {"seven bytes", {"abcdefg"}},
        {"six bytes", {"abcdef"}},
        {"long and middle", {"0123456789", "abcdefgh"}},
        {"long and short", {"0123456789", "abcdef"}},
        {"middle and short", {"abcdefgh", "qwertz"}},
        {"all", {"0123456789", "abcdefgh", "qwertz"}},
        {"no text", {"\xc3\xa4pfel im Garten", std::string("h\0i\0e\0r\0", 8), "\x01\x02wxyz"}},
        {"no text at its end only", {"0123456789\xff", "abcdefg\x80", "qwert\x1f"}},
        {"no text behind its region", {"0123456789abc\xff"}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const needles = needles_of(c.spellings);
        Profile const profile;
        Variants const variants{needles, profile};
        Digests const digests{needles};
        Scanner const scanner{variants, digests};
        for (auto const& spelling : c.spellings)
            for (std::size_t at = 0; at < 400; ++at) {
                // Over the borders of blocks, and with some or nothing behind it.
                auto const text = std::string(at % 200, at % 2 == 0 ? '.' : '\x01') + spelling
                                  + std::string(at % 3 * (at / 2), at < 200 ? ' ' : '\xfe');
                auto const window_class = window_class_of(spelling.size());
                bool met = false;
                scanner.scan(as_bytes(text), [&](std::size_t place, unsigned suspects) {
                    auto const folded = folded_case(eight_bytes(as_bytes(text), place));
                    met |=
                        (suspects >> window_class & 1) != 0
                        && !variants.groups(window_of(folded, window_class), window_class).empty();
                });
                EXPECT_TRUE(met) << spelling << " at " << at;
            }
    }
}

// A digest in every coding, among letters, where there is much that may be one, among other text
// and among bytes that are none. hashlib.sha256(b'001013000000015').
TEST(Scanner, SuspectsDigestsAtEveryPlace)
{
    Needles needles;
    needles.searched.push_back({"item", "imei", "001013000000015", {}, ValueKind::identifier});
    needles.searched.back().hashed = {"001013000000015"};
    Profile const profile;
    Variants const variants{needles, profile};
    Digests const digests{needles};
    Scanner const scanner{variants, digests};
    auto const digest = sha256(as_bytes(std::string_view{"001013000000015"}));
    struct {
        char const* name;
        DigestCoding coding;
        unsigned suspect;
        std::string text; // as short as it may be
    } const cases[] = {
        {"bytes", DigestCoding::raw, Scanner::suspect_raw,
         std::string{as_text(digest).substr(0, 10)}},
        {"hex", DigestCoding::hex, Scanner::suspect_hex, to_hex(digest).substr(0, 20)},
        {"base64", DigestCoding::base64, Scanner::suspect_base64, "tAkpjCfPCOb3HRR"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        for (char const filler : {'z', ' ', '\xfe'})
            for (std::size_t at = 0; at < 200; ++at) {
                auto const text =
                    std::string(at, filler) + c.text + std::string(at % 3 * at, filler);
                bool met = false;
                scanner.scan(as_bytes(text), [&](std::size_t place, unsigned suspects) {
                    if ((suspects & c.suspect) != 0)
                        digests.meet(as_bytes(text), place, suspects / Scanner::suspect_raw,
                                     [&](std::uint32_t, DigestCoding coding, std::size_t begin) {
                                         met |= coding == c.coding && begin == at;
                                     });
                });
                EXPECT_TRUE(met) << int{filler} << " before it, at " << at;
            }
    }
}

// Random bytes (Numerical Recipes' generator) against ten thousand spellings.
TEST(Scanner, SuspectsLittleElse)
{
    std::uint32_t seed = 1;
    auto const next = [&] {
        seed = seed * 1664525u + 1013904223u;
        return static_cast<char>(seed >> 24);
    };
    std::vector<std::string> spellings(10'000, std::string(12, ' '));
    for (auto& spelling : spellings)
        std::generate(spelling.begin(), spelling.end(), next);
    auto const needles = needles_of(spellings);
    Profile const profile;
    Variants const variants{needles, profile};
    Digests const digests{needles};
    Scanner const scanner{variants, digests};
    std::string text(1'000'000, ' ');
    std::generate(text.begin(), text.end(), next);
    std::size_t suspected = 0;
    scanner.scan(as_bytes(text), [&](std::size_t, unsigned) { ++suspected; });
    EXPECT_LT(suspected, text.size() / probe_stride / 40);
}

TEST(Scanner, NothingToLookForSuspectsNothing)
{
    Needles const needles;
    Profile const profile;
    Variants const variants{needles, profile};
    EXPECT_TRUE(variants.empty());
    Digests const digests{needles};
    Scanner{variants, digests}.scan(as_bytes(std::string_view{"0123456789"}),
                                    [](std::size_t, unsigned) { FAIL(); });
    EXPECT_TRUE(variants.groups(0, 0).empty());
}

} // namespace
} // namespace petze
