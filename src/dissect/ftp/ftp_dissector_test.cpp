#include "dissect/ftp/ftp_dissector.h"

#include "testing/check_conversations.h"

namespace petze {
namespace {

constexpr auto up = Direction::to_server, down = Direction::to_client;

std::vector<testing::ConversationRow> const rows{
    {"RFC 959 section 7, shortened, with a reply of several lines",
     {{down, "220-Welcome\r\n 220 not yet\r\n220 FTP server ready\r\n"},
      {up, "USER anna\r\n"},
      {down, "331 Password required\r\n"},
      {up, "PASS quark\r\n"},
      {up, "STOR IMG_0001.jpg\r\n"},
      {down, "150 ok\r\n"}},
     {"> USER [9]", "> PASS [10]", "> STOR [17]"},
     {"ftp:reply = 220-Welcome", "ftp:reply =  220 not yet", "ftp:reply = 220 FTP server ready",
      "ftp:user = anna", "ftp:reply = 331 Password required", "ftp:pass = quark",
      "ftp:stor = IMG_0001.jpg", "ftp:reply = 150 ok"}},
    {"RFC 4217 section 12.1, AUTH TLS",
     {{up, "AUTH TLS\r\n"},
      {down, "234 ok\r\n"},
      {up, "\x16"
           "client"},
      {down, "\x16server"}},
     {"> AUTH [8]"},
     {"ftp:auth = TLS", "ftp:reply = 234 ok",
      "inner = \x16"
      "client",
      "inner = \x16server"}},
    {"what is no FTP",
     {{down, "hello\r\n"}, {up, "anna\r\n"}},
     {},
     {"stream = hello\r\n", "stream = anna\r\n"}},
};

TEST(FtpDissector, ReadsConversations)
{
    testing::check_conversations(make_ftp_dissector, rows);
}

TEST(FtpDissector, IsRecognised)
{
    EXPECT_EQ(looks_like_ftp(down, as_bytes("220 (vsFTPd 3.0.3)\r\n")), Likeness::yes);
    EXPECT_EQ(looks_like_ftp(down, as_bytes("220 (vsFTPd 3.0.3)")), Likeness::no);
    EXPECT_EQ(looks_like_ftp(down, as_bytes("220 ftp.example ESMTP\r\n")), Likeness::no);
    EXPECT_EQ(looks_like_ftp(down, as_bytes("220 mail\r\n")), Likeness::no);
    EXPECT_EQ(looks_like_ftp(up, as_bytes("220 FTP\r\n")), Likeness::no);
}

} // namespace
} // namespace petze
