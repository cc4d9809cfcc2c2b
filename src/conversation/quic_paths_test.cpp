#include "conversation/quic_paths.h"

#include "conversation/decoding_test.h"
#include "testing/hex.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using namespace petze::testing;

constexpr std::string_view client_id = "c1c2c3c4c5c6c7c8";
constexpr std::string_view server_id = "5152535455565758595a";
constexpr auto phone = "192.0.2.1", server = "203.0.113.5", moved = "198.51.100.9";

// RFC 9000 section 17.2: what follows the ids is of no matter here.
Buffer long_packet(std::string_view to, std::string_view from,
                   std::string_view begin = "c300000001")
{
    auto const length = [](std::string_view id) {
        return Buffer{static_cast<std::uint8_t>(id.size() / 2)};
    };
    auto out = from_hex(begin);
    for (auto const& id : {to, from}) {
        append(out, length(id));
        append(out, from_hex(id));
    }
    append(out, from_hex("00 44 9e 7b 9a ec 34"));
    return out;
}

Buffer short_packet(std::string_view to)
{
    return from_hex("41", to, "deadbeef");
}

struct Sent {
    char const* from;
    unsigned from_port;
    char const* to;
    unsigned to_port;
    Buffer payload;
    std::int64_t seconds{};
};

Sent const hello{phone, 50000, server, 443, long_packet("0102030405060708", client_id)};
Sent const answer_to_hello{server, 443, phone, 50000, long_packet(client_id, server_id)};

/// "192.0.2.1:50000 > 203.0.113.5:443" for each packet, as whose it was taken.
std::vector<std::string> led(std::vector<Sent> const& packets)
{
    Tally tally;
    PacketDecoder decoder{tally};
    PacketDecoder::Store store;
    std::vector<std::string> out;
    std::uint64_t frame = 0;
    for (auto const& one : packets) {
        std::vector<Packet> made;
        auto const bytes = ipv4(one.from, one.to, 17, udp(one.from_port, one.to_port, one.payload));
        auto const length = static_cast<std::uint32_t>(bytes.size());
        decoder.decode({bytes, length, raw, {0, ++frame, one.seconds * 1'000'000'000}, nullptr},
                       store, made);
        EXPECT_EQ(made.size(), 1u);
        EXPECT_EQ(made.front().hash, made.front().key.hash());
        auto const whole = told(made.front());
        out.push_back(whole.substr(4, whole.find(": ") - 4));
    }
    return out;
}

constexpr auto to_server = "192.0.2.1:50000 > 203.0.113.5:443";
constexpr auto to_client = "203.0.113.5:443 > 192.0.2.1:50000";

TEST(QuicPaths, LeadToTheConversationWhoseIdTheyCarry)
{
    auto const unknown_id = std::string{"5152535455565758595b"};
    struct {
        char const* name;
        std::vector<Sent> packets; // after a hello and its answer
        std::vector<std::string> led;
    } const rows[] = {
        {"another port, as behind a NAT that forgot",
         {{phone, 50001, server, 443, short_packet(server_id)},
          {server, 443, phone, 50001, short_packet(client_id)}},
         {to_server, to_client}},
        {"another address",
         {{moved, 1234, server, 443, short_packet(server_id)},
          {server, 443, moved, 1234, short_packet("c9")}},
         {to_server, to_client}},
        {"the answer alone was captured",
         {{server, 443, moved, 1234, short_packet(client_id)}},
         {"203.0.113.5:443 > 198.51.100.9:1234"}},
        {"twice",
         {{phone, 50001, server, 443, short_packet(server_id)},
          {moved, 1234, server, 443, short_packet(server_id)},
          {phone, 50000, server, 443, short_packet(server_id)}},
         {to_server, to_server, to_server}},
        {"the server moved to its preferred address",
         {{"203.0.113.6", 443, phone, 50000, short_packet(client_id)}},
         {to_client}},
        {"an id that was exchanged under encryption",
         {{phone, 50001, server, 443, short_packet(unknown_id)}},
         {"192.0.2.1:50001 > 203.0.113.5:443"}},
        {"the same id of another server",
         {{phone, 50001, "203.0.113.6", 443, short_packet(server_id)}},
         {"192.0.2.1:50001 > 203.0.113.6:443"}},
        {"cut off within the id",
         {{phone, 50001, server, 443, short_packet(server_id.substr(0, 18))}},
         {"192.0.2.1:50001 > 203.0.113.5:443"}},
        {"another connection on the new path",
         {{phone, 50001, server, 443, short_packet(server_id)},
          {phone, 50001, server, 443, long_packet("0908070605040302", "d1d2d3d4d5d6d7d8")},
          {phone, 50001, server, 443, short_packet(server_id)}},
         {to_server, "192.0.2.1:50001 > 203.0.113.5:443", "192.0.2.1:50001 > 203.0.113.5:443"}},
        {"when the conversation was over for long",
         {{phone, 50001, server, 443, short_packet(server_id), limits::udp_idle_seconds + 1}},
         {"192.0.2.1:50001 > 203.0.113.5:443"}},
        {"a conversation that went on",
         {{phone, 50000, server, 443, short_packet(server_id), limits::udp_idle_seconds},
          {phone, 50001, server, 443, short_packet(server_id), limits::udp_idle_seconds + 9}},
         {to_server, to_server}},
    };
    for (auto const& row : rows) {
        SCOPED_TRACE(row.name);
        auto packets = row.packets;
        packets.insert(packets.begin(), {hello, answer_to_hello});
        auto told = led(packets);
        EXPECT_EQ(told[0], to_server);
        EXPECT_EQ(told[1], to_client);
        told.erase(told.begin(), told.begin() + 2);
        EXPECT_EQ(told, row.led);
    }
}

// Ids count where nobody could take something else for them.
TEST(QuicPaths, KeepToThemselvesWhatIsNoSuchId)
{
    struct {
        char const* name;
        Buffer answer;
        std::string_view id;
    } const rows[] = {
        {"an id of 7 bytes", long_packet(client_id, "51525354555657"), "51525354555657"},
        {"an id of 21 bytes", long_packet(client_id, "515253545556575859505152535455565758595051"),
         "515253545556575859505152535455565758595051"},
        {"version negotiation", long_packet(client_id, server_id, "c000000000"), server_id},
        {"a version of Google's", long_packet(client_id, server_id, "c051303433"), server_id},
        {"no fixed bit", long_packet(client_id, server_id, "8300000001"), server_id},
        {"cut off", Buffer{0xc3, 0, 0, 0, 1, 0, 20, 0x51}, server_id},
    };
    for (auto const& row : rows) {
        SCOPED_TRACE(row.name);
        auto const told = led({hello,
                               {server, 443, phone, 50000, row.answer},
                               {phone, 50001, server, 443, short_packet(row.id)}});
        EXPECT_EQ(told[2], "192.0.2.1:50001 > 203.0.113.5:443");
    }
}

TEST(QuicPaths, FollowIdsThatWereReadInTheConversation)
{
    auto const parse = [](char const* text) { return Address::parse(text).value(); };
    constexpr std::string_view new_id = "6162636465666768";
    FlowKey const conversation{parse(phone), parse(server), 50000, 443, 17};
    Tally tally;
    QuicPaths paths{tally};
    auto const take = [&](unsigned port, bool from_phone, Buffer const& payload) {
        Packet packet;
        packet.key = conversation;
        packet.key.low_port = static_cast<std::uint16_t>(port);
        packet.from_low = from_phone;
        packet.payload = payload;
        paths.follow(packet);
        return packet.key.low_port;
    };
    QuicPaths::End const end{parse(server), 443};
    paths.learn(end, from_hex(new_id), conversation, 0);
    EXPECT_EQ(take(50001, true, short_packet(new_id)), 50001) << "of no conversation that began";
    take(50000, true, long_packet("0102030405060708", client_id));
    paths.learn(end, from_hex(new_id), conversation, 0);
    paths.learn(end, from_hex("61"), conversation, 0); // chance could give it
    EXPECT_EQ(take(50002, true, short_packet(new_id)), 50000);
    EXPECT_EQ(take(50002, false, short_packet(client_id)), 50000) << "the answer on the new path";
    EXPECT_EQ(take(50003, true, short_packet("61")), 50003);
    EXPECT_EQ(take(50004, false, short_packet(new_id)), 50004) << "it is not the phone's";
}

TEST(QuicPaths, AreBoundedAndSaySo)
{
    Tally tally;
    QuicPaths paths{tally, 2};
    auto const take = [&](unsigned port, Buffer const& payload) {
        auto const parse = [](char const* text) { return Address::parse(text).value(); };
        Packet packet;
        packet.key = {parse(phone), parse(server), static_cast<std::uint16_t>(port), 443, 17};
        packet.from_low = (payload[0] & 0x80) == 0; // the server tells its ids
        packet.payload = payload;
        paths.follow(packet);
        return packet.key.low_port;
    };
    for (unsigned i = 1; i <= 4; ++i)
        take(i, long_packet("", "515253545556570" + std::to_string(i)));
    EXPECT_EQ(take(9, short_packet("5152535455565704")), 4);
    EXPECT_EQ(take(8, short_packet("5152535455565701")), 8);
    EXPECT_EQ(tally.rows(),
              (Rows{{"quic: limit of connection ids watched for a change of address", 2}}));
}

} // namespace
} // namespace petze
