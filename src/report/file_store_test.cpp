#include "report/file_store.h"

#include "base/digest.h"
#include "base/text.h"
#include "testing/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <thread>

namespace petze {
namespace {

namespace fs = std::filesystem;
using testing::TemporaryFolder;

std::string hash_of(std::string_view content)
{
    return to_hex(sha256(as_bytes(content)));
}

std::string content_of(fs::path const& path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::size_t files_in(fs::path const& folder)
{
    std::size_t count = 0;
    if (fs::exists(folder))
        for (auto const& entry : fs::recursive_directory_iterator{folder})
            count += entry.is_regular_file() ? 1u : 0u;
    return count;
}

/// Stores the content in pieces of that size.
std::string store(EvidenceFiles& files, std::string_view content, std::string_view extension,
                  std::size_t piece = 1000)
{
    auto const file = files.begin();
    if (!file)
        return "no file";
    for (std::size_t at = 0; at < content.size(); at += piece)
        file->take(as_bytes(content.substr(at, piece)));
    return file->keep(hash_of(content), extension);
}

TEST(EvidenceFiles, KeepsContentUnderItsHash)
{
    TemporaryFolder const temporary;
    EvidenceFiles files{temporary.path()};
    for (std::size_t const size : {0u, 1u, 65535u, 65536u, 65537u, 500'000u}) {
        SCOPED_TRACE(size);
        std::string const content(size, 'j');
        auto const stored = store(files, content, "jpg");
        EXPECT_EQ(stored, "evidence/files/" + hash_of(content) + ".jpg");
        EXPECT_TRUE(fs::exists(temporary.path() / stored));
        EXPECT_EQ(content_of(temporary.path() / stored), content);
    }
    EXPECT_TRUE(files.status());
    EXPECT_TRUE(files.tally().rows().empty());
}

TEST(EvidenceFiles, StoresTheSameContentOnce)
{
    TemporaryFolder const temporary;
    EvidenceFiles files{temporary.path(), 150'000};
    std::string const content(100'000, 'j');
    auto const first = store(files, content, "jpg");
    EXPECT_EQ(files_in(temporary.path()), 1);
    // While the second copy comes in, both count.
    EXPECT_EQ(store(files, std::string(50'000, 'k'), "jpg").size(), first.size());
    EXPECT_EQ(files_in(temporary.path()), 2);

    EvidenceFiles roomy{temporary.path() / "roomy"};
    EXPECT_EQ(store(roomy, content, "jpg"), first);
    EXPECT_EQ(store(roomy, content, "jpg"), first);
    EXPECT_EQ(files_in(temporary.path() / "roomy"), 1);
}

TEST(EvidenceFiles, LeavesNothingOfAFileThatIsDropped)
{
    TemporaryFolder const temporary;
    EvidenceFiles files{temporary.path(), 200'000};
    for (int i = 0; i < 10; ++i) { // Each gives back what it took.
        auto const file = files.begin();
        file->take(as_bytes(std::string(150'000, 'x')));
        EXPECT_EQ(files_in(temporary.path()), 1);
    }
    EXPECT_EQ(files_in(temporary.path()), 0);
    EXPECT_TRUE(files.tally().rows().empty());
}

TEST(EvidenceFiles, HasABound)
{
    TemporaryFolder const temporary;
    EvidenceFiles bytes{temporary.path() / "bytes", 1000};
    EXPECT_NE(store(bytes, std::string(600, 'a'), "jpg"), "");
    EXPECT_EQ(store(bytes, std::string(600, 'b'), "jpg", 100), "");
    EXPECT_NE(store(bytes, std::string(400, 'c'), "jpg"), "");
    EXPECT_EQ(files_in(temporary.path() / "bytes"), 2);
    EXPECT_EQ(bytes.tally().rows(),
              (std::vector<Tally::Row>{{"evidence: limit of stored files", 1}}));

    EvidenceFiles count{temporary.path() / "count", 1000, 1};
    EXPECT_NE(store(count, "a", "jpg"), "");
    EXPECT_EQ(store(count, "b", "jpg"), "");
    EXPECT_NE(store(count, "a", "jpg"), "");
    EXPECT_EQ(files_in(temporary.path() / "count"), 1);
    EXPECT_TRUE(count.status()) << "a bound is no trouble with the disk";
}

TEST(EvidenceFiles, TrustsNoExtension)
{
    TemporaryFolder const temporary;
    EvidenceFiles files{temporary.path()};
    for (auto const* extension : {"", "../../x", "JPG", "tar.gz", "waytoolong"})
        EXPECT_EQ(store(files, extension, extension),
                  "evidence/files/" + hash_of(extension) + ".bin");
    EXPECT_EQ(files.begin()->keep("../../../escape", "jpg"), "");
}

TEST(EvidenceFiles, RemembersTroubleWithTheDisk)
{
    TemporaryFolder const temporary;
    std::ofstream{temporary.path() / "evidence"} << "a file where the folder should be";
    EvidenceFiles files{temporary.path()};
    EXPECT_EQ(store(files, "a", "jpg"), "");
    ASSERT_FALSE(files.status());
    EXPECT_EQ(files.status().error().what, "evidence/files/");
    EXPECT_EQ(files.begin(), nullptr);
}

TEST(EvidenceFiles, ServesSeveralThreads)
{
    TemporaryFolder const temporary;
    EvidenceFiles files{temporary.path()};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&] {
            for (std::size_t i = 0; i < 50; ++i)
                EXPECT_NE(store(files, std::string(1000 * i, 'x'), "jpg"), "");
        });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(files_in(temporary.path()), 50);
    EXPECT_TRUE(files.status());
}

} // namespace
} // namespace petze
