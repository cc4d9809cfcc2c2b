#include "dissect/dns/message.h"

#include "base/limits.h"
#include "dissect/dns/types.h"
#include "testing/hex.h"
#include "testing/packets.h"

#include <gtest/gtest.h>

namespace petze::dns {
namespace {

constexpr auto question = "03777777 076578616d706c65 03636f6d 00 0001 0001"; // www.example.com A

TEST(DecodeMessage, ReadsQuestionsAndRecords)
{
    auto const bytes = from_hex("beef 8183 0001 0002 0001 0001", question,
                                "c00c 0005 0001 0000003c 0006 0361 6263 c010", // CNAME
                                "c02d 0001 8001 00000078 0004 c0000201",       // A, cache flush
                                "c010 0002 0001 00000e10 0002 c00c",           // NS
                                "00 0029 04d0 01000000 0006 fde9 0002 6869");  // OPT, RCODE 16 + 3
    auto const [message, flaw] = decode_message(bytes);
    EXPECT_FALSE(flaw);
    EXPECT_EQ(message.id, 0xbeef);
    EXPECT_TRUE(message.answer);
    EXPECT_EQ(rcode_name(message.rcode), "BADMODE");
    ASSERT_EQ(message.questions.size(), 1u);
    EXPECT_EQ(message.questions[0].name.text(), "www.example.com");
    ASSERT_EQ(message.records.size(), 4u);
    EXPECT_EQ(message.records[0].rdata.text, "abc.example.com");
    EXPECT_EQ(message.records[1].name.text(), "abc.example.com");
    EXPECT_EQ(message.records[1].rdata.text, "192.0.2.1");
    EXPECT_EQ(message.records[1].ttl, 120u);
    EXPECT_EQ(message.records[2].section, Record::Section::authority);
    EXPECT_EQ(message.records[3].rdata.words, std::vector<std::string>{"hi"});
}

TEST(DecodeMessage, KeepsWhatWasReadOfEveryPrefix)
{
    auto const bytes = from_hex("beef 8180 0001 0001 0000 0000", question,
                                "c00c 0010 0001 0000003c 0006 05 68656c6c6f");
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        SCOPED_TRACE(length);
        auto const [message, flaw] = decode_message(Bytes{bytes}.first(length));
        EXPECT_TRUE(flaw);
        constexpr std::size_t after_question = 33, after_record_header = 45;
        EXPECT_EQ(!message.questions.empty() && message.questions[0].whole,
                  length >= after_question);
        if (length > after_record_header) {
            ASSERT_EQ(message.records.size(), 1u);
            EXPECT_FALSE(message.records[0].whole);
            EXPECT_EQ(message.records[0].rdata.words.at(0).size(), length - after_record_header);
        }
    }
}

TEST(DecodeMessage, StopsAtTheLimit)
{
    auto bytes = from_hex("beef 0000 ffff 0000 0000 0000");
    for (int i = 0; i < 10000; ++i)
        testing::append(bytes, from_hex("00 0001 0001"));
    auto const [message, flaw] = decode_message(bytes);
    EXPECT_EQ(message.questions.size(), limits::dns_records);
    EXPECT_EQ(flaw ? flaw->what : "", limit_of_records);
}

TEST(TypeName, IsIanasOrANumber)
{
    EXPECT_EQ(type_name(65), "HTTPS");
    EXPECT_EQ(type_name(255), "ANY");
    EXPECT_EQ(type_name(32), "TYPE32");
    EXPECT_EQ(rcode_name(3), "NXDOMAIN");
    EXPECT_EQ(rcode_name(23), "BADCOOKIE");
    EXPECT_EQ(rcode_name(13), "RCODE13");
}

} // namespace
} // namespace petze::dns
