#include "base/archive.h"

#include <gtest/gtest.h>

namespace petze {

namespace {

std::vector<std::uint8_t> written()
{
    ArchiveWriter out;
    out.value(std::uint8_t{7});
    out.text("Anna (invented)");
    out.value(0.5);
    out.values(std::vector<std::uint32_t>{1, 2, 3});
    out.text("");
    return out.take();
}

} // namespace

TEST(Archive, ReadsWhatWasWritten)
{
    auto const bytes = written();
    ArchiveReader in{bytes};
    EXPECT_EQ(in.value<std::uint8_t>(), 7);
    EXPECT_EQ(in.text(), "Anna (invented)");
    EXPECT_EQ(in.value<double>(), 0.5);
    EXPECT_EQ(in.values<std::uint32_t>(), (std::vector<std::uint32_t>{1, 2, 3}));
    EXPECT_EQ(in.text(), "");
    EXPECT_TRUE(in.ok());
    EXPECT_EQ(in.value<std::uint32_t>(), 0u);
    EXPECT_FALSE(in.ok());
}

TEST(Archive, KnowsThatEveryPrefixIsTooShort)
{
    auto const bytes = written();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        ArchiveReader in{Bytes{bytes}.first(size)};
        in.value<std::uint8_t>();
        in.text();
        in.value<double>();
        in.values<std::uint32_t>();
        in.text();
        EXPECT_FALSE(in.ok()) << size;
    }
}

TEST(Archive, AllocatesNothingForCountsThatCannotBe)
{
    ArchiveWriter out;
    out.value(~std::size_t{});
    auto const bytes = out.take();
    ArchiveReader texts{bytes};
    EXPECT_EQ(texts.text(), "");
    EXPECT_FALSE(texts.ok());
    ArchiveReader numbers{bytes};
    EXPECT_TRUE(numbers.values<std::uint64_t>().empty());
    EXPECT_FALSE(numbers.ok());
}

} // namespace petze
