#include "dissect/conversation_dissector.h"

#include "base/text.h"
#include "testing/hex.h"
#include "testing/recorder.h"

#include <gtest/gtest.h>

#include <random>

namespace petze {
namespace {

using testing::Recorder;

constexpr auto up = Direction::to_server, down = Direction::to_client;

struct Played {
    std::string app_proto;
    std::size_t messages{};
    std::string searched; // what passed as an unknown stream

    bool operator==(Played const&) const = default;
};

/// A conversation's first bytes, in pieces of `cut`, towards this port.
Played play(std::uint8_t transport, std::uint16_t port, Direction direction, std::string_view bytes,
            std::size_t cut)
{
    Recorder recorder;
    FlowIdentity flow;
    flow.protocol = transport;
    flow.destination_port = port;
    std::function<void(Message &&)> take = [&](Message&& message) {
        recorder.messages.push_back(std::move(message));
    };
    Played out;
    {
        ConversationDissector dissector{flow, recorder, take, recorder.tally, recorder.held};
        Stamp now{0, 0, 0};
        for (std::size_t i = 0; i < bytes.size(); i += cut) {
            ++now.frame;
            auto const piece = as_bytes(bytes.substr(i, cut));
            if (transport == protocol::tcp)
                dissector.data(direction, piece, now, now);
            else
                dissector.datagram(direction, piece, 0, now);
        }
        dissector.finish(up, now);
        dissector.finish(down, now);
        out.app_proto = dissector.app_proto();
    }
    out.messages = recorder.messages.size();
    for (auto const& stream : recorder.streams())
        out.searched += stream.value;
    return out;
}

std::string text_of(std::vector<std::uint8_t> const& bytes)
{
    return {bytes.begin(), bytes.end()};
}

TEST(Layers, AreChosenByWhatIsSaid)
{
    auto const hello = text_of(from_hex("16030100050100000100"));
    auto const dns = text_of(from_hex("0011 1234 0100 0001 0000 0000 0000 0161 00 0001 0001"));
    std::string const get = "GET /a HTTP/1.1\r\nHost: a.example\r\n\r\n";
    // RFC 9113 and RFC 7541: an empty SETTINGS frame, then GET, http, "/" without an authority.
    auto const h2c = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
                     + text_of(from_hex("000000 04 00 00000000 000003 01 05 00000001 828684"));
    auto const settings = text_of(from_hex("00000c 04 00 00000000 0003 00000064 0004 00010000"));
    struct {
        char const* name;
        std::uint16_t port;
        Direction direction;
        std::string bytes;
        Played expected;
    } const cases[] = {
        {"HTTP on any port", 5555, up, get, {"http", 1, ""}},
        {"HTTP/2 on any port", 5555, up, h2c, {"http2", 1, ""}},
        {"HTTP/2, the server first", 5555, down, settings, {"http2", 0, ""}},
        {"TLS on any port", 5555, up, hello, {"tls", 1, ""}},
        {"DNS by its port", 53, up, dns, {"dns", 1, ""}},
        {"DNS elsewhere is not guessed", 5354, up, dns, {"unknown", 0, dns}},
        {"unknown",
         5222,
         up,
         "some bytes, long enough to be sure of",
         {"unknown", 0, "some bytes, long enough to be sure of"}},
        {"short and unknown", 5222, up, "G", {"unknown", 0, "G"}},
        {"server first, by its port", 25, down, "220 mail.example\r\n", {"smtp", 0, ""}},
        {"SMTP elsewhere", 2525, down, "220 mail.example ESMTP\r\n", {"smtp", 0, ""}},
        {"SMTP by its client", 2525, up, "EHLO a.example\r\n", {"smtp", 1, ""}},
        {"a greeting that names nothing",
         2525,
         down,
         "220 a.example\r\n",
         {"unknown", 0, "220 a.example\r\n"}},
        {"FTP", 2121, down, "220 (vsFTPd 3.0.3)\r\n", {"ftp", 0, ""}},
        {"POP3", 1110, down, "+OK ready\r\n", {"pop3", 0, ""}},
        {"XMPP",
         5223,
         up,
         "<stream:stream xmlns:stream='http://etherx.jabber.org/streams'>",
         {"xmpp", 0, "<stream:stream xmlns:stream='http://etherx.jabber.org/streams'>"}},
        {"Xiaomi push",
         5222,
         up,
         text_of(from_hex("c2fe 0005 00000000 0d2301c6")),
         {"xiaomi-push", 1, ""}},
        {"HTTP through SOCKS",
         1080,
         up,
         text_of(from_hex("05 01 00 05 01 00 01 c0000201 0050")) + get,
         {"socks", 2, ""}},
        {"IMAP", 1143, down, "* OK ready\r\n", {"imap", 0, ""}},
        {"MQTT",
         18830,
         up,
         text_of(from_hex("100d 0004 4d515454 04 02 003c 0001 63")),
         {"mqtt", 1, ""}},
        {"HTTP joined inside a body",
         80,
         up,
         "rest of a body\r\n" + get,
         {"http", 1, "rest of a body\r\n"}},
        {"something else on port 80",
         80,
         up,
         "\x01\x02 not HTTP",
         {"unknown", 0, "\x01\x02 not HTTP"}},
    };
    for (auto const& c : cases)
        for (std::size_t cut : {std::size_t{1000}, std::size_t{3}, std::size_t{1}}) {
            SCOPED_TRACE(c.name + std::string{", cut "} + std::to_string(cut));
            EXPECT_EQ(play(protocol::tcp, c.port, c.direction, c.bytes, cut), c.expected);
        }
}

TEST(Layers, ReadDatagramsOneByOne)
{
    auto const dns = text_of(from_hex("1234 0100 0001 0000 0000 0000 0161 00 0001 0001"));
    EXPECT_EQ(play(protocol::udp, 53, up, dns, 1000), (Played{"dns", 1, ""}));
    EXPECT_EQ(play(protocol::udp, 5353, up, dns, 1000).messages, 1u);
    auto const quic = text_of(from_hex("c0 00000001 08 0001020304050607 00 00 4100"));
    EXPECT_EQ(play(protocol::udp, 443, up, quic, 1000), (Played{"quic", 1, ""}));
    // STUN between DTLS (RFC 7983) stays searched as it is.
    auto const stun = text_of(from_hex("0001 0000 2112a442 b7e7a701bc34d686fa87dfae"));
    auto const dtls = text_of(from_hex("17 fefd 0001 000000000009 0007 01020304050607"));
    EXPECT_EQ(play(protocol::udp, 3478, up, dtls + stun + dtls, 20),
              (Played{"dtls", 1, stun + "[gap]"}));
    // Nothing spans two datagrams.
    EXPECT_EQ(play(protocol::udp, 9999, up, "abcd", 2), (Played{"unknown", 0, "ab[gap]cd[gap]"}));
}

// TLS inside CONNECT inside HTTP: the loop picks the next layer, within its bound.
TEST(Layers, LieInsideEachOther)
{
    Recorder recorder;
    FlowIdentity flow;
    flow.protocol = protocol::tcp;
    flow.destination_port = 3128;
    std::function<void(Message &&)> take = [&](Message&& message) {
        recorder.messages.push_back(std::move(message));
    };
    ConversationDissector dissector{flow, recorder, take, recorder.tally, recorder.held};
    Stamp const now{0, 1, 0};
    auto const say = [&](Direction direction, std::string_view bytes) {
        dissector.data(direction, as_bytes(bytes), now, now);
    };
    for (int i = 0; i < 40; ++i) {
        say(up, "CONNECT b.example:80 HTTP/1.1\r\n\r\n");
        say(down, "HTTP/1.1 200 OK\r\n\r\n");
    }
    say(up, "the innermost bytes, which nobody knows");
    dissector.finish(up, now);
    dissector.finish(down, now);
    EXPECT_EQ(dissector.app_proto(), "http");
    EXPECT_LE(recorder.of<HttpExchange>().size(), 40u);
    EXPECT_GE(recorder.of<HttpExchange>().size(), 10u);
    std::string searched;
    for (auto const& stream : recorder.streams())
        searched += stream.value;
    EXPECT_NE(searched.find("the innermost bytes"), std::string::npos);
}

// Those side by side do not lie deeper than one.
TEST(Layers, CountDepthAlongTheNesting)
{
    Recorder recorder;
    std::vector<std::unique_ptr<StreamDissector>> open;
    std::string const get = "GET /a HTTP/1.1\r\nHost: a.example\r\n\r\n";
    for (int i = 0; i < 40; ++i) {
        open.push_back(make_detecting_dissector(recorder.context, nullptr));
        open.back()->take(up, as_bytes(get));
        open.back()->finish(up);
        open.back()->finish(down);
    }
    EXPECT_EQ(recorder.of<HttpExchange>().size(), 40u);
    EXPECT_EQ(recorder.context.depth, 0);
}

std::string xored(std::string text, std::string_view key)
{
    for (std::size_t i = 0; i < text.size(); ++i)
        text[i] = static_cast<char>(text[i] ^ key[i % key.size()]);
    return text;
}

// Content is known behind a short head of a protocol that nobody knows; what stands before it, and
// what is no content, is searched as it is.
TEST(Layers, TakeApartWhatUnknownProtocolsHold)
{
    // gzip.compress(b'{"key":"an invented value"}', mtime=0)
    auto const packed = text_of(from_hex("1f8b0800000000000203ab56ca4ead54b2524acc53c8cc2b4bcd2b494"
                                         "d51284bcc294d55aa0500a89cda881b000000"));
    std::string const head{"\x07\0\x02\0\x1b", 5};
    std::string const json = R"({"key":"an invented value"})";
    std::string const record = R"({"device":"Invented One","android_id":"3f9a27c18e5b04d6",)"
                               R"("locale":"en_GB","key":"an invented value","seq":[1,20,311],)"
                               R"("build":"invented.2014.07","battery":0.71})";
    ASSERT_EQ(record.size(), 159u);
    struct {
        char const* name;
        std::string bytes;
        std::string told;
    } const cases[] = {
        {"JSON", json, " > json:$.key = an invented value"},
        {"JSON behind a head", head + json, " > json:$.key = an invented value"},
        {"behind one whose last byte is a letter", head + "K" + json,
         " > json:$.key = an invented value"},
        {"gzip", head + packed, " > gzip > json:$.key = an invented value"},
        {"XML", head + "<a><b>an invented value</b></a>", " > xml:/a/b = an invented value"},
        {"XOR by one byte", head + xored(json, "\xa7"),
         " > xor:a7 > json:$.key = an invented value"},
        {"XOR and gzip", head + xored(packed, "\xa7"),
         " > xor:a7 > gzip > json:$.key = an invented value"},
        {"XOR by four bytes, its length before it",
         std::string{"\x07\0\0\x9f", 4} + xored(record, "k3y!"),
         " > xor:6b337921 > json:$.key = an invented value"},
        {"XOR by four bytes, with nothing before it", xored(record, "k3y!"),
         " > xor:6b337921 > json:$.key = an invented value"},
        {"behind a head that says nothing", "\x9a\x01" + xored(record, "k3y!"),
         " > xor:6b337921 > json:$.key = an invented value"},
        {"the same in the other order, where more is to come",
         std::string{"\x07\0\x9f\x01\0\0", 6} + xored(record, "k3y!"),
         " > xor:6b337921 > json:$.key = an invented value"},
        {"a form with nothing before it", "id=17&n=an+invented+value&v=3",
         " > form:n = an invented value"},
        {"a form, its length before it",
         std::string{"\0\x07\0\0\0\x2e", 6} + "id=17&n=an+invented+value&v=3&more=of+the+same",
         " > form:n = an invented value"},
        {"a form", head + "a=1&key=an+invented+value&c=3", " > form:key = an invented value"},
    };
    for (auto const& c : cases)
        for (auto const transport : {protocol::tcp, protocol::udp}) {
            SCOPED_TRACE(c.name);
            Recorder recorder;
            FlowIdentity flow;
            flow.protocol = transport;
            flow.destination_port = 7340;
            std::function<void(Message &&)> take = [](Message&&) {};
            bool const is_stream = transport == protocol::tcp;
            {
                ConversationDissector dissector{flow, recorder, take, recorder.tally,
                                                recorder.held};
                Stamp const now{0, 1, 0};
                if (is_stream)
                    dissector.data(up, as_bytes(c.bytes), now, now);
                else
                    dissector.datagram(up, as_bytes(c.bytes), 0, now);
                dissector.finish(up, now);
                dissector.finish(down, now);
            }
            auto const lines = recorder.lines();
            auto const expected = (is_stream ? "stream" : "datagram") + c.told;
            EXPECT_NE(std::find(lines.begin(), lines.end(), expected), lines.end())
                << ::testing::PrintToString(lines);
        }
}

/// Which paths told this text when a name was asked for.
std::vector<std::string> asked_for(std::vector<std::string> const& labels, std::string_view text)
{
    auto query = text_of(from_hex("1234 0100 0001 0000 0000 0000"));
    for (auto const& label : labels)
        query += static_cast<char>(label.size()) + label;
    query += text_of(from_hex("00 0001 0001"));
    Recorder recorder;
    FlowIdentity flow;
    flow.protocol = protocol::udp;
    flow.destination_port = 53;
    std::function<void(Message &&)> const none = [](Message&&) {};
    auto ignore = none;
    {
        ConversationDissector dissector{flow, recorder, ignore, recorder.tally, recorder.held};
        dissector.datagram(up, as_bytes(query), 0, {0, 1, 0});
        dissector.finish(up, {0, 1, 0});
    }
    std::vector<std::string> paths;
    for (auto const& field : recorder.fields)
        if (field.value == text)
            paths.push_back(field.path);
    return paths;
}

// By python's base64.b32encode(), bytes.hex() and base64.urlsafe_b64encode().
TEST(Layers, OpenDataThatGoesOutAsANameOfAHost)
{
    constexpr auto text = "Meet me at the harbour at eight, bring the blue folder and the keys";
    struct {
        char const* name;
        std::vector<std::string> labels;
        char const* path;
    } const cases[] = {
        {"base32, its rest in a short label",
         {"jvswk5banvssaylueb2gqzjanbqxeytpovzcayluebswsz3ioqwcaytsnfx",
          "goidunbssaytmovssaztpnrsgk4ramfxgiidunbs", "sa23fpfzq", "tunnel", "example"},
         "dns:query:labels > base32"},
        {"hexadecimal, two labels",
         {"4d656574206d65206174207468652068617262", "6f75722061742065696768742c206272696e67207468",
          "6520626c756520666f6c64657220616e6420746865206b657973", "t", "example"},
         "dns:query:labels > hex"},
        {"base64 for addresses, one word for the domain",
         {"TWVldCBtZSBhdCB0aGUgaGFyYm91ciBhdCBlaWdodCwgYnJpbmcg",
          "dGhlIGJsdWUgZm9sZGVyIGFuZCB0aGUga2V5cw", "x.y", "example"},
         "dns:query:labels > base64"},
    };
    for (auto const& c : cases)
        EXPECT_EQ(asked_for(c.labels, text), std::vector<std::string>{c.path}) << c.name;
    EXPECT_TRUE(asked_for({"d111111abcdef8", "cloudfront", "net"}, text).empty());
}

// As random as it can be: a generator's bytes, whatever they are.
TEST(Layers, DoNotCallOpenedWhatAnAppEncryptedByItself)
{
    constexpr std::size_t size = 8192;
    std::minstd_rand random{7};
    std::string body;
    for (std::size_t i = 0; i < size; ++i)
        body += static_cast<char>(random() >> 11);
    auto const head = "POST /s HTTP/1.1\r\nHost: a.example\r\nContent-Length: 8192\r\n\r\n";
    for (auto const& [content, opened] :
         {std::pair{body, std::string_view{head}.size()},
          std::pair{std::string(size, 'a'), std::string_view{head}.size() + size}}) {
        Recorder recorder;
        FlowIdentity flow;
        flow.protocol = protocol::tcp;
        std::function<void(Message &&)> ignore = [](Message&&) {};
        ConversationDissector dissector{flow, recorder, ignore, recorder.tally, recorder.held};
        auto const bytes = head + content;
        dissector.data(up, as_bytes(bytes), {0, 1, 0}, {0, 1, 0});
        dissector.finish(up, {0, 1, 0});
        dissector.finish(down, {0, 1, 0});
        EXPECT_EQ(dissector.opened(up), opened);
    }
}

} // namespace
} // namespace petze
