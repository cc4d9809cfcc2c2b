#include "dissect/quic/raw_streams.h"

#include <map>

namespace petze {

namespace {

class RawStreams final : public StreamsDissector {
public:
    RawStreams(LayerContext& context, Origin const* parent)
        : m_context(context)
        , m_stream_origin{parent, "stream"}
        , m_datagram_origin{parent, "datagram"}
    {
    }

    void take(std::uint64_t stream, Direction direction, Bytes piece) override
    {
        auto const [found, fresh] = m_sinks.try_emplace({stream, direction});
        if (fresh)
            found->second = m_context.fields.open(&m_stream_origin, {direction, {}});
        if (found->second)
            found->second->take(piece, m_context.data);
    }
    void gap(std::uint64_t stream, Direction direction, std::uint64_t) override
    {
        if (auto const found = m_sinks.find({stream, direction});
            found != m_sinks.end() && found->second)
            found->second->gap();
    }
    void finish(std::uint64_t stream, Direction direction) override
    {
        m_sinks.erase({stream, direction});
    }
    void datagram(Direction direction, Bytes bytes) override
    {
        auto& sink = m_datagrams[static_cast<std::size_t>(direction)];
        if (!sink)
            sink = m_context.fields.open(&m_datagram_origin, {direction, {}});
        if (!sink)
            return;
        sink->take(bytes, m_context.data);
        sink->gap(); // nothing spans two of them
    }

private:
    LayerContext& m_context;
    Origin m_stream_origin;
    Origin m_datagram_origin;
    std::map<std::pair<std::uint64_t, Direction>, std::unique_ptr<ContentSink>> m_sinks;
    std::unique_ptr<ContentSink> m_datagrams[2];
};

} // namespace

std::unique_ptr<StreamsDissector> make_raw_streams(LayerContext& context, Origin const* parent)
{
    return std::make_unique<RawStreams>(context, parent);
}

} // namespace petze
