#include "dissect/websocket/websocket_dissector.h"

#include "dissect/websocket/side.h"

#include <array>

namespace petze {

namespace {

using namespace websocket;

class WebsocketDissector final : public StreamDissector {
public:
    WebsocketDissector(LayerContext& context, Origin const* parent)
        : m_connection(context, parent)
        , m_sides{Side{m_connection, Direction::to_server},
                  Side{m_connection, Direction::to_client}}
    {
    }

    void take(Direction direction, Bytes piece) override { side(direction).take(piece); }
    void gap(Direction direction, std::uint64_t count) override { side(direction).gap(count); }
    void finish(Direction direction) override
    {
        side(direction).finish();
        if (m_connection.mqtt)
            m_connection.mqtt->finish(direction);
    }

private:
    Side& side(Direction direction) { return m_sides[static_cast<std::size_t>(direction)]; }

    Connection m_connection;
    std::array<Side, 2> m_sides;
};

} // namespace

std::unique_ptr<StreamDissector> make_websocket_dissector(LayerContext& context,
                                                          Origin const* parent)
{
    return std::make_unique<WebsocketDissector>(context, parent);
}

} // namespace petze
