#include "dissect/image/image_parts.h"

#include "dissect/image/exif.h"
#include "testing/hex.h"
#include "testing/photos.h"

#include <gtest/gtest.h>

#include <cmath>

namespace petze {
namespace {

using testing::read_photo;
using Kind = ImagePart::Kind;

std::optional<Sha256Digest> digest_of(std::vector<std::uint8_t> const& file)
{
    return image_digest(file, image_parts(file));
}

Exif exif_of(std::vector<std::uint8_t> const& file)
{
    for (auto const& part : image_parts(file).parts)
        if (part.kind == Kind::exif)
            return read_exif(Bytes{file}.subspan(part.begin, part.length));
    return {};
}

// By hand, from the standards' own layouts.
TEST(ImageParts, TellApartWhatAFileIsMadeOf)
{
    struct {
        char const* name;
        std::vector<std::uint8_t> file;
        ImageParts expected;
    } const cases[] = {
        {"JPEG: Exif, a table, a scan with a stuffed byte and a restart, the end, and more",
         from_hex("ffd8 ffe1 000e 457869660000 4d4d002a 0001 ffdb 0004 0102 ffda 0003 09",
                  "11ff00 22ffd0 33 ffd9 ffff"),
         {{{Kind::exif, 12, 6},
           {Kind::settings, 19, 5},
           {Kind::settings, 25, 4},
           {Kind::data, 29, 7}},
          true}},
        {"JPEG, cut off in its scan",
         from_hex("ffd8 ffda 0003 09 112233"),
         {{{Kind::settings, 3, 4}, {Kind::data, 7, 3}}, false}},
        {"JPEG, cut off in the head of its scan",
         from_hex("ffd8 ffda 0008 0911"),
         {{{Kind::settings, 3, 5}}, false}},
        {"PNG: header, text, two chunks of data",
         from_hex("89504e470d0a1a0a 00000002 49484452 0102 00000000 00000001 74455874 61 00000000",
                  "00000001 49444154 31 00000000 00000002 49444154 3233 00000000",
                  "00000000 49454e44 ae426082"),
         {{{Kind::settings, 16, 2}, {Kind::data, 43, 1}, {Kind::data, 56, 2}}, true}},
        {"WebP: settings of the file, data of odd length, Exif",
         from_hex("52494646 28000000 57454250 56503858 02000000 0000 56503820 03000000 01020300",
                  "45584946 06000000 49492a00 0000"),
         {{{Kind::data, 30, 3}, {Kind::exif, 42, 6}}, true}},
        {"HEIC: data with Exif inside",
         from_hex("00000010 66747970 68656963 00000000 00000016 6d646174 01 45786966 0000 4d4d002a",
                  "020304"),
         {{{Kind::data, 24, 14}, {Kind::exif, 31, 7}}, false}},
        {"no image", from_hex("0001020304050607"), {{}, false}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const parts = image_parts(c.file);
        EXPECT_EQ(parts.whole, c.expected.whole);
        ASSERT_EQ(parts.parts.size(), c.expected.parts.size());
        for (std::size_t i = 0; i < parts.parts.size(); ++i) {
            EXPECT_EQ(parts.parts[i].kind, c.expected.parts[i].kind) << i;
            EXPECT_EQ(parts.parts[i].begin, c.expected.parts[i].begin) << i;
            EXPECT_EQ(parts.parts[i].length, c.expected.parts[i].length) << i;
        }
        for (std::size_t length = 0; length < c.file.size(); ++length)
            for (auto const& part : image_parts(Bytes{c.file}.first(length)).parts)
                ASSERT_LE(part.begin + part.length, length);
    }
}

// The files differ: jpegtran took the metadata out, a comment was put in, chunks were cut anew.
TEST(ImageDigest, IsOfThePictureAlone)
{
    auto const photo = digest_of(read_photo("photo.jpg"));
    ASSERT_TRUE(photo);
    EXPECT_EQ(digest_of(read_photo("stripped.jpg")), photo);
    EXPECT_EQ(digest_of(read_photo("commented.jpg")), photo);
    EXPECT_NE(digest_of(read_photo("progressive.jpg")), photo); // other data for the same picture
    EXPECT_EQ(digest_of(read_photo("small_again.png")), digest_of(read_photo("small.png")));
    EXPECT_NE(digest_of(read_photo("small.webp")), digest_of(read_photo("mirrored.webp")));
    auto cut = read_photo("photo.jpg");
    cut.resize(cut.size() - 1);
    EXPECT_FALSE(digest_of(cut));
}

// PIL wrote -33.856780, -70.123456 and this number; see make_photos.py.
TEST(ReadExif, SaysWhereAndWithWhat)
{
    auto const [position, serial, taken] = exif_of(read_photo("photo.jpg"));
    ASSERT_TRUE(position);
    EXPECT_NEAR(position->latitude, -33.856780, 1e-6);
    EXPECT_NEAR(position->longitude, -70.123456, 1e-6);
    EXPECT_EQ(serial, "INV-0042-7");
    EXPECT_FALSE(taken) << "it says no time zone";
    EXPECT_EQ(exif_of(read_photo("stripped.jpg")), Exif{});
}

/// One directory with a pointer to another, whose entries are given.
std::vector<std::uint8_t> tiff(std::string const& pointer_tag, std::string const& entries,
                               std::string const& values)
{
    return from_hex("4d4d002a 00000008 0001", pointer_tag, "0004 00000001 0000001a 00000000",
                    entries, values);
}

TEST(ReadExif, BelievesOnlyWhatMakesSense)
{
    // A directory of four entries at 26 ends at 26 + 2 + 48 = 76, its values follow: 0x4c.
    std::string const north = "0004 0001 0002 00000002 4e000000",
                      east = "0003 0002 00000002 45000000";
    std::string const places = "0002 0005 00000003 0000004c",
                      east_at = "0004 0005 00000003 00000064";
    std::string const half = "00000034 00000001 0000001e 00000001 00000000 00000001"; // 52° 30'
    struct {
        char const* name;
        std::vector<std::uint8_t> tiff;
        Exif expected;
    } const cases[] = {
        {"52.5 north, 52.5 east",
         tiff("8825", north + places + east + east_at, half + half),
         {Exif::Position{52.5, 52.5}, {}}},
        {"seconds unknown",
         tiff("8825", north + places + east + east_at,
              half + "00000034 00000001 0000001e 00000001 00000000 00000000"),
         {Exif::Position{52.5, 52.5}, {}}},
        {"nothing known",
         tiff("8825", north + places + east + east_at,
              half + "00000000 00000000 00000000 00000000 00000000 00000000"),
         {}},
        {"not set",
         tiff("8825", north + places + east + east_at,
              "00000000 00000001 00000000 00000001 00000000 00000001"
              "00000000 00000001 00000000 00000001 00000000 00000001"),
         {}},
        {"beyond the pole",
         tiff("8825", north + places + east + east_at,
              "00000060 00000001 0000001e 00000001 00000000 00000001" + half),
         {}},
        {"values beyond the end", tiff("8825", north + places + east + east_at, ""), {}},
        {"a number of zeros", tiff("8769", "0001 a431 0002 00000006 00000028", "303030303000"), {}},
        {"a number",
         tiff("8769", "0001 a431 0002 00000006 00000028", "413132333400"),
         {{}, "A1234"}},
        {"a length of four gigabytes",
         tiff("8769", "0001 a431 0002 ffffffff 00000028", "4131"),
         {}},
        {"a directory that is itself",
         from_hex("4d4d002a 00000008 0001 8769 0004 00000001 00000008"),
         {}},
        {"nothing", {}, {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(read_exif(c.tiff), c.expected);
        for (std::size_t length = 0; length < c.tiff.size(); ++length)
            read_exif(Bytes{c.tiff}.first(length));
    }
}

// Times by hand: date -u -d '2026-11-27T08:15:30+08:00' +%s
TEST(ReadExif, SaysWhenWhereTheTimeZoneIsKnown)
{
    auto const hex = [](std::string_view text) {
        std::string out;
        for (auto const c : text) {
            constexpr std::string_view digits = "0123456789abcdef";
            out += digits[static_cast<std::uint8_t>(c) >> 4];
            out += digits[static_cast<std::uint8_t>(c) & 0xf];
        }
        return out;
    };
    // The values of two entries begin at 0x1a + 2 + 2 * 12.
    auto const taken = [&](std::string_view time, std::string_view offset) {
        return read_exif(tiff("8769",
                              "0002 9003 0002 00000014 00000034 9011 0002 00000007 00000048",
                              hex(time) + "00" + hex(offset) + "00"))
            .taken_ns;
    };
    constexpr std::int64_t quarter_past = 1'795'767'330, second = 1'000'000'000;
    EXPECT_EQ(taken("2026:11:27 16:15:30", "+08:00"), (quarter_past)*second);
    EXPECT_EQ(taken("2026:11:27 08:15:30", "+00:00"), (quarter_past)*second);
    EXPECT_EQ(taken("2026:11:27 04:45:30", "-03:30"), (quarter_past)*second);
    for (auto const* time : {"2026:13:27 16:15:30", "2026:02:30 16:15:30", "2026:11:27 24:15:30",
                             "    :  :     :  :  ", "0000:00:00 00:00:00", "2026-11-2x 16:15:30"})
        EXPECT_FALSE(taken(time, "+08:00")) << time;
    for (auto const* offset : {"      ", "+99:00", "08:00+", "+08:60", "+0a:00"})
        EXPECT_FALSE(taken("2026:11:27 16:15:30", offset)) << offset;
}

} // namespace
} // namespace petze
