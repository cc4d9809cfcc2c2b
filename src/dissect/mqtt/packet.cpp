#include "dissect/mqtt/packet.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace petze::mqtt {

namespace {

constexpr std::array<std::string_view, 16> names{"",          "CONNECT",  "CONNACK",     "PUBLISH",
                                                 "PUBACK",    "PUBREC",   "PUBREL",      "PUBCOMP",
                                                 "SUBSCRIBE", "SUBACK",   "UNSUBSCRIBE", "UNSUBACK",
                                                 "PINGREQ",   "PINGRESP", "DISCONNECT",  "AUTH"};

/// Section 1.5.5: at most four bytes, seven bits each, the lowest first.
std::uint32_t variable_integer(ByteReader& in)
{
    std::uint32_t value = 0;
    for (unsigned shift = 0; shift < 28; shift += 7) {
        auto const byte = in.u8();
        value |= static_cast<std::uint32_t>(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0)
            return value;
    }
    in.fail("malformed length");
    return 0;
}

Bytes counted(ByteReader& in)
{
    auto const length = in.u16();
    // What is there of one that is cut off is worth telling.
    if (length > in.remaining() && in.ok()) {
        auto const rest = in.rest();
        in.fail("truncated");
        return rest;
    }
    return in.take(length);
}
std::string_view text(ByteReader& in)
{
    return as_text(counted(in));
}
Bytes property_bytes(ByteReader& in, std::uint8_t level)
{
    if (level < level_5)
        return {};
    auto const length = variable_integer(in);
    return in.take(length);
}

enum class Form : std::uint8_t { byte, two, four, variable, text, pair };
struct Kind {
    std::uint8_t id;
    Form form;
    std::string_view name;
};
// Section 2.2.2.2, table 2-4.
constexpr Kind kinds[] = {
    {0x01, Form::byte, "payload format"},
    {0x02, Form::four, "message expiry"},
    {content_type, Form::text, "content type"},
    {0x08, Form::text, "response topic"},
    {0x09, Form::text, "correlation data"},
    {0x0b, Form::variable, "subscription id"},
    {0x11, Form::four, "session expiry"},
    {0x12, Form::text, "assigned client id"},
    {0x13, Form::two, "server keep alive"},
    {0x15, Form::text, "authentication method"},
    {0x16, Form::text, "authentication data"},
    {0x17, Form::byte, "request problem information"},
    {0x18, Form::four, "will delay"},
    {0x19, Form::byte, "request response information"},
    {0x1a, Form::text, "response information"},
    {0x1c, Form::text, "server reference"},
    {0x1f, Form::text, "reason"},
    {0x21, Form::two, "receive maximum"},
    {0x22, Form::two, "topic alias maximum"},
    {topic_alias, Form::two, "topic alias"},
    {0x24, Form::byte, "maximum quality of service"},
    {0x25, Form::byte, "retain available"},
    {user_property, Form::pair, "user"},
    {0x27, Form::four, "maximum packet size"},
    {0x28, Form::byte, "wildcards available"},
    {0x29, Form::byte, "subscription ids available"},
    {0x2a, Form::byte, "shared subscriptions available"},
};

} // namespace

std::string_view name_of(PacketType type)
{
    return names[static_cast<std::size_t>(type) % names.size()];
}

Decoded<FixedHeader> decode_fixed_header(Bytes bytes)
{
    ByteReader in{bytes};
    auto const first = in.u8();
    auto const type = static_cast<PacketType>(first >> 4);
    std::uint8_t const flags = first & 0x0f;
    // Table 2-2. MQTT 3.1 let the flags of these be as they were; in use they are zero or these.
    bool const asks = type == PacketType::pubrel || type == PacketType::subscribe
                      || type == PacketType::unsubscribe;
    bool const fits = type == PacketType::publish ? (flags >> 1 & 3) != 3
                      : asks                      ? (flags & 0x05) == 0
                                                  : flags == 0;
    if (in.ok() && (first >> 4 == 0 || !fits))
        in.fail("flags");
    auto const length = variable_integer(in);
    return {{type, flags, length, in.offset()}, in.flaw()};
}

Decoded<Connect> decode_connect(Bytes body)
{
    ByteReader in{body};
    Connect connect;
    connect.protocol_name = text(in);
    connect.level = in.u8() & 0x7f; // a bridge sets the highest bit
    auto const flags = in.u8();
    in.skip(2); // keep alive
    connect.properties = property_bytes(in, connect.level);
    connect.client_id = text(in);
    if ((flags & 0x04) != 0) {
        connect.will_properties = property_bytes(in, connect.level);
        connect.will_topic = text(in);
        connect.will_payload = counted(in);
    }
    if ((flags & 0x80) != 0)
        connect.user_name = text(in);
    if ((flags & 0x40) != 0)
        connect.password = text(in);
    return {connect, in.flaw()};
}

Decoded<PublishHead> decode_publish_head(FixedHeader const& fixed, std::uint8_t level, Bytes body)
{
    ByteReader in{body};
    PublishHead head;
    head.topic = text(in);
    if (fixed.quality_of_service() > 0)
        in.skip(2); // packet identifier
    head.properties = property_bytes(in, level);
    head.bytes = in.offset();
    return {head, in.flaw()};
}

Decoded<Other> decode_other(PacketType type, std::uint8_t level, Bytes body)
{
    ByteReader in{body};
    Other other;
    switch (type) {
    case PacketType::subscribe:
    case PacketType::unsubscribe:
        in.skip(2); // packet identifier
        other.properties = property_bytes(in, level);
        other.filters = in.rest();
        break;
    case PacketType::suback:
    case PacketType::unsuback:
        in.skip(2);
        other.properties = property_bytes(in, level);
        break;
    case PacketType::connack:
        in.skip(2); // flags and code
        other.properties = property_bytes(in, level);
        break;
    case PacketType::puback:
    case PacketType::pubrec:
    case PacketType::pubrel:
    case PacketType::pubcomp:
        in.skip(2);
        [[fallthrough]];
    case PacketType::disconnect:
    case PacketType::auth:
        // Sections 3.4.2.1, 3.14.2.1: code and properties may be left out.
        if (in.remaining() > 1) {
            in.skip(1);
            other.properties = property_bytes(in, level);
        }
        break;
    default:
        break;
    }
    return {other, in.flaw()};
}

bool next_filter(ByteReader& in, PacketType type, std::string_view& filter)
{
    if (in.remaining() == 0 || !in.ok())
        return false;
    filter = text(in);
    if (type == PacketType::subscribe)
        in.skip(1); // options
    return !filter.empty() || in.ok();
}

bool next_property(ByteReader& in, Property& property)
{
    property = {};
    if (in.remaining() == 0 || !in.ok())
        return false;
    property.id = in.u8();
    auto const* const kind = std::find_if(std::begin(kinds), std::end(kinds),
                                          [&](Kind const& row) { return row.id == property.id; });
    if (kind == std::end(kinds)) {
        in.fail("unknown property");
        return false;
    }
    property.name = kind->name;
    switch (kind->form) {
    case Form::byte:
        property.number = in.u8();
        break;
    case Form::two:
        property.number = in.u16();
        break;
    case Form::four:
        property.number = in.u32();
        break;
    case Form::variable:
        property.number = variable_integer(in);
        break;
    case Form::pair:
        property.key = text(in);
        property.text = text(in);
        break;
    case Form::text:
        property.text = text(in);
        break;
    }
    return in.ok() || !property.text.empty() || !property.key.empty();
}

} // namespace petze::mqtt
