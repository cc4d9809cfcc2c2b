#include "decrypt/quic/ordered.h"

#include "base/limits.h"
#include "decrypt/quic/crypto_stream.h"
#include "testing/tls.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace petze::quic {
namespace {

using namespace petze::testing;
using testing::Buffer;

class Told final : public OrderedSink {
public:
    void take(Bytes piece, Stamp const& stamp) override
    {
        text += as_text(piece);
        frames += std::to_string(stamp.frame) + " ";
    }
    void gap(std::uint64_t count) override { text += "[" + std::to_string(count) + "]"; }

    std::string text;
    std::string frames;
};

struct Piece {
    std::uint64_t offset;
    std::string_view bytes;
};
struct Case {
    std::string_view name;
    std::vector<Piece> pieces; // numbered as packets from 1
    std::string_view at_once;
    std::string_view in_the_end;
    std::string_view frames;
};

Case const cases[] = {
    {"in order", {{0, "ab"}, {2, "cd"}}, "abcd", "abcd", "1 2 "},
    {"out of order", {{2, "cd"}, {4, "ef"}, {0, "ab"}}, "abcdef", "abcdef", "3 1 2 "},
    {"a hole", {{0, "ab"}, {4, "ef"}}, "ab", "ab[2]ef", "1 2 "},
    {"twice", {{0, "abcd"}, {0, "abcd"}, {1, "bc"}}, "abcd", "abcd", "1 "},
    {"begins before what is new", {{0, "abc"}, {1, "bcde"}}, "abcde", "abcde", "1 2 "},
    {"the first copy wins, in order", {{0, "abcd"}, {2, "XYef"}}, "abcdef", "abcdef", "1 2 "},
    {"the first copy wins, waiting", {{2, "cd"}, {0, "abXXef"}}, "abcdef", "abcdef", "2 1 2 "},
    {"waiting pieces overlap",
     {{4, "ef"}, {2, "cdXX"}, {3, "YYYgh"}, {0, "ab"}},
     "abcdefgh",
     "abcdefgh",
     "4 2 1 3 "},
    {"nothing at all", {{0, ""}, {9, ""}}, "", "", ""},
    {"far away", {{(1ull << 62) - 2, "yz"}}, "", "[4611686018427387902]yz", "1 "},
};

TEST(QuicOrdered, PutsPiecesInOrder)
{
    for (auto const& row : cases) {
        SCOPED_TRACE(row.name);
        WaitingBudget budget{0, 1 << 20};
        {
            Told told;
            OrderedBytes ordered{budget};
            std::uint64_t frame = 0;
            for (auto const& piece : row.pieces)
                EXPECT_TRUE(
                    ordered.take(piece.offset, as_bytes(piece.bytes), {0, ++frame, 0}, told));
            EXPECT_EQ(told.text, row.at_once);
            ordered.finish(told);
            EXPECT_EQ(told.text, row.in_the_end);
            EXPECT_EQ(told.frames, row.frames);
        }
        EXPECT_EQ(budget.used, 0u);
    }
}

TEST(QuicOrdered, EveryOrderGivesTheSame)
{
    std::vector<Piece> pieces{{0, "abc"}, {3, "d"}, {4, "efgh"}, {2, "cde"}, {8, "i"}};
    std::sort(pieces.begin(), pieces.end(), [](auto& a, auto& b) { return a.offset < b.offset; });
    do {
        WaitingBudget budget{0, 1 << 20};
        Told told;
        OrderedBytes ordered{budget};
        for (auto const& piece : pieces)
            ordered.take(piece.offset, as_bytes(piece.bytes), {}, told);
        EXPECT_EQ(told.text, "abcdefghi");
    } while (std::next_permutation(pieces.begin(), pieces.end(),
                                   [](auto& a, auto& b) { return a.offset < b.offset; }));
}

TEST(QuicOrdered, TellsTheEndThatIsMissing)
{
    WaitingBudget budget{0, 1 << 20};
    Told told;
    OrderedBytes ordered{budget};
    ordered.take(0, as_bytes("ab"), {}, told);
    ordered.finish(told, 5);
    EXPECT_EQ(told.text, "ab[3]");
}

TEST(QuicOrdered, GivesUpAHoleWhenTooMuchWaits)
{
    WaitingBudget budget{0, 2000};
    Told told;
    OrderedBytes ordered{budget};
    bool all_had_room = true;
    for (std::uint64_t i = 1; i < 20; ++i)
        all_had_room = ordered.take(2 * i, as_bytes("x"), {}, told) && all_had_room;
    EXPECT_FALSE(all_had_room);
    EXPECT_LE(budget.used, 2000u);
    EXPECT_EQ(told.text.substr(0, 8), "[2]x[1]x");
    ordered.finish(told);
    EXPECT_EQ(std::count(told.text.begin(), told.text.end(), 'x'), 19);
}

class ToldMessages final : public MessageSink {
public:
    void message(tls::HandshakeMessage const& message) override
    {
        lines += std::to_string(static_cast<int>(message.type)) + ":"
                 + std::string{as_text(message.body)} + (message.whole ? "" : "...") + " "
                 + std::to_string(message.frames.first) + "-" + std::to_string(message.frames.last)
                 + "\n";
    }
    void damaged(std::string_view reason) override { lines += std::string{reason} + "\n"; }

    std::string lines;
};

Buffer messages()
{
    return joined(
        {handshake(8, bytes_of("one")), handshake(11, {}), handshake(15, bytes_of("two"))});
}

TEST(QuicCrypto, CutsMessagesWhateverThePieces)
{
    auto const all = messages();
    for (std::size_t cut = 0; cut <= all.size(); ++cut)
        for (bool const reversed : {false, true}) {
            WaitingBudget budget{0, 1 << 20};
            CryptoStream stream{budget};
            ToldMessages told;
            auto const head = Bytes{all}.first(cut), tail = Bytes{all}.subspan(cut);
            stream.take(reversed ? cut : 0, reversed ? tail : head, {0, 7, 0}, told);
            stream.take(reversed ? 0 : cut, reversed ? head : tail, {0, 8, 0}, told);
            for (auto const line : {"8:one", "11:", "15:two"})
                EXPECT_NE(told.lines.find(line), std::string::npos) << cut << told.lines;
            EXPECT_EQ(std::count(told.lines.begin(), told.lines.end(), '\n'), 3);
        }
}

TEST(QuicCrypto, HandsOnWhatWasBegun)
{
    auto const all = handshake(1, bytes_of("abcdef"));
    for (std::size_t length = 0; length < all.size(); ++length) {
        WaitingBudget budget{0, 1 << 20};
        CryptoStream stream{budget};
        ToldMessages told;
        stream.take(0, Bytes{all}.first(length), {0, 7, 0}, told);
        stream.finish(told);
        stream.finish(told);
        EXPECT_EQ(told.lines,
                  length <= 4 ? ""
                              : "1:" + std::string("abcdef").substr(0, length - 4) + "... 7-7\n");
    }
}

TEST(QuicCrypto, SkipsAMessageBeyondTheLimit)
{
    WaitingBudget budget{0, 1 << 20};
    CryptoStream stream{budget};
    ToldMessages told;
    Buffer const large(limits::tls_handshake_bytes + 1, 'x');
    auto const all = joined({handshake(11, large), handshake(15, bytes_of("two"))});
    stream.take(0, all, {0, 7, 0}, told);
    EXPECT_EQ(told.lines, "quic: limit of one handshake message\n15:two 7-7\n");
}

} // namespace
} // namespace petze::quic
