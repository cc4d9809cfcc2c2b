#include "dissect/imap/imap_dissector.h"

#include "testing/check_conversations.h"

namespace petze {
namespace {

constexpr auto up = Direction::to_server, down = Direction::to_client;

std::vector<testing::ConversationRow> const rows{
    {"RFC 9051 section 8, shortened",
     {{down, "* OK [CAPABILITY IMAP4rev2] ready\r\n"},
      {up, "A001 login mrc secret\r\n"},
      {down, "A001 OK LOGIN completed\r\n"},
      {up, "a004 uid fetch 12 body[header]\r\n"},
      {down, "* 12 FETCH (BODY[HEADER] {25}\r\nSubject: Mtg\r\nTo: a@b\r\n\r\n)\r\n"
             "a004 OK FETCH completed\r\n"},
      {up, "a006 logout\r\n"}},
     {"> LOGIN [21]", "> UID FETCH [30]", "< message [25]", "> LOGOUT [11]"},
     {"imap:response = * OK [CAPABILITY IMAP4rev2] ready", "imap:command = A001 login mrc secret",
      "imap:response = A001 OK LOGIN completed", "imap:command = a004 uid fetch 12 body[header]",
      "imap:response = * 12 FETCH (BODY[HEADER] {25}", "mail:header:Subject = Mtg",
      "mail:header:To = a@b", "imap:response = )", "imap:response = a004 OK FETCH completed",
      "imap:command = a006 logout"}},
    {"RFC 9051 section 4.3, literals in a command",
     {{up, "A001 LOGIN {4}\r\n"}, {down, "+ Ready\r\n"}, {up, "anna {5+}\r\nquark\r\n"}},
     {"> LOGIN [14]", "> literal [4]", "> literal [5]"},
     {"imap:command = A001 LOGIN {4}", "imap:response = + Ready", "imap:literal = anna",
      "imap:command =  {5+}", "imap:literal = quark"}},
    {"APPEND, and a part of a mail",
     {{up, "A3 APPEND Sent (\\Seen) {16}\r\n"},
      {down, "+ Ready\r\n"},
      {up, "Subject: x\r\n\r\nhi\r\n"},
      {down, "A3 OK done\r\n* 1 FETCH (BODY[1] {5}\r\npart1)\r\n"}},
     {"> APPEND [27]", "> message [16]", "< literal [5]"},
     {"imap:command = A3 APPEND Sent (\\Seen) {16}", "imap:response = + Ready",
      "mail:header:Subject = x", "mail:body = hi", "imap:response = A3 OK done",
      "imap:response = * 1 FETCH (BODY[1] {5}", "imap:literal = part1", "imap:response = )"}},
    {"RFC 9051 section 6.2.1, STARTTLS",
     {{up, "a002 STARTTLS\r\n"},
      {down, "a002 OK Begin TLS\r\n\x16server"},
      {up, "\x16"
           "client"}},
     {"> STARTTLS [13]"},
     {"imap:command = a002 STARTTLS", "imap:response = a002 OK Begin TLS", "inner = \x16server",
      "inner = \x16"
      "client"}},
    {"RFC 9051 section 6.2.2, PLAIN",
     {{up, "a1 AUTHENTICATE PLAIN\r\n"},
      {down, "+ \r\n"},
      {up, "AHRlc3QAdGVzdA==\r\n"},
      {down, "a1 OK Success\r\n"}},
     {"> AUTHENTICATE [21]"},
     {"imap:command = a1 AUTHENTICATE PLAIN", "imap:response = + ", "imap:auth > base64 = test",
      "imap:auth > base64 = test",
      "imap:command = AHRlc3QAdGVzdA==", "imap:response = a1 OK Success"}},
    {"a gap over the end of a literal",
     {{down, "* 1 FETCH (BODY[1] {5}\r\npa"}, {down, "", 9}, {down, "x\r\n* 2 EXISTS\r\n"}},
     {"< literal [2]"},
     {"imap:response = * 1 FETCH (BODY[1] {5}", "imap:response = * 2 EXISTS",
      "imap:literal = pa[gap]", "stream = x\r\n"},
     {"imap: gap in the stream 1"}},
    {"what is no IMAP", {{up, "anna was here\r\n"}}, {}, {"stream = anna was here\r\n"}},
};

TEST(ImapDissector, ReadsConversations)
{
    testing::check_conversations(make_imap_dissector, rows);
}

TEST(ImapDissector, IsRecognised)
{
    EXPECT_EQ(looks_like_imap(down, as_bytes("* OK ready")), Likeness::yes);
    EXPECT_EQ(looks_like_imap(down, as_bytes("* PREAUTH")), Likeness::yes);
    EXPECT_EQ(looks_like_imap(down, as_bytes("* P")), Likeness::maybe);
    EXPECT_EQ(looks_like_imap(down, as_bytes("* 12")), Likeness::no);
    EXPECT_EQ(looks_like_imap(up, as_bytes("* OK")), Likeness::no);
}

} // namespace
} // namespace petze
