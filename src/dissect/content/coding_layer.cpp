#include "dissect/content/layers.h"

#include "base/limits.h"

#include <array>

namespace petze::content {

namespace {

constexpr std::size_t room_bytes = 16u << 10;

/// A coding of text works on each few characters alone, so a hole does not spoil what follows.
bool survives_gap(Coding coding)
{
    return coding == Coding::quoted_printable || coding == Coding::entities;
}
bool compresses(Coding coding)
{
    return coding <= Coding::snappy;
}

class CodingLayer : public ContentDissector {
public:
    CodingLayer(Scope& scope, Origin const* origin, Coding coding, Hints hints)
        : m_scope(scope)
        , m_coding(coding)
        , m_origin(origin)
        , m_node{origin, name_of(coding)}
        , m_decoder(make_decoder(coding))
        , m_inner(make_layer(scope, &m_node, std::move(hints)))
        , m_room(std::make_unique_for_overwrite<std::uint8_t[]>(room_bytes))
    {
    }

    void take(Bytes piece) override
    {
        if (m_decoder)
            piece = decode(piece);
        if (!piece.empty())
            take_rest(piece);
    }

    void gap() override
    {
        if (m_decoder && !survives_gap(m_coding))
            stop("bytes missing");
        else if (m_decoder)
            m_inner->gap();
        if (m_rest)
            m_rest->gap();
    }

    void finish() override
    {
        if (m_decoder) {
            auto const made = m_decoder->finish(room());
            if (made > 0)
                m_inner->take(room().first(made));
            if (!m_decoder->complete())
                stop("cut off");
        }
        m_inner->finish();
        if (m_rest)
            m_rest->finish();
    }

private:
    std::span<std::uint8_t> room() { return {m_room.get(), room_bytes}; }

    // Returns what is not part of the coding, or could not be read.
    Bytes decode(Bytes piece)
    {
        m_taken += piece.size();
        auto in = piece;
        while (true) {
            auto const step = m_decoder->decode(in, room());
            in = in.subspan(step.taken);
            if (step.made > 0) {
                m_made += step.made;
                m_inner->take(room().first(step.made));
            }
            if (step.state == Decoder::State::damaged) {
                // Where it never began, it was another thing: all of it is looked at.
                bool const never_began = m_made == 0 && m_taken == piece.size();
                stop("damaged");
                return never_began ? piece : in;
            }
            if (step.state == Decoder::State::end) {
                m_decoder.reset();
                return in;
            }
            if (is_bomb(step.made)) {
                stop("limit inflated");
                return in;
            }
            bool const idle = step.taken == 0 && step.made == 0;
            if (idle || (in.empty() && step.made + Decoder::least_room < room_bytes))
                return {};
        }
    }

    bool is_bomb(std::size_t made)
    {
        return compresses(m_coding) && m_scope.is_bomb(made, m_made, m_taken);
    }

    void stop(std::string_view why)
    {
        m_scope.layers.tally.count(std::string{name_of(m_coding)}.append(": ").append(why));
        m_decoder.reset();
        m_inner->gap();
    }

    void take_rest(Bytes piece)
    {
        if (!m_rest)
            m_rest = make_raw_layer(m_scope, m_origin);
        m_rest->take(piece);
    }

    Scope& m_scope;
    Coding m_coding;
    Origin const* m_origin;
    Origin m_node;
    std::unique_ptr<Decoder> m_decoder; // none after its end
    Layer m_inner;
    Layer m_rest; // what comes after the coding's end or could not be undone
    std::unique_ptr<std::uint8_t[]> m_room;
    std::uint64_t m_taken = 0;
    std::uint64_t m_made = 0;
};

} // namespace

Layer make_coding_layer(Scope& scope, Origin const* origin, Coding coding, Hints hints)
{
    return std::make_unique<CodingLayer>(scope, origin, coding, std::move(hints));
}

} // namespace petze::content
