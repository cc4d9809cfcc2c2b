#include "dissect/content/unknown_protocol.h"

#include "base/text.h"
#include "dissect/coding/coding.h"
#include "dissect/content/layers.h"
#include "dissect/file_type/file_type.h"
#include "dissect/form/form.h"

#include <algorithm>
#include <optional>

namespace petze {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t longest_head = 32; // kind, number, length, session, checksum
constexpr std::size_t least_content = 16;

// What documents begin with and little else does.
bool begins_document(std::string_view text)
{
    constexpr std::string_view beginnings[] = {R"({")"sv, R"([{")"sv, R"({ ")"sv, "{\n"sv,
                                               "{\r\n"sv, R"([")"sv,  "<?xml "sv, "BEGIN:V"sv};
    bool const may = text[0] == '{' || text[0] == '[' || text[0] == '<' || text[0] == 'B'
                     || text[0] == '-'; // of a boundary
    if (!may)
        return false;
    bool const is_element = text[0] == '<' && text[1] >= 'a' && text[1] <= 'z';
    return is_element
           || std::any_of(std::begin(beginnings), std::end(beginnings),
                          [&](std::string_view one) { return text.starts_with(one); })
           || !content::multipart_boundary(as_bytes(text)).empty();
}

// What two bytes tell is left out, but for zlib with its usual window and levels (RFC 1950).
bool begins_packed(Bytes bytes)
{
    if (bytes[0] == 'b' && as_text(bytes).starts_with("bplist00"))
        return true;
    if (bytes[0] == 0x78 && bytes[1] != 0x01 && bytes[1] != 0x5e && bytes[1] != 0x9c
        && bytes[1] != 0xda)
        return false;
    if (auto const coding = coding_of(bytes))
        return *coding != Coding::deflate || bytes[0] == 0x78;
    bool const sound = bytes[0] == 0xff && bytes[1] != 0xd8; // an MP3's frame is two bytes
    return !sound && file_type_of(bytes);
}

Bytes text_at(Bytes piece, std::size_t at)
{
    constexpr std::size_t looked_at = 64;
    return piece.subspan(at, std::min(piece.size() - at, looked_at));
}

// From there on nothing but text; before it stands a sign that is none. What is text from its
// first byte on is a protocol of lines.
bool begins_text(Bytes piece, std::size_t at)
{
    return piece[at - 1] < ' ' && !content::is_text(piece.subspan(at - 1, 1))
           && content::begins_as_text(text_at(piece, at));
}

/// Whether a number of two or four bytes that ends there, in either order, says how long the rest
/// is, or that it goes on in packets to come.
bool is_length_before(Bytes piece, std::size_t at)
{
    constexpr std::size_t most = 1 << 20;
    auto const rest = piece.size() - at;
    for (std::size_t const size : {2u, 4u}) {
        if (at < size)
            continue;
        std::size_t big = 0;
        std::size_t little = 0;
        for (std::size_t i = 0; i < size; ++i) {
            big = big << 8 | piece[at - size + i];
            little = little << 8 | piece[at - 1 - i];
        }
        for (auto const length : {big, little})
            if (length == rest || (size > 2 && length > rest && length < most))
                return true;
    }
    return false;
}

struct Inside {
    std::size_t at{};
    bool is_document{};
};

bool is_under_longer_key(Bytes piece)
{
    return !content::xor_key_of(piece.first(std::min(piece.size(), content::xor_bytes))).empty();
}

// A key of several bytes is dear to find: only where something says that content begins, and behind
// the usual heads of what a side says first.
std::optional<Inside> content_inside(Bytes piece, bool is_early)
{
    if (piece.size() < least_content)
        return {};
    auto const last = std::min(longest_head, piece.size() - least_content);
    if (as_text(piece).find('&') != npos && looks_like_form(as_text(piece), false))
        return Inside{0, true};
    for (std::size_t at = 0; at <= last; ++at)
        if (begins_document(as_text(piece.subspan(at))))
            return Inside{at, true};
        else if (begins_packed(piece.subspan(at)))
            return Inside{at, false};
    for (std::size_t at = 1; at <= last; ++at)
        if (begins_text(piece, at))
            return Inside{at, true};
    for (std::size_t at = 0; at <= last; ++at)
        if (!content::single_xor_key_of(piece.subspan(at)).empty())
            return Inside{at, true};
    for (std::size_t at = 2; at <= last; ++at)
        if (is_length_before(piece, at)
            && ((content::begins_as_text(text_at(piece, at)) && !content::is_text(piece.first(at)))
                || is_under_longer_key(piece.subspan(at))))
            return Inside{at, true};
    for (std::size_t const head : {0u, 1u, 2u, 4u, 8u})
        if (is_early && head <= last && is_under_longer_key(piece.subspan(head)))
            return Inside{head, true};
    return {};
}

} // namespace

UnknownProtocol::UnknownProtocol(LayerContext& context, Origin const* parent, std::string_view step)
    : m_context(context)
    , m_origin{parent, step}
{
}

void UnknownProtocol::take(Direction direction, Bytes piece)
{
    auto& side = m_sides[static_cast<std::size_t>(direction)];
    auto& other = m_sides[1 - static_cast<std::size_t>(direction)];
    if (other.content && other.is_document)
        end_content(other);
    if (side.content)
        side.content->take(piece);
    else
        begin(side, direction, piece);
}

void UnknownProtocol::begin(Side& side, Direction direction, Bytes piece)
{
    constexpr std::size_t early_pieces = 16;
    auto const inside = m_context.fields.searches()
                            ? content_inside(piece, side.pieces++ < early_pieces)
                            : std::nullopt;
    search(side, direction, inside ? piece.first(inside->at) : piece);
    if (!inside)
        return;
    if (side.sink && inside->at > 0)
        side.sink->gap(); // what comes after the content is not next to what stood before it
    side.is_document = inside->is_document;
    side.content = make_content_dissector({.content_type = {},
                                           .content_encoding = {},
                                           .filename = {},
                                           .parent = &m_origin,
                                           .context = {direction, {}}},
                                          m_context);
    side.content->take(piece.subspan(inside->at));
}

void UnknownProtocol::search(Side& side, Direction direction, Bytes piece)
{
    if (!side.opened) {
        side.opened = true;
        side.sink = m_context.fields.open(&m_origin, {direction, {}});
        m_wanted = side.sink != nullptr;
    }
    if (side.sink && !piece.empty())
        side.sink->take(piece, m_context.data);
}

void UnknownProtocol::gap(Direction direction)
{
    auto& side = m_sides[static_cast<std::size_t>(direction)];
    if (side.content)
        side.content->gap();
    else if (side.sink)
        side.sink->gap();
}

void UnknownProtocol::finish(Direction direction)
{
    auto& side = m_sides[static_cast<std::size_t>(direction)];
    end_content(side);
    side.sink.reset();
}

void UnknownProtocol::end_message(Direction direction)
{
    auto& side = m_sides[static_cast<std::size_t>(direction)];
    end_content(side);
    if (side.sink)
        side.sink->gap();
}

void UnknownProtocol::end_content(Side& side)
{
    if (side.content)
        side.content->finish();
    side.content.reset();
}

} // namespace petze
