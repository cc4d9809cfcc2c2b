#include "dissect/http1/start_line.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

constexpr auto up = Direction::to_server, down = Direction::to_client;

TEST(StartLine, IsReadLenientlyAndRefusedWhereItIsNone)
{
    struct {
        char const* name;
        char const* line;
        char const* expected; // "method target version", or nothing
    } const cases[] = {
        {"RFC 9112 3.2.1", "GET /where?q=now HTTP/1.1", "GET /where?q=now 1.1"},
        {"RFC 9112 3.2.2", "GET http://www.example.org/p HTTP/1.1",
         "GET http://www.example.org/p 1.1"},
        {"RFC 9112 3.2.3", "CONNECT www.example.com:80 HTTP/1.1", "CONNECT www.example.com:80 1.1"},
        {"RFC 9112 3.2.4", "OPTIONS * HTTP/1.1", "OPTIONS * 1.1"},
        {"1.0", "POST / HTTP/1.0\r", "POST / 1.0"},
        {"of the future, RFC 9110 2.5", "GET / HTTP/1.7", "GET / 1.1"},
        {"blanks in the target", "GET /a b c HTTP/1.1", "GET /a b c 1.1"},
        {"another method", "M-SEARCH * HTTP/1.1", "M-SEARCH * 1.1"},
        {"no version", "GET /", ""},
        {"another protocol", "DESCRIBE rtsp://a RTSP/1.0", ""},
        {"HTTP/2", "PRI * HTTP/2.0", ""},
        {"lower case", "get / HTTP/1.1", ""},
        {"empty", "", ""},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const line = http1::parse_request_line(c.line);
        EXPECT_EQ(line ? std::string{line->method} + " " + std::string{line->target} + " "
                             + std::string{line->version}
                       : "",
                  c.expected);
    }
    auto const status = http1::parse_status_line("HTTP/1.1 404 Not Found\r");
    ASSERT_TRUE(status);
    EXPECT_EQ(status->status, 404);
    EXPECT_EQ(status->reason, "Not Found");
    for (auto const* none : {"HTTP/1.1 40 x", "HTTP/1.1 4040", "HTTP/2.0 200", "HTTP/1.1 abc", ""})
        EXPECT_FALSE(http1::parse_status_line(none)) << none;
    EXPECT_EQ(http1::parse_status_line("HTTP/1.0 200")->status, 200); // RFC 9112 4: no reason
}

TEST(LooksLikeHttp, DecidesAsSoonAsItCan)
{
    struct {
        Direction direction;
        char const* first;
        Likeness expected;
    } const cases[] = {
        {up, "G", Likeness::maybe},
        {up, "GET ", Likeness::maybe},
        {up, "GET /photos/IMG", Likeness::yes},
        {up, "\r\nGET /photos/IMG", Likeness::yes},
        {up, "OPTIONS rtsp://example", Likeness::maybe},
        {up, "OPTIONS rtsp://example RTSP/1.0\r\n", Likeness::no},
        {up, "BREW /pot-0 HTTP/1.1\r\n", Likeness::yes},
        {up, "PRI * HTTP/2.0\r\n", Likeness::no},
        {up, "PRI * HT", Likeness::no},
        {up, "EHLO example\r\n", Likeness::no},
        {up, "\x16\x03\x01", Likeness::no},
        {up, "HTTP/1.1 200 OK\r\n", Likeness::no},
        {down, "HTT", Likeness::maybe},
        {down, "HTTP/1.1", Likeness::yes},
        {down, "HTTP/1.1 200 OK\r\n", Likeness::yes},
        {down, "GET / HTTP/1.1\r\n", Likeness::no},
        {down, "220 smtp.example\r\n", Likeness::no},
    };
    for (auto const& c : cases)
        EXPECT_EQ(looks_like_http(c.direction, as_bytes(c.first)), c.expected) << c.first;
}

} // namespace
} // namespace petze
