#pragma once

#include "dissect/content/payload.h"
#include "dissect/layer.h"
#include "dissect/layer_tools.h"
#include "dissect/websocket/frame_header.h"
#include "dissect/websocket/inflater.h"

#include <array>
#include <memory>
#include <optional>
#include <string>

/// What is shared inside websocket/ and nowhere else.
namespace petze::websocket {

/// What both directions share.
struct Connection {
    Connection(LayerContext& context, Origin const* parent)
        : layers(context)
        , outside(parent)
        , node{parent, "websocket"}
        , stray(context, parent)
    {
    }

    LayerContext& layers;
    Origin const* outside;
    Origin node;
    StrayBytes stray;
    bool may_be_mqtt = true; // until the client's first binary message has been seen
    std::unique_ptr<StreamDissector> mqtt;
};

/// Undoes the masking (RFC 6455 section 5.3) of what lies `phase` bytes into a payload.
void unmask(Bytes in, std::span<std::uint8_t> out, std::array<std::uint8_t, 4> const& key,
            std::size_t phase);

/// One direction.
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
    std::size_t take_header(Bytes piece);
    std::size_t take_payload(Bytes piece);
    void begin_frame(FrameHeader const& header);
    void end_frame();
    void clear_bytes(Bytes bytes);

    void begin_message(FrameHeader const& header);
    void end_message(bool whole);
    void inflate(Bytes bytes);
    void message_bytes(Bytes bytes);
    void decide_on_mqtt(bool is_mqtt);
    void open_payload();
    void tell_control();
    void break_inflating();
    void skip_payload(std::uint64_t count);
    void lose();

    bool begins_frames(Bytes piece) const;

    static constexpr std::size_t room_bytes = 4096; // for bytes on their way out of a frame

    Connection& m_connection;
    Direction m_direction;

    std::array<std::uint8_t, longest_header> m_held{}; // a header that is not whole yet
    std::size_t m_held_bytes = 0;
    FrameHeader m_frame;
    std::uint64_t m_remaining = 0; // of the frame's payload
    std::size_t m_phase = 0;       // of its masking
    bool m_lost = false;           // where the next frame begins is not known
    std::array<std::uint8_t, longest_control> m_control{};
    std::size_t m_control_bytes = 0;

    bool m_in_message = false;
    Opcode m_opcode{};
    bool m_deflated = false;
    bool m_cannot_inflate = false; // the rest of this message
    bool m_whole = true;
    std::uint64_t m_taken = 0, m_made = 0; // of a compressed message
    std::string m_first;                   // of a message that may hold MQTT
    bool m_to_mqtt = false;
    std::optional<Payload> m_payload;
    std::unique_ptr<Inflater> m_inflater; // kept from message to message
};

} // namespace petze::websocket
