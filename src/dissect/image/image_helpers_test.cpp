#include "dissect/image/image_helpers.h"

#include "dissect/image/helper_protocol.h"
#include "testing/photos.h"
#include "testing/temporary_folder.h"

#include <gtest/gtest.h>

#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

namespace petze {
namespace {

using testing::read_photo;

/// A program that takes the helper's place.
std::string make_program(testing::TemporaryFolder const& folder, std::string const& script)
{
    auto const path = (folder.path() / "helper").string();
    std::ofstream{path} << "#!/bin/sh\n" << script;
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
}

TEST(ImageHelpers, SeesPicturesOfEveryFormat)
{
    ImageHelpers helpers{PETZE_IMAGE};
    for (auto const& row : testing::expected_pictures()) {
        SCOPED_TRACE(row.name);
        auto const seen = helpers.look_at(read_photo(row.name));
        EXPECT_EQ(seen.state, PictureState::seen);
        EXPECT_EQ(seen.picture.width, row.picture.width);
        EXPECT_EQ(seen.picture.height, row.picture.height);
    }
    EXPECT_EQ(helpers.trouble(), "");
}

TEST(ImageHelpers, GoOnAfterWhatCannotBeRead)
{
    ImageHelpers helpers{PETZE_IMAGE};
    auto file = read_photo("photo.jpg");
    EXPECT_EQ(helpers.look_at(Bytes{file}.first(5000)).state, PictureState::unreadable);
    EXPECT_EQ(helpers.look_at({}).state, PictureState::unreadable);
    EXPECT_EQ(helpers.look_at(file).state, PictureState::seen);
    file.resize(limits::image_bytes + 1);
    EXPECT_EQ(helpers.look_at(file).state, PictureState::too_large);
}

TEST(ImageHelpers, AnswerTheSameToSeveralThreads)
{
    ImageHelpers helpers{PETZE_IMAGE};
    auto const file = read_photo("small.webp");
    auto const expected = helpers.look_at(file);
    std::vector<SeenPicture> seen(8);
    std::vector<std::thread> threads;
    threads.reserve(seen.size());
    for (auto& one : seen)
        threads.emplace_back([&] { one = helpers.look_at(file); });
    for (auto& thread : threads)
        thread.join();
    for (auto const& one : seen)
        EXPECT_EQ(one, expected);
}

TEST(ImageHelpers, SayOnceThatThereIsNone)
{
    testing::TemporaryFolder const folder;
    auto const path = (folder.path() / "petze-image").string();
    ImageHelpers helpers{path};
    EXPECT_EQ(helpers.trouble(), "");
    EXPECT_EQ(helpers.look_at(read_photo("photo.jpg")).state, PictureState::no_helper);
    EXPECT_EQ(helpers.trouble(), path + ": cannot be started: No such file or directory");
}

TEST(ImageHelpers, SayThatTheyCannotBeShutIn)
{
    testing::TemporaryFolder const folder;
    auto const path = make_program(folder, "exit 3\n");
    ImageHelpers helpers{path};
    EXPECT_EQ(helpers.look_at(read_photo("photo.jpg")).state, PictureState::no_helper);
    EXPECT_EQ(helpers.trouble(), path + ": cannot shut itself in (seccomp) on this system");
}

// Stands for a decoder that an image crashes: ready, and then it ends.
TEST(ImageHelpers, AreReplacedWhereTheyCrash)
{
    testing::TemporaryFolder const folder;
    auto const starts = (folder.path() / "starts").string();
    ImageHelpers helpers{make_program(
        folder, "echo >> " + starts + "\nprintf R\nhead -c 1000 > /dev/null\nkill -SEGV $$\n")};
    EXPECT_EQ(helpers.look_at(read_photo("photo.jpg")).state, PictureState::crashed);
    EXPECT_EQ(std::filesystem::file_size(starts), 2u); // tried once more
    EXPECT_EQ(helpers.look_at(read_photo("small.png")).state, PictureState::crashed);
    EXPECT_EQ(helpers.trouble(), "");
}

TEST(ImageHelpers, AreEndedWhereTheyHang)
{
    testing::TemporaryFolder const folder;
    ImageHelpers silent{make_program(folder, "printf R\nsleep 600\n"), 1};
    EXPECT_EQ(silent.look_at(read_photo("photo.jpg")).state, PictureState::too_slow);
    ImageHelpers busy{make_program(folder, "printf R\nhead -c 1000 > /dev/null\nkill -PROF $$\n")};
    EXPECT_EQ(busy.look_at(read_photo("photo.jpg")).state, PictureState::too_slow);
}

// One that somebody ended while it waited for work is not the image's fault.
TEST(ImageHelpers, AreReplacedWhereSomebodyEndedThem)
{
    testing::TemporaryFolder const folder;
    auto const pid_file = (folder.path() / "pid").string();
    ImageHelpers helpers{
        make_program(folder, "echo $$ > " + pid_file + "\nexec " PETZE_IMAGE "\n")};
    auto const expected = helpers.look_at(read_photo("photo.jpg"));
    EXPECT_EQ(expected.state, PictureState::seen);
    pid_t pid = 0;
    std::ifstream{pid_file} >> pid;
    ASSERT_GT(pid, 0);
    ASSERT_EQ(kill(pid, SIGKILL), 0);
    EXPECT_EQ(helpers.look_at(read_photo("photo.jpg")), expected);
}

TEST(ImageHelpers, AreNotBelievedEverything)
{
    std::array<std::uint8_t, image_helper::answer_bytes> answer{};
    answer[0] = 99;
    EXPECT_EQ(image_helper::decode_answer(answer).state, PictureState::unreadable);
    answer[0] = 0; // seen, of no size
    EXPECT_EQ(image_helper::decode_answer(answer).state, PictureState::unreadable);
    SeenPicture const seen{PictureState::seen, {4000, 3000, {1, 2, 3}, {4, 5}}};
    EXPECT_EQ(image_helper::decode_answer(image_helper::encode_answer(seen)), seen);
}

} // namespace
} // namespace petze
