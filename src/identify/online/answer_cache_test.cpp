#include "identify/online/answer_cache.h"

#include "testing/temporary_folder.h"
#include "testing/text_file.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(AnswerCache, KeepsEveryDaysAnswerAndFindsTheNewest)
{
    testing::TemporaryFolder const folder;
    auto const path = (folder.path() / "answers.sqlite").string();
    std::string const raw{"{\"a\":\0\xff}", 8};
    {
        auto cache = AnswerCache::open(path);
        ASSERT_TRUE(cache) << cache.error().why;
        EXPECT_FALSE(cache->find("https://a"));
        EXPECT_TRUE(cache->keep("https://a", {"2026-01-02", 200, raw}));
        EXPECT_TRUE(cache->keep("https://a", {"2025-01-02", 404, ""}));
        EXPECT_TRUE(cache->keep("https://a", {"2026-01-02", 200, "later that day"}));
    }
    auto const again = AnswerCache::open(path);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->find("https://a"), (AnswerCache::Kept{"2026-01-02", 200, raw}));
    EXPECT_FALSE(again->find("https://b"));
}

TEST(AnswerCache, RefusesWhatIsNoStoreOfAnswers)
{
    testing::TemporaryFolder const folder;
    auto const text = testing::write_text(folder.path() / "notes.txt", "no database at all, but "
                                                                       "longer than a header is: "
                                                                       "one hundred bytes or so, "
                                                                       "and a few more than that");
    for (auto const& path : {text, folder.path() / "no" / "folder" / "answers.sqlite"}) {
        auto const cache = AnswerCache::open(path.string());
        ASSERT_FALSE(cache) << path;
        EXPECT_NE(cache.error().why.find("--data"), std::string::npos);
    }
}

} // namespace
} // namespace petze
