#pragma once

#include "dissect/content/payload.h"
#include "dissect/layer.h"
#include "dissect/layer_tools.h"
#include "dissect/marks.h"
#include "dissect/mqtt/packet.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// What is shared inside mqtt/ and nowhere else.
namespace petze::mqtt {

/// What both directions share.
struct Connection {
    Connection(LayerContext& context, Origin const* outside)
        : layers(context)
        , parent(outside)
        , stray(context, outside)
    {
    }

    LayerContext& layers;
    Origin const* parent;
    StrayBytes stray;
    std::uint8_t level = 4; // until CONNECT tells another
};

/// One direction: packets cut out of the stream. PUBLISH is told as it comes, the others are kept
/// until they are whole.
class Side {
public:
    Side(Connection& connection, Direction direction)
        : m_connection(connection)
        , m_direction(direction)
    {
    }

    void take(Bytes piece);
    void gap(std::uint64_t count);
    void finish();

private:
    /// Both return how much of the piece they took.
    std::size_t take_start(Bytes piece);
    std::size_t take_body(Bytes piece);
    void begin_packet();
    void end_packet(bool whole);
    void hold(Bytes some);
    void try_publish(bool final);
    void give_up_holding();
    void tell_packet(Bytes body, bool whole);
    std::string resolve_alias(PublishHead const& head);
    std::string content_type_of(Bytes properties) const;
    void lose();

    Connection& m_connection;
    Direction m_direction;

    std::array<std::uint8_t, longest_fixed_header> m_start{};
    std::size_t m_start_bytes = 0;
    bool m_in_packet = false;
    bool m_lost = false; // where the next packet begins is not known
    FixedHeader m_fixed;
    std::uint32_t m_remaining = 0;
    std::vector<std::uint8_t> m_held; // of the packet's body
    Marks m_marks;                    // of m_held
    bool m_too_long = false;          // the rest of this packet is searched as it passes
    std::optional<Payload> m_payload; // of PUBLISH
    std::string m_topic;
    std::map<std::uint32_t, std::string> m_aliases; // section 3.3.2.3.4
    std::size_t m_alias_bytes = 0;
};

} // namespace petze::mqtt
