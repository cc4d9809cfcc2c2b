#include "dissect/layers.h"

#include "base/limits.h"
#include "base/text.h"
#include "testing/hex.h"
#include "testing/recorder.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using testing::Recorder;

constexpr auto up = Direction::to_server, down = Direction::to_client;

TEST(StreamsDissector, IsChosenByWhatBothSidesAgreedOn)
{
    // RFC 1035: the name "a", A; its length before it.
    auto const query = from_hex("0011 0000 0100 0001 0000 0000 0000 0161 00 0001 0001");
    // RFC 9114, RFC 9204: HEADERS with GET, https, "a", "/".
    auto const request = from_hex("01 08 0000 d1 d7 500161 c1");
    std::string const get = "GET /index.html HTTP/1.1\r\nHost: a.example\r\n\r\n";
    std::string const old = "GET /index.html\r\n";
    auto const text = [](std::vector<std::uint8_t> const& bytes) {
        return std::string{bytes.begin(), bytes.end()};
    };
    struct {
        char const* protocol;
        std::string bytes;
        std::size_t dns, http;
        std::string searched;
    } const cases[] = {
        {"h3", text(request), 0, 1, ""},
        {"h3-29", text(request), 0, 1, ""},
        {"doq", text(query), 1, 0, ""},
        {"hq-interop", old, 0, 0, old},
        {"", get, 0, 1, ""},
        {"unheard-of", "something else", 0, 0, "something else"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.protocol);
        Recorder recorder;
        recorder.context.next_stream = make_detecting_dissector;
        auto const dissector = make_streams_dissector(recorder.context, nullptr, c.protocol);
        dissector->take(0, up, as_bytes(c.bytes));
        dissector->finish(0, up);
        dissector->finish(0, down);
        EXPECT_EQ(recorder.of<DnsMessage>().size(), c.dns);
        EXPECT_EQ(recorder.of<HttpExchange>().size(), c.http);
        std::string searched;
        for (auto const& stream : recorder.streams())
            searched += stream.value;
        EXPECT_EQ(searched, c.searched);
    }
}

TEST(StreamsDissector, KeepsStreamsApart)
{
    Recorder recorder;
    auto const dissector = make_streams_dissector(recorder.context, nullptr, "unheard-of");
    for (auto const* word : {"first ", "second"})
        for (std::uint64_t stream : {0u, 2u, 4u})
            dissector->take(stream, up, as_bytes(word + std::to_string(stream)));
    dissector->datagram(up, as_bytes("one"));
    dissector->datagram(up, as_bytes("two"));
    for (std::uint64_t stream : {0u, 2u, 4u})
        dissector->finish(stream, up);
    std::vector<std::string> searched;
    for (auto const& stream : recorder.streams())
        searched.push_back(stream.value);
    EXPECT_EQ(searched, (std::vector<std::string>{"first 0second0", "first 2second2",
                                                  "first 4second4", "one[gap]two[gap]"}));
}

TEST(StreamsDissector, IsBounded)
{
    Recorder recorder;
    auto const dissector = make_streams_dissector(recorder.context, nullptr, "unheard-of");
    for (std::uint64_t i = 0; i < limits::http_streams + 10; ++i)
        dissector->take(4 * i, up, as_bytes("SHORT")); // might become HTTP
    EXPECT_EQ(recorder.streams().size(), 10u);         // the others still wait
    EXPECT_EQ(recorder.tally.rows().at(0), (Tally::Row{"quic: limit of open streams", 10}));
}

} // namespace
} // namespace petze
