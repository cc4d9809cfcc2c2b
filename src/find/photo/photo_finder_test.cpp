#include "find/photo/photo_finder.h"

#include "find/conversation_finder.h"
#include "testing/photos.h"
#include "testing/search.h"

#include <gtest/gtest.h>

namespace petze {

static void PrintTo(Finding const& finding, std::ostream* out)
{
    *out << finding.category << ' ' << finding.item << ' ' << name_of(finding.match) << ' '
         << ::testing::PrintToString(finding.path);
}

namespace {

using testing::read_photo;
using testing::searcher_for;

Profile profile_of_photos(std::vector<std::string> const& names)
{
    Profile profile;
    for (auto const& name : names)
        profile.photos.push_back({"photos/" + name, read_photo(name)});
    profile.places = {{"home", -33.856, -70.123, 500}};
    return profile;
}

/// Both finders of one conversation, as a shard has them.
struct Conversation {
    explicit Conversation(Profile profile, std::string const& helper = PETZE_IMAGE)
        : searcher(searcher_for(std::move(profile)))
        , matcher(searcher->profile(), helper)
    {
    }

    std::unique_ptr<Searcher> searcher;
    PhotoMatcher matcher;
    SearchScratch scratch;
    std::vector<Finding> findings;
    Tally tally;
    HeldContent held;
    std::function<void(Finding&&)> take = [this](Finding&& finding) {
        findings.push_back(std::move(finding));
    };
    std::function<void(Finding&&)> note = [this](Finding&& finding) {
        photos.note(finding);
        take(std::move(finding));
    };
    ConversationFinder finder{*searcher, scratch, note, &tally};
    PhotoFinder photos{matcher, finder, take, tally, held};
    Origin body{nullptr, "http:request:body"};
    std::uint64_t frame = 0;

    void send(Bytes bytes, std::string_view format, Direction direction = Direction::to_server,
              std::size_t gap_at = ~std::size_t{})
    {
        MessageContext const context{direction, "Photos.example:443"};
        auto const sink = format.empty() ? photos.open(&body, context)
                                         : photos.open_image(&body, context, format);
        for (std::size_t at = 0; at < bytes.size(); at += 1000) {
            if (at == gap_at) {
                ++frame;
                sink->gap();
                continue;
            }
            sink->take(bytes.subspan(at, std::min<std::size_t>(1000, bytes.size() - at)),
                       {0, ++frame, 0});
        }
    }
    /// "item match last step", sorted by nothing: in the order in which they were told.
    std::vector<std::string> told() const
    {
        std::vector<std::string> out;
        for (auto const& f : findings)
            out.push_back((f.item.empty() ? f.category + "=" + f.value : f.item) + " "
                          + std::string{name_of(f.match)} + " " + f.path.back());
        return out;
    }
};

using Told = std::vector<std::string>;

TEST(PhotoFinder, TellsHowAPhotoWasSent)
{
    struct {
        char const* name;
        char const* file;
        char const* format;
        Told expected;
    } const cases[] = {
        {"as it is", "stripped.jpg", "jpg", {"photos/stripped.jpg exact http:request:body"}},
        {"as it is, nobody knew that it is an image",
         "stripped.jpg",
         "",
         {"photos/stripped.jpg exact http:request:body"}},
        {"with a comment",
         "commented.jpg",
         "jpg",
         {"location/home exact exif:gps", "serial=INV-0042-7 pattern exif:serial",
          "photos/stripped.jpg exact jpeg:image-data"}},
        {"progressive", "progressive.jpg", "jpg", {"photos/stripped.jpg similar jpeg"}},
        {"as a thumbnail", "thumbnail.jpg", "jpg", {"photos/stripped.jpg similar jpeg"}},
        {"as a square", "square.jpg", "jpg", {"photos/stripped.jpg similar jpeg"}},
        {"turned", "turned.jpg", "jpg", {"photos/stripped.jpg similar jpeg"}},
        {"coarse", "coarse.jpg", "jpg", {"photos/stripped.jpg similar jpeg"}},
        {"as PNG", "interlaced.png", "png", {"photos/stripped.jpg similar png"}},
        {"mirrored, as WebP", "mirrored.webp", "webp", {"photos/stripped.jpg similar webp"}},
        {"as HEIC", "photo.heic", "heic", {"photos/stripped.jpg similar heic"}},
        {"another one", "other.jpg", "jpg", {}},
        {"another one, as WebP", "other.webp", "webp", {}},
        {"one of one colour", "plain.jpg", "jpg", {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Conversation conversation{profile_of_photos({"stripped.jpg"})};
        conversation.send(read_photo(c.file), c.format);
        EXPECT_EQ(conversation.told(), c.expected);
        EXPECT_TRUE(conversation.tally.rows().empty());
    }
}

TEST(PhotoFinder, TellsWhatAFindingHolds)
{
    Conversation conversation{profile_of_photos({"photo.jpg", "other.jpg"})};
    conversation.send(read_photo("thumbnail.jpg"), "jpg");
    conversation.send(read_photo("thumbnail.jpg"), "jpg"); // is told once
    Finding const expected{.category = "photo",
                           .item = "photos/photo.jpg",
                           .match = Match::similar,
                           .hostname = "photos.example",
                           .direction = Direction::to_server,
                           .path = {"http:request:body", "jpeg"},
                           .frames = {{0, 1, 2}},
                           .flow_ids = {},
                           .value = "photos/photo.jpg",
                           .chance = {}};
    EXPECT_EQ(conversation.findings, std::vector<Finding>{expected});
    EXPECT_EQ(conversation.photos.counts(), (std::vector<ItemCount>{{"photos/photo.jpg", 2}}));
}

TEST(PhotoFinder, TellsPieces)
{
    auto const photo = read_photo("photo.jpg");
    Conversation conversation{profile_of_photos({"photo.jpg"})};
    conversation.send(Bytes{photo}.subspan(7000, 3500), {});
    ASSERT_EQ(conversation.told(), (Told{"photos/photo.jpg partial http:request:body"}));
    EXPECT_EQ(conversation.findings[0].frames, (std::vector<FrameRange>{{0, 1, 4}}));
    ASSERT_TRUE(conversation.findings[0].chance);
    EXPECT_LT(*conversation.findings[0].chance, 1e-100);
    EXPECT_GT(*conversation.findings[0].chance, 0);
}

// Cut off by a gap, it is no image that can be looked at; its pieces and its place are there.
TEST(PhotoFinder, TellsWhatIsLeftOfAnImageWithAGap)
{
    Conversation conversation{profile_of_photos({"photo.jpg"})};
    conversation.send(read_photo("photo.jpg"), "jpg", Direction::to_server, 9000);
    EXPECT_EQ(conversation.told(),
              (Told{"location/home exact exif:gps", "serial=INV-0042-7 pattern exif:serial",
                    "photos/photo.jpg partial http:request:body"}));
    EXPECT_EQ(conversation.findings[0].frames, (std::vector<FrameRange>{{0, 1, 1}}));
}

TEST(PhotoFinder, TellsPlacesOfOtherImagesThatThePhoneSends)
{
    auto profile = profile_of_photos({"other.jpg"});
    profile.places = {{"home", 52.5, 13.4, 500}};
    profile.identifiers = {{"serial", {"INV-0042-7"}}};
    Conversation conversation{std::move(profile)};
    conversation.send(read_photo("photo.jpg"), "jpg", Direction::to_client);
    EXPECT_EQ(conversation.told(), (Told{"serial/0 exact http:request:body"}));
    conversation.send(read_photo("photo.jpg"), "jpg");
    EXPECT_EQ(conversation.told(),
              (Told{"serial/0 exact http:request:body", "serial/0 exact http:request:body",
                    "location=-33.856780,-70.123456 pattern exif:gps"}));
}

// Of an image that is compared with none only its beginning is kept: as far as EXIF can lie.
TEST(PhotoFinder, TellsPlacesThoughThereIsNoPhotoToCompare)
{
    auto image = read_photo("photo.jpg");
    std::vector<std::uint8_t> jfif(65'537, 0); // the longest there is
    constexpr std::array<std::uint8_t, 9> begin{0xff, 0xe0, 0xff, 0xff, 'J', 'F', 'I', 'F', 0};
    std::copy(begin.begin(), begin.end(), jfif.begin());
    image.insert(image.begin() + 2, jfif.begin(), jfif.end());
    image.resize(image.size() + 200'000);
    Conversation conversation{profile_of_photos({})};
    conversation.send(image, "jpg");
    EXPECT_EQ(conversation.told(),
              (Told{"location/home exact exif:gps", "serial=INV-0042-7 pattern exif:serial"}));
    EXPECT_TRUE(conversation.tally.rows().empty());
}

// What is held elsewhere leaves less for an image: it is compared byte by byte alone.
TEST(PhotoFinder, HoldsNoImageThatThereIsNoRoomFor)
{
    auto const photo = read_photo("photo.jpg");
    Conversation conversation{profile_of_photos({"photo.jpg"})};
    conversation.held.bytes = conversation.held.most - photo.size() / 2;
    conversation.send(read_photo("thumbnail.jpg"), "jpg");
    conversation.send(photo, "jpg");
    EXPECT_EQ(conversation.told(),
              (Told{"photos/photo.jpg similar jpeg", "photos/photo.jpg exact http:request:body",
                    "location/home exact exif:gps", "serial=INV-0042-7 pattern exif:serial"}));
    EXPECT_EQ(conversation.tally.rows().at(0), (Tally::Row{"image: limit held_content", 1}));
    EXPECT_EQ(conversation.held.bytes, conversation.held.most - photo.size() / 2);
}

TEST(PhotoFinder, GoesOnWithoutAHelper)
{
    Conversation conversation{profile_of_photos({"photo.jpg"}), "/nonexistent/petze-image"};
    conversation.send(read_photo("thumbnail.jpg"), "jpg");
    conversation.send(read_photo("stripped.jpg"), "jpg");
    EXPECT_EQ(conversation.told(), (Told{"photos/photo.jpg exact jpeg:image-data"}));
    EXPECT_EQ(conversation.tally.rows(), (std::vector<Tally::Row>{{"image: no petze-image", 1}}));
    EXPECT_NE(conversation.matcher.trouble(), "");
}

TEST(PhotoFinder, CountsWhatCannotBeDecoded)
{
    Conversation conversation{profile_of_photos({"photo.jpg", "plain.jpg"})};
    auto const file = read_photo("other.jpg");
    conversation.send(Bytes{file}.first(3000), "jpg");
    EXPECT_EQ(conversation.tally.rows(), (std::vector<Tally::Row>{{"image: not decoded", 1}}));
    Tally of_profile;
    conversation.matcher.tell(of_profile);
    EXPECT_EQ(of_profile.rows(),
              (std::vector<Tally::Row>{{"photo: of the profile, too plain", 1}}));
}

} // namespace
} // namespace petze
