#include "find/profile/files.h"

#include "testing/temporary_folder.h"
#include "testing/text_file.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using testing::TemporaryFolder;
using testing::write_text;

using Texts = std::vector<std::string>;

Texts items(Profile const& profile)
{
    Texts out;
    for (auto const& photo : profile.photos)
        out.push_back(photo.item);
    return out;
}

TEST(LoadDataFile, PhotosAreKnownByTheirContent)
{
    using namespace std::string_view_literals;
    struct {
        char const* name;
        std::string_view content;
        bool photo;
    } const cases[] = {
        {"JPEG", "\xff\xd8\xff\xe0\0\x10JFIF"sv, true},
        {"PNG", "\x89PNG\r\n\x1a\n"sv, true},
        {"WebP", "RIFF\0\0\0\0WEBPVP8 "sv, true},
        {"HEIC",
         "\0\0\0\x18"
         "ftypheic"sv,
         true},
        {"HEIF",
         "\0\0\0\x18"
         "ftypmif1"sv,
         true},
        {"AVIF",
         "\0\0\0\x18"
         "ftypavif"sv,
         true},
        {"MP4",
         "\0\0\0\x18"
         "ftypisom"sv,
         false},
        {"WAV", "RIFF\0\0\0\0WAVE"sv, false},
        {"text", "hello"sv, false},
        {"PNG cut off", "\x89PNG"sv, false},
        {"nothing", ""sv, false},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        TemporaryFolder folder;
        auto const path = write_text(folder.path() / "x.bin", c.content);
        Profile named;
        auto const file = load_data_file("photos", path, named);
        EXPECT_EQ(file.has_value(), c.photo);
        if (!c.photo) {
            EXPECT_EQ(file.error(), (Error{path.string(), "is no JPEG, PNG, HEIC or WebP image"}));
        }
        Profile walked; // in a folder, other files are passed over
        EXPECT_TRUE(load_data_file("photos", folder.path(), walked));
        EXPECT_EQ(items(walked), c.photo ? Texts{"photos/x.bin"} : Texts{});
    }
}

TEST(LoadDataFile, PhotosAreCalledByTheirPathUnderTheFolder)
{
    TemporaryFolder folder;
    for (auto const* name : {"DCIM/b.jpg", "DCIM/Camera/c d.jpg", "DCIM/a.jpg", "DCIM/\u00e9.jpg"})
        write_text(folder.path() / name, "\xff\xd8\xff");
    write_text(folder.path() / "elsewhere.jpg", "\xff\xd8\xff");
    std::filesystem::create_symlink(folder.path() / "elsewhere.jpg",
                                    folder.path() / "DCIM" / "linked.jpg");
    Texts const expected{"photos/Camera/c d.jpg", "photos/a.jpg", "photos/b.jpg",
                         "photos/linked.jpg", "photos/\u00e9.jpg"};
    for (auto const* written : {"DCIM", "DCIM/", "./DCIM"}) {
        SCOPED_TRACE(written);
        Profile profile;
        ASSERT_TRUE(load_data_file("photos", folder.path() / written, profile));
        EXPECT_EQ(items(profile), expected);
    }
}

TEST(LoadDataFile, AppsAsPmPrintsThem)
{
    struct {
        char const* name;
        char const* text;
        Texts expected;
    } const cases[] = {
        {"names", "com.example.one\ncom.example.two", {"com.example.one", "com.example.two"}},
        {"pm list packages",
         "package:com.example.one\r\npackage:com.example.two\r\n",
         {"com.example.one", "com.example.two"}},
        {"pm list packages -f",
         "package:/data/app/~~x==/y/base.apk=com.example.one\n",
         {"com.example.one"}},
        {"pm list packages -U", "package:com.example.one uid:10123\n", {"com.example.one"}},
        {"blanks and comments",
         "\n# mine\n  com.example.one  \n\n com.example.two\n",
         {"com.example.one", "com.example.two"}},
        {"nothing", "", {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        TemporaryFolder folder;
        Profile profile;
        ASSERT_TRUE(load_data_file("apps", write_text(folder.path() / "a.txt", c.text), profile));
        EXPECT_EQ(profile.apps, c.expected);
    }
}

TEST(LoadDataFile, SaysWhatIsWrongWithAFile)
{
    struct {
        char const* name;
        char const* key;
        char const* text;
        char const* why; // how it begins
    } const cases[] = {
        {"no contacts", "contacts", "name,number\n", "holds no vCard"},
        {"broken messages", "messages", "<smses>\n<sms",
         "is no valid SMS Backup & Restore XML: line 2"},
        {"no calendar", "calendar", "<html>", "holds no calendar"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        TemporaryFolder folder;
        auto const path = write_text(folder.path() / "a.txt", c.text);
        Profile profile;
        auto const loaded = load_data_file(c.key, path, profile);
        ASSERT_FALSE(loaded);
        EXPECT_EQ(loaded.error().what, path.string());
        EXPECT_TRUE(loaded.error().why.starts_with(c.why)) << loaded.error().why;
    }
}

TEST(LoadDataFile, EmptyFilesHoldNothing)
{
    for (auto const* key : {"contacts", "calendar", "apps"}) {
        SCOPED_TRACE(key);
        TemporaryFolder folder;
        Profile profile;
        EXPECT_TRUE(load_data_file(key, write_text(folder.path() / "a.txt", ""), profile));
    }
}

TEST(ReadWholeFile, ReadsEveryByte)
{
    TemporaryFolder folder;
    std::string const content{"a\r\n\0\x1a\xff", 6};
    auto const read = read_whole_file(write_text(folder.path() / "a", content));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, content);
}

TEST(ReadWholeFile, SaysWhatToDo)
{
    TemporaryFolder folder;
    auto const missing = read_whole_file(folder.path() / "none");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().why, "no such file; check the spelling of the path");
    auto const is_folder = read_whole_file(folder.path());
    ASSERT_FALSE(is_folder);
    EXPECT_EQ(is_folder.error().why, "is a folder; a file is wanted here");
}

} // namespace
} // namespace petze
