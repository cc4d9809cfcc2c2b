#include "dissect/dhcp/message.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace petze::dhcp {

namespace {

constexpr std::uint32_t magic = 0x63825363; // RFC 2131 section 3

// RFC 2132; 81 is RFC 4702's.
namespace option {
constexpr std::uint8_t pad = 0, host_name = 12, requested_address = 50, overload = 52,
                       message_type = 53, vendor_class = 60, client_id = 61, fqdn = 81, end = 255;
}

/// The value of each option that is read; pieces of one are joined (RFC 3396 section 7).
struct Options {
    std::string host_name, requested_address, overload, message_type, vendor_class, client_id, fqdn;

    std::string* of(std::uint8_t code)
    {
        switch (code) {
        case option::host_name:
            return &host_name;
        case option::requested_address:
            return &requested_address;
        case option::overload:
            return &overload;
        case option::message_type:
            return &message_type;
        case option::vendor_class:
            return &vendor_class;
        case option::client_id:
            return &client_id;
        case option::fqdn:
            return &fqdn;
        default:
            return nullptr;
        }
    }
};

void read_options(ByteReader& in, Options& options)
{
    while (in.ok() && in.remaining() > 0) {
        auto const code = in.u8();
        if (code == option::end)
            return;
        if (code == option::pad)
            continue;
        auto const length = in.u8();
        // What is there of a value that was cut off is part of it all the same.
        auto const there = in.peek(length);
        in.skip(length);
        if (auto* const value = options.of(code))
            *value += as_text(there);
    }
}

// RFC 4702 section 2: flags, two result codes, then the name: as labels where bit E is set, else as
// text.
std::string fqdn_text(std::string_view value)
{
    constexpr std::uint8_t as_labels = 0x04;
    ByteReader in{as_bytes(value)};
    auto const flags = in.u8();
    in.u16(); // result codes
    if (!(flags & as_labels))
        return std::string{as_text(in.rest())};
    std::string name;
    while (in.remaining() > 0) {
        auto const length = in.u8();
        auto const label = in.peek(length);
        in.skip(length);
        if (label.empty())
            break;
        if (!name.empty())
            name += '.';
        name += as_text(label);
    }
    return name;
}

// Some clients count a closing zero byte as part of the text (RFC 2132 section 2 warns of them).
std::string without_zeros(std::string text)
{
    while (!text.empty() && text.back() == '\0')
        text.pop_back();
    return text;
}

} // namespace

Decoded<Message> decode_message(Bytes datagram)
{
    ByteReader in{datagram};
    in.skip(2); // op and htype
    auto const hardware_length = in.u8();
    in.skip(25); // hops, xid, secs, flags and four addresses
    auto const hardware = in.take(16);
    auto const server_name = in.take(64);
    auto const file = in.take(128);
    if (in.u32() != magic)
        in.fail("no DHCP options");

    Options options;
    read_options(in, options);
    auto flaw = in.flaw();
    auto const overload = options.overload.empty() ? 0 : options.overload[0];
    for (auto const& [bit, field] : {std::pair{1, file}, std::pair{2, server_name}})
        if (overload & bit) {
            ByteReader more{field};
            read_options(more, options);
            if (!flaw)
                flaw = more.flaw();
        }

    Message message;
    message.type =
        options.message_type.empty() ? 0 : static_cast<std::uint8_t>(options.message_type[0]);
    message.hardware_address =
        as_text(hardware.first(std::min<std::size_t>(hardware_length, hardware.size())));
    message.host_name = without_zeros(std::move(options.host_name));
    message.fqdn = without_zeros(fqdn_text(options.fqdn));
    message.vendor_class = without_zeros(std::move(options.vendor_class));
    message.client_id = std::move(options.client_id);
    message.requested_address = std::move(options.requested_address);
    return {std::move(message), flaw};
}

std::string type_name(std::uint8_t type)
{
    // RFC 2132 section 9.6.
    constexpr std::array<std::string_view, 9> names{
        "BOOTP", "DISCOVER", "OFFER", "REQUEST", "DECLINE", "ACK", "NAK", "RELEASE", "INFORM"};
    return type < names.size() ? std::string{names[type]} : "TYPE" + std::to_string(type);
}

} // namespace petze::dhcp
