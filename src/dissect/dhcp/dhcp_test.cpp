#include "dissect/dhcp/dhcp.h"

#include "dissect/dhcp/message.h"
#include "testing/hex.h"
#include "testing/packets.h"
#include "testing/recorder.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using namespace petze::testing;

/// RFC 2131 section 2: the fixed part of a request of 02:00:00:00:00:01, then the options.
testing::Buffer datagram(testing::Buffer const& options, testing::Buffer const& server_name = {},
                         testing::Buffer const& file = {})
{
    auto out = from_hex("01 01 06 00 3903f326 0000 0000");
    out.resize(28);
    append(out, from_hex("020000000001"));
    out.resize(44);
    append(out, server_name);
    out.resize(108);
    append(out, file);
    out.resize(236);
    put32(out, 0x63825363);
    append(out, options);
    return out;
}

testing::Buffer option(unsigned code, std::string_view value)
{
    testing::Buffer out;
    put8(out, code);
    put8(out, static_cast<unsigned>(value.size()));
    append(out, bytes_of(value));
    return out;
}

testing::Buffer options(std::initializer_list<testing::Buffer> const& parts)
{
    testing::Buffer out;
    for (auto const& part : parts)
        append(out, part);
    put8(out, 255);
    return out;
}

testing::Buffer request()
{
    return datagram(options({option(53, "\x03"),
                             {0, 0},
                             option(12, "Inventeds-Phone"),
                             option(60, "android-dhcp-13"),
                             option(61, {"\x01\x02\0\0\0\0\x01", 7}),
                             option(81, {"\x04\0\0\x05phone\x07"
                                         "example\0",
                                         17}),
                             option(50, "\xc0\x00\x02\x07")}));
}

TEST(DissectDhcp, TellsHowTheDeviceIntroducesItself)
{
    Recorder recorder;
    recorder.packet(5);
    dissect_dhcp(Direction::to_server, request(), recorder.context, nullptr);
    std::vector<ToldField> expected;
    for (auto const& [path, value] :
         {std::pair{"dhcp:host_name", "Inventeds-Phone"}, std::pair{"dhcp:fqdn", "phone.example"},
          std::pair{"dhcp:vendor_class", "android-dhcp-13"},
          std::pair{"dhcp:client_id", "02:00:00:00:00:01"}})
        expected.push_back({path, value, "", Direction::to_server, {0, 5, 5}});
    EXPECT_EQ(recorder.fields, expected);

    auto const told = recorder.of<AppMessage>();
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0].protocol, "dhcp");
    EXPECT_EQ(told[0].name, "REQUEST");
    EXPECT_EQ(told[0].length, request().size());
    EXPECT_EQ(told[0].sha256.size(), 64u);
    EXPECT_EQ(recorder.context.opened_to_server, request().size());
}

TEST(DissectDhcp, LeavesOtherDatagramsAlone)
{
    Recorder recorder;
    auto const other = testing::Buffer(300, 0x41);
    dissect_dhcp(Direction::to_server, other, recorder.context, nullptr);
    dissect_dhcp(Direction::to_server, {}, recorder.context, nullptr);
    EXPECT_TRUE(recorder.messages.empty());
    EXPECT_TRUE(recorder.fields.empty());
    EXPECT_EQ(recorder.context.opened_to_server, 0u);
    EXPECT_EQ(recorder.tally.rows(), (std::vector<Tally::Row>{{"dhcp: malformed message", 2}}));
}

TEST(DecodeDhcp, ReadsWhatWasSent)
{
    struct {
        char const* name;
        testing::Buffer bytes;
        std::uint8_t type;
        char const* host_name;
        char const* fqdn;
        std::string_view flaw;
    } const cases[] = {
        {"no options (BOOTP)", datagram({}), 0, "", "", ""},
        {"host name with a closing zero",
         datagram(options({option(53, "\x01"), option(12, {"phone\0", 6})})), 1, "phone", "", ""},
        // RFC 3396 section 7.
        {"host name in two pieces",
         datagram(options({option(12, "ph"), option(53, "\x01"), option(12, "one")})), 1, "phone",
         "", ""},
        // RFC 2132 section 9.3.
        {"options in file and sname",
         datagram(options({option(53, "\x01"), option(52, "\x03")}), option(12, "one"),
                  options({option(12, "ph")})),
         1, "phone", "", ""},
        // RFC 4702 section 2.3.1: the older form.
        {"FQDN as text", datagram(options({option(81, {"\0\0\0phone.example", 16})})), 0, "",
         "phone.example", ""},
        {"host name cut off", datagram(from_hex("0c 09 7068")), 0, "ph", "", "truncated"},
        {"nothing after the end option is read", datagram(from_hex("350101 ff 0c 01 70")), 1, "",
         "", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const [message, flaw] = dhcp::decode_message(c.bytes);
        EXPECT_EQ(message.type, c.type);
        EXPECT_EQ(message.host_name, c.host_name);
        EXPECT_EQ(message.fqdn, c.fqdn);
        EXPECT_EQ(message.hardware_address, (std::string{"\x02\0\0\0\0\x01", 6}));
        EXPECT_EQ(flaw ? flaw->what : "", c.flaw);
    }
}

TEST(DecodeDhcp, KeepsWhatWasReadOfEveryPrefix)
{
    auto const bytes = request();
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        SCOPED_TRACE(length);
        auto const message = dhcp::decode_message(Bytes{bytes}.first(length)).value;
        constexpr std::size_t after_type = 243, after_host_name = 262;
        EXPECT_EQ(message.type, length >= after_type ? 3 : 0);
        EXPECT_EQ(message.host_name == "Inventeds-Phone", length >= after_host_name);
    }
}

TEST(DhcpTypeName, IsThatOfRfc2132)
{
    EXPECT_EQ(dhcp::type_name(1), "DISCOVER");
    EXPECT_EQ(dhcp::type_name(8), "INFORM");
    EXPECT_EQ(dhcp::type_name(0), "BOOTP");
    EXPECT_EQ(dhcp::type_name(99), "TYPE99");
}

} // namespace
} // namespace petze
