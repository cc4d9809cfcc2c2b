#include "dissect/dns/dns_dissector.h"

#include "testing/hex.h"
#include "testing/packets.h"
#include "testing/recorder.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

using namespace petze::testing;
using Texts = std::vector<std::string>;

constexpr auto up = Direction::to_server, down = Direction::to_client;

testing::Buffer query()
{
    return from_hex(
        "1234 0100 0001 0000 0000 0000 03777777 076578616d706c65 03636f6d 00 0001 0001");
}
testing::Buffer answer()
{
    return from_hex("1234 8180 0001 0001 0000 0000 03777777 076578616d706c65 03636f6d 00 0001 0001",
                    "c00c 0001 0001 0000003c 0004 c0000201");
}
testing::Buffer framed(testing::Buffer const& message)
{
    testing::Buffer out;
    put16(out, static_cast<unsigned>(message.size()));
    append(out, message);
    return out;
}

TEST(DissectDns, TellsQuestionAndAnswer)
{
    Recorder recorder;
    recorder.packet(4);
    dissect_dns(up, query(), recorder.context, nullptr);
    dissect_dns(down, answer(), recorder.context, nullptr);
    EXPECT_EQ(recorder.of<DnsMessage>(),
              (std::vector<DnsMessage>{{false, 0x1234, "www.example.com", "A", "", {}},
                                       {true,
                                        0x1234,
                                        "www.example.com",
                                        "A",
                                        "NOERROR",
                                        {{"www.example.com", "A", 60, "192.0.2.1"}}}}));
    EXPECT_EQ(recorder.context.opened_to_server, query().size());
    EXPECT_EQ(recorder.context.opened_to_client, answer().size());
    EXPECT_TRUE(recorder.tally.rows().empty());
}

// Data that leaves inside a name is cut to labels of 63 bytes.
TEST(DissectDns, TellsANameWholeAndItsLabelsJoined)
{
    Recorder recorder;
    recorder.packet(4);
    dissect_dns(
        up,
        from_hex("1234 0100 0001 0000 0000 0000 03616263 03646566 01 54 07 6578616d706c65 00",
                 "0010 0001"),
        recorder.context, nullptr);
    EXPECT_EQ(recorder.values("dns:query"), Texts{"abc.def.T.example"});
    EXPECT_EQ(recorder.values("dns:query:labels"), Texts{"abcdefTexample"});
    EXPECT_EQ(recorder.fields.at(0).hostname, "abc.def.t.example");
    EXPECT_EQ(recorder.fields.at(0).direction, up);
    EXPECT_EQ(recorder.fields.at(0).frames, (FrameRange{0, 4, 4}));
}

TEST(DissectDns, TellsTextsOfAnswersAndOptions)
{
    Recorder recorder;
    dissect_dns(up,
                from_hex("1234 0100 0001 0000 0000 0001 0161 00 0010 0001",
                         "00 0029 04d0 00000000 0008 ffee 0004 64657631"),
                recorder.context, nullptr);
    dissect_dns(down,
                from_hex("1234 8180 0001 0001 0000 0000 0161 00 0010 0001",
                         "c00c 0010 0001 00000000 0006 02 6f6e 02 6365"),
                recorder.context, nullptr);
    EXPECT_EQ(recorder.values("dns:edns"), Texts{"dev1"});
    EXPECT_EQ(recorder.values("dns:answer"), (Texts{"on", "ce", "once"}));
}

TEST(DissectDns, TellsOneMessageForEachQuestion)
{
    struct {
        char const* name;
        char const* bytes;
        std::vector<DnsMessage> expected;
    } const cases[] = {
        {"two questions, answers on the first",
         "0001 8400 0002 0001 0000 0000 0161 00 0001 8001 0162 00 001c 0001"
         "0161 00 0001 8001 00000078 0004 c0000201",
         {{true, 1, "a", "A", "NOERROR", {{"a", "A", 120, "192.0.2.1"}}},
          {true, 1, "b", "AAAA", "NOERROR", {}}}},
        {"no question, as mDNS answers",
         "0000 8400 0000 0001 0000 0000 0161 00 0001 8001 00000078 0004 c0000201",
         {{true, 0, {}, "", "NOERROR", {{"a", "A", 120, "192.0.2.1"}}}}},
        {"the root, unknown type",
         "0000 0000 0001 0000 0000 0000 00 4000 0001",
         {{false, 0, ".", "TYPE16384", "", {}}}},
        {"answer refused",
         "0007 8185 0001 0000 0000 0000 0161 00 0001 0001",
         {{true, 7, "a", "A", "REFUSED", {}}}},
        {"only the answer section",
         "0007 8180 0000 0000 0001 0000 0161 00 0001 0001 00000078 0004 c0000201",
         {{true, 7, {}, "", "NOERROR", {}}}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        Recorder recorder;
        dissect_dns(up, from_hex(c.bytes), recorder.context, nullptr);
        EXPECT_EQ(recorder.of<DnsMessage>(), c.expected);
        EXPECT_TRUE(recorder.tally.rows().empty());
    }
}

TEST(DissectDns, TellsWhatIsThereOfADatagramCutOff)
{
    auto const bytes = answer();
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        SCOPED_TRACE(length);
        Recorder recorder;
        dissect_dns(down, Bytes{bytes}.first(length), recorder.context, nullptr);
        constexpr std::size_t header = 12, after_first_label = 16, after_question = 33;
        auto const told = recorder.of<DnsMessage>();
        EXPECT_EQ(told.size(), length < header ? 0u : 1u);
        EXPECT_EQ(recorder.tally.rows(), (std::vector<Tally::Row>{{"dns: malformed message", 1}}));
        if (length >= after_question) {
            EXPECT_EQ(told.at(0).rrname, "www.example.com");
        }
        if (length >= after_first_label) {
            EXPECT_EQ(recorder.values("dns:query").at(0).substr(0, 3), "www");
        }
    }
}

TEST(DnsStream, ReadsPipelinedMessagesAtEverySplit)
{
    testing::Buffer stream;
    append(stream, framed(query()));
    append(stream, framed({}));
    append(stream, framed(answer()));
    for (std::size_t split = 0; split <= stream.size(); ++split) {
        SCOPED_TRACE(split);
        Recorder recorder;
        auto const dissector = make_dns_dissector(recorder.context, nullptr);
        recorder.packet(1);
        dissector->take(up, Bytes{stream}.first(split));
        recorder.packet(2);
        for (auto const& byte : Bytes{stream}.subspan(split))
            dissector->take(up, {&byte, 1});
        dissector->finish(up);
        auto const told = recorder.of<DnsMessage>();
        ASSERT_EQ(told.size(), 2u);
        EXPECT_EQ(told[1].answers.size(), 1u);
        auto const first = recorder.fields.at(0).frames;
        EXPECT_EQ(first.first, split > 0 ? 1u : 2u);
        EXPECT_EQ(first.last, split >= query().size() + 2 ? 1u : 2u);
        EXPECT_EQ(recorder.context.opened_to_server, query().size() + answer().size() + 4);
    }
}

TEST(DnsStream, GoesOnAfterAGap)
{
    Recorder recorder;
    auto const dissector = make_dns_dissector(recorder.context, nullptr);
    dissector->take(up, Bytes{framed(query())}.first(24));
    dissector->gap(up, 100);
    dissector->take(up, from_hex("00112233"));
    dissector->take(up, framed(query()));
    dissector->finish(up);
    EXPECT_EQ(recorder.values("dns:query"), (Texts{"www.examp", "www.example.com"}));
}

TEST(LooksLikeDns, KnowsAMessageByItsHeaderAndFirstName)
{
    struct {
        char const* name;
        testing::Buffer bytes;
        Likeness expected;
    } const cases[] = {
        {"query", query(), Likeness::yes},
        {"answer", answer(), Likeness::yes},
        {"nothing", {}, Likeness::no},
        {"a header that announces nothing", from_hex("1234 0100 0000 0000 0000 0000"),
         Likeness::no},
        {"text", bytes_of("M-SEARCH * HTTP/1.1\r\nHost: 239.255.255.250"), Likeness::no},
        {"class of another kind", from_hex("1234 0100 0001 0000 0000 0000 00 0001 7777"),
         Likeness::no},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(looks_like_dns(c.bytes), c.expected);
    }
}

} // namespace
} // namespace petze
