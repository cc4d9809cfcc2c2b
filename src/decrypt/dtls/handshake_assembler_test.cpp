#include "decrypt/dtls/handshake_assembler.h"

#include "testing/dtls.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace petze::dtls {
namespace {

using namespace petze::testing;

/// Writes down each message as "type:sequence:text", with "…" where it is not whole, and the
/// packets that carried it.
class Notes : public tls::MessageSink {
public:
    tls::Then message(tls::HandshakeMessage const& message) override
    {
        auto text = std::to_string(static_cast<unsigned>(message.type)) + ':'
                    + std::to_string(message.sequence.value_or(99)) + ':'
                    + std::string{as_text(message.body)};
        if (!message.whole)
            text += "...";
        messages.push_back(text);
        frames.push_back(message.frames);
        return tls::Then::read_on;
    }
    void damaged(std::string_view reason) override { flaws.emplace_back(reason); }

    std::vector<std::string> messages;
    std::vector<FrameRange> frames;
    std::vector<std::string> flaws;
};

using Texts = std::vector<std::string>;

testing::Buffer piece(unsigned type, unsigned sequence, std::string_view text, std::size_t begin,
                      std::size_t end)
{
    return dtls_fragment(type, sequence, bytes_of(text), begin, end);
}
testing::Buffer message(unsigned type, unsigned sequence, std::string_view text)
{
    return piece(type, sequence, text, 0, text.size());
}

TEST(HandshakeAssembler, HandsOnInOrder)
{
    struct {
        char const* name;
        std::vector<testing::Buffer> records; // each a packet, numbered from 1
        Texts expected;
        Texts flaws;
    } const cases[] = {
        {"in order",
         {message(2, 0, "hello"), message(11, 1, "chain")},
         {"2:0:hello", "11:1:chain"},
         {}},
        {"in one record",
         {joined({message(2, 0, "hello"), message(11, 1, "chain"), message(14, 2, "")})},
         {"2:0:hello", "11:1:chain", "14:2:"},
         {}},
        {"out of order",
         {message(14, 2, ""), message(11, 1, "chain"), message(2, 0, "hello")},
         {"2:0:hello", "11:1:chain", "14:2:"},
         {}},
        {"sent again",
         {message(2, 0, "hello"), message(2, 0, "hello"), message(11, 1, "chain"),
          message(2, 0, "hello")},
         {"2:0:hello", "11:1:chain"},
         {}},
        {"in fragments",
         {piece(2, 0, "hello", 0, 2), piece(2, 0, "hello", 2, 5)},
         {"2:0:hello"},
         {}},
        {"fragments out of order",
         {piece(2, 0, "hello", 3, 5), piece(2, 0, "hello", 1, 3), piece(2, 0, "hello", 0, 1)},
         {"2:0:hello"},
         {}},
        {"fragments that overlap",
         {piece(2, 0, "hello", 1, 4), piece(2, 0, "hello", 3, 5), piece(2, 0, "hello", 0, 2)},
         {"2:0:hello"},
         {}},
        {"whole behind a fragment of it",
         {piece(2, 0, "hello", 1, 4), message(2, 0, "hello")},
         {"2:0:hello"},
         {}},
        {"a cookie was asked for",
         {message(3, 0, "cookie"), message(2, 1, "hello")},
         {"2:1:hello"},
         {}},
        {"a cookie was asked for, and the server counts from 0 again",
         {message(3, 0, "cookie"), message(2, 0, "hello")},
         {"2:0:hello"},
         {}},
        {"the client's second hello alone", {message(1, 1, "offer")}, {"1:1:offer"}, {}},
        {"a fragment is missing",
         {piece(2, 0, "hello", 0, 3), message(11, 1, "chain")},
         {"2:0:hel...", "11:1:chain"},
         {"dtls: gap in the handshake"}},
        {"a message is missing",
         {message(2, 0, "hello"), message(14, 2, "")},
         {"2:0:hello", "14:2:"},
         {"dtls: gap in the handshake"}},
        {"joined late", {message(11, 3, "chain")}, {"11:3:chain"}, {"dtls: gap in the handshake"}},
        {"beyond its end",
         {from_hex("02 000002 0000 000001 000002 6162")},
         {},
         {"dtls: malformed fragment of a handshake message"}},
        {"lengths that differ",
         {piece(2, 0, "hello", 0, 2), piece(2, 0, "hell", 2, 4)},
         {"2:0:he..."},
         {"dtls: malformed fragment of a handshake message", "dtls: gap in the handshake"}},
        {"too long",
         {from_hex("02 ffffff 0000 000000 000002 6162")},
         {},
         {"dtls: limit of one handshake message"}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        HandshakeAssembler assembler;
        Notes notes;
        std::uint64_t frame = 0;
        for (auto const& record : c.records)
            assembler.take(record, {0, ++frame, 0}, notes);
        assembler.flush(notes);
        EXPECT_EQ(notes.messages, c.expected);
        EXPECT_EQ(notes.flaws, c.flaws);
    }
}

TEST(HandshakeAssembler, KnowsThePacketsOfAMessage)
{
    HandshakeAssembler assembler;
    Notes notes;
    assembler.take(message(2, 0, "hello"), {0, 3, 0}, notes);
    assembler.take(piece(11, 1, "chain", 2, 5), {0, 4, 0}, notes);
    assembler.take(piece(11, 1, "chain", 0, 2), {0, 6, 0}, notes);
    ASSERT_EQ(notes.frames.size(), 2u);
    EXPECT_EQ(notes.frames[0], (FrameRange{0, 3, 3}));
    EXPECT_EQ(notes.frames[1], (FrameRange{0, 4, 6}));
}

TEST(HandshakeAssembler, CountsAnew)
{
    HandshakeAssembler assembler;
    Notes notes;
    assembler.take(message(1, 0, "offer"), {}, notes);
    assembler.take(message(20, 1, "end"), {}, notes);
    assembler.restart();
    assembler.take(message(1, 0, "again"), {}, notes);
    EXPECT_EQ(notes.messages, (Texts{"1:0:offer", "20:1:end", "1:0:again"}));
}

TEST(HandshakeAssembler, HoldsNoMoreThanItsLimits)
{
    HandshakeAssembler assembler;
    Notes notes;
    for (unsigned sequence = 1; sequence < 1000; ++sequence)
        assembler.take(message(11, sequence, "x"), {}, notes);
    EXPECT_GT(notes.messages.size(), 900u);
    EXPECT_EQ(notes.flaws[0], "dtls: limit of handshake messages that wait");
    // Each waits for its last byte: four of them fit.
    auto const text = std::string(60000, 'a');
    for (unsigned sequence = 2000; sequence < 2030; ++sequence)
        assembler.take(piece(11, sequence, text, 0, 59999), {}, notes);
    EXPECT_EQ(std::count(notes.flaws.begin(), notes.flaws.end(),
                         "dtls: limit of handshake messages that wait"),
              1 + 7);
}

TEST(HandshakeAssembler, SurvivesEveryPrefix)
{
    auto const records = joined({piece(2, 0, "hello", 0, 3), message(11, 1, "chain")});
    for (std::size_t length = 0; length < records.size(); ++length) {
        SCOPED_TRACE(length);
        HandshakeAssembler assembler;
        Notes notes;
        assembler.take(Bytes{records}.first(length), {}, notes);
        constexpr std::size_t first = 15;
        EXPECT_EQ(notes.flaws.empty(), length == 0 || length == first);
        assembler.flush(notes);
        EXPECT_EQ(notes.messages.size(), length >= first ? 1u : 0u);
    }
}

TEST(FindClientHello, ReadsItsRandom)
{
    auto const body = client_hello(0xfefd, {0xc02b}, {});
    auto const message = dtls_fragment(1, 4, body, 0, body.size());
    auto const found = find_client_hello(message);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->sequence, 4);
    EXPECT_EQ(testing::Buffer(found->client_random.begin(), found->client_random.end()),
              testing::Buffer(32, 0x11));
    EXPECT_FALSE(find_client_hello(dtls_fragment(1, 4, body, 1, body.size())));
    EXPECT_FALSE(find_client_hello(dtls_fragment(2, 4, body, 0, body.size())));
    EXPECT_FALSE(find_client_hello(dtls_fragment(1, 4, body, 0, 33)));
}

} // namespace
} // namespace petze::dtls
