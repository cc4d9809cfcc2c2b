#include "find/profile/calendar.h"

#include <gtest/gtest.h>

namespace petze {

static void PrintTo(CalendarEntry const& entry, std::ostream* out)
{
    *out << entry.summary << " | " << entry.location << " | " << entry.description;
}

namespace {

TEST(ReadCalendar, TellsWhatEventsSay)
{
    struct {
        char const* name;
        char const* text;
        std::vector<CalendarEntry> expected;
    } const cases[] = {
        // The example of RFC 5545 section 4, shortened.
        {"an event",
         "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART:19960918T143000Z\r\n"
         "SUMMARY:Networld+Interop Conference\r\n"
         "DESCRIPTION:Networld+Interop Conference\r\n  and Exhibit\\nAtlanta World Congress "
         "Center\\n\r\n Atlanta\\, Georgia\r\nLOCATION:Atlanta\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
         {{"Networld+Interop Conference", "Atlanta",
           "Networld+Interop Conference and Exhibit\nAtlanta World Congress Center\n"
           "Atlanta, Georgia"}}},
        {"with parameters",
         "BEGIN:VEVENT\nSUMMARY;LANGUAGE=de;ALTREP=\"cid:1;a:b\":Zahnarzt\nEND:VEVENT\n",
         {{"Zahnarzt", "", ""}}},
        {"an alarm has a description of its own",
         "BEGIN:VEVENT\nBEGIN:VALARM\nDESCRIPTION:soon\nEND:VALARM\nSUMMARY:Essen\nEND:VEVENT\n",
         {{"Essen", "", ""}}},
        {"tasks and time zones are none",
         "BEGIN:VTIMEZONE\nBEGIN:STANDARD\nEND:STANDARD\nEND:VTIMEZONE\n"
         "BEGIN:VTODO\nSUMMARY:no\nEND:VTODO\nBEGIN:VEVENT\nSUMMARY:yes\nEND:VEVENT\n",
         {{"yes", "", ""}}},
        {"vCalendar 1.0",
         "BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\n"
         "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Fr=C3=BCh=\r\nst=C3=BCck\r\n"
         "END:VEVENT\r\nEND:VCALENDAR\r\n",
         {{"Fr\u00fchst\u00fcck", "", ""}}},
        {"no end",
         "BEGIN:VEVENT\nSUMMARY:one\nBEGIN:VEVENT\nSUMMARY:two",
         {{"one", "", ""}, {"two", "", ""}}},
        {"nothing said", "BEGIN:VEVENT\nEND:VEVENT\n", {{"", "", ""}}},
        {"empty", "", {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(read_calendar(c.text), c.expected);
    }
}

} // namespace
} // namespace petze
