#include "decrypt/tls/handshake_stream.h"

#include "base/limits.h"
#include "base/text.h"
#include "testing/tls.h"

#include <gtest/gtest.h>

namespace petze::tls {
namespace {

using namespace petze::testing;

/// Writes down what a stream tells, one line each.
class Listener : public HandshakeSink {
public:
    Then message(HandshakeMessage const& m) override
    {
        told.push_back((m.ssl2_framed ? "ssl2 " : "message ")
                       + std::to_string(static_cast<int>(m.type)) + ' ' + to_hex(m.body)
                       + (m.whole ? "" : " cut"));
        frames.push_back(m.frames);
        return Then::read_on;
    }
    Then change_cipher_spec() override
    {
        told.push_back("ccs");
        return stop_at_ccs ? Then::stop : Then::read_on;
    }
    Then encrypted() override
    {
        told.push_back("encrypted");
        return Then::stop;
    }
    void damaged(std::string_view reason) override { told.push_back(std::string{reason}); }

    std::vector<std::string> told;
    std::vector<FrameRange> frames;
    bool stop_at_ccs = true;
};

using Lines = std::vector<std::string>;

struct Case {
    char const* name;
    testing::Buffer stream;
    Lines expected;
};

std::vector<Case> cases()
{
    auto const two_messages = joined({handshake(1, {1, 2, 3}), handshake(11, {})});
    auto const half = [&](std::size_t from, std::size_t to) {
        return record(22, {two_messages.begin() + static_cast<std::ptrdiff_t>(from),
                           two_messages.begin() + static_cast<std::ptrdiff_t>(to)});
    };
    auto const app_data = record(23, testing::Buffer(50, 0x55));
    return {
        {"one message, one record", handshake_record(1, {1, 2, 3}), {"message 1 010203"}},
        {"two messages in a record", record(22, two_messages), {"message 1 010203", "message 11 "}},
        {"a message over two records",
         joined({half(0, 5), half(5, 11)}),
         {"message 1 010203", "message 11 "}},
        {"a message over records of a byte",
         joined(
             {half(0, 1), half(1, 2), half(2, 3), half(3, 4), half(4, 5), half(5, 6), half(6, 11)}),
         {"message 1 010203", "message 11 "}},
        {"an empty record, an alert and a heartbeat between",
         joined(
             {record(22, {}), half(0, 5), record(21, {1, 0}), record(24, {1, 0, 0}), half(5, 11)}),
         {"message 1 010203", "message 11 "}},
        {"ChangeCipherSpec ends it",
         joined({handshake_record(2, {7}), record(20, {1}), record(22, {9, 9, 9, 9, 9})}),
         {"message 2 07", "ccs"}},
        {"application data ends it",
         joined({handshake_record(2, {7}), app_data, app_data}),
         {"message 2 07", "encrypted"}},
        {"no TLS at all",
         bytes_of("GET / HTTP/1.1\r\n"),
         {"tls: no record where one should begin"}},
        {"a record longer than may be",
         from_hex("16 0303 ffff 01000000"),
         {"tls: no record where one should begin"}},
        {"no message where one should be",
         joined({record(22, from_hex("77 000001 00")), handshake_record(2, {7})}),
         {"tls: no handshake message where one should begin", "message 2 07"}},
        {"the capture ends inside a message",
         record(22, from_hex("01 000009 0102")),
         {"message 1 0102 cut"}},
        {"the capture ends inside a message's header", record(22, from_hex("01 0000")), {}},
        {"SSL 2.0 framing, then TLS",
         joined({from_hex("8003 010301"), handshake_record(11, {})}),
         {"ssl2 1 010301", "message 11 "}},
        {"SSL 2.0 itself", from_hex("8003 040000 aaaa"), {"tls: SSL 2.0 is not read"}},
        {"SSL 2.0 record of nothing", from_hex("8000 040000 aaaa"), {"tls: SSL 2.0 is not read"}},
    };
}

// Whatever pieces the stream comes in, what it says is the same.
TEST(HandshakeStream, ReadsWhatWasSentAtEverySplit)
{
    for (auto const& c : cases()) {
        SCOPED_TRACE(c.name);
        for (std::size_t split = 0; split <= c.stream.size(); ++split) {
            SCOPED_TRACE(split);
            Listener listener;
            HandshakeStream stream;
            stream.take(Bytes{c.stream}.first(split), {0, 1, 0}, listener);
            stream.take(Bytes{c.stream}.subspan(split), {0, 2, 0}, listener);
            stream.finish(listener);
            EXPECT_EQ(listener.told, c.expected);
        }
        Listener listener;
        HandshakeStream stream;
        for (auto const& byte : c.stream)
            stream.take({&byte, 1}, {0, 1, 0}, listener);
        stream.finish(listener);
        EXPECT_EQ(listener.told, c.expected);
    }
}

TEST(HandshakeStream, SaysWhichPacketsCarriedAMessage)
{
    auto const bytes = joined({handshake_record(1, {1, 2, 3}), handshake_record(2, {4})});
    Listener listener;
    HandshakeStream stream;
    stream.take(Bytes{bytes}.first(10), {3, 7, 0}, listener);
    stream.take(Bytes{bytes}.subspan(10, 1), {3, 8, 0}, listener);
    stream.take(Bytes{bytes}.subspan(11), {3, 9, 0}, listener);
    ASSERT_EQ(listener.frames.size(), 2u);
    EXPECT_EQ(listener.frames[0], (FrameRange{3, 7, 9}));
    EXPECT_EQ(listener.frames[1], (FrameRange{3, 9, 9}));
}

TEST(HandshakeStream, SkipsAMessageBeyondTheLimit)
{
    testing::Buffer body(limits::tls_handshake_bytes + 1, 0);
    auto const message = handshake(11, body);
    testing::Buffer bytes;
    for (std::size_t at = 0; at < message.size(); at += 10000)
        append(
            bytes,
            record(22, {message.begin() + static_cast<std::ptrdiff_t>(at),
                        message.begin()
                            + static_cast<std::ptrdiff_t>(std::min(at + 10000, message.size()))}));
    append(bytes, handshake_record(14, {}));
    for (std::size_t const piece : {std::size_t{1}, std::size_t{7}, bytes.size()}) {
        SCOPED_TRACE(piece);
        Listener listener;
        HandshakeStream stream;
        for (std::size_t at = 0; at < bytes.size(); at += piece)
            stream.take(Bytes{bytes}.subspan(at, std::min(piece, bytes.size() - at)), {0, 1, 0},
                        listener);
        EXPECT_EQ(listener.told, (Lines{"tls: limit of one handshake message", "message 14 "}));
    }
}

TEST(HandshakeStream, FindsItsWayAfterAGap)
{
    auto const first = handshake_record(2, {1, 2, 3, 4, 5, 6, 7, 8});
    auto const second = handshake_record(14, {});
    struct {
        char const* name;
        std::size_t before; // bytes of the first record seen
        std::uint64_t missing;
        std::size_t after; // where the stream is seen again
        Lines expected;
    } const gaps[] = {
        {"inside a message",
         11,
         3,
         14,
         {"tls: gap in the handshake", "message 2 0102 cut", "message 14 "}},
        {"to the end of a record",
         11,
         6,
         17,
         {"tls: gap in the handshake", "message 2 0102 cut", "message 14 "}},
        {"over the end of a record",
         11,
         8,
         19,
         {"tls: gap in the handshake", "message 2 0102 cut"}},
        {"a record's header", 2, 15, 17, {"tls: gap in the handshake", "message 14 "}},
    };
    auto const bytes = joined({first, second});
    for (auto const& c : gaps) {
        SCOPED_TRACE(c.name);
        Listener listener;
        HandshakeStream stream;
        stream.take(Bytes{bytes}.first(c.before), {0, 1, 0}, listener);
        stream.gap(c.missing, listener);
        stream.take(Bytes{bytes}.subspan(c.after), {0, 2, 0}, listener);
        stream.finish(listener);
        EXPECT_EQ(listener.told, c.expected);
    }
}

TEST(HandshakeStream, GoesOnAfterAChangeCipherSpecThatIsForShow)
{
    auto const bytes =
        joined({handshake_record(2, {1}), record(20, {1}), handshake_record(2, {2})});
    Listener listener;
    listener.stop_at_ccs = false;
    HandshakeStream stream;
    stream.take(bytes, {0, 1, 0}, listener);
    EXPECT_EQ(listener.told, (Lines{"message 2 01", "ccs", "message 2 02"}));
}

} // namespace
} // namespace petze::tls
