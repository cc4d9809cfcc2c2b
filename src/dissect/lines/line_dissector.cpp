#include "dissect/lines/line_dissector.h"

#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "dissect/content/content.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace petze {

LineDissector::LineDissector(LayerContext& context, Origin const* parent, std::string_view protocol)
    : m_context(context)
    , m_parent(parent)
    , m_protocol(protocol)
    , m_stray(context, parent)
{
}

void LineDissector::take(Direction direction, Bytes piece)
{
    auto& side = of(direction);
    while (!piece.empty()) {
        if (!m_tunnelled && side.mode == Mode::lines && side.held.empty() && !side.astray)
            before_line(direction, piece);
        if (m_tunnelled) {
            if (m_tunnel)
                m_tunnel->take(direction, piece);
            else
                m_stray.take(direction, piece);
            return;
        }
        auto const taken = side.mode == Mode::lines    ? take_line(direction, piece)
                           : side.mode == Mode::dotted ? take_dotted(direction, piece)
                                                       : take_counted(direction, piece);
        piece = piece.subspan(taken);
    }
}

std::size_t LineDissector::take_line(Direction direction, Bytes piece)
{
    auto& side = of(direction);
    auto const* const newline = std::memchr(piece.data(), '\n', piece.size());
    auto const size =
        newline
            ? static_cast<std::size_t>(static_cast<std::uint8_t const*>(newline) - piece.data()) + 1
            : piece.size();
    auto const text = as_text(piece.first(size));
    if (side.astray) {
        stray(direction, text);
        side.astray = newline == nullptr;
    } else if (newline && side.held.empty()) {
        whole_line(direction, text, frames_now(m_context));
    } else if (side.held.size() + size > limits::text_line_bytes) {
        count("limit of one line");
        stray(direction, std::exchange(side.held, {}));
        stray(direction, text);
        side.marks.clear();
        side.astray = newline == nullptr;
    } else {
        side.marks.add(side.held.size(), m_context.data);
        side.held += text;
        if (!newline)
            return size;
        auto const raw = std::exchange(side.held, {});
        auto const frames = side.marks.frames(0, raw.size());
        side.marks.clear();
        whole_line(direction, raw, frames);
    }
    return size;
}

void LineDissector::whole_line(Direction direction, std::string_view raw, FrameRange const& frames)
{
    auto text = raw;
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text.remove_suffix(1);
    if (line(direction, text, frames))
        opened_bytes(m_context, direction) += raw.size();
    else
        stray(direction, raw);
}

std::size_t LineDissector::take_dotted(Direction direction, Bytes piece)
{
    auto& side = of(direction);
    auto const step = side.dots.next(piece);
    opened_bytes(m_context, direction) += step.skip + step.content;
    if (step.content > 0)
        content(direction, piece.subspan(step.skip, step.content));
    if (step.ended)
        end_content(direction, true);
    return step.skip + step.content;
}

std::size_t LineDissector::take_counted(Direction direction, Bytes piece)
{
    auto& side = of(direction);
    auto const some = piece.first(
        static_cast<std::size_t>(std::min<std::uint64_t>(side.remaining, piece.size())));
    opened_bytes(m_context, direction) += some.size();
    side.remaining -= some.size();
    if (!some.empty())
        content(direction, some);
    if (side.remaining == 0)
        end_content(direction, true);
    return some.size();
}

void LineDissector::end_content(Direction direction, bool whole)
{
    auto& side = of(direction);
    side.mode = Mode::lines;
    content_ends(direction, whole && std::exchange(side.whole, true));
}

void LineDissector::stray(Direction direction, std::string_view bytes)
{
    m_stray.take(direction, as_bytes(bytes));
}

void LineDissector::gap(Direction direction, std::uint64_t bytes)
{
    if (m_tunnelled) {
        if (m_tunnel)
            m_tunnel->gap(direction, bytes);
        else
            m_stray.gap(direction);
        return;
    }
    auto& side = of(direction);
    count("gap in the stream");
    if (side.mode == Mode::lines) {
        stray(direction, std::exchange(side.held, {}));
        side.marks.clear();
        m_stray.gap(direction);
        side.astray = true;
        return;
    }
    side.whole = false;
    if (side.mode == Mode::counted && bytes > side.remaining) {
        end_content(direction, false);
        side.astray = true;
        return;
    }
    content_gap(direction);
    side.dots.gap();
    if (side.mode != Mode::counted)
        return;
    side.remaining -= bytes;
    if (side.remaining == 0)
        end_content(direction, false);
}

void LineDissector::finish(Direction direction)
{
    auto& side = of(direction);
    if (auto const raw = std::exchange(side.held, {}); !raw.empty())
        whole_line(direction, raw, side.marks.frames(0, raw.size()));
    if (side.mode != Mode::lines)
        end_content(direction, false);
    if (m_tunnel)
        m_tunnel->finish(direction);
}

void LineDissector::begin_dotted(Direction direction)
{
    of(direction).mode = Mode::dotted;
    of(direction).dots.begin();
}

void LineDissector::begin_counted(Direction direction, std::uint64_t bytes)
{
    of(direction).mode = Mode::counted;
    of(direction).remaining = bytes;
    if (bytes == 0)
        end_content(direction, true);
}

void LineDissector::begin_tunnel()
{
    if (m_tunnelled)
        return;
    m_tunnelled = true;
    if (m_context.next_stream)
        m_tunnel = m_context.next_stream(m_context, m_parent, {});
}

void LineDissector::recognised()
{
    if (m_context.app_proto == "unknown")
        m_context.app_proto = m_protocol;
}

void LineDissector::count(std::string_view reason)
{
    m_context.tally.count(std::string{m_protocol}.append(": ").append(reason));
}

void LineDissector::tell(Direction direction, std::string_view step, std::string_view text,
                         FrameRange const& frames)
{
    if (text.empty() || !m_context.fields.searches())
        return;
    auto const name = std::string{m_protocol}.append(":").append(step);
    Origin const node{m_parent, name};
    tell_text(text, &node, frames, {direction, {}}, m_context);
}

bool LineDissector::tell_sasl(Direction direction, std::string_view step, std::string_view base64,
                              FrameRange const& frames)
{
    auto const decoded = decode_base64(base64);
    if (!decoded)
        return false;
    auto const name = std::string{m_protocol}.append(":").append(step);
    Origin const node{m_parent, name};
    Origin const inner{&node, "base64"};
    using namespace std::string_view_literals;
    // RFC 4616: PLAIN's parts end with NUL; RFC 7628 section 3.1: those of OAuth with 1.
    for (auto rest = as_text(*decoded); !rest.empty();) {
        auto const part = rest.substr(0, rest.find_first_of("\0\1"sv));
        rest.remove_prefix(std::min(part.size() + 1, rest.size()));
        if (!part.empty())
            tell_text(part, &inner, frames, {direction, {}}, m_context);
    }
    return true;
}

void LineDissector::tell_command(Direction direction, std::string name, std::string_view line)
{
    m_context.messages(AppMessage{m_protocol, direction, std::move(name), line.size(),
                                  to_hex(sha256(as_bytes(line)))});
}

std::string_view known_word(std::string_view line, std::span<std::string_view const> words)
{
    auto const word = line.substr(0, line.find(' '));
    auto const* const found =
        std::find_if(words.data(), words.data() + words.size(),
                     [&](std::string_view known) { return equal_ignoring_case(word, known); });
    return found == words.data() + words.size() ? std::string_view{} : *found;
}

std::string_view after_word(std::string_view line)
{
    auto const blank = line.find(' ');
    return blank == npos ? std::string_view{} : trim(line.substr(blank));
}

} // namespace petze
