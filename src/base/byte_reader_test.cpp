#include "base/byte_reader.h"

#include "testing/hex.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(ByteReader, ReadsNumbersInEitherOrder)
{
    struct {
        char const* name;
        ByteOrder order;
        std::uint64_t u8, u16, u24, u32, u64;
    } const cases[] = {
        {"big", ByteOrder::big, 0x01, 0x0203, 0x040506, 0x0708090a, 0x0b0c0d0e0f101112},
        {"little", ByteOrder::little, 0x01, 0x0302, 0x060504, 0x0a090807, 0x1211100f0e0d0c0b},
    };
    auto const bytes = from_hex("01 0203 040506 0708090a 0b0c0d0e0f101112");
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        ByteReader in{bytes, c.order};
        EXPECT_EQ(in.u8(), c.u8);
        EXPECT_EQ(in.u16(), c.u16);
        EXPECT_EQ(in.u24(), c.u24);
        EXPECT_EQ(in.u32(), c.u32);
        EXPECT_EQ(in.u64(), c.u64);
        EXPECT_EQ(in.remaining(), 0u);
        EXPECT_TRUE(in.ok());
    }
}

TEST(ByteReader, YieldsZeroPastTheEnd)
{
    struct {
        char const* name;
        std::uint64_t (*read)(ByteReader&);
    } const cases[] = {
        {"u16", [](ByteReader& in) -> std::uint64_t { return in.u16(); }},
        {"u24", [](ByteReader& in) -> std::uint64_t { return in.u24(); }},
        {"u32", [](ByteReader& in) -> std::uint64_t { return in.u32(); }},
        {"u64", [](ByteReader& in) { return in.u64(); }},
        {"take", [](ByteReader& in) -> std::uint64_t { return in.take(2).size(); }},
        {"take of more than can be counted",
         [](ByteReader& in) -> std::uint64_t { return in.take(~std::size_t{0}).size(); }},
    };
    auto const bytes = from_hex("aabb cc");
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        ByteReader in{bytes};
        in.skip(2);
        EXPECT_EQ(c.read(in), 0u);
        EXPECT_EQ(in.flaw(), (Flaw{"truncated", 2}));
        // Once it failed, what is left is not read either.
        EXPECT_EQ(in.u8(), 0u);
        EXPECT_TRUE(in.rest().empty());
        EXPECT_TRUE(in.peek(1).empty());
        EXPECT_EQ(in.offset(), 2u);
    }
}

TEST(ByteReader, TakesViewsOfTheInput)
{
    auto const bytes = from_hex("00112233 44");
    ByteReader in{bytes};
    auto const taken = in.take(2);
    EXPECT_EQ(taken.data(), bytes.data());
    EXPECT_EQ(taken.size(), 2u);
    in.skip(1);
    EXPECT_EQ(in.offset(), 3u);
    EXPECT_EQ(in.remaining(), 2u);
    auto const rest = in.rest();
    EXPECT_EQ(rest.data(), bytes.data() + 3);
    EXPECT_EQ(rest.size(), 2u);
    EXPECT_TRUE(in.rest().empty());
    EXPECT_TRUE(in.take(0).empty());
    EXPECT_TRUE(in.ok());
}

TEST(ByteReader, PeeksWithoutMoving)
{
    auto const bytes = from_hex("0011");
    ByteReader in{bytes};
    EXPECT_EQ(in.peek(1).size(), 1u);
    EXPECT_EQ(in.peek(3).size(), 2u);
    EXPECT_EQ(in.offset(), 0u);
    EXPECT_TRUE(in.ok());
    EXPECT_EQ(in.u16(), 0x0011);
    EXPECT_TRUE(in.peek(1).empty());
    EXPECT_TRUE(in.ok());
}

TEST(ByteReader, KeepsTheFirstFlaw)
{
    auto const bytes = from_hex("0011");
    ByteReader in{bytes};
    in.skip(1);
    in.fail("too odd");
    in.skip(5);
    in.fail("too even");
    EXPECT_EQ(in.flaw(), (Flaw{"too odd", 1}));
}

TEST(ByteReader, ReadsNothingOfNothing)
{
    ByteReader in{{}};
    EXPECT_TRUE(in.rest().empty());
    EXPECT_TRUE(in.ok());
    EXPECT_EQ(in.u8(), 0);
    EXPECT_EQ(in.flaw(), (Flaw{"truncated", 0}));
}

} // namespace
} // namespace petze
