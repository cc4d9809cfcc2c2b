#include "dissect/content/content.h"
#include "dissect/content/layers.h"
#include "dissect/dns/dns_dissector.h"

#include <utility>
#include <vector>

namespace petze {

void tell_dns(Bytes message, Origin const* origin, Direction direction, LayerContext& layers)
{
    // A layer further out has counted them.
    auto const to_server = layers.opened_to_server;
    auto const to_client = layers.opened_to_client;
    dissect_dns(direction, message, layers, origin);
    layers.opened_to_server = to_server;
    layers.opened_to_client = to_client;
}

namespace content {

namespace {

class DnsLayer : public ContentDissector {
public:
    DnsLayer(Scope& scope, Origin const* origin)
        : m_scope(scope)
        , m_origin(origin)
    {
    }

    void take(Bytes piece) override
    {
        if (!m_rest && m_message.size() + piece.size() > longest)
            settle();
        if (m_rest) {
            m_rest->take(piece);
            return;
        }
        m_message.insert(m_message.end(), piece.begin(), piece.end());
        m_last = m_scope.layers.data;
    }
    void gap() override
    {
        if (!m_rest)
            settle();
        m_rest->gap();
    }
    void finish() override
    {
        if (!m_rest)
            settle();
        m_rest->finish();
    }

private:
    static constexpr std::size_t longest = 65535; // RFC 8484 §6

    void settle()
    {
        m_rest = make_raw_layer(m_scope, m_origin);
        auto const stamp = std::exchange(m_scope.layers.data, m_last);
        if (looks_like_dns(m_message) == Likeness::yes)
            tell_dns(m_message, m_origin, m_scope.context.direction, m_scope.layers);
        else if (!m_message.empty())
            m_rest->take(m_message);
        m_scope.layers.data = stamp;
        m_message = {};
    }

    Scope& m_scope;
    Origin const* m_origin;
    std::vector<std::uint8_t> m_message;
    Stamp m_last; // the packet of its last bytes
    Layer m_rest; // what is no message
};

} // namespace

Layer make_dns_layer(Scope& scope, Origin const* origin)
{
    return std::make_unique<DnsLayer>(scope, origin);
}

} // namespace content

} // namespace petze
