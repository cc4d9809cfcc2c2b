#include "bait/bait.h"

#include "bait/exif.h"
#include "bait/picture.h"
#include "base/text.h"
#include "find/profile/profile.h"
#include "find/search/needles.h"
#include "testing/temporary_folder.h"
#include "testing/text_file.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <set>

namespace petze::bait {
namespace {

std::vector<File> made(std::uint64_t seed)
{
    auto const person = invent(seed, Tongue::english);
    auto out = text_files(person, seed, "{person} {seed}");
    out.push_back(photo_file(person, 0));
    return out;
}

std::string content_of(std::vector<File> const& files, std::string_view name)
{
    for (auto const& file : files)
        if (file.name == name)
            return file.content;
    return {};
}

TEST(Bait, IsTheSameForTheSameSeedAlone)
{
    auto const first = made(7);
    auto const again = made(7);
    auto const other = made(8);
    ASSERT_EQ(first.size(), again.size());
    ASSERT_EQ(first.size(), other.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
        SCOPED_TRACE(first[i].name);
        EXPECT_EQ(first[i].content, again[i].content);
        EXPECT_NE(first[i].content, other[i].content);
    }
}

// ISO/IEC 7812-1's own example, and the IMEI of Wikipedia's article on the Luhn algorithm's use.
TEST(LuhnDigit, IsThatOfTheStandard)
{
    EXPECT_EQ(luhn_digit("7992739871"), '3');
    EXPECT_EQ(luhn_digit("49015420323751"), '8');
}

TEST(Bait, IsReadByTheProfileItWrites)
{
    testing::TemporaryFolder const folder;
    for (auto const& file : made(7)) {
        auto const path = folder.path() / file.name;

        testing::write_text(path, file.content);
    }
    auto const profile = load_profile((folder.path() / "profile.toml").string());
    ASSERT_TRUE(profile) << profile.error().why;
    EXPECT_EQ(profile->contacts.size(), 20U);
    EXPECT_EQ(profile->messages.size(), 40U);
    EXPECT_EQ(profile->photos.size(), 1U); // of twelve
    EXPECT_EQ(profile->calendar.size(), 8U);
    EXPECT_EQ(profile->places.size(), 1U);
    EXPECT_EQ(profile->identifiers.size(), 12U);

    // Everything in it carries enough to be looked for, and no two items are one value.
    auto const needles = make_needles(*profile);
    EXPECT_EQ(needles.too_short, std::vector<std::string>{});
    std::set<std::string> values;
    for (auto const& needle : needles.searched)
        EXPECT_TRUE(values.insert(needle.value).second) << needle.item;
    // What the guide promises.
    for (auto const& needle : needles.searched)
        for (auto const& spelling : needle.spellings)
            EXPECT_GE(spelling.bytes.size(), 6U) << needle.item;
}

TEST(Bait, PhotosDifferAtAGlance)
{
    auto const one = paint(1, 1);
    auto const two = paint(2, 2);
    ASSERT_EQ(one.pixels.size(), Picture::width * Picture::height * 3);
    double difference = 0;
    for (std::size_t i = 0; i < one.pixels.size(); ++i)
        difference += std::abs(int{one.pixels[i]} - int{two.pixels[i]});
    EXPECT_GT(difference / static_cast<double>(one.pixels.size()), 20);
}

TEST(Bait, PhotosAreJpegWithTheirPlace)
{
    auto const photo = content_of(made(7), "photos/IMG_0001.jpg");
    // T.81: SOI, then APP1 with its length; EOI at the end.
    EXPECT_EQ(photo.substr(0, 4), "\xff\xd8\xff\xe1");
    EXPECT_EQ(photo.substr(6, 4), "Exif");
    EXPECT_EQ(photo.substr(photo.size() - 2), "\xff\xd9");
    EXPECT_GT(photo.size(), 50'000U);
}

// By hand after TIFF 6.0 section 2: offsets from the byte order mark on.
TEST(ExifSegment, IsATiffFile)
{
    auto const segment = exif_segment({"A", "B", "C1", 0, -48.5, 123.25});
    ASSERT_EQ(segment.substr(0, 14), std::string("Exif\0\0II*\0\x08\0\0\0", 14));
    auto const tiff = segment.substr(6);
    auto const at = [&](std::size_t offset, std::size_t bytes) {
        std::uint32_t value = 0;
        for (std::size_t i = bytes; i-- > 0;)
            value = value << 8 | static_cast<std::uint8_t>(tiff.at(offset + i));
        return value;
    };
    EXPECT_EQ(at(8, 2), 4U);       // entries
    EXPECT_EQ(at(10, 2), 0x010fU); // Make
    EXPECT_EQ(tiff.substr(18, 2), std::string("A\0", 2));
    auto const gps = at(10 + 3 * 12 + 8, 4);
    EXPECT_EQ(at(gps, 2), 5U);
    EXPECT_EQ(tiff[gps + 2 + 12 + 8], 'S');
    auto const latitude = at(gps + 2 + 2 * 12 + 8, 4);
    EXPECT_EQ(at(latitude, 4), 48U);
    EXPECT_EQ(at(latitude + 8, 4), 30U);
    EXPECT_EQ(at(latitude + 16, 4), 0U);
}

} // namespace
} // namespace petze::bait
