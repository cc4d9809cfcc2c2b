#include "dissect/contentline/contentline.h"

#include "testing/tree.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

TEST(ContentLine, IsTakenApart)
{
    struct {
        char const* name;
        std::string text;
        std::vector<std::string> expected;
    } const cases[] = {
        // RFC 6350 section 3.2 and 3.4, with invented values.
        {"a card",
         "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anna Inv\r\n ented\r\nitem1.TEL;TYPE=\"cell:1\":+49\r\n"
         "NOTE:a\\, b\\nc\\;\r\nEND:VCARD\r\n",
         {"FN = Anna Invented", "item1.TEL = +49", "item1.TEL = TYPE=\"cell:1\"",
          "NOTE = a, b\nc;"}},
        // vCard 2.1, section 2.1.3; quoted-printable by hand.
        {"quoted-printable over two lines",
         "BEGIN:VCARD\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB;In=\nvented\nTEL:1\n",
         {"N = Zo\xc3\xab;Invented", "N = CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE", "TEL = 1"}},
        {"a calendar",
         "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Tea\r\nBEGIN:VALARM\r\nACTION:x\r\n"
         "END:VALARM\r\nLOCATION:here\r\nEND:VEVENT\r\nX-A:b\r\nEND:VCALENDAR",
         {"VEVENT.SUMMARY = Tea", "VEVENT.VALARM.ACTION = x", "VEVENT.LOCATION = here", "X-A = b"}},
        {"a line that is none", "BEGIN:VCARD\njust text\n", {" = just text"}},
        {"nothing", "", {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        testing::TreeRecorder recorder;
        EXPECT_EQ(read_contentline(as_bytes(c.text), &recorder), c.text.size());
        EXPECT_EQ(recorder.lines, c.expected);
        for (std::size_t length = 0; length <= c.text.size(); ++length)
            testing::check_tree_reader(read_contentline,
                                       as_bytes(std::string_view{c.text}.substr(0, length)));
    }
    EXPECT_EQ(content_lines(" begin:vcard\n"), ContentLines::vcard);
    EXPECT_EQ(content_lines("BEGIN:VCALENDAR"), ContentLines::icalendar);
    EXPECT_EQ(content_lines("BEGIN:OTHER"), std::nullopt);
}

} // namespace
} // namespace petze
