#include "dissect/pop3/pop3_dissector.h"

#include "testing/check_conversations.h"

namespace petze {
namespace {

constexpr auto up = Direction::to_server, down = Direction::to_client;

std::vector<testing::ConversationRow> const rows{
    {"RFC 1939 section 10, shortened",
     {{down, "+OK POP3 server ready\r\n"},
      {up, "USER mrose\r\nPASS tanstaaf\r\n"},
      {down, "+OK\r\n+OK mrose's maildrop\r\n"},
      {up, "LIST\r\n"},
      {down, "+OK 2 messages\r\n1 120\r\n2 200\r\n.\r\n"},
      {up, "RETR 1\r\nRETR 2\r\n"},
      {down, "+OK 120 octets\r\nSubject: a\r\n\r\none\r\n.\r\n-ERR no\r\n"},
      {up, "QUIT\r\n"},
      {down, "+OK bye\r\n"}},
     {"> USER [10]", "> PASS [13]", "> LIST [4]", "> RETR [6]", "> RETR [6]", "< message [19]",
      "> QUIT [4]"},
     {"pop3:reply = +OK POP3 server ready", "pop3:user = mrose", "pop3:pass = tanstaaf",
      "pop3:reply = +OK", "pop3:reply = +OK mrose's maildrop", "pop3:reply = +OK 2 messages",
      "pop3:reply = 1 120", "pop3:reply = 2 200", "pop3:reply = .", "pop3:retr = 1",
      "pop3:retr = 2", "pop3:reply = +OK 120 octets", "mail:header:Subject = a",
      "mail:body = one\r\n", "pop3:reply = -ERR no", "pop3:reply = +OK bye"}},
    {"RFC 2595 section 4, STLS",
     {{up, "STLS\r\n"},
      {down, "+OK Begin TLS\r\n"},
      {up, "\x16"
           "client"},
      {down, "\x16server"}},
     {"> STLS [4]"},
     {"pop3:reply = +OK Begin TLS",
      "inner = \x16"
      "client",
      "inner = \x16server"}},
    {"RFC 5034 section 6, PLAIN",
     {{up, "AUTH PLAIN\r\n"},
      {down, "+ \r\n"},
      {up, "AHRlc3QAdGVzdA==\r\n"},
      {down, "+OK Maildrop locked\r\n"},
      {up, "STAT\r\n"}},
     {"> AUTH [10]", "> STAT [4]"},
     {"pop3:auth = PLAIN", "pop3:reply = + ", "pop3:auth > base64 = test",
      "pop3:auth > base64 = test", "pop3:reply = +OK Maildrop locked"}},
    {"what is no POP3", {{up, "anna\r\n"}}, {}, {"stream = anna\r\n"}},
};

TEST(Pop3Dissector, ReadsConversations)
{
    testing::check_conversations(make_pop3_dissector, rows);
}

TEST(Pop3Dissector, IsRecognised)
{
    EXPECT_EQ(looks_like_pop3(down, as_bytes("+OK ready")), Likeness::yes);
    EXPECT_EQ(looks_like_pop3(down, as_bytes("+OK\r\n")), Likeness::yes);
    EXPECT_EQ(looks_like_pop3(down, as_bytes("+O")), Likeness::maybe);
    EXPECT_EQ(looks_like_pop3(down, as_bytes("+OKAY")), Likeness::no);
    EXPECT_EQ(looks_like_pop3(up, as_bytes("+OK ready")), Likeness::no);
}

} // namespace
} // namespace petze
