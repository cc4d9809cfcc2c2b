#include "decrypt/quic/protection.h"

#include "testing/quic.h"

#include <gtest/gtest.h>

namespace petze::quic {
namespace {

using namespace petze::testing;
using testing::Buffer;

Buffer const client_id = from_hex("8394c8f03e515708");

/// RFC 9001 appendix A.2: a ClientHello in a CRYPTO frame, and PADDING.
Buffer client_payload()
{
    auto payload = from_hex("060040f1010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e868",
                            "04fe3a47f06a2b69484c00000413011302010000c000000010000e00000b6578",
                            "616d706c652e636f6dff01000100000a00080006001d00170018001000070005",
                            "04616c706e000500050100000000003300260024001d00209370b2c9caa47fba",
                            "baf4559fedba753de171fa71f50f1ce15d43e994ec74d748002b000302030400",
                            "0d0010000e0403050306030203080408050806002d00020101001c0002400100",
                            "3900320408ffffffffffffffff05048000ffff07048000ffff08011001048000",
                            "75300901100f088394c8f03e51570806048000ffff");
    payload.resize(1162);
    return payload;
}

/// Appendix A.3: ACK and CRYPTO.
Buffer server_payload()
{
    return from_hex("02000000000600405a020000560303eefce7f7b37ba1d1632e96677825ddf739",
                    "88cfc79825df566dc5430b9a045a1200130100002e00330024001d00209d3c94",
                    "0d89690b84d08a60993c144eca684d1081287c834d5311bcf32bb9da1a002b00", "020304");
}

Packet parsed(Bytes bytes)
{
    ByteReader in{bytes};
    return next_packet(in).value;
}

OpenedPacket open(Protection& keys, Bytes bytes, std::vector<std::uint8_t>& buffer)
{
    auto const packet = parsed(bytes);
    return keys.open(packet.bytes, packet.number_offset, buffer);
}

struct InitialCase {
    std::string_view name;
    std::uint32_t version;
    std::string_view client_header; // before protection
    std::string_view client_begin;  // after it
    std::string_view client_tag;
    std::string_view server_packet;
};

// RFC 9001 appendix A.2 and A.3, RFC 9369 appendix A.2 and A.3. A tag covers all before it.
InitialCase const initial_cases[] = {
    {"version 1", 1, "c300000001088394c8f03e5157080000449e00000002",
     "c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11",
     "e221af44860018ab0856972e194cd934",
     "cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a"
     "5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a1839b3"
     "dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84"
     "022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc4"
     "2158407dd074ee"},
    {"version 2", 0x6b3343cf, "d36b3343cf088394c8f03e5157080000449e00000002",
     "d76b3343cf088394c8f03e5157080000449ea0c95e82ffe67b6abcdb4298b485",
     "a18b2faa745b6fe189cf772a9f84cbfc",
     "dc6b3343cf0008f067a5502a4262b5004075d92faaf16f05d8a4398c47089698"
     "baeea26b91eb761d9b89237bbf87263017915358230035f7fd3945d88965cf17"
     "f9af6e16886c61bfc703106fbaf3cb4cfa52382dd16a393e42757507698075b2"
     "c984c707f0a0812d8cd5a6881eaf21ceda98f4bd23f6fe1a3e2c43edd9ce7ca8"
     "4bed8521e2e140"},
};

TEST(QuicProtection, OpensTheInitialPacketsOfTheStandards)
{
    for (auto const& row : initial_cases) {
        SCOPED_TRACE(row.name);
        auto pair = make_initial_protection(*find_version(row.version), client_id);
        ASSERT_TRUE(pair.client && pair.server);
        std::vector<std::uint8_t> buffer;

        Sealer const sealer{0x1301, initial_secret(row.version, client_id, "client in"),
                            row.version};
        auto const client = sealer.seal(from_hex(row.client_header), 4, 2, client_payload());
        ASSERT_EQ(to_hex(Bytes{client}.first(32)), row.client_begin);
        ASSERT_EQ(to_hex(Bytes{client}.last(16)), row.client_tag);
        auto opened = open(*pair.client, client, buffer);
        ASSERT_TRUE(opened.fits);
        EXPECT_EQ(opened.number, 2u);
        EXPECT_EQ(to_hex(opened.payload), to_hex(client_payload()));

        auto const server = from_hex(row.server_packet);
        opened = open(*pair.server, server, buffer);
        ASSERT_TRUE(opened.fits);
        EXPECT_EQ(opened.number, 1u);
        EXPECT_EQ(to_hex(opened.payload), to_hex(server_payload()));
    }
}

TEST(QuicProtection, RefusesWhatWasChanged)
{
    auto const good = from_hex(initial_cases[0].server_packet);
    std::vector<std::uint8_t> buffer;
    for (std::size_t i = 0; i < good.size(); ++i) {
        auto bad = good;
        bad[i] ^= 0x10;
        auto pair = make_initial_protection(*find_version(1), client_id);
        // Not as a packet of another shape: the ids and lengths stay what they were.
        EXPECT_FALSE(pair.server->open(bad, parsed(good).number_offset, buffer).fits) << i;
    }
    for (std::size_t length = 0; length < good.size(); ++length) {
        auto pair = make_initial_protection(*find_version(1), client_id);
        EXPECT_FALSE(
            pair.server->open(Bytes{good}.first(length), std::min<std::size_t>(length, 18), buffer)
                .fits)
            << length;
    }
}

// RFC 9001 and 9369 appendix A.5: packet 654360564, of which the header holds three bytes.
TEST(QuicProtection, OpensTheShortHeaderPacketsOfTheStandards)
{
    auto const secret =
        from_hex("9ac312a7f877468ebe69422748ad00a15443f18203a07d6060f688f30f21632b");
    struct Case {
        std::uint32_t version;
        std::string_view packet;
    };
    for (auto const& row : {Case{1, "4cfe4189655e5cd55c41f69080575d7999c25a5bfb"},
                            Case{0x6b3343cf, "5558b1c60ae7b6b932bc27d786f4bc2bb20f2162ba"}}) {
        SCOPED_TRACE(row.version);
        auto keys = Protection::make(*find_suite(0x1303), secret, *find_version(row.version));
        ASSERT_TRUE(keys);
        std::vector<std::uint8_t> buffer;
        // The packet before it, with its whole number: else nobody could know the rest.
        Sealer const sealer{0x1303, secret, row.version};
        auto const before = sealer.seal(from_hex("432700bff3"), 4, 654360563, {1});
        ASSERT_TRUE(keys->open(before, 1, buffer).fits);
        auto const opened = keys->open(from_hex(row.packet), 1, buffer);
        ASSERT_TRUE(opened.fits);
        EXPECT_EQ(opened.number, 654360564u);
        EXPECT_EQ(to_hex(opened.payload), "01");
    }
}

TEST(QuicProtection, OpensEverySuite)
{
    for (auto const number : {0x1301, 0x1302, 0x1303, 0x1304}) {
        auto const suite = static_cast<std::uint16_t>(number);
        SCOPED_TRACE(suite);
        Buffer const secret(suite == 0x1302 ? 48 : 32, 7);
        Sealer const sealer{suite, secret};
        auto keys = Protection::make(*find_suite(suite), secret, *find_version(1));
        ASSERT_TRUE(keys);
        std::vector<std::uint8_t> buffer;
        auto const opened =
            keys->open(sealer.short_packet({9, 9}, 3, bytes_of("over and out")), 3, buffer);
        ASSERT_TRUE(opened.fits);
        EXPECT_EQ(as_text(opened.payload), "over and out");
    }
    EXPECT_EQ(find_suite(0x1305), nullptr);
    EXPECT_FALSE(Protection::make(*find_suite(0x1301), Buffer(48, 7), *find_version(1)));
}

// RFC 9001 section 6.
TEST(QuicProtection, FollowsKeyUpdates)
{
    Buffer const secret(32, 7);
    Sealer const first{0x1301, secret};
    auto const second = first.next();
    auto const third = second.next();
    struct Row {
        std::string_view name;
        Buffer packet;
        bool fits;
    };
    Row const rows[] = {
        {"first generation", first.short_packet({}, 0, {1}, false), true},
        {"update", second.short_packet({}, 5, {1}, true), true},
        {"late one of the first", first.short_packet({}, 3, {1}, false), true},
        {"sealed with neither", third.short_packet({}, 6, {1}, true), false},
        {"second generation", second.short_packet({}, 7, {1}, true), true},
        {"another update", third.short_packet({}, 9, {1}, false), true},
        {"late one of the second", second.short_packet({}, 8, {1}, true), true},
        {"third generation", third.short_packet({}, 10, {1}, false), true},
    };
    auto keys = Protection::make(*find_suite(0x1301), secret, *find_version(1));
    std::vector<std::uint8_t> buffer;
    for (auto const& row : rows)
        EXPECT_EQ(keys->open(row.packet, 1, buffer).fits, row.fits) << row.name;
}

TEST(QuicProtection, FindsItsWayAfterALongGap)
{
    Buffer const secret(32, 7);
    Sealer const sealer{0x1301, secret};
    auto keys = Protection::make(*find_suite(0x1301), secret, *find_version(1));
    std::vector<std::uint8_t> buffer;
    ASSERT_TRUE(keys->open(sealer.short_packet({}, 1, {1}), 1, buffer).fits);
    auto const opened = keys->open(sealer.short_packet({}, 100'000, {1}), 1, buffer);
    EXPECT_TRUE(opened.fits);
    EXPECT_EQ(opened.number, 100'000u);
}

// RFC 9001 and 9369 appendix A.4.
TEST(QuicProtection, KnowsARetryByItsSeal)
{
    for (auto const* hex :
         {"ff000000010008f067a5502a4262b5746f6b656e04a265ba2eff4d829058fb3f0f2496ba",
          "cf6b3343cf0008f067a5502a4262b5746f6b656ec8646ce8bfe33952d955543665dcc7b6"}) {
        auto const bytes = from_hex(hex);
        auto const packet = parsed(bytes);
        ASSERT_EQ(packet.type, PacketType::retry);
        EXPECT_TRUE(retry_fits(packet, client_id));
        EXPECT_FALSE(retry_fits(packet, Buffer{1, 2, 3}));
        for (std::size_t length = 0; length < bytes.size(); ++length)
            EXPECT_FALSE(retry_fits(parsed(Bytes{bytes}.first(length)), client_id)) << length;
    }
}

} // namespace
} // namespace petze::quic
