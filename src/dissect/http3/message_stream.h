#pragma once

#include "dissect/http/stream_exchange.h"
#include "dissect/http3/part_reader.h"

namespace petze::http3 {

class Connection;

/// One request stream: an exchange, and a reader for each of its parts. A promised answer
/// (RFC 9114 §4.6) is one too.
class MessageStream final : public PartSink {
public:
    MessageStream(Connection& connection, std::uint64_t stream);

    PartReader& reader(http::Part part) { return part == http::Part::request ? m_up : m_down; }
    http::StreamExchange& exchange() { return m_exchange; }
    /// Tries again what waits for the encoder stream of this part's side.
    void resume(http::Part part, bool now);
    /// Tells what there is.
    void abandon();
    bool over() const { return m_exchange.over() && !m_up.blocked() && !m_down.blocked(); }

    bool section(http::Part part, Bytes bytes, bool whole, Marks const& marks, bool now) override;
    void promise(Bytes payload, Marks const& marks) override;
    void data(http::Part part, Bytes piece) override;
    void data_gap(http::Part part, std::uint64_t count) override;
    void end(http::Part part, bool complete) override;
    void stray(http::Part part, Bytes piece) override;
    bool waiting(std::int64_t bytes) override;

private:
    Connection& m_connection;
    std::uint64_t m_stream;
    http::StreamExchange m_exchange;
    PartReader m_up;
    PartReader m_down;
    std::uint64_t m_required[2]{}; // inserts that the waiting section of each part needs
};

} // namespace petze::http3
