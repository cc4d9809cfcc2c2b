#include "dissect/http3/message_stream.h"

#include "dissect/http3/connection.h"
#include "dissect/http3/varint.h"

namespace petze::http3 {

namespace {

constexpr http::Dialect dialect{"3", "http3"};

constexpr Direction direction_of(http::Part part)
{
    return part == http::Part::request ? Direction::to_server : Direction::to_client;
}

} // namespace

MessageStream::MessageStream(Connection& connection, std::uint64_t stream)
    : m_connection(connection)
    , m_stream(stream)
    , m_exchange(connection.layers(), connection.parent(), dialect, stream)
    , m_up(http::Part::request, *this, connection.layers())
    , m_down(http::Part::response, *this, connection.layers())
{
}

void MessageStream::resume(http::Part part, bool now)
{
    auto& reader = this->reader(part);
    auto const enough = m_required[static_cast<std::size_t>(part)];
    if (reader.blocked() && (now || m_connection.decoder(direction_of(part)).inserts() >= enough))
        reader.resume(now);
}

void MessageStream::abandon()
{
    resume(http::Part::request, true);
    resume(http::Part::response, true);
    m_exchange.abandon();
}

bool MessageStream::section(http::Part part, Bytes bytes, bool whole, Marks const& marks, bool now)
{
    HeaderLines lines;
    auto& tally = m_connection.layers().tally;
    auto& decoder = m_connection.decoder(direction_of(part));
    switch (decoder.decode(bytes, whole, lines)) {
    case QpackDecoder::Outcome::whole:
        break;
    case QpackDecoder::Outcome::blocked:
        if (!now) {
            m_required[static_cast<std::size_t>(part)] = decoder.required();
            return false;
        }
        [[fallthrough]];
    case QpackDecoder::Outcome::missing:
        tally.count("http3: header section that refers to missing ones");
        break;
    case QpackDecoder::Outcome::malformed:
        tally.count(whole ? "http3: malformed header section" : "http3: header section cut off");
        break;
    case QpackDecoder::Outcome::over_limit:
        tally.count("http3: limit of header bytes");
        break;
    }
    m_exchange.section(part, lines, marks, 0);
    return true;
}

// RFC 9114 §7.2.5. Its section cannot wait: pushes are rare, and nobody waits for them.
void MessageStream::promise(Bytes payload, Marks const& marks)
{
    ByteReader in{payload};
    auto const push = read_varint(in);
    auto const first = in.offset();
    HeaderLines lines;
    auto const outcome =
        m_connection.decoder(Direction::to_client).decode(in.rest(), in.ok(), lines);
    if (outcome != QpackDecoder::Outcome::whole)
        m_connection.layers().tally.count("http3: malformed header section");
    auto* const pushed = m_connection.push(push, m_stream);
    if (!pushed)
        return;
    pushed->exchange().pushed();
    pushed->exchange().section(http::Part::request, lines, marks, first);
    pushed->exchange().end(http::Part::request, true);
}

void MessageStream::data(http::Part part, Bytes piece)
{
    if (!m_exchange.data(part, piece))
        stray(part, piece);
}

void MessageStream::data_gap(http::Part part, std::uint64_t count)
{
    m_connection.layers().tally.count("http3: bytes missing in a body");
    m_exchange.gap(part, count);
}

void MessageStream::end(http::Part part, bool complete)
{
    m_exchange.end(part, complete);
}

void MessageStream::stray(http::Part part, Bytes piece)
{
    m_connection.stray().take(direction_of(part), piece, m_stream);
}

bool MessageStream::waiting(std::int64_t bytes)
{
    return m_connection.waiting(bytes);
}

} // namespace petze::http3
