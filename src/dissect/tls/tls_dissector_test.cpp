#include "dissect/tls/tls_dissector.h"

#include "testing/recorder.h"
#include "testing/tls.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using namespace petze::testing;

constexpr unsigned hello = 1, server = 2, certificate = 11, done = 14, key_exchange = 16;
constexpr auto up = Direction::to_server, down = Direction::to_client;

struct Piece {
    Direction direction;
    testing::Buffer bytes;
};
using Pieces = std::vector<Piece>;

testing::Buffer const ccs = record(20, {1});
testing::Buffer const secret = record(23, testing::Buffer(100, 0x5a));
testing::Buffer const session(32, 0x77);

testing::Buffer offer(testing::Buffer const& session_id = {})
{
    return handshake_record(hello, client_hello(0x0303, {0xc02b, 0xc02f},
                                                {{0, server_name_data("www.example.com")},
                                                 {16, alpn_data({"h2", "http/1.1"})}},
                                                session_id));
}
testing::Buffer offer13()
{
    return handshake_record(hello, rfc8448_client_hello());
}
testing::Buffer answer12(testing::Buffer const& session_id = {})
{
    return handshake_record(server,
                            server_hello(0x0303, 0xc02b, {{16, alpn_data({"h2"})}}, session_id));
}
testing::Buffer answer13(Extensions more = {})
{
    more.push_back({43, {3, 4}});
    return handshake_record(server, server_hello(0x0303, 0x1301, more));
}
testing::Buffer chain()
{
    return handshake_record(certificate, certificate_message({invented_certificate()}));
}
testing::Buffer retry_request()
{
    return handshake_record(
        server,
        server_hello(0x0303, 0x1302, {{43, {3, 4}}}, {},
                     from_hex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")));
}

/// Each piece is a packet, numbered from 1; then both directions end in packet 99.
void play(Pieces const& pieces, Recorder& recorder)
{
    auto const dissector = make_tls_dissector(recorder.context, nullptr);
    std::uint64_t frame = 0;
    for (auto const& piece : pieces) {
        recorder.packet(++frame);
        dissector->take(piece.direction, piece.bytes);
    }
    recorder.packet(99);
    dissector->finish(up);
    dissector->finish(down);
}

TEST(TlsDissector, TellsOneConnectionWhereItIsComplete)
{
    struct {
        char const* name;
        Pieces pieces;
        std::uint64_t told_at;
        char const* version;
        char const* cipher;
        char const* alpn;
        bool has_certificate;
        bool resumed;
        char const* why_not;
    } const cases[] = {
        {"TLS 1.2, told at ServerHelloDone",
         {{up, offer()},
          {down, answer12()},
          {down, chain()},
          {down, handshake_record(done, {})},
          {up, ccs},
          {down, ccs},
          {down, secret}},
         4,
         "TLS 1.2",
         "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
         "h2",
         true,
         false,
         "no key"},
        {"TLS 1.2, session taken up by its id",
         {{up, offer(session)}, {down, answer12(session)}, {down, ccs}, {up, ccs}},
         3,
         "TLS 1.2",
         "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
         "h2",
         false,
         true,
         "no key"},
        {"TLS 1.2, session taken up by a ticket",
         {{up, offer()}, {down, joined({answer12(), handshake_record(4, {0}), ccs})}, {up, ccs}},
         2,
         "TLS 1.2",
         "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
         "h2",
         false,
         true,
         "no key"},
        {"TLS 1.3, told at ServerHello",
         {{up, offer13()}, {down, joined({answer13(), ccs, secret})}, {up, secret}},
         2,
         "TLS 1.3",
         "TLS_AES_128_GCM_SHA256",
         "",
         false,
         false,
         "no key"},
        {"TLS 1.3, pre-shared key",
         {{up, offer13()}, {down, answer13({{41, {0, 0}}})}, {up, secret}},
         2,
         "TLS 1.3",
         "TLS_AES_128_GCM_SHA256",
         "",
         false,
         true,
         "no key"},
        {"HelloRetryRequest with its ChangeCipherSpec",
         {{up, offer13()},
          {down, joined({retry_request(), ccs})},
          {up, ccs},
          {up, offer()},
          {down, answer13()},
          {down, secret}},
         5,
         "TLS 1.3",
         "TLS_AES_128_GCM_SHA256",
         "",
         false,
         false,
         "no key"},
        {"client alone", {{up, offer()}}, 99, "", "", "", false, false, "no key"},
        {"server alone",
         {{down, answer12()}, {down, chain()}, {down, ccs}},
         99,
         "TLS 1.2",
         "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
         "h2",
         true,
         false,
         "no key"},
        {"joined late",
         {{up, secret}, {down, secret}},
         2,
         "",
         "",
         "",
         false,
         false,
         "handshake not seen"},
        {"roles the other way round",
         {{down, offer()}, {up, answer12()}, {up, chain()}, {up, handshake_record(done, {})}},
         4,
         "TLS 1.2",
         "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
         "h2",
         true,
         false,
         "no key"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Recorder recorder;
        play(c.pieces, recorder);
        auto const told = recorder.of<TlsConnection>();
        ASSERT_EQ(told.size(), 1u);
        EXPECT_EQ(recorder.told_at[0], c.told_at);
        EXPECT_EQ(told[0].version, c.version);
        EXPECT_EQ(told[0].cipher, c.cipher);
        EXPECT_EQ(told[0].alpn, c.alpn);
        EXPECT_EQ(told[0].certificate.fingerprint, c.has_certificate ? invented_fingerprint : "");
        EXPECT_EQ(told[0].resumed, c.resumed);
        EXPECT_EQ(told[0].why_not, c.why_not);
        EXPECT_FALSE(told[0].decrypted);
        EXPECT_TRUE(recorder.tally.rows().empty());
    }
}

TEST(TlsDissector, TellsWhatStandsInTheHellosAndTheCertificate)
{
    Recorder recorder;
    play({{up, offer()}, {down, joined({answer12(), chain(), handshake_record(done, {})})}},
         recorder);
    auto const told = recorder.of<TlsConnection>().at(0);
    EXPECT_EQ(told.sni, "www.example.com");
    // sha256 of "c02b,c02f"; no extension but server name and ALPN is left to hash.
    EXPECT_EQ(told.ja4.substr(0, 11), "t12d0202h2_");
    EXPECT_EQ(told.ja4.substr(23), "_000000000000");
    EXPECT_EQ(told.ja3.size(), 32u);
    EXPECT_EQ(told.ja3s.size(), 32u);
    EXPECT_EQ(told.certificate.subject, "CN=www.example.com,O=Invented,C=DE");
    EXPECT_EQ(told.certificate.issuer, "CN=Invented Test CA");
    EXPECT_EQ(told.certificate.san.size(), 4u);
    EXPECT_EQ(told.certificate.not_before, "2014-07-01T00:00:00Z");
    EXPECT_EQ(told.certificate.not_after, "9999-12-31T23:59:59Z");
    EXPECT_FALSE(told.ech);

    EXPECT_EQ(recorder.values("tls:sni"), std::vector<std::string>{"www.example.com"});
    EXPECT_EQ(recorder.values("tls:alpn"), (std::vector<std::string>{"h2", "http/1.1"}));
    EXPECT_EQ(recorder.values("tls:certificate").size(), 6u);
    for (auto const& field : recorder.fields) {
        EXPECT_EQ(field.hostname, "www.example.com");
        auto const frame = field.path == "tls:certificate" ? 2u : 1u;
        EXPECT_EQ(field.direction, frame == 1 ? up : down);
        EXPECT_EQ(field.frames, (FrameRange{0, frame, frame}));
    }
    EXPECT_EQ(recorder.context.opened_to_server + recorder.context.opened_to_client, 0u);
}

// A client's certificate names its owner, and comes after all that is told of the connection.
TEST(TlsDissector, FindsTheClientsCertificate)
{
    Recorder recorder;
    play({{up, offer()},
          {down, joined({answer12(), handshake_record(done, {})})},
          {up, joined({chain(), handshake_record(key_exchange, {1, 2}), ccs})}},
         recorder);
    EXPECT_EQ(recorder.of<TlsConnection>().at(0).certificate.fingerprint, "");
    ASSERT_EQ(recorder.values("tls:certificate").size(), 6u);
    EXPECT_EQ(recorder.fields.back().direction, up);
    EXPECT_EQ(recorder.fields.back().frames, (FrameRange{0, 3, 3}));
}

TEST(TlsDissector, NoticesEncryptedClientHello)
{
    Recorder recorder;
    auto const body = client_hello(0x0303, {0x1301}, {{0xfe0d, {0}}});
    play({{up, handshake_record(hello, body)}, {down, answer13()}}, recorder);
    EXPECT_TRUE(recorder.of<TlsConnection>().at(0).ech);
}

TEST(TlsDissector, SaysTheSameAtEverySplitOfBothSides)
{
    auto const client = joined({offer(), ccs, secret});
    auto const answer = joined({answer12(), chain(), handshake_record(done, {}), ccs, secret});
    Recorder whole;
    play({{up, client}, {down, answer}}, whole);
    auto const expected = whole.of<TlsConnection>();
    auto const part = [](testing::Buffer const& bytes, std::size_t from, std::size_t to) {
        return testing::Buffer{bytes.begin() + static_cast<std::ptrdiff_t>(from),
                               bytes.begin() + static_cast<std::ptrdiff_t>(to)};
    };
    for (std::size_t split = 0; split <= answer.size(); ++split) {
        SCOPED_TRACE(split);
        auto const early = std::min(split, client.size());
        Recorder recorder;
        play({{up, part(client, 0, early)},
              {up, part(client, early, client.size())},
              {down, part(answer, 0, split)},
              {down, part(answer, split, answer.size())}},
             recorder);
        EXPECT_EQ(recorder.of<TlsConnection>(), expected);
        EXPECT_EQ(recorder.fields.size(), whole.fields.size());
    }
}

TEST(TlsDissector, TellsEveryPrefixOfAHello)
{
    auto const client = offer();
    for (std::size_t length = 0; length < client.size(); ++length) {
        SCOPED_TRACE(length);
        Recorder recorder;
        play({{up, {client.begin(), client.begin() + static_cast<std::ptrdiff_t>(length)}}},
             recorder);
        auto const told = recorder.of<TlsConnection>();
        ASSERT_EQ(told.size(), 1u);
        // Half a hello has a name, once that is there, but no fingerprint.
        EXPECT_EQ(told[0].ja3, "");
        constexpr std::size_t after_name = 78;
        EXPECT_EQ(told[0].sni == "www.example.com", length >= after_name);
    }
}

TEST(TlsDissector, CountsWhatIsMalformed)
{
    Recorder recorder;
    play({{up, handshake_record(hello, {3, 3, 1})},
          {down, joined({answer12(),
                         handshake_record(certificate, certificate_message({{0x30, 0x03}}))})}},
         recorder);
    EXPECT_EQ(recorder.tally.rows(),
              (std::vector<Tally::Row>{{"tls: malformed certificate", 1},
                                       {"tls: malformed handshake message", 1}}));
    EXPECT_EQ(recorder.of<TlsConnection>().size(), 1u);
}

TEST(TlsDissector, SurvivesAGap)
{
    Recorder recorder;
    auto const dissector = make_tls_dissector(recorder.context, nullptr);
    dissector->take(up, offer());
    dissector->take(down, answer12());
    dissector->gap(down, 1400); // its certificate
    dissector->take(down, handshake_record(done, {}));
    auto const told = recorder.of<TlsConnection>();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_FALSE(told[0].resumed);
    EXPECT_EQ(told[0].certificate.fingerprint, "");
}

TEST(LooksLikeTls, AnswersForTheFirstBytesOfEitherSide)
{
    struct {
        char const* name;
        char const* bytes;
        Likeness expected;
    } const cases[] = {
        {"nothing yet", "", Likeness::maybe},
        {"a record's first byte", "16", Likeness::maybe},
        {"a record's header", "16 0301 00c4", Likeness::maybe},
        {"ClientHello", "16 0301 00c4 01", Likeness::yes},
        {"ServerHello", "16 0303 005a 02", Likeness::yes},
        {"handshake of an unknown kind", "16 0303 005a 77", Likeness::no},
        {"application data", "17 0303 0100", Likeness::yes},
        {"alert", "15 0301 0002", Likeness::yes},
        {"a record of nothing", "16 0303 0000 01", Likeness::no},
        {"a record too long", "17 0303 ffff", Likeness::no},
        {"another version", "16 0401", Likeness::no},
        {"HTTP", "474554202f", Likeness::no},
        {"SSL 2.0 framing, first byte", "80", Likeness::maybe},
        {"SSL 2.0 framing", "802b 01 0301 0012 0000 0010", Likeness::yes},
        {"SSL 2.0 framing, lengths that do not agree", "802b 01 0301 0013 0000 0010", Likeness::no},
        {"high first byte of something else", "ff 00 55", Likeness::no},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(looks_like_tls(from_hex(c.bytes)), c.expected);
    }
}

} // namespace
} // namespace petze
