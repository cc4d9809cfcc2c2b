#include "dissect/protobuf/protobuf.h"

#include "testing/hex.h"

#include <gtest/gtest.h>

#include <string>

namespace petze::protobuf {
namespace {

std::string in_short(Bytes message)
{
    std::string out;
    ByteReader in{message};
    Value value;
    while (next_value(in, value))
        out += std::to_string(value.field) + ":" + std::to_string(static_cast<int>(value.type))
               + "="
               + (value.type == WireType::bytes ? std::string{as_text(value.bytes)}
                                                : std::to_string(value.number))
               + " ";
    return out + (in.ok() ? "" : "!" + std::string{in.flaw()->what});
}

TEST(Protobuf, ReadsFields)
{
    struct {
        char const* name;
        char const* bytes;
        std::string expected;
        bool is_message;
    } const cases[] = {
        // protobuf.dev, "Encoding".
        {"a simple message", "08 9601", "1:0=150 ", true},
        {"a string", "12 07 74657374696e67", "2:2=testing ", true},
        {"packed numbers", "32 06 03 8e02 9ea705", "6:2=\x03\x8e\x02\x9e\xa7\x05 ", true},
        // By hand.
        {"fixed", "0d 01000000 11 0200000000000000", "1:5=1 2:1=2 ", true},
        {"-1", "08 ffffffffffffffffff01", "1:0=18446744073709551615 ", true},
        {"a varint of eleven bytes", "08 ffffffffffffffffffffff01", "!varint too long", false},
        {"a group", "0b 10 05 0c", "1:3=0 2:0=5 1:4=0 ", true},
        {"a group without an end", "0b 10 05", "1:3=0 2:0=5 ", false},
        {"an end without a group", "0c", "1:4=0 ", false},
        {"field 0", "00 01", "!not a field", false},
        {"wire type 6", "0e", "!not a field", false},
        {"cut off", "12 07 7465", "!truncated", false},
        {"a field number out of a random word", "f8ffff07 01", "2097151:0=1 ", false},
        {"nothing", "", "", false},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const bytes = from_hex(c.bytes);
        EXPECT_EQ(in_short(bytes), c.expected);
        EXPECT_EQ(looks_like_message(bytes), c.is_message);
        for (std::size_t length = 0; length < bytes.size(); ++length)
            in_short(Bytes{bytes}.first(length));
    }
}

TEST(Protobuf, IsSureOfWhatNobodyDeclared)
{
    struct {
        char const* name;
        char const* bytes;
        std::optional<Framing> framing;
    } const cases[] = {
        // By hand; "anna@example.com" is 16 bytes.
        {"a text", "0a10616e6e61406578616d706c652e636f6d", Framing::none},
        {"a text in a message", "1a12 0a10616e6e61406578616d706c652e636f6d 2005", Framing::none},
        {"numbers alone", "08 9601 10 05 18 07 20 09", {}},
        {"one number, two types", "0a10616e6e61406578616d706c652e636f6d 0805", {}},
        {"two with their lengths",
         "12 0a10616e6e61406578616d706c652e636f6d 12 0a10616e6e61406578616d706c652e636f6d",
         Framing::varint},
        {"with lengths of four bytes",
         "00000012 0a10616e6e61406578616d706c652e636f6d 00000002 0805", Framing::four},
        {"as gRPC does", "00 00000012 0a10616e6e61406578616d706c652e636f6d", Framing::grpc},
        {"cut off", "0a10616e6e61406578616d706c652e63", {}},
        // python3: 'imei=001'.encode('utf-16-le')
        {"UTF-16", "69006d00650069003d00300030003100", {}},
        {"nothing", "", {}},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        auto const bytes = from_hex(c.bytes);
        EXPECT_EQ(framing_of(bytes), c.framing);
        for (std::size_t length = 0; length < bytes.size(); ++length)
            framing_of(Bytes{bytes}.first(length));
    }
}

} // namespace
} // namespace petze::protobuf
