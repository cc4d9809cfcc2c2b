#include "dissect/conversation_dissector.h"

#include "dissect/content/content.h"

namespace petze {

ConversationDissector::ConversationDissector(FlowIdentity const& flow, FieldSink& fields,
                                             std::function<void(Message&&)>& messages, Tally& tally,
                                             HeldContent& held, DissectorSetting const& setting)
    : m_context{.fields = fields,
                .messages = messages,
                .tally = tally,
                .held = held,
                .files = setting.files,
                .next_stream = make_detecting_dissector,
                .next_streams = make_streams_dissector,
                .open_wrapped = open_wrapped,
                .keys = setting.keys,
                .uploads = setting.uploads,
                .connection_ids = setting.connection_ids,
                .tells_dns = setting.tells_dns,
                .hashes = setting.hashes,
                .server_port = flow.has_ports() ? flow.destination_port : std::uint16_t{},
                .payload_keys = setting.payload_keys}
    , m_datagrams(m_context)
{
    if (flow.protocol == protocol::tcp)
        m_stream = make_detecting_dissector(m_context, nullptr);
}

void ConversationDissector::data(Direction direction, Bytes bytes, Stamp const& carried,
                                 Stamp const& now)
{
    m_context.data = carried;
    m_context.now = now;
    m_stream->take(direction, bytes);
}

void ConversationDissector::gap(Direction direction, std::uint64_t count, Stamp const& now)
{
    m_context.data = m_context.now = now;
    if (m_stream)
        m_stream->gap(direction, count);
}

void ConversationDissector::finish(Direction direction, Stamp const& now)
{
    m_context.data = m_context.now = now;
    if (m_stream)
        m_stream->finish(direction);
    else
        m_datagrams.finish();
}

void ConversationDissector::datagram(Direction direction, Bytes bytes, std::uint32_t missing,
                                     Stamp const& now)
{
    m_context.data = m_context.now = now;
    if (missing > 0)
        m_context.tally.count("udp: datagram cut by snaplen");
    m_datagrams.take(direction, bytes);
}

bool ConversationDissector::reads_content() const
{
    return m_stream && m_context.app_proto != "tls";
}

} // namespace petze
