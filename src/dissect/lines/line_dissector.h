#pragma once

#include "dissect/layer.h"
#include "dissect/layer_tools.h"
#include "dissect/lines/dot_reader.h"
#include "dissect/marks.h"

#include <array>
#include <memory>
#include <string>
#include <string_view>

namespace petze {

/// What SMTP, IMAP, POP3 and FTP have in common: commands and replies that are lines, content
/// between them, and a change to TLS in the middle (STARTTLS), behind which everything belongs to
/// another layer. Cuts the stream; what a line means is for those who derive from it.
class LineDissector : public StreamDissector {
public:
    /// `protocol`: "smtp"; a literal.
    LineDissector(LayerContext& context, Origin const* parent, std::string_view protocol);

    void take(Direction direction, Bytes piece) final;
    void gap(Direction direction, std::uint64_t bytes) final;
    void finish(Direction direction) final;

protected:
    /// One line without its end. False: it is none of this protocol's; it is searched as it is.
    virtual bool line(Direction direction, std::string_view text, FrameRange const& frames) = 0;
    /// Before a line begins: the place to turn to content or to TLS because of what was said on
    /// the other side.
    virtual void before_line(Direction, Bytes) {}
    /// What begin_dotted() or begin_counted() announced. `whole`: its end was seen, and no gap.
    virtual void content(Direction, Bytes) {}
    virtual void content_gap(Direction) {}
    virtual void content_ends(Direction, bool /*whole*/) {}

    /// From the next byte on: content until a line that holds a dot alone.
    void begin_dotted(Direction direction);
    /// From the next byte on: so many bytes of content.
    void begin_counted(Direction direction, std::uint64_t bytes);
    /// From the next byte on, in both directions, another layer has its turn.
    void begin_tunnel();

    LayerContext& layers() { return m_context; }
    Origin const* parent() const { return m_parent; }
    /// Sets app_proto, where nobody has.
    void recognised();
    /// Counts a reason behind the protocol's name.
    void count(std::string_view reason);
    /// Tells a piece of text under "smtp:step".
    void tell(Direction direction, std::string_view step, std::string_view text,
              FrameRange const& frames);
    /// Tells a SASL message (RFC 4422), base64, under "smtp:step", in its parts. False: it is no
    /// base64.
    bool tell_sasl(Direction direction, std::string_view step, std::string_view base64,
                   FrameRange const& frames);
    void tell_command(Direction direction, std::string name, std::string_view line);

private:
    enum class Mode : std::uint8_t { lines, dotted, counted };
    struct Side {
        Mode mode = Mode::lines;
        std::string held; // a line that is not whole yet
        Marks marks;
        bool astray = false; // until the next line begins: too long a line, or what a gap left
        DotReader dots;
        std::uint64_t remaining{}; // counted
        bool whole = true;         // the content, so far
    };

    /// Each returns how much of the piece it took.
    std::size_t take_line(Direction direction, Bytes piece);
    std::size_t take_dotted(Direction direction, Bytes piece);
    std::size_t take_counted(Direction direction, Bytes piece);
    void whole_line(Direction direction, std::string_view raw, FrameRange const& frames);
    void stray(Direction direction, std::string_view bytes);
    void end_content(Direction direction, bool whole);
    Side& of(Direction direction) { return m_sides[static_cast<std::size_t>(direction)]; }

    LayerContext& m_context;
    Origin const* m_parent;
    std::string_view m_protocol;
    std::array<Side, 2> m_sides;
    StrayBytes m_stray;
    bool m_tunnelled = false;
    std::unique_ptr<StreamDissector> m_tunnel;
};

/// The first word of a line in upper case, where it is one of these; else empty.
std::string_view known_word(std::string_view line, std::span<std::string_view const> words);
/// What follows the first word, without blanks at either side.
std::string_view after_word(std::string_view line);

/// Whether these bytes begin a TLS record: RFC 8446 section 5.1, a handshake.
inline bool begins_tls(Bytes bytes)
{
    constexpr std::uint8_t handshake = 0x16;
    return !bytes.empty() && bytes[0] == handshake;
}

} // namespace petze
