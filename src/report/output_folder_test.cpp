#include "report/output_folder.h"

#include "testing/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

namespace petze {
namespace {

namespace fs = std::filesystem;
using testing::TemporaryFolder;

constexpr std::string_view a_report = R"({"generator":"petze 0.1.0"})";

std::string content_of(fs::path const& path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

void put(fs::path const& path, std::string_view content)
{
    fs::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary} << content;
}

std::set<std::string> names_in(fs::path const& folder)
{
    std::set<std::string> names;
    for (auto const& entry : fs::directory_iterator{folder})
        names.insert(entry.path().filename().string());
    return names;
}

TEST(OutputFolder, AppearsWhole)
{
    TemporaryFolder const temporary;
    auto const target = temporary.path() / "report";
    auto folder = OutputFolder::create(target);
    ASSERT_TRUE(folder) << folder.error().why;
    EXPECT_TRUE(folder->write("report.json", a_report));
    EXPECT_TRUE(folder->write("evidence/files/a.txt", "a"));
    auto events = folder->open("events.ndjson");
    ASSERT_TRUE(events);
    std::string const line(100'000, 'x');
    for (int i = 0; i < 10; ++i)
        EXPECT_TRUE(events->write(line));
    EXPECT_TRUE(events->close());
    EXPECT_FALSE(fs::exists(target)) << "before it is whole";

    ASSERT_TRUE(folder->commit());
    EXPECT_EQ(names_in(temporary.path()), std::set<std::string>{"report"});
    EXPECT_EQ(content_of(target / "report.json"), a_report);
    EXPECT_EQ(content_of(target / "evidence/files/a.txt"), "a");
    EXPECT_EQ(content_of(target / "events.ndjson").size(), 1'000'000);
}

TEST(OutputFolder, LeavesNothingBehindWithoutCommit)
{
    TemporaryFolder const temporary;
    {
        auto folder = OutputFolder::create(temporary.path() / "report");
        ASSERT_TRUE(folder);
        EXPECT_TRUE(folder->write("evidence/x", "x"));
        EXPECT_EQ(names_in(temporary.path()).size(), 1);
    }
    EXPECT_EQ(names_in(temporary.path()), std::set<std::string>{});
}

TEST(OutputFolder, ReplacesAnOlderReport)
{
    struct {
        char const* name;
        char const* report;
    } const cases[] = {
        {"as written by us", R"({"generator":"petze 0.1.0","evidence":[]})"},
        {"laid out for people", "{\n  \"generator\": \"Petze 0.2\"\n}"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        TemporaryFolder const temporary;
        auto const target = temporary.path() / "report";
        put(target / "report.json", c.report);
        put(target / "evidence/old", "old");
        auto folder = OutputFolder::create(target / ""); // as "report/"
        ASSERT_TRUE(folder) << folder.error().why;
        EXPECT_TRUE(folder->write("report.json", a_report));
        EXPECT_EQ(content_of(target / "report.json"), c.report) << "until the new one is there";
        ASSERT_TRUE(folder->commit());
        EXPECT_EQ(names_in(temporary.path()), std::set<std::string>{"report"});
        EXPECT_EQ(names_in(target), std::set<std::string>{"report.json"});
        EXPECT_EQ(content_of(target / "report.json"), a_report);
    }
}

TEST(OutputFolder, TakesAnEmptyFolder)
{
    TemporaryFolder const temporary;
    fs::create_directory(temporary.path() / "report");
    auto folder = OutputFolder::create(temporary.path() / "report");
    ASSERT_TRUE(folder);
    EXPECT_TRUE(folder->write("report.json", a_report));
    ASSERT_TRUE(folder->commit());
    EXPECT_EQ(names_in(temporary.path()), std::set<std::string>{"report"});
}

TEST(OutputFolder, RefusesWhatIsNotItsOwn)
{
    struct {
        char const* name;
        char const* file;
        char const* content;
        char const* why;
    } const cases[] = {
        {"somebody's photos", "report/IMG_0001.jpg", "x",
         "exists and holds no Petze report; remove it or choose another --out"},
        {"another program's report", "report/report.json", R"({"generator":"other 1.0"})",
         "exists and holds no Petze report; remove it or choose another --out"},
        {"a report.json that only names us", "report/report.json", R"(["petze"])",
         "exists and holds no Petze report; remove it or choose another --out"},
        {"a file", "report", "x", "is no folder; choose another --out"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        TemporaryFolder const temporary;
        put(temporary.path() / c.file, c.content);
        auto const folder = OutputFolder::create(temporary.path() / "report");
        ASSERT_FALSE(folder);
        EXPECT_EQ(folder.error(), (Error{(temporary.path() / "report").string(), c.why}));
        EXPECT_EQ(content_of(temporary.path() / c.file), c.content);
        EXPECT_EQ(names_in(temporary.path()), std::set<std::string>{"report"});
    }
}

TEST(OutputFolder, RefusesWhatAppearedWhileItWorked)
{
    TemporaryFolder const temporary;
    auto const target = temporary.path() / "report";
    {
        auto folder = OutputFolder::create(target);
        ASSERT_TRUE(folder);
        put(target / "thesis.txt", "years of work");
        EXPECT_FALSE(folder->commit());
    }
    EXPECT_EQ(names_in(temporary.path()), std::set<std::string>{"report"});
    EXPECT_EQ(content_of(target / "thesis.txt"), "years of work");
}

TEST(OutputFolder, FailsAtOnceWhereItCannotBeWritten)
{
    TemporaryFolder const temporary;
    put(temporary.path() / "file", "x");
    struct {
        char const* name;
        fs::path target;
        Error expected;
    } const cases[] = {
        {"no such parent",
         temporary.path() / "none/report",
         {(temporary.path() / "none/report").string(),
          "its folder does not exist; create it or choose another --out"}},
        {"parent is a file",
         temporary.path() / "file/report",
         {(temporary.path() / "file/report").string(),
          "its folder does not exist; create it or choose another --out"}},
        {"empty", "", {"--out", "names no folder; give one, such as petze-report"}},
        {"root", "/", {"/", "is the root of the file system; choose another --out"}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const folder = OutputFolder::create(c.target);
        ASSERT_FALSE(folder);
        EXPECT_EQ(folder.error(), c.expected);
    }
}

// /dev/full is a disk without space (full(4)).
TEST(OutputFile, TellsThatTheDiskIsFull)
{
    constexpr auto why = "no space left; free some or choose another folder with --out";
    auto small = OutputFile::open("/dev/full", OutputFile::Existing::replace);
    ASSERT_TRUE(small);
    EXPECT_TRUE(small->write("held back"));
    EXPECT_EQ(small->close().error(), (Error{"/dev/full", why}));

    auto large = OutputFile::open("/dev/full", OutputFile::Existing::replace, "events.ndjson");
    ASSERT_TRUE(large);
    EXPECT_EQ(large->write(std::string(1u << 20, 'x')).error(), (Error{"events.ndjson", why}));
}

} // namespace
} // namespace petze
