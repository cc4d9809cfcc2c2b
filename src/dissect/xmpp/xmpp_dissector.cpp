#include "dissect/xmpp/xmpp_dissector.h"

#include "base/digest.h"
#include "base/text.h"
#include "dissect/content/content.h"
#include "dissect/content/scope.h"
#include "dissect/layer_tools.h"
#include "dissect/lines/line_dissector.h"
#include "dissect/xmpp/stanza_scanner.h"

#include <algorithm>
#include <array>
#include <optional>

namespace petze {

namespace {

using namespace xmpp;

class XmppDissector final : public StreamDissector {
public:
    XmppDissector(LayerContext& context, Origin const* parent)
        : m_context(context)
        , m_parent(parent)
        , m_node{parent, "xmpp"}
    {
    }

    void take(Direction direction, Bytes piece) override
    {
        auto& side = of(direction);
        while (!piece.empty()) {
            // The client waits for <proceed/>; it may not have been seen.
            if (direction == Direction::to_server && m_asked_tls && side.scanner.is_between()
                && begins_tls(piece))
                m_tunnelled = true;
            if (m_tunnelled) {
                pass_on(direction, piece);
                return;
            }
            auto const step = side.scanner.next(as_text(piece));
            said(side, direction, piece.first(step.taken));
            piece = piece.subspan(step.taken);
            if (step.event == StanzaScanner::Event::begins)
                begin_stanza(side);
            else if (step.event == StanzaScanner::Event::ends)
                end_stanza(side, direction);
        }
    }
    void gap(Direction direction, std::uint64_t count) override
    {
        auto& side = of(direction);
        if (m_tunnelled) {
            if (m_tunnel)
                m_tunnel->gap(direction, count);
            return;
        }
        m_context.tally.count("xmpp: gap in the stream");
        side.stanza.reset();
        side.scanner.gap();
        if (side.content)
            side.content->gap();
    }
    void finish(Direction direction) override
    {
        auto& side = of(direction);
        if (side.content)
            side.content->finish();
        side.content.reset();
        if (m_tunnel)
            m_tunnel->finish(direction);
    }

private:
    struct Side {
        StanzaScanner scanner;
        std::optional<Sha256> stanza;
        std::uint64_t length{};
        std::unique_ptr<ContentDissector> content;
    };

    void said(Side& side, Direction direction, Bytes bytes)
    {
        if (bytes.empty())
            return;
        if (!side.content)
            // A document without an end: as markup it is searched as it passes, not kept whole.
            side.content = make_content_dissector({.content_type = "text/html",
                                                   .content_encoding = {},
                                                   .filename = {},
                                                   .parent = &m_node,
                                                   .context = {direction, {}},
                                                   .digest = nullptr},
                                                  m_context);
        side.content->take(bytes);
        opened_bytes(m_context, direction) += bytes.size();
        if (!side.stanza)
            return;
        side.stanza->update(bytes);
        side.length += bytes.size();
    }

    void begin_stanza(Side& side)
    {
        side.stanza.emplace();
        side.stanza->update(as_bytes("<"));
        side.length = 1;
    }

    void end_stanza(Side& side, Direction direction)
    {
        auto const& name = side.scanner.name();
        bool const is_stream = name == "stream:stream"; // one that began anew
        if (side.stanza && !is_stream)
            m_context.messages(AppMessage{"xmpp", direction, content::readable(name), side.length,
                                          to_hex(side.stanza->digest())});
        side.stanza.reset();
        if (direction == Direction::to_server)
            m_asked_tls = name == "starttls";
        else if (name == "proceed")
            m_tunnelled = true;
    }

    void pass_on(Direction direction, Bytes piece)
    {
        if (!m_tunnel && m_context.next_stream)
            m_tunnel = m_context.next_stream(m_context, m_parent, {});
        if (m_tunnel)
            m_tunnel->take(direction, piece);
    }

    Side& of(Direction direction) { return m_sides[static_cast<std::size_t>(direction)]; }

    LayerContext& m_context;
    Origin const* m_parent;
    Origin m_node;
    std::array<Side, 2> m_sides;
    bool m_asked_tls = false;
    bool m_tunnelled = false;
    std::unique_ptr<StreamDissector> m_tunnel;
};

} // namespace

// RFC 6120 section 4.8.1: without this name it is another protocol that speaks in such a stream.
Likeness looks_like_xmpp(Direction, Bytes first)
{
    constexpr std::string_view declaration = "<?xml", stream = "<stream:stream",
                               name = "http://etherx.jabber.org/streams", blanks = " \t\r\n";
    auto text = as_text(first);
    auto const rest_of = [](std::string_view whole, std::string_view begun) {
        return whole.starts_with(begun) ? Likeness::maybe : Likeness::no;
    };
    if (text.starts_with(declaration)) {
        auto const end = text.find("?>");
        if (end == npos)
            return text.find('<', 1) == npos ? Likeness::maybe : Likeness::no;
        text.remove_prefix(end + 2);
        text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    } else if (text.size() < declaration.size() && rest_of(declaration, text) == Likeness::maybe) {
        return Likeness::maybe;
    }
    if (!text.starts_with(stream))
        return rest_of(stream, text);
    if (text.find(name) != npos)
        return Likeness::yes;
    return text.find('>') == npos ? Likeness::maybe : Likeness::no;
}

std::unique_ptr<StreamDissector> make_xmpp_dissector(LayerContext& context, Origin const* parent)
{
    return std::make_unique<XmppDissector>(context, parent);
}

} // namespace petze
