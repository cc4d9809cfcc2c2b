#include "dissect/dtls/dtls_dissector.h"

#include "testing/dtls.h"
#include "testing/recorder.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using namespace petze::testing;

constexpr auto up = Direction::to_server, down = Direction::to_client;
constexpr unsigned hello = 1, server = 2, verify = 3, certificate = 11, done = 14, finished = 20;
constexpr unsigned alert = 21, application = 23;

struct Datagram {
    Direction direction;
    testing::Buffer bytes;
};
using Datagrams = std::vector<Datagram>;

testing::Buffer offer_body(testing::Buffer const& random = testing::Buffer(32, 0x11),
                           testing::Buffer const& cookie = {})
{
    return dtls_client_hello({0x003b, 0xc02b}, {{0, server_name_data("www.example.com")}}, random,
                             cookie);
}
testing::Buffer const offer = dtls_handshake(hello, 0, offer_body());
testing::Buffer const offer_again =
    dtls_handshake(hello, 1, offer_body(testing::Buffer(32, 0x11), {1, 2, 3, 4}));
testing::Buffer const cookie = dtls_handshake(verify, 0, {0xfe, 0xff, 4, 1, 2, 3, 4});
testing::Buffer const answer = dtls_handshake(server, 1, server_hello(0xfefd, 0x003b, {}));
testing::Buffer const chain =
    dtls_handshake(certificate, 2, certificate_message({invented_certificate()}));
testing::Buffer const answer_done = dtls_handshake(done, 3, {});
testing::Buffer const ccs = dtls_record(20, 0, 9, {1});
testing::Buffer const secret = dtls_record(application, 1, 1, testing::Buffer(60, 0x5a));

DtlsNullSuite const suite;
testing::Buffer said(Direction direction, std::uint32_t number, std::string_view text)
{
    return suite.seal(direction == up, application, 1, number, bytes_of(text));
}
testing::Buffer finish_message(Direction direction)
{
    return suite.seal(direction == up, 22, 1, 0,
                      dtls_message(finished, direction == up ? 2 : 4, testing::Buffer(12, 0x77)));
}
testing::Buffer close_notify(Direction direction)
{
    return suite.seal(direction == up, alert, 1, 50, {1, 0});
}
Datagrams const handshake_datagrams{{up, offer},
                                    {down, cookie},
                                    {up, offer_again},
                                    {down, joined({answer, chain})},
                                    {down, answer_done}};

Datagrams with_handshake(Datagrams const& more)
{
    auto all = handshake_datagrams;
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

/// Each datagram is a packet, numbered from 1; then the conversation ends in packet 99.
void play(Datagrams const& datagrams, Recorder& recorder, KeyLog const* keys = nullptr)
{
    recorder.context.keys = keys;
    DtlsDissector dissector{recorder.context, nullptr};
    std::uint64_t frame = 0;
    for (auto const& datagram : datagrams) {
        recorder.packet(++frame);
        dissector.take(datagram.direction, datagram.bytes);
    }
    recorder.packet(99);
    dissector.finish();
}

KeyLog key_log(std::string const& text = suite.key_log_line())
{
    KeyLog keys;
    keys.add(text);
    keys.finish();
    return keys;
}

TEST(DtlsDissector, TellsOneConnectionWhereItIsComplete)
{
    struct {
        char const* name;
        Datagrams datagrams;
        std::uint64_t told_at;
        char const* version;
        bool has_certificate;
        bool resumed;
        char const* why_not;
    } const cases[] = {
        {"with a cookie", with_handshake({{up, ccs}, {down, ccs}, {down, secret}}), 5, "DTLS 1.2",
         true, false, "no key"},
        {"sent again", with_handshake({{up, offer_again}, {down, joined({answer, chain})}}), 5,
         "DTLS 1.2", true, false, "no key"},
        {"out of order",
         {{up, offer_again}, {down, answer_done}, {down, chain}, {down, answer}},
         4,
         "DTLS 1.2",
         true,
         false,
         "no key"},
        {"session taken up",
         {{up, offer}, {down, joined({answer, ccs, secret})}, {up, joined({ccs, secret})}},
         2,
         "DTLS 1.2",
         false,
         true,
         "no key"},
        {"DTLS 1.0",
         {{up, offer}, {down, dtls_handshake(server, 0, server_hello(0xfeff, 0x0035, {}))}},
         99,
         "DTLS 1.0",
         false,
         false,
         "no key"},
        {"DTLS 1.3",
         {{up, offer},
          {down, dtls_handshake(server, 0, server_hello(0xfefd, 0x1301, {{43, {0xfe, 0xfc}}}))},
          {down, from_hex("2e 0001 0010 aabbccdd")}},
         2,
         "DTLS 1.3",
         false,
         false,
         "version unknown"},
        {"client alone", {{up, offer}, {up, offer}}, 99, "", false, false, "no key"},
        {"joined late",
         {{up, secret}, {down, secret}, {up, secret}},
         2,
         "",
         false,
         false,
         "handshake not seen"},
        {"all behind the server's hello is missing",
         {{up, offer},
          {down, answer},
          {up, dtls_handshake(16, 1, {0, 2, 1, 2})},
          {down, joined({ccs, secret})}},
         4,
         "DTLS 1.2",
         false,
         false,
         "no key"},
        {"the certificate is missing",
         {{up, offer}, {down, answer}, {down, answer_done}, {down, ccs}, {down, secret}},
         5,
         "DTLS 1.2",
         false,
         false,
         "no key"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Recorder recorder;
        play(c.datagrams, recorder);
        auto const told = recorder.of<TlsConnection>();
        ASSERT_EQ(told.size(), 1u);
        EXPECT_EQ(recorder.told_at[0], c.told_at);
        EXPECT_EQ(told[0].version, c.version);
        EXPECT_EQ(told[0].certificate.fingerprint, c.has_certificate ? invented_fingerprint : "");
        EXPECT_EQ(told[0].resumed, c.resumed);
        EXPECT_EQ(told[0].why_not, c.why_not);
        EXPECT_FALSE(told[0].decrypted);
    }
}

TEST(DtlsDissector, TellsWhatStandsInTheHellosAndTheCertificate)
{
    Recorder recorder;
    play(handshake_datagrams, recorder);
    auto const told = recorder.of<TlsConnection>().at(0);
    EXPECT_EQ(told.sni, "www.example.com");
    EXPECT_EQ(told.cipher, "TLS_RSA_WITH_NULL_SHA256");
    // DTLS, version 1.2, a domain, two suites, one extension, no ALPN.
    EXPECT_EQ(told.ja4.substr(0, 11), "dd2d020100_");
    EXPECT_EQ(told.certificate.subject, "CN=www.example.com,O=Invented,C=DE");
    EXPECT_EQ(recorder.values("dtls:sni"), std::vector<std::string>{"www.example.com"});
    EXPECT_EQ(recorder.values("dtls:certificate").size(), 6u);
    EXPECT_TRUE(recorder.tally.rows().empty());
}

TEST(DtlsDissector, OpensWhatTheKeysOpen)
{
    auto const keys = key_log();
    Recorder recorder;
    auto const request = said(up, 1, "request"), reply = said(down, 1, "reply");
    play(with_handshake({{up, joined({ccs, finish_message(up)})},
                         {down, joined({ccs, finish_message(down)})},
                         {up, request},
                         {up, request}, // the network's copy
                         {down, joined({said(down, 2, "later"), reply})},
                         {up, close_notify(up)},
                         {down, close_notify(down)},
                         {up, said(up, 3, "nobody listens")}}),
         recorder, &keys);
    auto const told = recorder.of<TlsConnection>();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(recorder.told_at[0], 6u);
    EXPECT_TRUE(told[0].decrypted);
    EXPECT_EQ(told[0].why_not, "");
    auto const streams = recorder.streams();
    ASSERT_EQ(streams.size(), 2u);
    EXPECT_EQ(streams[0].path, "dtls > datagram");
    EXPECT_EQ(streams[0].value, "request[gap]");
    EXPECT_EQ(streams[0].direction, up);
    EXPECT_EQ(streams[0].frames, (FrameRange{0, 8, 8}));
    EXPECT_EQ(streams[1].value, "later[gap]reply[gap]");
    EXPECT_EQ(recorder.context.decrypted_to_server, 7u);
    EXPECT_EQ(recorder.context.decrypted_to_client, 10u);
    // Header, text, MAC of 32 bytes: Finished of 12 + 12 bytes, what was said, an alert.
    EXPECT_EQ(recorder.context.opened_to_server, 3u * (13 + 32) + 24 + 7 + 2);
    EXPECT_EQ(recorder.context.opened_to_client, 4u * (13 + 32) + 24 + 10 + 2);
    EXPECT_TRUE(recorder.tally.rows().empty());
}

TEST(DtlsDissector, WaitsForTheKeys)
{
    auto const keys = key_log();
    Recorder recorder;
    play({{up, offer}, {up, said(up, 1, "early")}, {down, answer}}, recorder, &keys);
    ASSERT_EQ(recorder.streams().size(), 1u);
    EXPECT_EQ(recorder.streams()[0].value, "early[gap]");
    EXPECT_EQ(recorder.streams()[0].frames, (FrameRange{0, 2, 2}));
    EXPECT_TRUE(recorder.of<TlsConnection>().at(0).decrypted);
}

TEST(DtlsDissector, SaysWhyNot)
{
    auto const of_another =
        key_log("CLIENT_RANDOM " + std::string(64, '9') + ' ' + std::string(96, '3') + '\n');
    auto const keys = key_log();
    auto spoiled = said(up, 1, "request");
    spoiled.back() ^= 1;
    Datagrams much_spoiled = handshake_datagrams;
    for (int i = 0; i < 20; ++i) {
        much_spoiled.push_back({up, spoiled});
        much_spoiled.push_back({down, secret});
    }
    struct {
        char const* name;
        Datagrams datagrams;
        KeyLog const& keys;
        char const* why_not;
    } const cases[] = {
        {"keys of another connection", with_handshake({{up, said(up, 1, "request")}}), of_another,
         "no key"},
        {"keys of another connection, both sides",
         with_handshake({{up, said(up, 1, "request")}, {down, secret}}), of_another, "no key"},
        {"no hello", {{up, said(up, 1, "request")}, {down, secret}}, keys, "handshake not seen"},
        {"server hello missing", {{up, offer}, {up, said(up, 1, "request")}}, keys, "no key"},
        {"a suite that Petze has not",
         {{up, offer},
          {down, dtls_handshake(server, 1, server_hello(0xfefd, 0x0005, {}))}, // RC4
          {up, secret},
          {down, secret}},
         keys,
         "cipher unknown"},
        {"what was changed", much_spoiled, keys, "tag failed"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Recorder recorder;
        play(c.datagrams, recorder, &c.keys);
        auto const told = recorder.of<TlsConnection>();
        ASSERT_EQ(told.size(), 1u);
        EXPECT_FALSE(told[0].decrypted);
        EXPECT_EQ(told[0].why_not, c.why_not);
        EXPECT_TRUE(recorder.streams().empty());
    }
}

TEST(DtlsDissector, GoesOnBehindWhatDoesNotOpen)
{
    auto const keys = key_log();
    auto spoiled = said(up, 1, "request");
    spoiled[20] ^= 1;
    Recorder recorder;
    play(with_handshake({{up, spoiled}, {up, said(up, 2, "second")}}), recorder, &keys);
    EXPECT_EQ(recorder.streams().at(0).value, "second[gap]");
    EXPECT_EQ(recorder.tally.rows(),
              (std::vector<Tally::Row>{{"dtls: record that does not open", 1}}));
}

// RFC 6347 section 4.2.2 and 4.1: message_seq begins again, and the epoch goes on.
TEST(DtlsDissector, FollowsANewHandshakeInside)
{
    DtlsNullSuite second;
    second.client_random = testing::Buffer(32, 0x44);
    second.server_random = testing::Buffer(32, 0x55);
    second.master = testing::Buffer(48, 0x66);
    auto const keys = key_log(suite.key_log_line() + second.key_log_line());
    auto const inside = [](Direction direction, unsigned type, unsigned sequence,
                           testing::Buffer const& body) {
        return suite.seal(direction == up, 22, 1, 10 + sequence,
                          dtls_message(type, sequence, body));
    };
    Recorder recorder;
    play(with_handshake({{down, finish_message(down)},
                         {up, said(up, 1, "one")},
                         {up, inside(up, hello, 0, offer_body(second.client_random))},
                         {down, inside(down, server, 0,
                                       server_hello(0xfefd, 0x003b, {}, {}, second.server_random))},
                         {up, second.seal(true, application, 2, 0, bytes_of("two"))},
                         {up, said(up, 2, "late")},
                         {down, second.seal(false, application, 2, 0, bytes_of("three"))}}),
         recorder, &keys);
    ASSERT_EQ(recorder.streams().size(), 2u);
    EXPECT_EQ(recorder.streams()[0].value, "one[gap]two[gap]late[gap]");
    EXPECT_EQ(recorder.streams()[1].value, "three[gap]");
    EXPECT_EQ(recorder.of<TlsConnection>().size(), 1u);
}

TEST(DtlsDissector, TellsAnotherConnectionBetweenTheSamePorts)
{
    auto const other = dtls_handshake(hello, 0, offer_body(testing::Buffer(32, 0x99)));
    struct {
        char const* name;
        Datagrams datagrams;
        std::size_t told;
    } const cases[] = {
        {"while the first is open", {{up, offer}, {down, answer}, {up, other}}, 2},
        {"after the first", with_handshake({{up, secret}, {down, secret}, {up, other}}), 2},
        {"the same hello again", with_handshake({{up, secret}, {down, secret}, {up, offer}}), 1},
        {"after one that was joined late", {{up, secret}, {down, secret}, {up, offer}}, 2},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Recorder recorder;
        play(c.datagrams, recorder);
        EXPECT_EQ(recorder.of<TlsConnection>().size(), c.told);
    }
}

TEST(DtlsDissector, CountsWhatItDoesNotRead)
{
    Recorder recorder;
    auto const cut = testing::Buffer{chain.begin(), chain.begin() + 300};
    play({{up, offer},
          {down, joined({answer, cut})},
          {down, from_hex("19 fefd 0001 000000000001 aabb 0001 00")}},
         recorder);
    EXPECT_EQ(recorder.tally.rows(),
              (std::vector<Tally::Row>{{"dtls: connection ids are not read", 1},
                                       {"dtls: malformed fragment of a handshake message", 1},
                                       {"dtls: record cut off or malformed", 1}}));
}

TEST(DtlsDissector, SurvivesEveryPrefix)
{
    auto const keys = key_log();
    auto const datagram = joined({answer, chain, answer_done, ccs, finish_message(down)});
    for (std::size_t length = 0; length < datagram.size(); ++length) {
        Recorder recorder;
        play({{up, offer},
              {down, testing::Buffer{datagram.begin(),
                                     datagram.begin() + static_cast<std::ptrdiff_t>(length)}}},
             recorder, &keys);
        ASSERT_EQ(recorder.of<TlsConnection>().size(), 1u);
        EXPECT_FALSE(recorder.of<TlsConnection>()[0].decrypted);
    }
}

} // namespace
} // namespace petze
