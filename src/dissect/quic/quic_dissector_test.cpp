#include "dissect/quic/quic_dissector.h"

#include "testing/quic.h"
#include "testing/recorder.h"
#include "testing/tls.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace petze {
namespace {

using namespace petze::testing;
using testing::Buffer;
using Connections = std::vector<QuicConnection>;

constexpr auto up = Direction::to_server, down = Direction::to_client;

struct Datagram {
    Direction direction;
    Buffer bytes;
};
using Datagrams = std::vector<Datagram>;

struct Played {
    Connections connections;
    std::vector<std::uint64_t> told_at;
    std::vector<std::string> lines; // fields and streams
    std::vector<std::string> tally;
};

/// Each datagram is a packet, numbered from 1; the conversation ends in packet 99.
Played play(Datagrams const& datagrams, std::string const& key_log = {})
{
    Recorder recorder;
    KeyLog keys;
    keys.add(key_log);
    keys.finish();
    if (!key_log.empty())
        recorder.context.keys = &keys;
    {
        QuicDissector dissector{recorder.context, nullptr};
        std::uint64_t frame = 0;
        for (auto const& [direction, bytes] : datagrams) {
            recorder.packet(++frame);
            dissector.take(direction, bytes);
        }
        recorder.packet(99);
        dissector.finish();
        dissector.finish();
    }
    Played out{recorder.of<QuicConnection>(), recorder.told_at, recorder.lines(), {}};
    for (auto const& row : recorder.tally.rows())
        out.tally.push_back(row.kind + " x " + std::to_string(row.count));
    return out;
}

QuicTalk const talk;

QuicConnection opened()
{
    return {"1", "www.example.com", "hq-interop", "", true, {}};
}
QuicConnection closed(std::string_view why)
{
    return {"1", "www.example.com", "", "", false, why};
}
/// JA4 has tests of its own.
Connections without_ja4(Connections connections)
{
    for (auto& connection : connections)
        connection.ja4.clear();
    return connections;
}

Datagrams handshake_of(QuicTalk const& of)
{
    return {{up, of.first(crypto_frame(0, of.hello()))},
            {down, joined({of.server_initial(crypto_frame(0, of.answer())),
                           of.server_handshake(crypto_frame(0, of.extensions("hq-interop")))})}};
}
Datagrams with(Datagrams before, Datagrams const& after)
{
    before.insert(before.end(), after.begin(), after.end());
    return before;
}

std::vector<std::string> const hello_lines{"quic:sni = www.example.com", "quic:alpn = hq-interop"};
std::vector<std::string> lines(std::vector<std::string> const& more)
{
    auto all = hello_lines;
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

TEST(DissectQuic, TellsBothHellosWithoutAKey)
{
    auto const told =
        play(with(handshake_of(talk), {{up, talk.to_server(stream_frame(0, 0, "closed"))}}));
    EXPECT_EQ(without_ja4(told.connections), Connections{closed("no key")});
    EXPECT_EQ(told.connections[0].ja4.substr(0, 10), "q13d0203hp");
    EXPECT_EQ(told.told_at, std::vector<std::uint64_t>{2});
    EXPECT_EQ(told.lines, hello_lines);
    EXPECT_TRUE(told.tally.empty());
}

struct Case {
    std::string_view name;
    Datagrams datagrams;
    Connections connections;
    std::vector<std::string> lines;
    std::vector<std::string> tally{};
    bool keys = true;
};

Datagrams const question_and_answer{
    {up, talk.to_server(stream_frame(0, 0, "GET /", true))},
    {down, talk.to_client(stream_frame(0, 0, "answer", true))},
};
auto const qa = lines({"quic > stream = GET /", "quic > stream = answer"});

// RFC 9000 section 17.2.5; sealed as RFC 9001 section 5.8 says.
Buffer retry()
{
    Buffer packet{0xf0, 0, 0, 0, 1};
    append(packet, with_length8(talk.client_id));
    append(packet, with_length8(from_hex("a0a1a2")));
    append(packet, bytes_of("token"));
    auto const pseudo = joined({with_length8(talk.original_id), packet});
    // AES-128-GCM of nothing, by `openssl`'s own interface.
    std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> const context{
        EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free};
    auto const key = from_hex("be0c690b9f66575a1d766b54e368c84e");
    auto const nonce = from_hex("461599d35d632bf2239825bb");
    Buffer tag(16);
    int made = 0;
    EVP_EncryptInit_ex2(context.get(), EVP_aes_128_gcm(), key.data(), nonce.data(), nullptr);
    EVP_EncryptUpdate(context.get(), nullptr, &made, pseudo.data(),
                      static_cast<int>(pseudo.size()));
    EVP_EncryptFinal_ex(context.get(), tag.data(), &made);
    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, 16, tag.data());
    append(packet, tag);
    return packet;
}

QuicTalk after_retry()
{
    QuicTalk other;
    other.original_id = from_hex("a0a1a2");
    return other;
}
QuicTalk another()
{
    QuicTalk other;
    other.original_id = from_hex("d0d1d2d3d4d5d6d7d8");
    other.server_id = from_hex("e0e1");
    other.client_id = {};
    return other;
}
QuicTalk upgraded()
{
    QuicTalk other;
    other.version = 0x6b3343cf;
    return other;
}

std::vector<Case> cases()
{
    auto const hello = talk.hello();
    Buffer const head{hello.begin(), hello.begin() + 40}, tail{hello.begin() + 40, hello.end()};
    auto const pieces =
        talk.first(joined({{1}, crypto_frame(40, tail), {0, 0}, crypto_frame(0, head)}));
    auto const new_id =
        joined({from_hex("18 01 00 06 b0b1b2b3b4b5 00112233445566778899aabbccddeeff")});
    auto const moved = talk.client_traffic().short_packet(from_hex("b0b1b2b3b4b5"), 1,
                                                          stream_frame(0, 5, "moved", true));
    Buffer reset = from_hex("43", "b0b1b2b3b4b5", "0011223344", "00112233445566778899aabbccddeeff");
    auto const changed = [](Buffer bytes) {
        bytes.back() ^= 1;
        return bytes;
    };
    return {
        {"question and answer", with(handshake_of(talk), question_and_answer), {opened()}, qa},
        {"hello in pieces, out of order",
         with({{up, pieces}, handshake_of(talk)[1]}, question_and_answer),
         {opened()},
         qa},
        {"hello in two packets, the second first",
         with({{up, talk.first(crypto_frame(40, tail), 1)},
               {up, talk.first(crypto_frame(0, head), 0)},
               handshake_of(talk)[1]},
              question_and_answer),
         {opened()},
         qa},
        {"application packets before the server's hello",
         {handshake_of(talk)[0], question_and_answer[1], question_and_answer[0],
          handshake_of(talk)[1]},
         {opened()},
         lines({"quic > stream = answer", "quic > stream = GET /"})},
        {"the server's hello is missing",
         with({handshake_of(talk)[0]}, question_and_answer),
         {{"1", "www.example.com", "", "", true, {}}},
         qa},
        {"early data before the hello is whole",
         with({{up, joined({talk.first(crypto_frame(40, tail), 1),
                            talk.early(stream_frame(0, 0, "GET /", true))})},
               {up, talk.first(crypto_frame(0, head), 0)},
               handshake_of(talk)[1]},
              {question_and_answer[1]}),
         {{"1", "www.example.com", "", "", true, {}}},
         qa},
        {"a Retry",
         with({{up, talk.first(crypto_frame(0, talk.hello()))},
               {down, retry()},
               {up, after_retry().first(crypto_frame(0, talk.hello()), 1)},
               handshake_of(after_retry())[1]},
              question_and_answer),
         {opened()},
         qa},
        {"a Retry that was not captured",
         with({{up, talk.first(crypto_frame(0, talk.hello()))},
               {up, after_retry().first(crypto_frame(0, talk.hello()), 1)},
               handshake_of(after_retry())[1]},
              question_and_answer),
         {opened()},
         [] {
             auto twice = hello_lines;
             twice.insert(twice.end(), qa.begin(), qa.end());
             return twice;
         }()},
        {"an upgrade to version 2",
         {handshake_of(talk)[0],
          handshake_of(upgraded())[1],
          {up, upgraded().to_server(stream_frame(0, 0, "GET /", true))},
          {down, upgraded().to_client(stream_frame(0, 0, "answer", true))}},
         {{"2", "www.example.com", "hq-interop", "", true, {}}},
         qa},
        {"Version Negotiation, and another try",
         with({{up, another().first(crypto_frame(0, talk.hello()))},
               {down, from_hex("80 00000000 00 09 d0d1d2d3d4d5d6d7d8 00000001")}},
              with(handshake_of(talk), question_and_answer)),
         {opened()},
         [] {
             auto twice = hello_lines;
             twice.insert(twice.end(), qa.begin(), qa.end());
             return twice;
         }()},
        {"two connections between the same ports, one without ids",
         with(with(handshake_of(talk), question_and_answer),
              with(handshake_of(another()),
                   {{up, another().to_server(stream_frame(0, 0, "more", true))}})),
         {opened(), opened()},
         [] {
             auto all = lines(hello_lines);
             for (auto const* more :
                  {"quic > stream = GET /", "quic > stream = answer", "quic > stream = more"})
                 all.emplace_back(more);
             return all;
         }()},
        {"a connection id that was announced",
         with(handshake_of(talk), {{down, talk.to_client(new_id)},
                                   {up, talk.to_server(stream_frame(0, 0, "never"))},
                                   {up, moved},
                                   {down, reset}}),
         {opened()},
         lines({"quic > stream = nevermoved"})},
        {"a lost packet",
         with(handshake_of(talk), {{up, talk.to_server(stream_frame(0, 0, "ab"))},
                                   {up, talk.to_server(stream_frame(0, 4, "ef", true), 2)}}),
         {opened()},
         lines({"quic > stream = ab[gap]ef"})},
        {"a packet that was changed",
         with(handshake_of(talk), {{up, changed(talk.to_server(stream_frame(0, 0, "ab")))},
                                   {up, talk.to_server(stream_frame(0, 0, "cd", true), 2)}}),
         {opened()},
         lines({"quic > stream = cd"}),
         {"quic: a packet's authentication tag does not fit x 1"}},
        {"keys that do not fit",
         with(handshake_of(talk), {{up, changed(talk.to_server(stream_frame(0, 0, "ab")))}}),
         {{"1", "www.example.com", "hq-interop", "", false, "tag failed"}},
         hello_lines,
         {"quic: a packet's authentication tag does not fit x 1"}},
        {"datagrams",
         with(handshake_of(talk), {{up, talk.to_server(from_hex("31 02 6869"))},
                                   {up, talk.to_server(from_hex("30 686f21"), 1)}}),
         {opened()},
         lines({"quic > datagram = hi[gap]ho![gap]"})},
        {"zeros behind the last packet of a datagram",
         with({{up, joined({talk.first(crypto_frame(0, talk.hello())), Buffer(20, 0)})},
               handshake_of(talk)[1]},
              question_and_answer),
         {opened()},
         qa},
        {"the server's packet first", // and taken for the side that opened the conversation
         {{up, handshake_of(talk)[1].bytes}, {down, handshake_of(talk)[0].bytes}},
         {opened()},
         hello_lines,
         {}},
        {"the client's packets are missing",
         {handshake_of(talk)[1], question_and_answer[1]},
         {{"1", "", "", "", false, "handshake not seen"}},
         {},
         {"quic: a packet's authentication tag does not fit x 1"}},
        {"the server's packets are missing, the client tells its id",
         {handshake_of(talk)[0],
          {up, talk.client_handshake().long_packet(2, talk.server_id, talk.client_id, 0, {1})},
          question_and_answer[0]},
         {{"1", "www.example.com", "", "", true, {}}},
         lines({"quic > stream = GET /"})},
        {"behind a Handshake packet, without the fixed bit",
         with(handshake_of(talk),
              {{up, joined({talk.client_handshake().long_packet(2, talk.server_id, talk.client_id,
                                                                0, {1}),
                            talk.to_server(stream_frame(0, 0, "GET /", true), 1)})}}),
         {opened()},
         lines({"quic > stream = GET /"})},
        {"the server's hello before the last piece of the client's",
         with({{up, talk.first(crypto_frame(0, head), 0)},
               handshake_of(talk)[1],
               {up, talk.first(crypto_frame(40, tail), 1)}},
              question_and_answer),
         {opened()},
         qa},
        {"the client goes on with the server's id before the server told it",
         with({{up, talk.first(crypto_frame(0, head), 0)},
               {up, talk.initial("client in")
                        .long_packet(0, talk.server_id, talk.client_id, 1, crypto_frame(40, tail))},
               handshake_of(talk)[1]},
              question_and_answer),
         {opened()},
         qa},
        {"half a hello",
         {{up, talk.first(crypto_frame(0, {hello.begin(), hello.end() - 12}))}},
         {closed("no key")},
         {hello_lines[0]},
         {},
         false},
    };
}

TEST(DissectQuic, OpensWhatTheKeysOpen)
{
    for (auto const& row : cases()) {
        SCOPED_TRACE(row.name);
        auto const told = play(row.datagrams, row.keys ? talk.key_log() : "");
        EXPECT_EQ(without_ja4(told.connections), row.connections);
        EXPECT_EQ(told.lines, row.lines);
        EXPECT_EQ(told.tally, row.tally);
    }
}

// RFC 8446 section 4.4.2: the context, then each certificate with its extensions.
Buffer certificate_of_server()
{
    auto const entry = joined({with_length24(invented_certificate()), {0, 0}});
    return handshake(11, joined({{0}, with_length24(entry)}));
}

TEST(DissectQuic, TellsTheServersCertificateWhereKeysOpenIt)
{
    auto const flight = joined({talk.extensions("hq-interop"), certificate_of_server()});
    Buffer const head{flight.begin(), flight.begin() + 300},
        tail{flight.begin() + 300, flight.end()};
    Datagrams const datagrams =
        with({{up, talk.first(crypto_frame(0, talk.hello()))},
              {down, joined({talk.server_initial(crypto_frame(0, talk.answer())),
                             talk.server_handshake(crypto_frame(0, head))})},
              {down, talk.server_handshake(crypto_frame(300, tail), 1)}},
             question_and_answer);
    auto const told = play(datagrams, talk.key_log()).connections;
    ASSERT_EQ(told.size(), 1u);
    auto const& certificate = told[0].certificate;
    EXPECT_EQ(certificate.fingerprint, invented_fingerprint);
    EXPECT_EQ(certificate.subject, "CN=www.example.com,O=Invented,C=DE");
    EXPECT_EQ(certificate.issuer, "CN=Invented Test CA");
    EXPECT_EQ(certificate.san.size(), 4u);
    EXPECT_FALSE(certificate.chain.empty());
    EXPECT_EQ(play(datagrams, "").connections.at(0).certificate, ShownCertificate{});
}

// RFC 9001 section 5.3 and RFC 9369: each suite, each version whose packets can be sealed here.
TEST(DissectQuic, OpensEverySuiteAndVersion)
{
    for (auto const suite : {0x1301, 0x1302, 0x1303, 0x1304})
        for (auto const version : {1u, 0x6b3343cfu, 0xff000022u, 0xff00001du, 0xff00001bu}) {
            QuicTalk one;
            one.suite = static_cast<std::uint16_t>(suite);
            one.version = version;
            SCOPED_TRACE(version);
            auto const told =
                play(with(handshake_of(one), {{up, one.to_server(stream_frame(0, 0, "hi", true))}}),
                     one.key_log());
            EXPECT_EQ(told.lines, lines({"quic > stream = hi"})) << suite;
            ASSERT_EQ(told.connections.size(), 1u);
            EXPECT_EQ(told.connections[0].version, quic::version_name(version));
            EXPECT_TRUE(told.tally.empty());
        }
}

TEST(DissectQuic, TellsFromPartOfTheKeys)
{
    auto const log = talk.key_log();
    auto const only = [&](std::string_view label) {
        auto const at = log.find(label);
        return log.substr(at, log.find('\n', at) + 1 - at);
    };
    auto const all = with(handshake_of(talk), question_and_answer);
    auto told = play(all, only("CLIENT_TRAFFIC_SECRET_0"));
    EXPECT_EQ(told.lines, lines({"quic > stream = GET /"}));
    EXPECT_TRUE(told.connections.at(0).decrypted);
    told = play(all, only("SERVER_HANDSHAKE_TRAFFIC_SECRET"));
    EXPECT_EQ(told.connections.at(0).alpn, "hq-interop");
    EXPECT_EQ(told.connections.at(0).why_not, "no key");
}

TEST(DissectQuic, SurvivesEveryPrefixAndEveryChange)
{
    auto const all = with(handshake_of(talk), question_and_answer);
    for (std::size_t which = 0; which < all.size(); ++which)
        for (std::size_t at = 0; at < all[which].bytes.size(); at += which == 0 ? 37 : 1) {
            auto cut = all;
            cut[which].bytes.resize(at);
            auto const told = play(cut, talk.key_log());
            EXPECT_LE(told.connections.size(), 1u);
            auto changed = all;
            changed[which].bytes[at] ^= 0x55;
            play(changed, talk.key_log());
        }
}

TEST(DissectQuic, EveryOrderOpensTheSame)
{
    auto const all = with(handshake_of(talk), question_and_answer);
    std::vector<std::size_t> order{0, 1, 2, 3};
    auto const sorted = [](std::vector<std::string> of) {
        std::sort(of.begin(), of.end());
        return of;
    };
    do {
        // One with a short header does not show that it is QUIC.
        if (order[0] > 1)
            continue;
        Datagrams shuffled;
        for (auto const i : order)
            shuffled.push_back(all[i]);
        auto const told = play(shuffled, talk.key_log());
        EXPECT_EQ(sorted(told.lines), sorted(qa));
        EXPECT_EQ(without_ja4(told.connections).size(), 1u);
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST(DissectQuic, NamesGooglesVersions)
{
    auto const hello = from_hex("43484c4f 0100 0000 534e4900 0b000000 6578616d706c652e6f7267");
    auto const early = joined({from_hex("0d 0102030405060708 51303433 01"), hello});
    auto const told = play({{up, early}, {up, early}});
    EXPECT_EQ(told.connections,
              (Connections{{"Q043", "example.org", "", "", false, "version unknown"}}));
    EXPECT_EQ(told.lines, std::vector<std::string>{"quic:sni = example.org"});
    EXPECT_EQ(play({{up, from_hex("c3 51303436 50 0102030405060708 00000001")}}).connections,
              (Connections{{"Q046", "", "", "", false, "version unknown"}}));
}

TEST(DissectQuic, IsBoundedInWhatItTries)
{
    // Each is of another connection that nobody answers.
    Datagrams many;
    for (unsigned i = 0; i < 300; ++i) {
        QuicTalk one;
        one.original_id = {
            9, 9, 9, 9, 9, 9, 9, static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i >> 8)};
        many.push_back({up, one.first(crypto_frame(0, one.hello()))});
    }
    auto const told = play(many);
    // 8 stay open, 248 make room, then no more are tried.
    EXPECT_EQ(told.tally, (std::vector<std::string>{"quic: limit of connections tried x 249"}));
    EXPECT_EQ(told.connections.size(), 1u); // it is always the same hello
}

} // namespace
} // namespace petze
