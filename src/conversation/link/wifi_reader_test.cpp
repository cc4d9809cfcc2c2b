#include "conversation/link/wifi_reader.h"

#include "base/limits.h"
#include "base/text.h"
#include "testing/hex.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

constexpr LinkType bare = 105;
using Rows = std::vector<Tally::Row>;

// A handshake of the network whose key is 32 zeros, then a frame to the access point and one to
// all; made with Python's cryptography (tests/captures/lab/wifi.py, whose frames tshark opens).
std::string const first =
    "08022c000200000000b20200000000a10200000000a11000aaaa03000000888e0203005f02008a001000"
    "00000000000001000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f000000"
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000000";
std::string const second =
    "08012c000200000000a10200000000b20200000000a11000aaaa03000000888e0203007502010a001000"
    "000000000000016465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f80818283000000"
    "0000000000000000000000000000000000000000000000000000000000800154db22ccf2313c1c542471"
    "f77d6a001630140100000fac040100000fac040100000fac020000";
std::string const third =
    "08022c000200000000b20200000000a10200000000a12000aaaa03000000888e020300870213ca001000"
    "00000000000002000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f000000"
    "0000000000000000000000000000000000000000000000000000000000899955940d2068df22a5f727b9"
    "e1d81b0028495e384d75181e7f2d658cb271937f2b738d260cfdb96b10997b31370b75224465ed53b6f5"
    "03fabe";
std::string const fourth =
    "08012c000200000000a10200000000b20200000000a12000aaaa03000000888e0203005f02030a001000"
    "000000000000020000000000000000000000000000000000000000000000000000000000000000000000"
    "0000000000000000000000000000000000000000000000000000000000c23db7ec29fe2e5be284abd186"
    "26020b0000";
std::string const data =
    "88412c000200000000a10200000000b20200000000a13000030001000020000000004310fd9d9508eae3"
    "b15abbfa74123b3881715e";
std::string const to_all =
    "08422c0001005e0000fb0200000000a10200000000a13000010000600000000075fb67819b5bf16021dd"
    "ed86dbd1951df11aa7";

/// What one reader makes of frames, told as "0800 45aabb", "waits" or the flaw.
class Reading {
public:
    explicit Reading(std::vector<WifiNetwork> networks = {WifiNetwork{"invented", {}}})
        : m_reader(std::move(networks), m_tally)
    {
    }
    std::string take(std::string const& hex)
    {
        auto const frame = from_hex(hex);
        auto const read = m_reader.read(bare, frame, m_store);
        if (!read)
            return "waits";
        if (read->flaw)
            return std::string{read->flaw->what};
        std::uint8_t const type[] = {static_cast<std::uint8_t>(read->value.type >> 8),
                                     static_cast<std::uint8_t>(read->value.type & 0xff)};
        return to_hex(type) + " " + to_hex(read->value.bytes);
    }
    Rows rows()
    {
        m_reader.finish();
        return m_tally.rows();
    }

private:
    Tally m_tally;
    WifiReader m_reader;
    WifiKeys::Store m_store;
};

TEST(WifiReader, TakesKeysFromWhatItSawOfTheHandshake)
{
    constexpr auto opened = "0800 45aabb", opened_to_all = "86dd 60ccdd",
                   closed = "Wi-Fi handshake is not in the capture";
    struct {
        char const* name;
        std::vector<std::string> messages;
        char const *data, *to_all;
    } const cases[] = {
        {"all of it", {first, second, third, fourth}, opened, opened_to_all},
        {"without the first", {second, third, fourth}, opened, opened_to_all},
        {"without the second", {first, third, fourth}, closed, closed},
        {"without the third", {first, second, fourth}, opened, closed},
        {"without the fourth", {first, second, third}, opened, opened_to_all},
        {"each twice", {first, first, second, second, third, third, fourth}, opened, opened_to_all},
        {"the third before the second", {first, third, second}, opened, closed},
        {"the first alone", {first}, closed, closed},
        {"nothing", {}, closed, closed},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Reading reading;
        for (auto const& message : c.messages)
            EXPECT_EQ(reading.take(message).substr(0, 5), "888e ");
        EXPECT_EQ(reading.take(data), c.data);
        EXPECT_EQ(reading.take(to_all), c.to_all);
        EXPECT_EQ(reading.rows(), Rows{});
    }
}

TEST(WifiReader, TellsWhyAFrameStaysClosed)
{
    auto const ends_with = [](std::string frame, char const* last) {
        return frame.replace(frame.size() - 2, 2, last);
    };
    // The key's header begins behind 26 bytes of a frame with QoS.
    auto const key_header = [](std::string frame, char const* begins) {
        return frame.replace(52, 8, begins);
    };
    struct {
        char const* name;
        std::string frame;
        char const* flaw;
    } const cases[] = {
        {"damaged", ends_with(data, "00"), "Wi-Fi frame fails its check"},
        {"TKIP", key_header(data, "01210320"), "Wi-Fi encryption TKIP is not read"},
        {"WEP", key_header(data, "01020300"), "Wi-Fi encryption WEP is not read"},
        {"cut off", data.substr(0, 52 + 2 * 16), "truncated"},
        {"with a checksum of which nothing says that it is there", data + "01020304",
         "0800 45aabb"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Reading reading;
        for (auto const& message : {first, second, third, fourth})
            reading.take(message);
        EXPECT_EQ(reading.take(c.frame), c.flaw);
        EXPECT_EQ(reading.take(data), "0800 45aabb"); // what is good opens still
    }
    EXPECT_EQ(Reading{{}}.take(data), "Wi-Fi frame is encrypted");
}

TEST(WifiReader, CountsHandshakesThatItCannotUse)
{
    auto const instead = [](std::string frame, std::size_t byte, char const* with) {
        return frame.replace(2 * byte, 2, with);
    };
    // 24 bytes of header, 8 of SNAP, 4 of EAPOL: then descriptor and information.
    struct {
        char const* name;
        std::string frame, kind;
    } const cases[] = {
        {"another passphrase", instead(second, 24 + 8 + 81, "ff"),
         "link: Wi-Fi handshake fits no passphrase that was given"},
        {"WPA before WPA2", instead(second, 24 + 8 + 4, "fe"),
         "link: Wi-Fi handshake of another kind than WPA2 is not read"},
        {"TKIP", instead(second, 24 + 8 + 6, "09"),
         "link: Wi-Fi handshake of another kind than WPA2 is not read"},
        {"cut off", second.substr(0, 160), "link: Wi-Fi handshake is malformed"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Reading reading;
        reading.take(first);
        reading.take(c.frame);
        EXPECT_EQ(reading.rows(), (Rows{{c.kind, 1}}));
    }
}

TEST(WifiReader, KeepsNoMoreStationsThanTheLimit)
{
    Reading reading;
    for (std::size_t station = 0; station < limits::wifi_stations + 3; ++station) {
        auto frame = first;
        std::uint8_t const number[] = {static_cast<std::uint8_t>(station >> 8),
                                       static_cast<std::uint8_t>(station & 0xff)};
        frame.replace(2 * 6, 4, to_hex(number)); // of the receiver's address
        reading.take(frame);
    }
    EXPECT_EQ(reading.rows(), (Rows{{"link: limit of Wi-Fi stations", 3}}));
}

TEST(WifiReader, SurvivesEveryPrefix)
{
    Reading reading;
    for (auto const& frame : {first, second, third, fourth, data, to_all}) {
        for (std::size_t length = 0; length < frame.size(); length += 2)
            reading.take(frame.substr(0, length));
        reading.take(frame);
    }
    EXPECT_EQ(reading.take(data), "0800 45aabb");
}

// IEEE 802.11-2020 §9.2.4.4: sequence control is little-endian, the fragment its lowest four bits.
std::string part(int sequence, int fragment, bool more, std::string const& body,
                 char const* sender = "b2")
{
    std::uint8_t const control[] = {static_cast<std::uint8_t>((sequence & 15) << 4 | fragment),
                                    static_cast<std::uint8_t>(sequence >> 4)};
    return std::string{more ? "0805" : "0801"} + "00000200000000a10200000000" + sender
           + "0200000000c3" + to_hex(control) + body;
}

TEST(WifiReader, PutsFragmentsTogether)
{
    std::string const begin = "aaaa030000000800", lost = "link: Wi-Fi fragments without the rest";
    struct {
        char const* name;
        std::vector<std::string> frames;
        std::string told;
        Rows rows;
    } const cases[] = {
        {"two", {part(1, 0, true, begin + "45"), part(1, 1, false, "46")}, "0800 4546", {}},
        {"three",
         {part(1, 0, true, begin), part(1, 1, true, "45"), part(1, 2, false, "46")},
         "0800 4546",
         {}},
        {"one sent again",
         {part(1, 0, true, begin), part(1, 1, true, "45"), part(1, 1, true, "45"),
          part(1, 2, false, "46")},
         "0800 4546",
         {}},
        {"the first sent again",
         {part(1, 0, true, begin), part(1, 0, true, begin), part(1, 1, false, "46")},
         "0800 46",
         {}},
        {"of two senders, mixed",
         {part(1, 0, true, begin), part(1, 0, true, begin, "b3"), part(1, 1, false, "45", "b3"),
          part(1, 1, false, "46")},
         "0800 46",
         {}},
        {"one missing", {part(1, 0, true, begin), part(1, 2, false, "46")}, "waits", {{lost, 1}}},
        {"the first missing", {part(1, 1, false, "46")}, "waits", {{lost, 1}}},
        {"the last missing",
         {part(1, 0, true, begin), part(1, 1, true, "45")},
         "waits",
         {{lost, 2}}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Reading reading;
        std::string told;
        for (auto const& frame : c.frames)
            told = reading.take(frame);
        EXPECT_EQ(told, c.told);
        EXPECT_EQ(reading.rows(), c.rows);
    }
}

TEST(WifiReader, HoldsNoMoreFragmentsThanTheLimit)
{
    Reading reading;
    constexpr auto beyond = 5;
    for (int sequence = 0; sequence < static_cast<int>(limits::wifi_fragmented) + beyond;
         ++sequence)
        reading.take(part(sequence, 0, true, "aaaa030000000800"));
    EXPECT_EQ(reading.take(part(0, 1, false, "45")), "waits"); // given up
    EXPECT_EQ(reading.take(part(beyond, 1, false, "45")), "0800 45");
    Reading large;
    large.take(part(1, 0, true, std::string(2 * limits::wifi_payload_bytes, '0')));
    EXPECT_EQ(large.take(part(1, 1, true, "00")), "waits");
    EXPECT_EQ(large.rows(), (Rows{{"link: Wi-Fi fragments without the rest", 1}}));
}

} // namespace
} // namespace petze
