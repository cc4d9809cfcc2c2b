#include "dissect/content/layers.h"

#include "base/byte_reader.h"
#include "dissect/header/parameters.h"

#include <algorithm>
#include <array>

namespace petze::content {

namespace {

constexpr std::uint8_t compressed = 0x01;
constexpr std::uint8_t trailer = 0x80; // gRPC-Web: the last message is the trailer section

/// "application/grpc+json" holds JSON; without a suffix it is protobuf.
std::string message_type(std::string_view content_type)
{
    auto const name = main_value(content_type);
    auto const plus = name.find('+');
    auto const suffix = plus == std::string::npos ? "proto" : name.substr(plus + 1);
    return suffix == "proto" ? "application/x-protobuf" : "application/" + suffix;
}

class GrpcLayer : public ContentDissector {
public:
    GrpcLayer(Scope& scope, Origin const* origin, Hints const& hints)
        : m_scope(scope)
        , m_origin(origin)
        , m_node{origin, "grpc"}
        , m_type(message_type(hints.content_type))
        , m_coding(coding_named(hints.message_encoding))
    {
    }

    void take(Bytes piece) override
    {
        while (!piece.empty() && !m_rest)
            piece = piece.subspan(m_message ? take_message(piece) : take_prefix(piece));
        if (!piece.empty())
            m_rest->take(piece);
    }
    void gap() override
    {
        if (!m_rest)
            lose("grpc: bytes missing");
        m_rest->gap();
    }
    void finish() override
    {
        if (m_message)
            m_message->gap(); // cut off
        end_message();
        if (!m_rest && m_prefix_size > 0)
            lose("grpc: cut off");
        if (m_rest)
            m_rest->finish();
    }

private:
    static constexpr std::size_t prefix_bytes = 5;

    std::size_t take_message(Bytes piece)
    {
        auto const count = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, piece.size()));
        m_message->take(piece.first(count));
        m_left -= count;
        if (m_left == 0)
            end_message();
        return count;
    }

    std::size_t take_prefix(Bytes piece)
    {
        auto const count = std::min(prefix_bytes - m_prefix_size, piece.size());
        std::copy_n(piece.begin(), count, m_prefix.begin() + m_prefix_size);
        m_prefix_size += count;
        if (m_prefix_size < prefix_bytes)
            return count;
        ByteReader in{m_prefix};
        auto const flags = in.u8();
        m_left = in.u32();
        if ((flags & ~(compressed | trailer)) != 0) {
            lose("grpc: no message where one should begin");
            return count;
        }
        m_prefix_size = 0;
        if (m_left > 0)
            begin_message(flags);
        return count;
    }

    void begin_message(std::uint8_t flags)
    {
        Hints hints;
        hints.content_type = (flags & trailer) != 0 ? "text/plain" : m_type;
        if ((flags & compressed) != 0 && m_coding)
            hints.codings.push_back(*m_coding);
        m_message = m_scope.may_open(&m_node) ? make_layer(m_scope, &m_node, std::move(hints))
                                              : make_raw_layer(m_scope, &m_node);
    }
    void end_message()
    {
        if (!m_message)
            return;
        m_message->finish();
        m_message.reset();
    }

    // Where the next message begins is not known: what follows is searched as it passes.
    void lose(std::string_view why)
    {
        m_scope.layers.tally.count(why);
        if (m_message)
            m_message->gap();
        end_message();
        m_rest = make_raw_layer(m_scope, m_origin);
        m_rest->take(Bytes{m_prefix}.first(m_prefix_size));
        m_prefix_size = 0;
    }

    Scope& m_scope;
    Origin const* m_origin;
    Origin m_node;
    std::string m_type;
    std::optional<Coding> m_coding;
    std::array<std::uint8_t, prefix_bytes> m_prefix{};
    std::size_t m_prefix_size = 0;
    std::uint64_t m_left = 0; // of the message
    Layer m_message;
    Layer m_rest;
};

} // namespace

Layer make_grpc_layer(Scope& scope, Origin const* origin, Hints const& hints)
{
    return std::make_unique<GrpcLayer>(scope, origin, hints);
}

} // namespace petze::content
