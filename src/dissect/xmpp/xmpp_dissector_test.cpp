#include "dissect/xmpp/xmpp_dissector.h"

#include "testing/check_conversations.h"

namespace petze {
namespace {

constexpr auto up = Direction::to_server, down = Direction::to_client;

std::string const open_up = "<?xml version='1.0'?><stream:stream to='im.example' "
                            "xmlns:stream='http://etherx.jabber.org/streams'>";
std::string const open_down = "<stream:stream from='im.example' a=\"/>\" "
                              "xmlns:stream='http://etherx.jabber.org/streams'>";

std::vector<testing::ConversationRow> const rows{
    // RFC 6120 section 9.1, shortened.
    {"STARTTLS",
     {{up, open_up},
      {down, open_down + "<stream:features><starttls/></stream:features>"},
      {up, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"},
      {down, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>\x16server"},
      {up, "\x16"
           "client"}},
     {"< stream:features [46]", "> starttls [51]", "< proceed [50]"},
     {"xmpp > entities = " + open_up + "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
      "xmpp > entities = " + open_down
          + "<stream:features><starttls/></stream:features>"
            "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
      "inner = \x16server",
      "inner = \x16"
      "client"}},
    {"stanzas, a stream begun anew, CDATA, a comment",
     {{up, open_up + "<auth mechanism='PLAIN'>AAA=</auth>" + open_up
               + " <message to='b@im.example'><body>a &lt; b</body></message>"
                 "<!-- no --><iq id='1'><x><![CDATA[</iq>]]]></x></iq>"
                 "<presence/></stream:stream>"}},
     {"> auth [35]", "> message [58]", "> iq [41]", "> presence [11]"},
     {"xmpp > entities = " + open_up + "<auth mechanism='PLAIN'>AAA=</auth>" + open_up
      + " <message to='b@im.example'><body>a < b</body></message>"
        "<!-- no --><iq id='1'><x><![CDATA[</iq>]]]></x></iq>"
        "<presence/></stream:stream>"}},
    {"a gap in a stanza",
     {{up, open_up + "<message><body>ab"}, {up, "", 20}, {up, "cd</body></message><iq/>"}},
     {"> iq [5]"},
     {"xmpp > entities = " + open_up + "<message><body>ab[gap]cd</body></message><iq/>"},
     {"xmpp: gap in the stream 1"}},
};

TEST(XmppDissector, ReadsConversations)
{
    testing::check_conversations(make_xmpp_dissector, rows);
}

TEST(XmppDissector, IsRecognised)
{
    struct {
        char const* name;
        std::string first;
        Likeness expected;
    } const cases[] = {
        {"the client's", open_up, Likeness::yes},
        {"the server's", open_down, Likeness::yes},
        {"no declaration", open_up.substr(open_up.find("<stream")), Likeness::yes},
        {"blanks between", "<?xml version='1.0'?>\r\n " + open_up.substr(open_up.find("<stream")),
         Likeness::yes},
        {"another's stream, as Xiaomi's push speaks",
         "<stream:stream xmlns='xm' xmlns:stream='xm:stream' to='xiaomi.com'>", Likeness::no},
        {"no name of a stream at all", "<?xml version='1.0'?><stream:stream to='im.example'>",
         Likeness::no},
        {"another document", "<?xml version='1.0'?><plist>", Likeness::no},
        {"a declaration that does not end", "<?xml version='1.0'<stream:stream", Likeness::no},
        {"another element", "<html>", Likeness::no},
        {"other text", "stream:stream", Likeness::no},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(looks_like_xmpp(up, as_bytes(c.first)), c.expected);
    }
    // What is not there yet may still come: with the last character of the name it has.
    auto const known = open_up.find("/streams") + std::string_view{"/streams"}.size();
    for (std::size_t length = 0; length < open_up.size(); ++length)
        EXPECT_EQ(looks_like_xmpp(up, as_bytes(open_up).first(length)),
                  length < known ? Likeness::maybe : Likeness::yes)
            << length;
}

} // namespace
} // namespace petze
