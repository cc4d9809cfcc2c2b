#include "find/photo/piece_search.h"

#include "testing/photos.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace petze {
namespace {

using testing::read_photo;
using Text = std::vector<std::uint8_t>;

std::vector<Photo> photos()
{
    return {{"photos/a.jpg", read_photo("photo.jpg")}, {"photos/b.webp", read_photo("small.webp")}};
}

Text noise(std::size_t size)
{
    std::mt19937 random{1};
    Text out(size);
    std::generate(out.begin(), out.end(), [&] { return static_cast<std::uint8_t>(random()); });
    return out;
}

Text operator+(Text a, Bytes b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

/// In pieces of this length; the first is packet 1.
std::vector<PiecesFound> search(PieceIndex const& index, Text const& text, std::size_t cut)
{
    PieceSearch search{index};
    std::uint64_t frame = 0;
    for (std::size_t i = 0; i < text.size(); i += cut)
        search.take(Bytes{text}.subspan(i).first(std::min(cut, text.size() - i)), {0, ++frame, 0});
    return search.finish();
}

TEST(PieceSearch, FindsAPieceOf64BytesWhereverItIsCutFrom)
{
    auto const all = photos();
    PieceIndex const index{all};
    Bytes const photo = all[0].bytes;
    auto const end = photo.size() - 2; // EOI is none of its data
    for (auto const at :
         {std::size_t{2000}, std::size_t{2001}, std::size_t{2017}, std::size_t{2031}, end - 64}) {
        SCOPED_TRACE(at);
        auto const text = noise(300) + photo.subspan(at, 64) + noise(200);
        for (std::size_t const cut : {1000u, 64u, 37u, 7u, 1u}) {
            auto const found = search(index, text, cut);
            ASSERT_EQ(found.size(), 1u) << cut;
            EXPECT_EQ(found[0].photo, 0u);
            EXPECT_EQ(found[0].longest, 64u);
            EXPECT_FALSE(found[0].to_its_end);
            EXPECT_EQ(found[0].first.frame, 300 / cut + 1);
            EXPECT_EQ(found[0].last.frame, 363 / cut + 1);
        }
    }
}

TEST(PieceSearch, FollowsAPhotoThroughPackets)
{
    auto const all = photos();
    PieceIndex const index{all};
    auto const text = noise(1000) + Bytes{all[0].bytes}.subspan(5000, 10'000) + noise(500)
                      + Bytes{all[1].bytes}.subspan(3000) + noise(100)
                      + Bytes{all[0].bytes}.subspan(20'000, 500);
    for (std::size_t const cut : {1448u, 100u, 13u}) {
        SCOPED_TRACE(cut);
        auto const found = search(index, text, cut);
        ASSERT_EQ(found.size(), 2u);
        EXPECT_EQ(found[0].photo, 0u);
        EXPECT_EQ(found[0].longest, 10'000u);
        EXPECT_EQ(found[0].last.frame, (text.size() - 1) / cut + 1);
        EXPECT_EQ(found[1].photo, 1u);
        EXPECT_EQ(found[1].longest, all[1].bytes.size() - 3000);
        EXPECT_TRUE(found[1].to_its_end);
    }
}

TEST(PieceSearch, FindsNothingWhereThereIsNothing)
{
    auto const all = photos();
    PieceIndex const index{all};
    Bytes const photo = all[0].bytes;
    struct {
        char const* name;
        Text text;
    } const cases[] = {
        {"noise", noise(1 << 20)},
        {"zeros", Text(5000, 0)},
        {"the beginning of the photo: metadata and tables", Text{} + photo.first(800)},
        {"another photo with the same tables", read_photo("other.jpg")},
        {"a piece of 63 bytes", noise(100) + photo.subspan(2000, 63) + noise(100)},
        {"nothing", {}},
    };
    for (auto const& c : cases)
        for (std::size_t const cut : {1448u, 50u}) {
            SCOPED_TRACE(c.name);
            EXPECT_TRUE(search(index, c.text, cut).empty());
        }
}

TEST(PieceSearch, BridgesNoGap)
{
    auto const all = photos();
    PieceIndex const index{all};
    Bytes const photo = all[0].bytes;
    PieceSearch search{index};
    for (std::size_t at = 2000; at < 4000; at += 50) {
        search.take(photo.subspan(at, 50), {0, 1, 0});
        search.gap();
    }
    EXPECT_TRUE(search.finish().empty());
}

TEST(PieceIndex, LeavesOutWhatStandsInSeveralPhotos)
{
    auto const data = noise(4000);
    auto const jpeg = [&](std::uint8_t first, Bytes scan) {
        Text const head{0xff, 0xd8, 0xff, 0xda, 0, 3, first};
        Text body{scan.begin(), scan.end()};
        std::replace(body.begin(), body.end(), std::uint8_t{0xff}, std::uint8_t{0xfe});
        return head + body + Text{0xff, 0xd9};
    };
    auto const shared = jpeg(1, Bytes{data}.first(2048));
    auto const longer = jpeg(2, data);
    std::vector<Photo> const two{{"photos/a", shared}, {"photos/b", longer}};
    PieceIndex const index{two};
    EXPECT_TRUE(search(index, shared, 1000).empty());
    auto const found = search(index, longer, 1000);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].photo, 1u);
    std::vector<Photo> const same{{"photos/a", longer}, {"photos/copy", longer}};
    PieceIndex const of_same{same};
    ASSERT_EQ(search(of_same, longer, 1000).size(), 1u);
}

TEST(PieceIndex, IsBounded)
{
    auto const all = photos();
    PieceIndex const index{all, 100};
    EXPECT_EQ(index.thinned(), 32u); // some 2100 blocks in 51 kB
    auto const text = noise(100) + Bytes{all[0].bytes}.subspan(2000, 9000) + noise(100);
    EXPECT_EQ(search(index, text, 100).size(), 1u);
    EXPECT_TRUE(PieceIndex{std::vector<Photo>{}}.empty());
}

} // namespace
} // namespace petze
