#include "dissect/socks/socks_dissector.h"

#include "testing/check_conversations.h"
#include "testing/hex.h"

namespace petze {
namespace {

constexpr auto up = Direction::to_server, down = Direction::to_client;

std::string hex(std::string_view digits)
{
    auto const bytes = from_hex(digits);
    return {bytes.begin(), bytes.end()};
}

std::vector<testing::ConversationRow> const rows{
    {"RFC 1928, a name",
     {{up, hex("05 01 00")},
      {down, hex("05 00")},
      {up, hex("05 01 00 03 09 612e6578616d706c65 01bb")},
      {down, hex("05 00 00 01 c0000201 1000")},
      {up, "to the server"},
      {down, "to the client"}},
     {"> connect a.example:443 [16]"},
     {"socks:host = a.example", "inner = to the server", "inner = to the client"}},
    {"RFC 1929, user and password; an address of IPv6",
     {{up, hex("05 02 00 02")},
      {down, hex("05 02")},
      {up, hex("01 04 616e6e61 05 717561726b")},
      {down, hex("01 00")},
      {up, hex("05 01 00 04 20010db8000000000000000000000001 0050") + "x"},
      {down, hex("05 00 00 03 01 78 1000") + "y"}},
     {"> connect 2001:db8::1:80 [22]"},
     {"socks:user = anna", "socks:password = quark", "socks:host = 2001:db8::1", "inner = x",
      "inner = y"}},
    {"all at once, without waiting",
     {{up, hex("05 01 02 01 01 61 01 62 05 03 00 01 c6336407 0035") + "x"},
      {down, hex("05 02 01 00 05 00 00 01 c0000201 1000") + "y"}},
     {"> udp associate 198.51.100.7:53 [10]"},
     {"socks:user = a", "socks:password = b", "socks:host = 198.51.100.7", "inner = x",
      "inner = y"}},
    {"version 4",
     {{up, hex("04 01 0050 c6336407 616e6e61 00")},
      {down, hex("00 5a 0000 00000000")},
      {up, "x"},
      {down, "y"}},
     {"> connect 198.51.100.7:80 [13]"},
     {"socks:host = 198.51.100.7", "socks:user = anna", "inner = x", "inner = y"}},
    {"version 4a",
     {{up, hex("04 01 0050 00000001 00 612e6578616d706c65 00") + "x"}},
     {"> connect a.example:80 [19]"},
     {"socks:host = a.example", "inner = x"}},
    {"another method, which nobody here knows",
     {{up, hex("05 01 01")}, {down, hex("05 01")}, {up, hex("60 01 02")}},
     {},
     {"stream = " + hex("60 01 02")},
     {"socks: malformed message 1"}},
    {"a gap before the tunnel",
     {{up, hex("05 01")}, {up, "", 3}, {up, "abc"}},
     {},
     {"stream = " + hex("05 01") + "[gap]abc"},
     {"socks: gap in the stream 1"}},
};

TEST(SocksDissector, ReadsConversations)
{
    testing::check_conversations(make_socks_dissector, rows);
}

TEST(SocksDissector, IsRecognised)
{
    struct {
        char const* name;
        Direction direction;
        std::string bytes;
        Likeness expected;
    } const cases[] = {
        {"5", up, hex("05 01 00"), Likeness::yes},
        {"5, short", up, hex("05"), Likeness::maybe},
        {"5, method missing", up, hex("05 02 00"), Likeness::maybe},
        {"5, with its request", up, hex("05 01 00 05"), Likeness::yes},
        {"5, then something else", up, hex("05 01 00 07"), Likeness::no},
        {"5, no method", up, hex("05 00"), Likeness::no},
        {"5, unassigned method", up, hex("05 01 20"), Likeness::no},
        {"4", up, hex("04 01 0050 c6336407 00"), Likeness::yes},
        {"4, no end of the user", up, hex("04 01 0050 c6336407 61"), Likeness::maybe},
        {"4, no text", up, hex("04 01 0050 c6336407 0161 00"), Likeness::no},
        {"4, another command", up, hex("04 07"), Likeness::no},
        {"4, more behind", up, hex("04 01 0050 c6336407 00 01"), Likeness::no},
        {"the server", down, hex("05 01 00"), Likeness::no},
    };
    for (auto const& c : cases)
        EXPECT_EQ(looks_like_socks(c.direction, as_bytes(c.bytes)), c.expected) << c.name;
}

} // namespace
} // namespace petze
