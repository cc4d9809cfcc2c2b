#include "find/profile/vcard.h"

#include <gtest/gtest.h>

namespace petze {

static void PrintTo(Contact const& contact, std::ostream* out)
{
    *out << contact.name << ::testing::PrintToString(contact.phones)
         << ::testing::PrintToString(contact.emails);
}

namespace {

using Contacts = std::vector<Contact>;

TEST(ReadVcards, OfEveryVersion)
{
    struct {
        char const* name;
        char const* text;
        Contacts expected;
    } const cases[] = {
        {"2.1 as Android exports it",
         "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Huber;Anna;;;\r\nFN:Anna Huber\r\n"
         "TEL;CELL:+49 30 23125 001\r\nTEL;HOME:030-23125002\r\n"
         "EMAIL;HOME:anna@example.org\r\nEND:VCARD\r\n",
         {{"Anna Huber", {"+49 30 23125 001", "030-23125002"}, {"anna@example.org"}}}},
        {"2.1, quoted-printable in UTF-8",
         "BEGIN:VCARD\nVERSION:2.1\n"
         "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen=20M=C3=BCller\nEND:VCARD\n",
         {{"J\u00fcrgen M\u00fcller", {}, {}}}},
        {"2.1, the encoding without its name",
         "BEGIN:VCARD\nVERSION:2.1\nFN;QUOTED-PRINTABLE;CHARSET=UTF-8:J=C3=BCrgen\nEND:VCARD\n",
         {{"J\u00fcrgen", {}, {}}}},
        {"2.1, quoted-printable in ISO 8859-1",
         "BEGIN:VCARD\nVERSION:2.1\n"
         "FN;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:J=FCrgen\nEND:VCARD\n",
         {{"J\u00fcrgen", {}, {}}}},
        // GB 2312: U+674E is C0EE, U+660E is C3F7; both are well-formed in no other reading.
        {"2.1, quoted-printable in GB 2312",
         "BEGIN:VCARD\nVERSION:2.1\n"
         "FN;CHARSET=GB2312;ENCODING=QUOTED-PRINTABLE:=C0=EE=C3=F7\nEND:VCARD\n",
         {{"\u674e\u660e", {}, {}}}},
        {"2.1, a character set that nobody knows",
         "BEGIN:VCARD\nVERSION:2.1\n"
         "FN;CHARSET=X-NONE;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB\nEND:VCARD\n",
         {{"Zo\u00eb", {}, {}}}},
        {"2.1, neither declared nor UTF-8",
         "BEGIN:VCARD\nVERSION:2.1\nFN:J\xfcrgen\nEND:VCARD\n",
         {{"J\u00fcrgen", {}, {}}}},
        // RFC 2045 section 6.7 (5): a line that ends with = goes on, whatever the next begins with.
        {"2.1, soft line breaks",
         "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;ENCODING=QUOTED-PRINTABLE:J=C3=BCr=\r\ngen=\r\n"
         " M=C3=BC=\r\nller\r\nTEL:1\r\nEND:VCARD\r\n",
         {{"J\u00fcrgen M\u00fcller", {"1"}, {}}}},
        // versit vCard 2.1 section 2.1.3: unfolding takes the line end away, the blank stays.
        {"2.1, folded",
         "BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Anna\r\n Huber\r\nEND:VCARD\r\n",
         {{"Anna Huber", {}, {}}}},
        {"2.1, a photo in base64 is no property",
         "BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Anna\r\nPHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\r\n"
         " SkZJRgABAQ==\r\n\r\nTEL:1\r\nEND:VCARD\r\n",
         {{"Anna", {"1"}, {}}}},
        // RFC 2426 section 2.6: the blank goes too.
        {"3.0, folded and escaped",
         "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna Hu\r\n ber\\, M.A.\r\n"
         "item1.TEL;TYPE=CELL,VOICE:+49 30 23125 001\r\nitem1.X-ABLabel:mobil\r\n"
         "EMAIL;TYPE=\"internet;pref\":anna@example.org\r\nEND:VCARD\r\n",
         {{"Anna Huber, M.A.", {"+49 30 23125 001"}, {"anna@example.org"}}}},
        {"3.0, base64",
         "BEGIN:VCARD\nVERSION:3.0\nFN;ENCODING=b:QW5uYSBIdWJlcg==\nEND:VCARD\n",
         {{"Anna Huber", {}, {}}}},
        // RFC 6350 section 6.4.1.
        {"4.0, numbers as URIs",
         "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Anna Huber\r\n"
         "TEL;VALUE=uri;TYPE=\"voice,home\":tel:+1-555-555-0123;ext=5555\r\n"
         "TEL;VALUE=uri:TEL:+33-01-99-00-12-34\r\nEND:VCARD\r\n",
         {{"Anna Huber", {"+1-555-555-0123", "+33-01-99-00-12-34"}, {}}}},
        {"no FN: from the parts of the name",
         "BEGIN:VCARD\nVERSION:2.1\nN:Huber;Anna;Maria;Dr.;M.A.\nEND:VCARD\n",
         {{"Dr. Anna Maria Huber M.A.", {}, {}}}},
        {"parts with an escaped semicolon",
         "BEGIN:VCARD\nN:Huber\\;Co;Anna\nEND:VCARD\n",
         {{"Anna Huber;Co", {}, {}}}},
        {"the first FN counts", "BEGIN:VCARD\nFN:Anna\nFN:Anne\nEND:VCARD\n", {{"Anna", {}, {}}}},
        {"lower case", "begin:vcard\nfn:Anna\ntel:1\nend:vcard\n", {{"Anna", {"1"}, {}}}},
        {"byte order mark",
         "\xef\xbb\xbf"
         "BEGIN:VCARD\nFN:Anna\nEND:VCARD\n",
         {{"Anna", {}, {}}}},
        {"empty properties", "BEGIN:VCARD\nFN:\nTEL:\nEMAIL: \nEND:VCARD\n", {{"", {}, {}}}},
        {"two cards",
         "BEGIN:VCARD\nFN:Anna\nEND:VCARD\n\nBEGIN:VCARD\nTEL:2\nEND:VCARD\n",
         {{"Anna", {}, {}}, {"", {"2"}, {}}}},
        {"no end",
         "BEGIN:VCARD\nFN:Anna\nBEGIN:VCARD\nN:;Ben\nTEL:2",
         {{"Anna", {}, {}}, {"Ben", {"2"}, {}}}},
        {"no begin", "FN:Anna\nEND:VCARD\n", {}},
        {"no vCard", "name,number\nAnna,1\n", {}},
        {"empty", "", {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(read_vcards(c.text), c.expected);
    }
}

TEST(ReadVcards, EveryPrefixGivesWhatItHas)
{
    std::string_view const text = "BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=UTF-8;ENCODING="
                                  "QUOTED-PRINTABLE:J=C3=BCr=\r\ngen\r\nTEL:1\r\nEND:VCARD\r\n";
    auto const name_end = text.find("\r\nTEL");
    for (std::size_t length = 0; length <= text.size(); ++length) {
        SCOPED_TRACE(length);
        auto const contacts = read_vcards(text.substr(0, length));
        EXPECT_EQ(contacts.size(), length >= std::string_view{"BEGIN:VCARD"}.size() ? 1u : 0u);
        if (length >= name_end) {
            EXPECT_EQ(contacts.at(0).name, "J\u00fcrgen");
        }
    }
}

} // namespace
} // namespace petze
