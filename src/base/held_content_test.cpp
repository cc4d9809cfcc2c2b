#include "base/held_content.h"

#include "base/text.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

// Whatever the pieces: what was added comes out, and is counted until then.
TEST(HeldBytes, GiveBackWhatTheyHold)
{
    std::string text(300'000, ' ');
    for (std::size_t i = 0; i < text.size(); ++i)
        text[i] = static_cast<char>(i * 7 + i / 251);
    for (std::size_t const piece : {1u, 1000u, 65'535u, 65'536u, 65'537u, 131'072u, 300'000u}) {
        SCOPED_TRACE(piece);
        HeldContent all;
        HeldBytes held{all};
        EXPECT_TRUE(held.empty());
        auto rest = std::string_view{text}.substr(0, piece == 1 ? 70'000 : text.size());
        auto const whole = rest;
        while (!rest.empty()) {
            held.add(as_bytes(rest.substr(0, piece)));
            rest.remove_prefix(std::min(rest.size(), piece));
            EXPECT_EQ(held.size(), whole.size() - rest.size());
            EXPECT_EQ(all.room(), all.most - held.size());
        }
        EXPECT_TRUE(held.take() == whole);
        EXPECT_TRUE(held.empty());
        EXPECT_EQ(all.bytes, 0u);
        EXPECT_EQ(held.take(), "");
    }
}

TEST(HeldBytes, AreCountedTogether)
{
    HeldContent all{.most = 10};
    HeldBytes first{all};
    {
        HeldBytes second{all};
        first.add(as_bytes(std::string_view{"abc"}));
        second.add(as_bytes(std::string_view{"defg"}));
        EXPECT_EQ(all.room(), 3u);
        first.clear();
        EXPECT_EQ(all.room(), 6u);
        first.add(as_bytes(std::string_view{"h"}));
    }
    EXPECT_EQ(all.bytes, 1u);
    EXPECT_EQ(first.take(), "h");
}

} // namespace
} // namespace petze
