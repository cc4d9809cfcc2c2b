#include "dissect/http3/http3_dissector.h"

#include "base/limits.h"
#include "dissect/http3/connection.h"
#include "dissect/http3/varint.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

namespace petze {

namespace {

using namespace http3;

// RFC 9000 §2.1.
bool is_unidirectional(std::uint64_t stream)
{
    return (stream & 2) != 0;
}
bool is_servers(std::uint64_t stream)
{
    return (stream & 1) != 0;
}

http::Part part_of(Direction direction)
{
    return direction == Direction::to_server ? http::Part::request : http::Part::response;
}

/// What a unidirectional stream is for (RFC 9114 §6.2, RFC 9204 §4.2).
enum class Purpose : std::uint8_t { unknown, control, push, encoder, decoder, other };

/// The numbers at the beginning of a stream or a frame, which may come in pieces.
class Numbers {
public:
    /// Takes as much as belongs to `count` of them; returns how much that was.
    std::size_t take(Bytes bytes, std::size_t count)
    {
        auto const before = m_held.size();
        constexpr std::size_t longest = 8;
        m_held += as_text(bytes.first(std::min(longest * count - before, bytes.size())));
        ByteReader in{as_bytes(m_held)};
        for (std::size_t i = 0; i < count; ++i)
            (i == 0 ? first : second) = read_varint(in);
        complete = in.ok();
        auto const used = complete ? in.offset() - before : m_held.size() - before;
        if (complete)
            m_held.clear();
        return used;
    }

    std::uint64_t first{}, second{};
    bool complete = false;

private:
    std::string m_held;
};

struct UniStream {
    Purpose purpose{};
    Numbers numbers; // its type, then frames or the id of a push
    std::optional<std::uint64_t> push{};
    std::string settings; // the payload of that frame, as far as it came
    std::uint64_t left{}; // of a control frame's payload
    bool in_settings{};
    bool lost{};
};

class Http3Dissector final : public StreamsDissector {
public:
    Http3Dissector(LayerContext& layers, Origin const* parent)
        : m_layers(layers)
        , m_connection(layers, parent)
    {
    }

    void take(std::uint64_t stream, Direction direction, Bytes piece) override
    {
        (direction == Direction::to_server ? m_layers.opened_to_server
                                           : m_layers.opened_to_client) += piece.size();
        if (is_unidirectional(stream)) {
            take_uni(stream, direction, piece);
        } else if (is_servers(stream)) { // WebTransport
            m_connection.stray().take(direction, piece, stream);
        } else {
            m_connection.request(stream).reader(part_of(direction)).take(piece);
            m_connection.remove_if_over(stream);
        }
    }

    void gap(std::uint64_t stream, Direction direction, std::uint64_t count) override
    {
        if (is_unidirectional(stream))
            gap_uni(stream, direction, count);
        else if (is_servers(stream))
            m_connection.stray().gap(direction);
        else
            m_connection.request(stream).reader(part_of(direction)).gap(count);
    }

    void finish(std::uint64_t stream, Direction direction) override
    {
        if (is_unidirectional(stream)) {
            finish_uni(stream);
            return;
        }
        auto* const request = m_connection.known_request(stream);
        if (!request)
            return;
        request->reader(part_of(direction)).finish();
        m_connection.remove_if_over(stream);
    }

    void close() override { m_connection.close(); }

    void datagram(Direction direction, Bytes bytes) override
    {
        (direction == Direction::to_server ? m_layers.opened_to_server
                                           : m_layers.opened_to_client) += bytes.size();
        m_connection.stray().take(direction, bytes, next_datagram());
    }

private:
    /// No two datagrams are put together.
    std::uint64_t next_datagram() { return ~std::uint64_t{0} - (++m_datagrams & 1); }

    UniStream* uni(std::uint64_t stream)
    {
        if (auto const found = m_uni.find(stream); found != m_uni.end())
            return &found->second;
        if (m_uni.size() < limits::http_streams)
            return &m_uni[stream];
        m_layers.tally.count("http3: limit of open streams");
        return nullptr;
    }

    void take_uni(std::uint64_t stream, Direction direction, Bytes piece);
    void begin_uni(UniStream& uni, Direction direction);
    void take_control(UniStream& uni, Direction direction, Bytes piece);
    void take_settings(UniStream& uni, Direction direction);
    void take_push(UniStream& uni, std::uint64_t stream, Bytes piece);
    void gap_uni(std::uint64_t stream, Direction direction, std::uint64_t count);
    void finish_uni(std::uint64_t stream);

    LayerContext& m_layers;
    Connection m_connection;
    std::map<std::uint64_t, UniStream> m_uni;
    std::uint64_t m_datagrams = 0;
};

void Http3Dissector::begin_uni(UniStream& uni, Direction direction)
{
    constexpr Purpose purposes[] = {Purpose::control, Purpose::push, Purpose::encoder,
                                    Purpose::decoder};
    auto const type = uni.numbers.first;
    uni.purpose = type < std::size(purposes) ? purposes[type] : Purpose::other;
    if (uni.purpose == Purpose::encoder)
        m_connection.decoder(direction).open_stream();
}

void Http3Dissector::take_uni(std::uint64_t stream, Direction direction, Bytes piece)
{
    auto* const uni = this->uni(stream);
    if (uni && uni->purpose == Purpose::unknown && !uni->lost) {
        piece = piece.subspan(uni->numbers.take(piece, 1));
        if (!uni->numbers.complete)
            return;
        begin_uni(*uni, direction);
    }
    if (piece.empty())
        return;
    if (!uni || uni->lost) {
        m_connection.stray().take(direction, piece, stream);
        return;
    }
    switch (uni->purpose) {
    case Purpose::encoder:
        if (!m_connection.decoder(direction).take_inserts(piece)) {
            m_layers.tally.count("http3: QPACK encoder stream cannot be read");
            uni->lost = true;
        }
        m_connection.resume(direction, uni->lost);
        break;
    case Purpose::control:
        take_control(*uni, direction, piece);
        break;
    case Purpose::push:
        take_push(*uni, stream, piece);
        break;
    case Purpose::decoder: // it only acknowledges
        break;
    case Purpose::unknown:
    case Purpose::other:
        m_connection.stray().take(direction, piece, stream);
        break;
    }
}

void Http3Dissector::take_control(UniStream& uni, Direction direction, Bytes piece)
{
    constexpr std::uint64_t frame_settings = 0x04;
    while (!piece.empty()) {
        if (uni.left == 0) {
            piece = piece.subspan(uni.numbers.take(piece, 2));
            if (!uni.numbers.complete)
                return;
            uni.in_settings = uni.numbers.first == frame_settings;
            uni.left = uni.numbers.second;
            continue;
        }
        auto const count =
            static_cast<std::size_t>(std::min<std::uint64_t>(uni.left, piece.size()));
        constexpr std::size_t enough = 4096;
        if (!uni.in_settings)
            m_connection.stray().take(direction, piece.first(count), uni.numbers.first);
        else if (uni.settings.size() + count <= enough)
            uni.settings += as_text(piece.first(count));
        uni.left -= count;
        piece = piece.subspan(count);
        if (uni.left == 0 && uni.in_settings)
            take_settings(uni, direction);
    }
}

// RFC 9114 §7.2.4: what one side announces bounds the other side's encoder.
void Http3Dissector::take_settings(UniStream& uni, Direction direction)
{
    constexpr std::uint64_t qpack_max_table_capacity = 0x01;
    auto const other =
        direction == Direction::to_server ? Direction::to_client : Direction::to_server;
    std::uint64_t capacity = 0; // RFC 9204 §5: the default
    ByteReader in{as_bytes(uni.settings)};
    while (in.remaining() > 0) {
        auto const name = read_varint(in);
        auto const value = read_varint(in);
        if (in.ok() && name == qpack_max_table_capacity)
            capacity = value;
    }
    if (capacity > limits::qpack_table_bytes)
        m_layers.tally.count("http3: limit of the header table");
    m_connection.decoder(other).announce(capacity);
    uni.settings = {};
}

// RFC 9114 §4.6.
void Http3Dissector::take_push(UniStream& uni, std::uint64_t stream, Bytes piece)
{
    if (!uni.push) {
        piece = piece.subspan(uni.numbers.take(piece, 1));
        if (!uni.numbers.complete)
            return;
        uni.push = uni.numbers.first;
    }
    if (piece.empty())
        return;
    if (auto* const push = m_connection.push(*uni.push, stream))
        push->reader(http::Part::response).take(piece);
    else
        m_connection.stray().take(Direction::to_client, piece, stream);
}

void Http3Dissector::gap_uni(std::uint64_t stream, Direction direction, std::uint64_t count)
{
    auto* const uni = this->uni(stream);
    m_connection.stray().gap(direction);
    if (!uni)
        return;
    if (uni->purpose == Purpose::push && uni->push) {
        if (auto* const push = m_connection.known_push(*uni->push))
            push->reader(http::Part::response).gap(count);
        return;
    }
    uni->lost = true;
    if (uni->purpose != Purpose::encoder)
        return;
    m_layers.tally.count("http3: bytes missing on a QPACK encoder stream");
    m_connection.decoder(direction).lose();
    m_connection.resume(direction, true);
}

void Http3Dissector::finish_uni(std::uint64_t stream)
{
    auto const found = m_uni.find(stream);
    if (found == m_uni.end())
        return;
    auto const uni = std::move(found->second);
    m_uni.erase(found);
    if (uni.push) {
        if (auto* const push = m_connection.known_push(*uni.push))
            push->reader(http::Part::response).finish();
    } else if (uni.purpose == Purpose::control || uni.purpose == Purpose::encoder
               || uni.purpose == Purpose::decoder) {
        m_connection.finish();
    }
}

} // namespace

std::unique_ptr<StreamsDissector> make_http3_dissector(LayerContext& context, Origin const* parent)
{
    return std::make_unique<Http3Dissector>(context, parent);
}

} // namespace petze
