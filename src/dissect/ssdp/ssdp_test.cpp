#include "dissect/ssdp/ssdp.h"

#include "testing/recorder.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

// After the examples of UPnP Device Architecture 2.0 §1.
constexpr std::string_view search =
    "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\n"
    "ST: ssdp:all\r\nCPFN.UPNP.ORG: Invented phone\r\n\r\n";
constexpr std::string_view answer =
    "HTTP/1.1 200 OK\r\nLOCATION: http://192.0.2.7/device.xml\r\nST: upnp:rootdevice\r\n\r\n";

TEST(DissectSsdp, NamesMessagesAndSearchesTheirText)
{
    struct {
        char const* name;
        std::string_view datagram, told;
    } const cases[] = {
        {"search", search, "M-SEARCH"},
        {"announcement", "NOTIFY * HTTP/1.1\r\nNTS: ssdp:alive\r\n\r\n", "NOTIFY"},
        {"answer", answer, "HTTP/1.1 200 OK"},
        {"no end of line", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK"},
        {"something else", "GET / HTTP/1.1\r\n\r\n", ""},
        {"nothing", "", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        testing::Recorder recorder;
        dissect_ssdp(Direction::to_server, as_bytes(c.datagram), recorder.context, nullptr);
        auto const messages = recorder.of<AppMessage>();
        ASSERT_EQ(messages.size(), c.told.empty() ? 0u : 1u);
        if (!messages.empty()) {
            EXPECT_EQ(messages[0].protocol, "ssdp");
            EXPECT_EQ(messages[0].name, c.told);
            EXPECT_EQ(messages[0].length, c.datagram.size());
        }
        EXPECT_EQ(recorder.values("ssdp"), std::vector<std::string>{std::string{c.datagram}});
        EXPECT_EQ(recorder.context.opened_to_server, c.told.empty() ? 0u : c.datagram.size());
    }
}

TEST(DissectSsdp, SurvivesEveryPrefix)
{
    testing::Recorder recorder;
    for (std::size_t length = 0; length < search.size(); ++length)
        dissect_ssdp(Direction::to_server, as_bytes(search.substr(0, length)), recorder.context,
                     nullptr);
    EXPECT_EQ(recorder.of<AppMessage>().size(),
              search.size() - std::string_view{"M-SEARCH * "}.size());
}

} // namespace
} // namespace petze
