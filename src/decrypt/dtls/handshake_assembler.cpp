#include "decrypt/dtls/handshake_assembler.h"

#include "base/limits.h"

#include <algorithm>
#include <utility>

namespace petze::dtls {

using tls::HandshakeType;

// RFC 6347 section 4.2.2.
HandshakeAssembler::Fragment HandshakeAssembler::read(ByteReader& in)
{
    Fragment fragment;
    fragment.type = static_cast<HandshakeType>(in.u8());
    fragment.length = in.u24();
    fragment.sequence = in.u16();
    fragment.offset = in.u24();
    std::size_t const length = in.u24();
    fragment.body = in.take(length);
    if (fragment.offset + length > fragment.length)
        in.fail("fragment beyond its message");
    return fragment;
}

void HandshakeAssembler::take(Bytes fragments, Stamp const& stamp, tls::MessageSink& sink)
{
    ByteReader in{fragments};
    while (in.remaining() > 0) {
        auto const fragment = read(in);
        if (!in.ok()) {
            sink.damaged("dtls: malformed fragment of a handshake message");
            return;
        }
        take_fragment(fragment, stamp, sink);
    }
}

void HandshakeAssembler::take_fragment(Fragment const& fragment, Stamp const& stamp,
                                       tls::MessageSink& sink)
{
    if (fragment.type == HandshakeType::hello_request
        || fragment.type == HandshakeType::hello_verify_request) {
        if (m_begun && fragment.sequence == m_next)
            ++m_next;
        return;
    }
    begin(fragment);
    if (is_past(fragment.sequence)) // sent again
        return;
    if (fragment.length > limits::tls_handshake_bytes) {
        sink.damaged("dtls: limit of one handshake message");
        return;
    }
    bool const in_turn = m_begun && fragment.sequence == m_next;
    bool const kept = !m_partials.empty() && m_partials.front().sequence == fragment.sequence;
    if (!in_turn || kept || fragment.body.size() != fragment.length)
        keep(fragment, stamp, sink);
    else {
        ++m_next;
        sink.message(
            {fragment.type, fragment.body, frames_of(stamp), true, false, fragment.sequence});
    }
    release(sink);
}

/// A hello is the first message of its side, whatever number it has: those of before it asked for
/// a cookie, or were it.
void HandshakeAssembler::begin(Fragment const& fragment)
{
    if (m_begun
        || (fragment.type != HandshakeType::client_hello
            && fragment.type != HandshakeType::server_hello))
        return;
    m_begun = true;
    m_next = fragment.sequence;
    std::erase_if(m_partials, [&](Partial const& partial) { return is_past(partial.sequence); });
}

void HandshakeAssembler::keep(Fragment const& fragment, Stamp const& stamp, tls::MessageSink& sink)
{
    auto const find = [&] {
        return std::lower_bound(
            m_partials.begin(), m_partials.end(), fragment.sequence,
            [](Partial const& one, std::uint16_t sequence) { return one.sequence < sequence; });
    };
    auto at = find();
    bool const is_new = at == m_partials.end() || at->sequence != fragment.sequence;
    if ((is_new && m_partials.size() >= limits::dtls_waiting_messages)
        || held_bytes() + fragment.body.size() > limits::tls_handshake_bytes) {
        sink.damaged("dtls: limit of handshake messages that wait");
        flush(sink);
        if (is_past(fragment.sequence))
            return;
        at = find();
    }
    if (at == m_partials.end() || at->sequence != fragment.sequence) {
        at = m_partials.insert(at, Partial{});
        at->type = fragment.type;
        at->length = fragment.length;
        at->sequence = fragment.sequence;
        at->frames = frames_of(stamp);
    }
    if (at->type != fragment.type || at->length != fragment.length) {
        sink.damaged("dtls: malformed fragment of a handshake message");
        return;
    }
    if (at->frames.capture == stamp.capture) {
        at->frames.first = std::min(at->frames.first, stamp.first_frame());
        at->frames.last = std::max(at->frames.last, stamp.frame);
    }
    at->take(fragment.body, fragment.offset);
}

void HandshakeAssembler::Partial::take(Bytes body, std::uint32_t offset)
{
    auto const append = [this](Bytes part, std::size_t begin) {
        if (begin + part.size() > bytes.size()) {
            auto const fresh = part.subspan(bytes.size() - begin);
            bytes.insert(bytes.end(), fresh.begin(), fresh.end());
        }
    };
    if (offset > bytes.size()) {
        bool const is_known = std::any_of(ahead.begin(), ahead.end(), [&](Piece const& piece) {
            return piece.offset <= offset
                   && offset + body.size() <= piece.offset + piece.bytes.size();
        });
        if (!is_known && ahead.size() < limits::dtls_waiting_fragments)
            ahead.push_back({offset, {body.begin(), body.end()}});
        return;
    }
    append(body, offset);
    auto const fits = [this](Piece const& piece) { return piece.offset <= bytes.size(); };
    for (auto next = std::find_if(ahead.begin(), ahead.end(), fits); next != ahead.end();
         next = std::find_if(ahead.begin(), ahead.end(), fits)) {
        append(next->bytes, next->offset);
        ahead.erase(next);
    }
}

std::size_t HandshakeAssembler::Partial::held_bytes() const
{
    auto count = bytes.size();
    for (auto const& piece : ahead)
        count += piece.bytes.size();
    return count;
}

std::size_t HandshakeAssembler::held_bytes() const
{
    std::size_t count = 0;
    for (auto const& partial : m_partials)
        count += partial.held_bytes();
    return count;
}

void HandshakeAssembler::release(tls::MessageSink& sink)
{
    while (m_begun && !m_partials.empty() && m_partials.front().sequence == m_next
           && m_partials.front().is_whole()) {
        auto const message = std::move(m_partials.front());
        m_partials.erase(m_partials.begin());
        ++m_next;
        tell(message, sink);
    }
}

void HandshakeAssembler::flush(tls::MessageSink& sink)
{
    auto const held = std::exchange(m_partials, {});
    if (held.empty())
        return;
    m_begun = true;
    m_next = static_cast<std::uint16_t>(held.back().sequence + 1);
    sink.damaged("dtls: gap in the handshake");
    for (auto const& message : held)
        tell(message, sink);
}

void HandshakeAssembler::restart()
{
    m_partials.clear();
    m_begun = false;
}

void HandshakeAssembler::tell(Partial const& message, tls::MessageSink& sink)
{
    sink.message(
        {message.type, message.bytes, message.frames, message.is_whole(), false, message.sequence});
}

std::optional<Opening> find_client_hello(Bytes fragments)
{
    ByteReader in{fragments};
    auto const type = static_cast<HandshakeType>(in.u8());
    in.skip(3); // length
    Opening opening;
    opening.sequence = in.u16();
    auto const offset = in.u24();
    in.skip(3 + 2); // fragment_length, client_version
    opening.client_random = in.take(32);
    if (!in.ok() || type != HandshakeType::client_hello || offset != 0)
        return {};
    return opening;
}

} // namespace petze::dtls
