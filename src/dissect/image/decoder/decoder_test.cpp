#include "dissect/image/decoder/decoder.h"

#include "testing/hex.h"
#include "testing/photos.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using testing::difference;
using testing::read_photo;

// Ours goes by way of smaller pictures where a format can be decoded so, and never rounds to RGB
// in between; inks have no one meaning in grey.
TEST(DecodeImage, SeesWhatAnotherProgramSees)
{
    auto const rows = testing::expected_pictures();
    ASSERT_GE(rows.size(), 20u);
    for (auto const& row : rows) {
        SCOPED_TRACE(row.name);
        auto const seen = decode_image(read_photo(row.name));
        ASSERT_EQ(seen.state, PictureState::seen);
        EXPECT_EQ(seen.picture.width, row.picture.width);
        EXPECT_EQ(seen.picture.height, row.picture.height);
        auto const [largest, mean] = difference(seen.picture.whole, row.picture.whole);
        bool const coarse = row.name == "photo.heic" || row.name == "photo.avif";
        EXPECT_LE(largest, coarse ? 40 : 14);
        EXPECT_LE(mean, coarse ? 20.0 : 2.0);
    }
}

// The middle of a picture of 480 by 360 is what the square thumbnail shows.
TEST(DecodeImage, SeesTheMiddle)
{
    auto const photo = decode_image(read_photo("photo.jpg"));
    auto const square = decode_image(read_photo("square.jpg"));
    EXPECT_LE(difference(photo.picture.centre, square.picture.whole).mean, 3.0);
    EXPECT_GT(difference(photo.picture.whole, square.picture.whole).mean, 6.0);
    EXPECT_EQ(square.picture.centre, square.picture.whole);
}

TEST(DecodeImage, SurvivesEveryBeginningOfAFile)
{
    for (auto const* name :
         {"photo.jpg", "progressive.jpg", "inks.jpg", "small.png", "glass.png", "interlaced.png",
          "small.webp", "mirrored.webp", "photo.heic", "photo.avif"}) {
        SCOPED_TRACE(name);
        auto const file = read_photo(name);
        std::size_t const step = file.size() > 4000 ? 97 : 13;
        for (std::size_t length = 0; length < file.size() - 16; length += step) {
            auto const seen = decode_image(Bytes{file}.first(length));
            EXPECT_EQ(seen.state, PictureState::unreadable) << length;
        }
    }
}

TEST(DecodeImage, SurvivesDamage)
{
    for (auto const* name : {"photo.jpg", "progressive.jpg", "interlaced.png", "small.webp",
                             "photo.heic", "photo.avif"}) {
        SCOPED_TRACE(name);
        auto const whole = read_photo(name);
        for (std::size_t at = 0; at < whole.size(); at += whole.size() / 40 + 1) {
            auto file = whole;
            file[at] ^= 0x55;
            decode_image(file);
        }
    }
}

TEST(DecodeImage, SaysWhyThereIsNoPicture)
{
    struct {
        char const* name;
        std::vector<std::uint8_t> file;
        PictureState state;
    } const cases[] = {
        {"nothing", {}, PictureState::unreadable},
        {"text", from_hex("48656c6c6f"), PictureState::unreadable},
        {"GIF, which is not decoded", from_hex("474946383961 01000100"), PictureState::unreadable},
        // PNG, 11.2.1: 65536 by 65536 pixels.
        {"a PNG of four gigapixels",
         from_hex("89504e470d0a1a0a 0000000d 49484452 00010000 00010000 08 02 00 00 00"
                  "e3e6a7b4 00000000 49444154 35af061e"),
         PictureState::too_large},
        {"a PNG of 16 by 16",
         from_hex("89504e470d0a1a0a 0000000d 49484452 00000010 00000010 08 02 00 00 00"
                  "90916836 00000000 49444154 35af061e"),
         PictureState::too_small},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(decode_image(c.file).state, c.state);
    }
}

} // namespace
} // namespace petze
