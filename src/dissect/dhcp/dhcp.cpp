#include "dissect/dhcp/dhcp.h"

#include "base/digest.h"
#include "base/text.h"
#include "dissect/dhcp/message.h"

namespace petze {

namespace {

constexpr std::size_t ethernet_address = 6;

// RFC 2132 section 9.14: a type, then its value; type 1 is Ethernet's, whose address is known to
// people as text. Anything else stands as sent.
std::string client_id_text(std::string_view id)
{
    constexpr char ethernet = 1;
    if (id.size() != 1 + ethernet_address || id[0] != ethernet)
        return std::string{id.substr(id.empty() ? 0 : 1)};
    std::string text;
    for (auto byte : as_bytes(id.substr(1))) {
        if (!text.empty())
            text += ':';
        text += to_hex({&byte, 1});
    }
    return text;
}

} // namespace

void dissect_dhcp(Direction direction, Bytes datagram, LayerContext& context, Origin const* parent)
{
    auto const [message, flaw] = dhcp::decode_message(datagram);
    if (flaw)
        context.tally.count("dhcp: malformed message");
    // Without the fixed part and the magic number it is something else on this port.
    constexpr std::size_t up_to_options = 240;
    if (datagram.size() < up_to_options || (flaw && flaw->what == "no DHCP options"))
        return;
    (direction == Direction::to_server ? context.opened_to_server : context.opened_to_client) +=
        datagram.size();

    auto const client_id = client_id_text(message.client_id);
    struct {
        std::string_view step, value;
    } const said[] = {
        {"dhcp:host_name", message.host_name},
        {"dhcp:fqdn", message.fqdn},
        {"dhcp:vendor_class", message.vendor_class},
        {"dhcp:client_id", client_id},
    };
    auto const frames = frames_of(context.data);
    for (auto const& [step, value] : said)
        if (!value.empty()) {
            Origin const origin{parent, step};
            context.fields.take({value, &origin, frames, {direction, {}}});
        }
    context.messages(AppMessage{"dhcp", direction, dhcp::type_name(message.type), datagram.size(),
                                to_hex(sha256(datagram))});
}

} // namespace petze
