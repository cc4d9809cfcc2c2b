#include "dissect/mqtt/teller.h"

#include "dissect/content/content.h"
#include "dissect/content/payload.h"
#include "dissect/content/scope.h"

namespace petze::mqtt {

void Teller::text(std::string_view step, std::string_view text) const
{
    if (text.empty())
        return;
    Origin const node{m_parent, step};
    tell_text(text, &node, m_frames, {m_direction, {}}, m_layers);
}

void Teller::connect(Connect const& connect) const
{
    properties(connect.properties);
    text("mqtt:client id", connect.client_id);
    properties(connect.will_properties);
    text("mqtt:topic", connect.will_topic);
    text("mqtt:user name", connect.user_name);
    text("mqtt:password", connect.password);
    if (connect.will_payload.empty())
        return;
    Payload will{m_layers, m_parent, {.step = "mqtt:will", .context = {m_direction, {}}}};
    will.take(connect.will_payload);
    will.finish({}, m_direction, {}, true);
}

void Teller::topic(std::string_view topic) const
{
    text("mqtt:topic", topic);
}

void Teller::property(Property const& property) const
{
    if (property.id == user_property) {
        text("mqtt:property", property.key);
        text("mqtt:property:" + content::readable(property.key), property.text);
    } else {
        text("mqtt:property:" + std::string{property.name}, property.text);
    }
}

void Teller::properties(Bytes properties) const
{
    ByteReader in{properties};
    Property one;
    while (next_property(in, one))
        property(one);
    if (in.ok())
        return;
    m_layers.tally.count("mqtt: malformed property");
    text("mqtt:property", as_text(properties));
}

std::string Teller::filters(PacketType type, Bytes filters) const
{
    ByteReader in{filters};
    std::string first;
    std::string_view filter;
    while (next_filter(in, type, filter)) {
        text("mqtt:topic", filter);
        if (first.empty())
            first = filter;
    }
    if (!in.ok())
        m_layers.tally.count("mqtt: malformed packet");
    return first;
}

} // namespace petze::mqtt
