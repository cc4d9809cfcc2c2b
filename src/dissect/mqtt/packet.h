#pragma once

#include "base/byte_reader.h"
#include "base/bytes.h"

#include <cstdint>
#include <functional>
#include <string_view>

namespace petze::mqtt {

/// MQTT 5.0 section 2.1.2.
enum class PacketType : std::uint8_t {
    connect = 1,
    connack,
    publish,
    puback,
    pubrec,
    pubrel,
    pubcomp,
    subscribe,
    suback,
    unsubscribe,
    unsuback,
    pingreq,
    pingresp,
    disconnect,
    auth,
};

/// As the standard writes it: "CONNECT".
std::string_view name_of(PacketType type);

/// The protocol level that CONNECT names (section 3.1.2.2).
inline constexpr std::uint8_t level_5 = 5;

struct FixedHeader {
    PacketType type{};
    std::uint8_t flags{};
    std::uint32_t length{}; // of what follows it
    std::size_t bytes{};    // of itself

    std::uint8_t quality_of_service() const { return flags >> 1 & 3; } // of PUBLISH
};

inline constexpr std::size_t longest_fixed_header = 5;

/// Section 2.1. Truncated: more bytes are needed to tell. Another flaw: these bytes are none.
Decoded<FixedHeader> decode_fixed_header(Bytes bytes);

/// All views are into the packet.
struct Connect {
    std::string_view protocol_name{}; // "MQTT", in 3.1 "MQIsdp"
    std::uint8_t level{};             // 3: 3.1, 4: 3.1.1, 5
    Bytes properties{};
    std::string_view client_id{};
    Bytes will_properties{};
    std::string_view will_topic{};
    Bytes will_payload{};
    std::string_view user_name{};
    std::string_view password{};
};

/// Section 3.1, without its fixed header; and that of 3.1 and 3.1.1.
Decoded<Connect> decode_connect(Bytes body);

struct PublishHead {
    std::string_view topic{}; // empty where an alias stands for it
    Bytes properties{};
    std::size_t bytes{}; // the payload begins behind them
};

/// Section 3.3.2. Truncated: the head is not whole.
Decoded<PublishHead> decode_publish_head(FixedHeader const& fixed, std::uint8_t level, Bytes body);

/// What else says something: SUBSCRIBE's and UNSUBSCRIBE's filters, and the properties of all.
struct Other {
    Bytes properties{};
    Bytes filters{}; // see next_filter
};
Decoded<Other> decode_other(PacketType type, std::uint8_t level, Bytes body);

/// One topic filter after the other; false at the end.
bool next_filter(ByteReader& in, PacketType type, std::string_view& filter);

/// One property, section 2.2.2.2.
struct Property {
    std::string_view name{}; // "content type"; of a user property "user"
    std::string_view key{};  // of a user property
    std::string_view text{}; // of those that are texts or bytes
    std::uint32_t number{};  // of the others
    std::uint8_t id{};
};

inline constexpr std::uint8_t content_type = 0x03, topic_alias = 0x23, user_property = 0x26;

/// One property after the other; false at the end, and where what follows is none (see in.flaw()).
bool next_property(ByteReader& in, Property& property);

} // namespace petze::mqtt
