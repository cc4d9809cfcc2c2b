#include "report/slice_writer.h"

#include "report/pcapng.h"
#include "testing/hex.h"
#include "testing/packets.h"
#include "testing/temporary_folder.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>

namespace petze {
namespace {

namespace fs = std::filesystem;
using namespace testing;

constexpr LinkType ethernet_link = 1, raw_link = 101;

std::string content_of(fs::path const& path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string from_hex_text(char const* digits)
{
    return std::string{as_text(from_hex(digits))};
}

// Bytes by hand from draft-ietf-opsawg-pcapng, little-endian.
TEST(Pcapng, WritesBlocks)
{
    std::string section;
    pcapng::append_section(section, "hello");
    EXPECT_EQ(section, from_hex_text("0a0d0d0a 2c000000 4d3c2b1a 0100 0000 ffffffffffffffff"
                                     "0100 0500 68656c6c6f 000000 0000 0000 2c000000"));
    std::string bare_section;
    pcapng::append_section(bare_section, "");
    EXPECT_EQ(bare_section,
              from_hex_text("0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000"));

    std::string interface;
    pcapng::append_interface(interface, raw_link);
    EXPECT_EQ(interface, from_hex_text("01000000 20000000 6500 0000 00000000"
                                       "0900 0100 09 000000 0000 0000 20000000"));

    std::string secrets;
    pcapng::append_secrets(secrets, "KEYS\n");
    EXPECT_EQ(secrets, from_hex_text("0a000000 1c000000 4b534c54 05000000"
                                     "4b4559530a 000000 1c000000"));

    auto const bytes = from_hex("aabbcc");
    std::string packet;
    pcapng::append_packet(packet, 2,
                          {.bytes = bytes,
                           .wire_length = 60,
                           .link = raw_link,
                           .stamp = {.capture = 0, .frame = 9, .time_ns = 0x0102030405060708},
                           .app = nullptr},
                          "f9");
    EXPECT_EQ(packet, from_hex_text("06000000 30000000 02000000 04030201 08070605 03000000"
                                    "3c000000 aabbcc 00 0100 0200 6639 0000 0000 0000 30000000"));
}

TEST(Pcapng, CutsPacketsThatWiresharkRefuses)
{
    std::vector<std::uint8_t> const bytes(300'000, 0x55);
    std::string packet;
    pcapng::append_packet(
        packet, 0, {.bytes = bytes, .wire_length = 10, .link = 1, .stamp = {}, .app = nullptr}, "");
    EXPECT_EQ(packet.size(), 32 + 262'144);
    EXPECT_EQ(packet.substr(20, 8), from_hex_text("00000400 00000400"))
        << "never longer than it was on the wire";
}

/// An invented exchange: UDP over Ethernet and over raw IP.
struct Packets {
    Buffer over_ethernet = ethernet(
        0x0800, ipv4("198.51.100.10", "203.0.113.5", 17, udp(40000, 9999, bytes_of("first"))));
    Buffer over_ip = ipv4("198.51.100.10", "203.0.113.5", 17, udp(40000, 9999, bytes_of("second")));

    Frame frame(std::uint64_t number) const
    {
        bool const first = number % 2 == 1;
        auto const& bytes = first ? over_ethernet : over_ip;
        return {.bytes = bytes,
                .wire_length = static_cast<std::uint32_t>(bytes.size()),
                .link = first ? ethernet_link : raw_link,
                .stamp = {.capture = 0,
                          .frame = number,
                          .time_ns = 1'405'930'530'123'456'789 + static_cast<std::int64_t>(number)},
                .app = nullptr};
    }
};

TEST(SliceWriter, WritesOneFileForEachConversation)
{
    TemporaryFolder const temporary;
    Packets const packets;
    SliceWriter slices{temporary.path(), {"phone.pcap"}};
    EXPECT_EQ(slices.open(12, "an invented slice", "KEYS\n"), "evidence/flow-12.pcapng");
    EXPECT_EQ(slices.open(13, ""), "evidence/flow-13.pcapng");
    EXPECT_EQ(slices.open(12, "again"), "evidence/flow-12.pcapng");
    EXPECT_EQ(slices.add(12, packets.frame(1)), SliceWriter::Added::yes);
    EXPECT_EQ(slices.add(13, packets.frame(2)), SliceWriter::Added::yes);
    EXPECT_EQ(slices.add(12, packets.frame(4)), SliceWriter::Added::yes);
    EXPECT_EQ(slices.add(14, packets.frame(5)), SliceWriter::Added::no_slice);
    ASSERT_TRUE(slices.close());

    std::string expected;
    pcapng::append_section(expected, "an invented slice");
    pcapng::append_secrets(expected, "KEYS\n");
    pcapng::append_interface(expected, ethernet_link);
    pcapng::append_packet(expected, 0, packets.frame(1), "frame 1 of phone.pcap");
    pcapng::append_interface(expected, raw_link);
    pcapng::append_packet(expected, 1, packets.frame(4), "frame 4 of phone.pcap");
    EXPECT_EQ(content_of(temporary.path() / "evidence/flow-12.pcapng"), expected);
    EXPECT_TRUE(fs::exists(temporary.path() / "evidence/flow-13.pcapng"));
}

// However often what waits goes to the disk, the files are the same.
TEST(SliceWriter, HoldsLittleInMemory)
{
    TemporaryFolder const temporary;
    Packets const packets;
    auto const write = [&](char const* folder, std::size_t held) {
        SliceWriter slices{temporary.path() / folder, {"phone.pcap"}, {.held_bytes = held}};
        for (std::uint64_t flow = 0; flow < 50; ++flow)
            slices.open(flow, "invented");
        for (std::uint64_t frame = 1; frame <= 500; ++frame)
            EXPECT_EQ(slices.add(frame % 50, packets.frame(frame)), SliceWriter::Added::yes);
        EXPECT_TRUE(slices.close());
    };
    write("at once", 100u << 20);
    write("often", 3000);
    for (int flow = 0; flow < 50; ++flow) {
        auto const name = "evidence/flow-" + std::to_string(flow) + ".pcapng";
        EXPECT_EQ(content_of(temporary.path() / "at once" / name),
                  content_of(temporary.path() / "often" / name));
    }
}

TEST(SliceWriter, HasBounds)
{
    TemporaryFolder const temporary;
    Packets const packets;
    SliceWriter slices{temporary.path(), {"phone.pcap"}, {.slice_bytes = 300, .slices = 1}};
    EXPECT_NE(slices.open(1, ""), "");
    EXPECT_EQ(slices.open(2, ""), "");
    EXPECT_EQ(slices.add(1, packets.frame(1)), SliceWriter::Added::yes);
    EXPECT_EQ(slices.add(1, packets.frame(3)), SliceWriter::Added::yes);
    EXPECT_EQ(slices.add(1, packets.frame(5)), SliceWriter::Added::slice_full);
    EXPECT_EQ(slices.add(1, packets.frame(7)), SliceWriter::Added::slice_full);
    EXPECT_TRUE(slices.close());
    EXPECT_EQ(slices.tally().rows(),
              (std::vector<Tally::Row>{{"evidence: limit of slices", 1},
                                       {"evidence: packet beyond the limit of a slice", 2}}));
}

TEST(SliceWriter, TellsTroubleWithTheDisk)
{
    TemporaryFolder const temporary;
    std::ofstream{temporary.path() / "evidence"} << "a file where the folder should be";
    SliceWriter slices{temporary.path(), {}};
    slices.open(1, "");
    auto const closed = slices.close();
    ASSERT_FALSE(closed);
    EXPECT_EQ(closed.error().what, "evidence");
}

/// What tshark prints of the file, a packet a line.
std::string tshark(fs::path const& file)
{
    auto const command = "tshark -n -r '" + file.string()
                         + "' -T fields -e frame.comment -e frame.time_epoch -e frame.len"
                           " -e udp.payload 2>/dev/null";
    std::unique_ptr<FILE, int (*)(FILE*)> const pipe{::popen(command.c_str(), "r"), ::pclose};
    std::string out;
    std::array<char, 4096> block{};
    while (auto const count = std::fread(block.data(), 1, block.size(), pipe.get()))
        out.append(block.data(), count);
    return out;
}

TEST(SliceWriter, IsOpenedByWireshark)
{
    if (std::system("command -v tshark >/dev/null 2>&1") != 0)
        GTEST_SKIP() << "tshark is not installed: nobody but us has read the slices";
    TemporaryFolder const temporary;
    Packets const packets;
    SliceWriter slices{temporary.path(), {"phone.pcap"}};
    slices.open(12, "an invented slice", "CLIENT_RANDOM 00 11\n");
    for (std::uint64_t frame = 1201; frame <= 1203; ++frame)
        slices.add(12, packets.frame(frame));
    ASSERT_TRUE(slices.close());
    EXPECT_EQ(tshark(temporary.path() / "evidence/flow-12.pcapng"),
              "frame 1201 of phone.pcap\t1405930530.123457990\t47\t6669727374\n"
              "frame 1202 of phone.pcap\t1405930530.123457991\t34\t7365636f6e64\n"
              "frame 1203 of phone.pcap\t1405930530.123457992\t47\t6669727374\n");
}

} // namespace
} // namespace petze
