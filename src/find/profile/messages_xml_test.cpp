#include "find/profile/messages_xml.h"

#include <gtest/gtest.h>

namespace petze {

static void PrintTo(TextMessage const& message, std::ostream* out)
{
    *out << message.address << ": " << message.text;
}

namespace {

// Attributes as https://www.synctech.com.au/sms-backup-restore/fields-in-xml-backup-files/ lists
// them; those that are not read are left out but for some.
TEST(ReadMessagesXml, TellsTextsAndOtherParties)
{
    struct {
        char const* name;
        char const* text;
        std::vector<TextMessage> expected;
    } const cases[] = {
        {"SMS, received and sent",
         "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"2\">\n"
         "<sms protocol=\"0\" address=\"+493023125001\" date=\"1405930530000\" type=\"1\" "
         "subject=\"null\" body=\"Bin gleich da\" read=\"1\" contact_name=\"Anna\" />\n"
         "<sms address=\"030 23125002\" type=\"2\" body=\"Gut &amp; sch\u00f6n\" /></smses>",
         {{"+493023125001", "Bin gleich da", 1'405'930'530'000'000'000},
          {"030 23125002", "Gut & sch\u00f6n"}}},
        // U+1F600 is D83D DE00: 55357 56832.
        {"surrogates in decimal",
         "<s><sms address='1' body='a&#55357;&#56832;b'/></s>",
         {{"1", "a\U0001f600b"}}},
        {"surrogates in hex",
         "<s><sms address='1' body='&#xD83D;&#xde00;'/></s>",
         {{"1", "\U0001f600"}}},
        {"the last character of all",
         "<s><sms address='1' body='&#56319;&#57343;'/></s>",
         {{"1", "\U0010ffff"}}},
        {"one reference for it",
         "<s><sms address='1' body='&#128512;'/></s>",
         {{"1", "\U0001f600"}}},
        {"a surrogate alone is left out",
         "<s><sms address='1' body='a&#55357;b&#56832;&#55357;c'/></s>",
         {{"1", "abc"}}},
        {"what XML has no place for is left out",
         "<s><sms address='1' body='a&#0;b&#x1F;c'/></s>",
         {{"1", "abc"}}},
        {"line ends and other references",
         "<s><sms address='1' body='a&#10;b&#65;&#x42;&lt;'/></s>",
         {{"1", "a\nbAB<"}}},
        {"times that are none are not known",
         "<s><sms address='1' body='a' date='0'/><sms address='2' body='b' date='-5'/>"
         "<sms address='3' body='c' date='yesterday'/><sms address='4' body='d' "
         "date='99999999999999999999'/><mms address='5' date='1000'/></s>",
         {{"1", "a"}, {"2", "b"}, {"3", "c"}, {"4", "d"}, {"5", "", 1'000'000'000}}},
        {"null is nothing", "<s><sms address='null' body='null'/></s>", {{"", ""}}},
        {"MMS",
         "<smses><mms address=\"+493023125001\" msg_box=\"1\"><parts>"
         "<part seq=\"-1\" ct=\"application/smil\" text=\"&lt;smil/&gt;\"/>"
         "<part seq=\"0\" ct=\"image/jpeg\" data=\"/9j/4AAQ\" text=\"null\"/>"
         "<part seq=\"1\" ct=\"text/plain\" text=\"Schau mal\"/>"
         "<part seq=\"2\" ct=\"text/plain\" text=\"hier\"/></parts>"
         "<addrs><addr address=\"+493023125009\" type=\"137\"/></addrs></mms></smses>",
         {{"+493023125001", "Schau mal\nhier"}}},
        {"MMS that names its parties only inside",
         "<s><mms><parts><part ct='text/plain' text='x'/></parts><addrs>"
         "<addr address='insert-address-token' type='137'/><addr address='1' type='151'/>"
         "</addrs></mms></s>",
         {{"1", "x"}}},
        {"in the order of the file",
         "<s><sms address='1' body='a'/><mms address='2'/><sms address='3' body='c'/></s>",
         {{"1", "a"}, {"2", ""}, {"3", "c"}}},
        {"none", "<smses count='0'/>", {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const file = read_messages_xml(c.text);
        EXPECT_EQ(file.messages, c.expected);
        EXPECT_EQ(file.trouble, "");
    }
}

TEST(ReadMessagesXml, BrokenXmlGivesWhatStoodBeforeIt)
{
    struct {
        char const* name;
        char const* text;
        std::size_t messages;
        char const* trouble; // where it begins
    } const cases[] = {
        {"cut off", "<s>\n<sms address='1' body='a'/>\n<sms addr", 1, "line 3: "},
        {"element that is not closed", "<s>\n<sms address='1' body='a'/>\n<b>\n</s>", 1,
         "line 4: "},
        {"no XML", "Anna: hello", 0, "line 1: "},
        {"empty", "", 0, "line 1: "},
        {"unknown entity", "<s><sms body='a'/><sms body='&b;'/></s>", 1, "line 1: "},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const file = read_messages_xml(c.text);
        EXPECT_EQ(file.messages.size(), c.messages);
        EXPECT_EQ(file.trouble.substr(0, 8), c.trouble);
        EXPECT_GT(file.trouble.size(), 8u);
    }
}

// Entities that grow a thousandfold end in an error, not in gigabytes.
TEST(ReadMessagesXml, RefusesEntitiesThatExplode)
{
    std::string text = "<!DOCTYPE s [<!ENTITY a0 \"0123456789\">";
    for (int i = 1; i < 12; ++i) {
        text += "<!ENTITY a" + std::to_string(i) + " \"";
        for (int k = 0; k < 10; ++k)
            text += "&a" + std::to_string(i - 1) + ";";
        text += "\">";
    }
    text += "]><s><sms body='&a11;'/></s>";
    EXPECT_NE(read_messages_xml(text).trouble, "");
}

// Longer than what the parser is given at once.
TEST(ReadMessagesXml, ReadsLongFiles)
{
    std::string const body(3'000'000, 'x');
    auto const file = read_messages_xml("<s><sms address='1' body='" + body
                                        + "'/><sms address='2' body='y'/></s>");
    ASSERT_EQ(file.messages.size(), 2u);
    EXPECT_EQ(file.messages[0].text.size(), body.size());
    EXPECT_EQ(file.messages[1].text, "y");
}

} // namespace
} // namespace petze
