#include "dissect/content/payload.h"

#include "base/text.h"
#include "dissect/content/content.h"

namespace petze {

Payload::Payload() = default;

Payload::Payload(LayerContext& layers, Origin const* parent, PayloadDescription const& description)
    : m_step(description.step)
    , m_node{parent, m_step}
    , m_content(make_content_dissector({.content_type = description.content_type,
                                        .content_encoding = description.content_encoding,
                                        .filename = {},
                                        .parent = &m_node,
                                        .context = description.context,
                                        .digest = &m_digest},
                                       layers))
{
}

void Payload::take(Bytes piece)
{
    m_length += piece.size();
    m_digest.update(piece);
    if (m_content)
        m_content->take(piece);
}

void Payload::gap()
{
    m_gap = true;
    if (m_content)
        m_content->gap();
}

AppMessage Payload::finish(std::string_view protocol, Direction direction, std::string name,
                           bool whole)
{
    if (m_content && !whole && !m_gap)
        m_content->gap(); // nothing of it may be told as a whole file
    if (m_content)
        m_content->finish();
    return {protocol, direction, std::move(name), m_length, to_hex(m_digest.digest())};
}

} // namespace petze
