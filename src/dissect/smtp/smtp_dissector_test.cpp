#include "dissect/smtp/smtp_dissector.h"

#include "testing/check_conversations.h"

namespace petze {
namespace {

using testing::Recorder;

constexpr auto up = Direction::to_server, down = Direction::to_client;

std::string const mail = "From: Anna <anna@example.com>\r\nSubject: =?utf-8?q?caf=C3=A9?=\r\n"
                         "\r\nHello\r\n";

std::vector<testing::ConversationRow> const rows{
    {"RFC 5321 appendix D.1, shortened",
     {{down, "220 foo.example Simple Mail Transfer Service Ready\r\n"},
      {up, "EHLO bar.example\r\n"},
      {down, "250-foo.example greets bar.example\r\n250 HELP\r\n"},
      {up, "MAIL FROM:<anna@bar.example>\r\n"},
      {down, "250 OK\r\n"},
      {up, "RCPT TO:<Green@foo.example>\r\n"},
      {down, "550 No such user here\r\n"},
      {up, "DATA\r\n"},
      {down, "354 Start mail input\r\n"},
      {up, mail + "..dotted\r\n.\r\nQUIT\r\n"},
      {down, "250 OK\r\n221 bye\r\n"}},
     {"> EHLO [16]", "> MAIL [28]", "> RCPT [27]", "> DATA [4]", "> message [81]", "> QUIT [4]"},
     {"smtp:reply = foo.example Simple Mail Transfer Service Ready",
      "smtp:command = EHLO bar.example", "smtp:reply = foo.example greets bar.example",
      "smtp:reply = HELP", "smtp:command = MAIL FROM:<anna@bar.example>", "smtp:reply = OK",
      "smtp:command = RCPT TO:<Green@foo.example>", "smtp:reply = No such user here",
      "smtp:command = DATA", "smtp:reply = Start mail input",
      "mail:header:From = Anna <anna@example.com>", "mail:header:Subject = caf\xc3\xa9",
      "mail:body = Hello\r\n.dotted\r\n", "smtp:command = QUIT", "smtp:reply = OK",
      "smtp:reply = bye"}},
    // RFC 4616 section 4: tim, tanstaaftanstaaf.
    {"RFC 4954 section 4.1, PLAIN at once and after a challenge",
     {{up, "AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm\r\n"},
      {down, "535 no\r\n"},
      {up, "AUTH PLAIN\r\n"},
      {down, "334 \r\n"},
      {up, "AHRpbQB0YW5zdGFhZnRhbnN0YWFm\r\n"},
      {down, "235 ok\r\n"}},
     {"> AUTH [39]", "> AUTH [10]"},
     {"smtp:command = AUTH PLAIN AHRpbQB0YW5zdGFhZnRhbnN0YWFm", "smtp:auth > base64 = tim",
      "smtp:auth > base64 = tanstaaftanstaaf", "smtp:reply = no", "smtp:command = AUTH PLAIN",
      "smtp:auth > base64 = tim", "smtp:auth > base64 = tanstaaftanstaaf", "smtp:reply = ok"}},
    {"RFC 3207, STARTTLS",
     {{up, "STARTTLS\r\n"},
      {down, "220 Go ahead\r\n\x16server"},
      {up, "\x16"
           "client"}},
     {"> STARTTLS [8]"},
     {"smtp:command = STARTTLS", "smtp:reply = Go ahead", "inner = \x16server",
      "inner = \x16"
      "client"}},
    {"STARTTLS whose answer was not seen",
     {{up, "STARTTLS\r\n"},
      {up, "\x16"
           "client"}},
     {"> STARTTLS [8]"},
     {"smtp:command = STARTTLS", "inner = \x16"
                                 "client"}},
    {"STARTTLS refused",
     {{up, "STARTTLS\r\n"}, {down, "454 no\r\n"}, {up, "QUIT\r\n"}},
     {"> STARTTLS [8]", "> QUIT [4]"},
     {"smtp:command = STARTTLS", "smtp:reply = no", "smtp:command = QUIT"}},
    {"RFC 3030 section 4.2, chunks",
     {{up, "BDAT 35\r\nTo: <g@foo.example>\r\nSubject: a\r\n\r\n"},
      {down, "250 35 octets received\r\n"},
      {up, "BDAT 5 LAST\r\n.\r\nokQUIT\r\n"}},
     {"> BDAT [7]", "> BDAT [11]", "> message [40]", "> QUIT [4]"},
     {"smtp:command = BDAT 35", "mail:header:To = <g@foo.example>", "mail:header:Subject = a",
      "smtp:reply = 35 octets received", "smtp:command = BDAT 5 LAST", "mail:body = .\r\nok",
      "smtp:command = QUIT"}},
    {"DATA refused",
     {{up, "DATA\r\n"}, {down, "503 no\r\n"}, {up, "RSET\r\n"}},
     {"> DATA [4]", "> RSET [4]"},
     {"smtp:command = DATA", "smtp:reply = no", "smtp:command = RSET"}},
    {"one direction alone",
     {{up, "DATA\r\nSubject: x\r\n\r\nabc\r\n.\r\n"}},
     {"> DATA [4]", "> message [19]"},
     {"smtp:command = DATA", "mail:header:Subject = x", "mail:body = abc\r\n"}},
    {"cut off",
     {{up, "DATA\r\nSubject: x\r\n\r\nabc"}},
     {"> DATA [4]", "> message [17]"},
     {"smtp:command = DATA", "mail:header:Subject = x", "mail:body = abc[gap]"}},
    {"a gap in a mail",
     {{up, "DATA\r\nSubject: x\r\n\r\nabc"}, {up, "", 7}, {up, "def\r\n.\r\nNOOP\r\n"}},
     {"> DATA [4]", "> message [22]", "> NOOP [4]"},
     {"smtp:command = DATA", "mail:header:Subject = x", "smtp:command = NOOP",
      "mail:body = abc[gap]def\r\n"},
     {"smtp: gap in the stream 1"}},
    {"what is no SMTP",
     {{up, "anna was here\r\nand there"}},
     {},
     {"stream = anna was here\r\nand there"}},
    {"a gap between commands",
     {{up, "NOO"}, {up, "", 7}, {up, "anna\r\nNOOP\r\n"}},
     {"> NOOP [4]"},
     {"smtp:command = NOOP", "stream = NOO[gap]anna\r\n"},
     {"smtp: gap in the stream 1"}},
};

TEST(SmtpDissector, ReadsConversations)
{
    testing::check_conversations(make_smtp_dissector, rows);
}

TEST(SmtpDissector, KeepsNoLongLine)
{
    Recorder recorder;
    testing::play(make_smtp_dissector,
                  {{up, "NOOP " + std::string(100'000, 'x') + "needle\r\nNOOP\r\n"}}, recorder,
                  1400);
    EXPECT_EQ(testing::messages_in_short(recorder), std::vector<std::string>{"> NOOP [4]"});
    ASSERT_EQ(recorder.streams().size(), 1u);
    EXPECT_TRUE(recorder.streams()[0].value.ends_with("needle\r\n"));
    EXPECT_EQ(testing::flaws(recorder), std::vector<std::string>{"smtp: limit of one line 1"});
}

TEST(SmtpDissector, IsRecognised)
{
    EXPECT_EQ(looks_like_smtp(up, as_bytes("EHLO x")), Likeness::yes);
    EXPECT_EQ(looks_like_smtp(up, as_bytes("EH")), Likeness::maybe);
    EXPECT_EQ(looks_like_smtp(up, as_bytes("GET /")), Likeness::no);
    EXPECT_EQ(looks_like_smtp(down, as_bytes("220 a.example ESMTP")), Likeness::yes);
    EXPECT_EQ(looks_like_smtp(down, as_bytes("220 a.example")), Likeness::maybe);
    EXPECT_EQ(looks_like_smtp(down, as_bytes("2201")), Likeness::no);
    EXPECT_EQ(looks_like_smtp(down, as_bytes("HTTP/1.1")), Likeness::no);
}

} // namespace
} // namespace petze
