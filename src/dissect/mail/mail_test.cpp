#include "dissect/mail/mail_reader.h"

#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "dissect/header/encoded_word.h"
#include "testing/recorder.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using testing::Recorder;
using Lines = std::vector<std::string>;

AppMessage read(std::string_view mail, std::size_t cut, Recorder& recorder)
{
    MailReader reader{recorder.context, nullptr, Direction::to_server};
    std::uint64_t frame = 0;
    for (std::size_t i = 0; i < mail.size(); i += cut) {
        recorder.packet(++frame);
        reader.take(as_bytes(mail.substr(i, cut)));
    }
    return reader.finish("smtp", "message", true);
}

TEST(EncodedWords, AreUndone)
{
    struct {
        char const* name;
        std::string text, expected;
    } const cases[] = {
        // RFC 2047 section 8.
        {"one", "(=?ISO-8859-1?Q?a?=)", "(a)"},
        {"then text", "(=?ISO-8859-1?Q?a?= b)", "(a b)"},
        {"two", "(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)"},
        {"a blank inside", "(=?ISO-8859-1?Q?a_b?=)", "(a b)"},
        {"base64, two words",
         "=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?= "
         "=?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=",
         "If you can read this you understand the example."},
        {"Latin letters", "=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?=", "Keld J\xc3\xb8rn Simonsen"},
        {"UTF-8", "=?utf-8?b?Y2Fmw6k=?=", "caf\xc3\xa9"},
        {"none", "a =? b ?= c", "a =? b ?= c"},
        {"no end", "=?utf-8?q?abc", "=?utf-8?q?abc"},
        {"unknown coding", "=?utf-8?x?abc?=", "=?utf-8?x?abc?="},
        {"a broken escape", "=?utf-8?q?a=4?=", "a=4"},
    };
    for (auto const& c : cases)
        EXPECT_EQ(decode_encoded_words(c.text), c.expected) << c.name;
}

TEST(MailReader, TellsHeadersAndParts)
{
    struct {
        char const* name;
        std::string mail;
        Lines expected;
    } const cases[] = {
        {"base64",
         "Content-Transfer-Encoding: base64\r\n\r\nbGF0IDIyLjM0MDI1NyBsb24gMTE0LjA0NzI4NA==\r\n",
         {"mail:header:Content-Transfer-Encoding = base64",
          "mail:body > base64 = lat 22.340257 lon 114.047284"}},
        {"7bit is none",
         "Content-Transfer-Encoding: 7bit\n\nabc",
         {"mail:header:Content-Transfer-Encoding = 7bit", "mail:body = abc"}},
        {"folded", "Subject: a\r\n b\r\n\r\nc", {"mail:header:Subject = a b", "mail:body = c"}},
        {"no header", "\r\nabc", {"mail:body = abc"}},
        {"no body", "A: b\r\n", {"mail:header:A = b"}},
        {"a line that is no header",
         "hello\r\n\r\nabc",
         {"mail:header: = hello", "mail:body = abc"}},
        {"parts, RFC 2046",
         "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nfirst\r\n--x\r\n"
         "Content-Transfer-Encoding: quoted-printable\r\n\r\ncaf=C3=A9\r\n--x--\r\n",
         {"mail:header:Content-Type = multipart/mixed; boundary=x",
          "mail:body > multipart:0 = first",
          "mail:body > multipart:1 = Content-Transfer-Encoding: quoted-printable",
          "mail:body > multipart:1 > quoted-printable = caf\xc3\xa9"}},
    };
    for (auto const& c : cases)
        for (std::size_t const cut : {10'000u, 1u, 2u, 5u}) {
            SCOPED_TRACE(c.name + std::string{", cut "} + std::to_string(cut));
            Recorder recorder;
            auto const message = read(c.mail, cut, recorder);
            EXPECT_EQ(recorder.lines(), c.expected);
            EXPECT_EQ(message.length, c.mail.size());
            EXPECT_EQ(message.sha256, to_hex(sha256(as_bytes(c.mail))));
        }
}

TEST(MailReader, HoldsNoLongHeader)
{
    Recorder recorder;
    read(std::string(limits::http_header_bytes + 5000, 'x') + " needle\r\n" + "\r\nbody", 1400,
         recorder);
    ASSERT_EQ(recorder.tally.rows().size(), 1u);
    EXPECT_EQ(recorder.tally.rows()[0].kind, "mail: limit of header bytes");
    std::string all;
    for (auto const& line : recorder.lines())
        all += line;
    EXPECT_NE(all.find("needle"), std::string::npos);
    EXPECT_NE(all.find("body"), std::string::npos);
}

} // namespace
} // namespace petze
