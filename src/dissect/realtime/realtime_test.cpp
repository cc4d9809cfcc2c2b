#include "dissect/realtime/realtime.h"

#include "testing/hex.h"
#include "testing/recorder.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using testing::Recorder;

// RFC 5769 section 2.1: a request with SOFTWARE and USERNAME "evtj:h6vY".
constexpr auto request = "000100582112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c6"
                         "9656e74002400046e0001ff"
                         "80290008932ff9b151263b36000600096576746a3a68367659202020000800149aeaa70cb"
                         "fd8cb56781ef2b5b2d3f249"
                         "c1b571a280280004e57a3bcf";

TEST(RealTimeNamer, NamesWhatCallsAreMadeOf)
{
    auto const rtp = [](std::string const& sequence, std::string const& source) {
        return "8060" + sequence + "00000000" + source + "0102";
    };
    struct {
        char const* name;
        std::vector<std::string> datagrams;
        std::string expected;
    } const cases[] = {
        {"RFC 5769 section 2.1", {request}, "stun"},
        {"STUN of another length", {std::string{request} + "00"}, "unknown"},
        {"RTP", {rtp("0001", "01020304"), rtp("0002", "01020304")}, "rtp"},
        {"RTP, its numbers beginning anew",
         {rtp("ffff", "01020304"), rtp("0000", "01020304")},
         "rtp"},
        {"one datagram", {rtp("0001", "01020304")}, "unknown"},
        {"another source", {rtp("0001", "01020304"), rtp("0002", "01020305")}, "unknown"},
        {"the same again", {rtp("0001", "01020304"), rtp("0001", "01020304")}, "unknown"},
        {"RTCP: receiver report, source description",
         {"80c90001 01020304 81ca0003 01020304 01026161 00000000"},
         "rtcp"},
        {"RTCP that does not fit", {"80c90002 01020304"}, "unknown"},
        {"STUN, then RTP", {request, rtp("0001", "01020304"), rtp("0002", "01020304")}, "stun"},
        {"nothing", {""}, "unknown"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Recorder recorder;
        RealTimeNamer namer;
        for (auto const& datagram : c.datagrams)
            namer.take(Direction::to_server, from_hex(datagram), recorder.context);
        EXPECT_EQ(recorder.context.app_proto, c.expected);
    }
}

TEST(RealTimeNamer, TellsWhoAsks)
{
    Recorder recorder;
    RealTimeNamer namer;
    auto const datagram = from_hex(request);
    namer.take(Direction::to_server, datagram, recorder.context);
    EXPECT_EQ(recorder.lines(), (std::vector<std::string>{"stun:software = STUN test client",
                                                          "stun:user name = evtj:h6vY"}));
    for (std::size_t length = 0; length < datagram.size(); ++length)
        namer.take(Direction::to_server, Bytes{datagram}.first(length), recorder.context);
}

} // namespace
} // namespace petze
