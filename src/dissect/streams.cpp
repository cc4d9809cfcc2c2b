#include "dissect/layers.h"

#include "base/limits.h"
#include "dissect/dns/dns_dissector.h"
#include "dissect/http3/http3_dissector.h"

#include <map>

namespace petze {

namespace {

/// Streams that know nothing of each other.
class ApartDissector final : public StreamsDissector {
public:
    using Make = std::unique_ptr<StreamDissector> (*)(LayerContext&, Origin const*);

    ApartDissector(LayerContext& context, Origin const* parent, Make make)
        : m_context(context)
        , m_parent(parent)
        , m_make(make)
        , m_datagram_origin{parent, "datagram"}
    {
    }

    void take(std::uint64_t stream, Direction direction, Bytes piece) override
    {
        of(stream).inner->take(direction, piece);
    }
    void gap(std::uint64_t stream, Direction direction, std::uint64_t count) override
    {
        of(stream).inner->gap(direction, count);
    }
    void finish(std::uint64_t stream, Direction direction) override
    {
        auto const found = m_streams.find(stream);
        if (found == m_streams.end())
            return;
        auto& one = found->second;
        one.inner->finish(direction);
        one.finished[static_cast<std::size_t>(direction)] = true;
        bool const one_way = (stream & 2) != 0; // RFC 9000 section 2.1
        if (one_way || (one.finished[0] && one.finished[1]))
            m_streams.erase(found);
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
    struct Stream {
        std::unique_ptr<StreamDissector> inner;
        bool finished[2] = {false, false};
    };

    Stream& of(std::uint64_t stream)
    {
        if (auto const found = m_streams.find(stream); found != m_streams.end())
            return found->second;
        if (m_streams.size() >= limits::http_streams) {
            m_context.tally.count("quic: limit of open streams");
            auto& oldest = m_streams.begin()->second;
            for (auto const direction : {Direction::to_server, Direction::to_client})
                if (!oldest.finished[static_cast<std::size_t>(direction)])
                    oldest.inner->finish(direction);
            m_streams.erase(m_streams.begin());
        }
        return m_streams.emplace(stream, Stream{m_make(m_context, m_parent)}).first->second;
    }

    LayerContext& m_context;
    Origin const* m_parent;
    Make m_make;
    Origin m_datagram_origin;
    std::map<std::uint64_t, Stream> m_streams;
    std::unique_ptr<ContentSink> m_datagrams[2];
};

std::unique_ptr<StreamDissector> make_detecting(LayerContext& context, Origin const* parent)
{
    return make_detecting_dissector(context, parent);
}

} // namespace

std::unique_ptr<StreamsDissector>
make_streams_dissector(LayerContext& context, Origin const* parent, std::string_view protocol)
{
    // "h3", and the drafts: "h3-29", "h3-Q050".
    if (protocol == "h3" || protocol.starts_with("h3-"))
        return make_http3_dissector(context, parent);
    // RFC 9250: two bytes of length before each message, as over TCP.
    bool const is_dns = protocol == "doq" || protocol.starts_with("doq-");
    return std::make_unique<ApartDissector>(context, parent,
                                            is_dns ? make_dns_dissector : make_detecting);
}

} // namespace petze
