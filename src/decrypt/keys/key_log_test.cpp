#include "decrypt/keys/key_log.h"

#include "base/text.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

std::string const random_a(64, 'a'), random_b(64, 'b');
std::string const secret_32(64, '1'), secret_48(96, '2');

Bytes id_of(std::string const& hex, std::vector<std::uint8_t>& held)
{
    held = *decode_hex(hex);
    return held;
}

TEST(KeyLog, KnowsEveryLabel)
{
    struct {
        std::string name, line;
        SecretKind kind;
        std::string id, secret; // empty where there is none
        std::uint64_t broken;
    } const cases[] = {
        {"master", "CLIENT_RANDOM " + random_a + " " + secret_48, SecretKind::master, random_a,
         secret_48, 0},
        {"premaster", "RSA 0011223344556677 " + secret_48, SecretKind::premaster,
         "0011223344556677", secret_48, 0},
        {"session", "RSA Session-ID:" + random_b + " Master-Key:" + secret_48, SecretKind::session,
         random_b, secret_48, 0},
        {"early", "CLIENT_EARLY_TRAFFIC_SECRET " + random_a + " " + secret_32,
         SecretKind::client_early, random_a, secret_32, 0},
        {"client's handshake", "CLIENT_HANDSHAKE_TRAFFIC_SECRET " + random_a + " " + secret_32,
         SecretKind::client_handshake, random_a, secret_32, 0},
        {"server's handshake, SHA-384",
         "SERVER_HANDSHAKE_TRAFFIC_SECRET " + random_a + " " + secret_48,
         SecretKind::server_handshake, random_a, secret_48, 0},
        {"client's traffic", "CLIENT_TRAFFIC_SECRET_0 " + random_a + " " + secret_32,
         SecretKind::client_traffic, random_a, secret_32, 0},
        {"server's traffic, QUIC", "QUIC_SERVER_TRAFFIC_SECRET_0 " + random_a + " " + secret_32,
         SecretKind::server_traffic, random_a, secret_32, 0},
        {"carriage return", "CLIENT_RANDOM " + random_a + " " + secret_48 + "\r\n",
         SecretKind::master, random_a, secret_48, 0},
        {"spaces and tabs", "  CLIENT_RANDOM\t" + random_a + "   " + secret_48 + " ",
         SecretKind::master, random_a, secret_48, 0},
        {"comment", "# CLIENT_RANDOM " + random_a + " " + secret_48, SecretKind::master, random_a,
         "", 0},
        {"empty lines", "\n\r\n\n", SecretKind::master, random_a, "", 0},
        {"of no use", "EXPORTER_SECRET " + random_a + " " + secret_32, SecretKind::master, random_a,
         "", 0},
        {"a later generation", "CLIENT_TRAFFIC_SECRET_1 " + random_a + " " + secret_32,
         SecretKind::client_traffic, random_a, "", 0},
        {"unknown label", "SOMETHING " + random_a + " " + secret_32, SecretKind::master, random_a,
         "", 1},
        {"short random", "CLIENT_RANDOM aaaa " + secret_48, SecretKind::master, "aaaa", "", 1},
        {"short master", "CLIENT_RANDOM " + random_a + " " + secret_32, SecretKind::master,
         random_a, "", 1},
        {"no hex", "CLIENT_RANDOM " + random_a + " " + std::string(96, 'x'), SecretKind::master,
         random_a, "", 1},
        {"odd number of digits", "CLIENT_RANDOM " + random_a + " " + secret_48 + "2",
         SecretKind::master, random_a, "", 1},
        {"cut off", "CLIENT_RANDOM " + random_a, SecretKind::master, random_a, "", 1},
        {"long secret", "CLIENT_TRAFFIC_SECRET_0 " + random_a + " " + std::string(130, '1'),
         SecretKind::client_traffic, random_a, "", 1},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        KeyLog log;
        log.add(c.line);
        log.finish();
        std::vector<std::uint8_t> held;
        EXPECT_EQ(to_hex(log.find(c.kind, id_of(c.id, held))), c.secret);
        EXPECT_EQ(log.broken_lines(), c.broken);
        EXPECT_EQ(log.empty(), c.secret.empty());
    }
}

TEST(KeyLog, KeepsTheFirstOfSeveralSecretsAndTellsIdsApart)
{
    KeyLog log;
    // The first eight bytes are alike.
    auto const other = std::string(63, 'a') + "b";
    log.add("CLIENT_RANDOM " + other + " " + std::string(96, '3') + "\n");
    log.add("CLIENT_RANDOM " + random_a + " " + secret_48 + "\nCLIENT_RANDOM " + random_a + " "
            + std::string(96, '4'));
    log.add("CLIENT_TRAFFIC_SECRET_0 " + random_a + " " + secret_32);
    log.finish();
    std::vector<std::uint8_t> held;
    EXPECT_EQ(to_hex(log.find(SecretKind::master, id_of(random_a, held))), secret_48);
    EXPECT_EQ(to_hex(log.find(SecretKind::client_traffic, id_of(random_a, held))), secret_32);
    EXPECT_EQ(to_hex(log.find(SecretKind::master, id_of(other, held))), std::string(96, '3'));
    EXPECT_TRUE(log.knows(id_of(random_a, held)));
    EXPECT_FALSE(log.knows(id_of(random_b, held)));
    EXPECT_FALSE(log.knows({}));
    EXPECT_EQ(log.masters(), 3u);
}

TEST(KeyLog, GivesTheLinesOfOneConnection)
{
    KeyLog log;
    auto const handshake = "QUIC_CLIENT_HANDSHAKE_TRAFFIC_SECRET " + random_a + " " + secret_32;
    log.add("SERVER_TRAFFIC_SECRET_0 " + random_a + " " + secret_32 + "\n" + handshake
            + "\nCLIENT_RANDOM " + random_b + " " + secret_48 + "\nRSA 0102030405060708 "
            + secret_48 + "\nCLIENT_RANDOM " + random_b + " " + std::string(96, '4')
            + "\nRSA Session-ID:0a0b0c Master-Key:" + secret_48);
    log.finish();
    struct {
        char const* name;
        std::string id, lines;
    } const cases[] = {
        {"two kinds", random_a,
         "CLIENT_HANDSHAKE_TRAFFIC_SECRET " + random_a + " " + secret_32
             + "\nSERVER_TRAFFIC_SECRET_0 " + random_a + " " + secret_32 + "\n"},
        {"the first of two", random_b, "CLIENT_RANDOM " + random_b + " " + secret_48 + "\n"},
        {"a premaster secret", "0102030405060708", "RSA 0102030405060708 " + secret_48 + "\n"},
        {"a session", "0a0b0c", "RSA Session-ID:0a0b0c Master-Key:" + secret_48 + "\n"},
        {"unknown", "0a0b0d", ""},
        {"none", "", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        std::vector<std::uint8_t> held;
        auto const lines = log.lines(id_of(c.id, held));
        EXPECT_EQ(lines, c.lines);
        KeyLog again; // what is written can be read
        again.add(lines);
        EXPECT_EQ(again.broken_lines(), 0u);
    }
}

// Each line of it is asked for; were that slow, this test would not end.
TEST(KeyLog, AnswersOutOfALongLogOfOneBeginning)
{
    constexpr unsigned lines = 100'000;
    auto const random = [](unsigned number) {
        auto digits = std::to_string(number);
        return std::string(64 - digits.size(), '0') + digits;
    };
    std::string text;
    for (unsigned i = 0; i < lines; ++i)
        text += "CLIENT_RANDOM " + random(i) + " " + secret_48 + "\n";
    KeyLog log;
    log.add(text);
    log.finish();
    EXPECT_EQ(log.secrets(), lines);
    std::vector<std::uint8_t> held;
    for (unsigned i = 0; i < lines; ++i)
        ASSERT_TRUE(log.knows(id_of(random(i), held)));
    EXPECT_FALSE(log.knows(id_of(random(lines), held)));
}

} // namespace
} // namespace petze
