#include "dissect/mqtt/mqtt_dissector.h"

#include "base/byte_reader.h"
#include "dissect/mqtt/side.h"

#include <array>

namespace petze {

namespace {

using namespace mqtt;

class MqttDissector final : public StreamDissector {
public:
    MqttDissector(LayerContext& context, Origin const* parent)
        : m_connection(context, parent)
        , m_sides{Side{m_connection, Direction::to_server},
                  Side{m_connection, Direction::to_client}}
    {
    }

    void take(Direction direction, Bytes piece) override { side(direction).take(piece); }
    void gap(Direction direction, std::uint64_t count) override { side(direction).gap(count); }
    void finish(Direction direction) override { side(direction).finish(); }

private:
    Side& side(Direction direction) { return m_sides[static_cast<std::size_t>(direction)]; }

    Connection m_connection;
    std::array<Side, 2> m_sides;
};

} // namespace

Likeness looks_like_mqtt(Direction direction, Bytes first)
{
    constexpr std::uint8_t connect = 0x10;
    if (direction == Direction::to_client || first.empty() || first[0] != connect)
        return Likeness::no;
    auto const [fixed, flaw] =
        decode_fixed_header(first.first(std::min(first.size(), longest_fixed_header)));
    if (flaw)
        return flaw->what == "truncated" ? Likeness::maybe : Likeness::no;
    auto const body = as_text(first.subspan(fixed.bytes));
    using namespace std::string_view_literals;
    for (auto const begin : {"\0\4MQTT"sv, "\0\6MQIsdp"sv}) {
        if (body.starts_with(begin))
            return Likeness::yes;
        if (begin.starts_with(body))
            return Likeness::maybe;
    }
    return Likeness::no;
}

std::unique_ptr<StreamDissector> make_mqtt_dissector(LayerContext& context, Origin const* parent)
{
    return std::make_unique<MqttDissector>(context, parent);
}

} // namespace petze
