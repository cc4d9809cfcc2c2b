#include "dissect/socks/socks_dissector.h"

#include "base/digest.h"
#include "base/text.h"
#include "dissect/content/content.h"
#include "dissect/layer_tools.h"
#include "dissect/socks/request.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace petze {

namespace {

using namespace socks;

/// Two sides that each speak a few messages and then are a tunnel. No message needs one of the
/// other side to be understood, so their order does not matter.
class SocksDissector final : public StreamDissector {
public:
    SocksDissector(LayerContext& context, Origin const* parent)
        : m_context(context)
        , m_parent(parent)
        , m_stray(context, parent)
    {
    }

    void take(Direction direction, Bytes piece) override
    {
        auto& side = of(direction);
        if (side.state == State::speaks) {
            side.held += as_text(piece);
            work(direction);
        } else {
            pass_on(direction, piece);
        }
    }
    void gap(Direction direction, std::uint64_t count) override
    {
        auto& side = of(direction);
        if (side.state == State::speaks) {
            m_context.tally.count("socks: gap in the stream");
            give_up(direction);
        }
        if (side.state == State::tunnel && m_tunnel)
            m_tunnel->gap(direction, count);
        else
            m_stray.gap(direction);
    }
    void finish(Direction direction) override
    {
        if (of(direction).state == State::speaks)
            give_up(direction);
        if (m_tunnel)
            m_tunnel->finish(direction);
    }

private:
    enum class State : std::uint8_t { speaks, tunnel, stray };
    struct Side {
        State state = State::speaks;
        std::string held;
        bool greeted = false; // version 5: methods were offered, or one was chosen
    };
    /// How much of what is held was a message: 0 where more is needed.
    static constexpr std::size_t broken = npos;

    void work(Direction direction)
    {
        auto& side = of(direction);
        while (side.state == State::speaks && !side.held.empty()) {
            auto const held = as_bytes(side.held);
            auto const bytes = direction == Direction::to_server ? client(held) : server(held);
            if (bytes == 0)
                return;
            if (bytes == broken) {
                m_context.tally.count("socks: malformed message");
                side.state = State::stray;
                break;
            }
            opened_bytes(m_context, direction) += bytes;
            side.held.erase(0, bytes);
        }
        auto const rest = std::exchange(side.held, {});
        if (!rest.empty())
            pass_on(direction, as_bytes(rest));
    }
    void give_up(Direction direction)
    {
        auto& side = of(direction);
        side.state = State::stray;
        if (auto const held = std::exchange(side.held, {}); !held.empty())
            pass_on(direction, as_bytes(held));
    }

    void pass_on(Direction direction, Bytes piece)
    {
        if (of(direction).state == State::tunnel && !m_tunnel && m_context.next_stream)
            m_tunnel = m_context.next_stream(m_context, m_parent, {});
        if (of(direction).state == State::tunnel && m_tunnel)
            m_tunnel->take(direction, piece);
        else
            m_stray.take(direction, piece);
    }

    std::size_t client(Bytes held)
    {
        auto& side = of(Direction::to_server);
        if (held[0] == version_4)
            return request(decode_request_4(held), held);
        if (side.greeted && held[0] == credentials_version)
            return credentials(held);
        if (held[0] != version_5)
            return broken;
        if (side.greeted)
            return request(decode_request_5(held), held);
        // RFC 1928 section 3: the methods offered.
        auto const bytes = held.size() < 2 ? 0 : std::size_t{2} + held[1];
        if (bytes == 0 || held.size() < bytes)
            return 0;
        side.greeted = true;
        return bytes;
    }

    std::size_t server(Bytes held)
    {
        constexpr std::size_t reply_4_bytes = 8, chosen_bytes = 2;
        auto& side = of(Direction::to_client);
        if (held[0] == 0 && !side.greeted) { // version 4
            if (held.size() < reply_4_bytes)
                return 0;
            side.state = State::tunnel;
            return reply_4_bytes;
        }
        bool const answers_credentials = side.greeted && held[0] == credentials_version;
        if (held[0] != version_5 && !answers_credentials)
            return broken;
        if (!side.greeted || answers_credentials) {
            if (held.size() < chosen_bytes)
                return 0;
            side.greeted = true;
            return chosen_bytes;
        }
        auto const [reply, flaw] = decode_request_5(held);
        if (flaw)
            return flaw->what == "truncated" ? 0 : broken;
        side.state = State::tunnel;
        return reply.bytes;
    }

    std::size_t request(Decoded<Request> const& decoded, Bytes held)
    {
        auto const& [request, flaw] = decoded;
        if (flaw)
            return flaw->what == "truncated" ? 0 : broken;
        tell("socks:host", request.host);
        tell("socks:user", request.user);
        m_context.messages(AppMessage{"socks", Direction::to_server,
                                      name_of_command(request.command) + " " + request.host + ":"
                                          + std::to_string(request.port),
                                      request.bytes, to_hex(sha256(held.first(request.bytes)))});
        of(Direction::to_server).state = State::tunnel;
        return request.bytes;
    }

    std::size_t credentials(Bytes held)
    {
        auto const [credentials, flaw] = decode_credentials(held);
        if (flaw)
            return 0;
        tell("socks:user", credentials.user);
        tell("socks:password", credentials.password);
        return credentials.bytes;
    }

    void tell(std::string_view step, std::string_view text)
    {
        if (text.empty())
            return;
        Origin const node{m_parent, step};
        tell_text(text, &node, frames_now(m_context), {Direction::to_server, {}}, m_context);
    }

    Side& of(Direction direction) { return m_sides[static_cast<std::size_t>(direction)]; }

    LayerContext& m_context;
    Origin const* m_parent;
    std::array<Side, 2> m_sides;
    StrayBytes m_stray;
    std::unique_ptr<StreamDissector> m_tunnel;
};

bool is_method(std::uint8_t method)
{
    constexpr std::uint8_t last_assigned = 9, first_private = 0x80, none = 0xff;
    return method <= last_assigned || (method >= first_private && method != none);
}

Likeness looks_like_5(Bytes first)
{
    constexpr std::uint8_t most_methods = 10;
    if (first.size() < 2)
        return Likeness::maybe;
    if (first[1] == 0 || first[1] > most_methods)
        return Likeness::no;
    auto const end = std::size_t{2} + first[1];
    auto const methods = first.subspan(2, std::min(end, first.size()) - 2);
    if (!std::all_of(methods.begin(), methods.end(), is_method))
        return Likeness::no;
    if (first.size() < end)
        return Likeness::maybe;
    // A client that does not wait for the answer goes on with what must come.
    return first.size() == end || first[end] == version_5 || first[end] == credentials_version
               ? Likeness::yes
               : Likeness::no;
}

Likeness looks_like_4(Bytes first)
{
    constexpr std::uint8_t connect = 1, bind = 2;
    if (first.size() > 1 && first[1] != connect && first[1] != bind)
        return Likeness::no;
    auto const [request, flaw] = decode_request_4(first);
    if (flaw)
        return flaw->what == "truncated" ? Likeness::maybe : Likeness::no;
    return request.port != 0 && request.bytes == first.size() ? Likeness::yes : Likeness::no;
}

} // namespace

Likeness looks_like_socks(Direction direction, Bytes first)
{
    if (direction == Direction::to_client || first.empty())
        return Likeness::no;
    if (first[0] == version_5)
        return looks_like_5(first);
    return first[0] == version_4 ? looks_like_4(first) : Likeness::no;
}

std::unique_ptr<StreamDissector> make_socks_dissector(LayerContext& context, Origin const* parent)
{
    return std::make_unique<SocksDissector>(context, parent);
}

} // namespace petze
