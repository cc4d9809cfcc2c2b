#include "decrypt/dtls/record.h"

#include "testing/hex.h"
#include "testing/packets.h"

#include <gtest/gtest.h>

namespace petze::dtls {
namespace {

TEST(DtlsRecord, IsRecognisedByItsContent)
{
    struct {
        char const* name;
        char const* bytes;
        bool is_datagram;
        bool belongs;
    } const cases[] = {
        {"nothing", "", false, false},
        {"alert of DTLS 1.0", "15 feff 0000 000000000001 0002 0250", true, true},
        {"handshake of DTLS 1.2", "16 fefd 0000 000000000001 0001 00", true, true},
        {"joined late", "17 fefd 0001 000000000009 0003 010203", true, true},
        {"two records", "14 fefd 0000 000000000005 0001 01  16 fefd 0001 000000000000 0002 abcd",
         true, true},
        {"a record of DTLS 1.3 behind", "16 fefd 0000 000000000001 0001 00 2e0102", true, true},
        {"bytes behind", "16 fefd 0000 000000000001 0001 00 00", false, true},
        {"cut off", "16 fefd 0000 000000000001 0003 0000", false, true},
        {"header cut off", "16 fefd 0000 0000", false, true},
        {"a record of nothing", "16 fefd 0000 000000000001 0000", false, true},
        {"an epoch too high", "16 fefd 0100 000000000001 0001 00", false, true},
        {"TLS", "16 0303 0001 00", false, false},
        {"another version", "16 fefe 0000 000000000001 0001 00", false, false},
        {"STUN", "0001 0000 2112a442 b7e7a701bc34d686fa87dfae", false, false},
        {"RTP", "8060 0001 00000001 00000002 aabb", false, false},
        {"DTLS 1.3 alone", "2f 0001 0010 aabbccdd", false, true},
        {"connection id", "19 fefd 0001 000000000001 aabb 0001 00", false, true},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(is_datagram(from_hex(c.bytes)), c.is_datagram);
        EXPECT_EQ(belongs(from_hex(c.bytes)), c.belongs);
    }
}

TEST(DtlsRecord, StatesItsNumber)
{
    auto const bytes = from_hex("17 feff 0001 000000000203 0003 010203  15");
    ByteReader in{bytes};
    auto const record = next_record(in, {0, 7, 0});
    EXPECT_TRUE(in.ok());
    EXPECT_EQ(record.type, tls::ContentType::application_data);
    EXPECT_EQ(record.version, 0xfeff);
    EXPECT_EQ(record.number, 0x0001'0000'0000'0203u);
    EXPECT_EQ(epoch_of(record), 1);
    EXPECT_EQ(record.header.size(), record_header_bytes);
    EXPECT_EQ(testing::Buffer(record.body.begin(), record.body.end()), from_hex("010203"));
    EXPECT_EQ(record.stamp.frame, 7u);
    EXPECT_EQ(in.remaining(), 1u);
}

TEST(DtlsRecord, KeepsWhatIsThereOfEveryPrefix)
{
    auto const bytes = from_hex("16 fefd 0000 000000000001 0004 01020304");
    for (std::size_t length = 0; length < bytes.size(); ++length) {
        SCOPED_TRACE(length);
        ByteReader in{Bytes{bytes}.first(length)};
        auto const record = next_record(in, {});
        EXPECT_FALSE(in.ok());
        EXPECT_EQ(record.body.size(),
                  length > record_header_bytes ? length - record_header_bytes : 0u);
        EXPECT_FALSE(is_datagram(Bytes{bytes}.first(length)));
    }
}

} // namespace
} // namespace petze::dtls
