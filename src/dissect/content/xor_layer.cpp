#include "dissect/content/layers.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <bitset>

namespace petze::content {

namespace {

using namespace std::string_view_literals;

// What nobody would take for anything else once it shows, and is long enough to say so.
constexpr std::string_view beginnings[] = {
    "\x89PNG\r\n"sv,      "\xff\xd8\xff\xe0"sv, "\xff\xd8\xff\xe1"sv, "PK\x03\x04"sv,
    "\x1f\x8b\x08\0\0"sv, "SQLite f"sv,         "bplist00"sv,         "<?xml"sv,
    "%PDF-1"sv,
};

bool suits_json(Bytes plain)
{
    auto const text = as_text(plain);
    auto const second = text.find_first_not_of(" \t\r\n", 1);
    return second != std::string_view::npos
           && ((text[0] == '{' && text[second] == '"')
               || (text[0] == '[' && (text[second] == '{' || text[second] == '"')))
           && begins_as_text(plain);
}

using Room = std::array<std::uint8_t, xor_bytes>;

Bytes undo(Bytes sealed, std::span<std::uint8_t const> key, Room& room)
{
    auto const count = std::min(sealed.size(), room.size());
    for (std::size_t i = 0; i < count; ++i)
        room[i] = sealed[i] ^ key[i % key.size()];
    return Bytes{room}.first(count);
}

std::optional<std::uint8_t> single_key(Bytes first)
{
    constexpr std::size_t least = 16;
    if (first.size() < least)
        return {};
    Room room;
    for (char const opening : {'{', '['}) {
        std::array<std::uint8_t, 1> const key{
            static_cast<std::uint8_t>(first[0] ^ static_cast<std::uint8_t>(opening))};
        auto const second = static_cast<char>(first[1] ^ key[0]);
        if (key[0] == 0 || "\"{ \r\n\t"sv.find(second) == std::string_view::npos)
            continue;
        auto const plain = undo(first, key, room);
        if (suits_json(plain) && as_text(plain).find("\":") != std::string_view::npos)
            return key[0];
    }
    for (auto const beginning : beginnings) {
        auto const key = static_cast<std::uint8_t>(first[0] ^ as_bytes(beginning)[0]);
        if (key != 0
            && std::equal(beginning.begin(), beginning.end(), first.begin(),
                          [&](char plain, std::uint8_t sealed) {
                              return static_cast<std::uint8_t>(plain) == (sealed ^ key);
                          }))
            return key;
    }
    return {};
}

bool usual_in_json(std::uint8_t c)
{
    return (c >= ' ' && c < 0x7f) || c == '\n' || c == '\t' || c == '\r';
}

/// How much a character speaks for JSON.
int weight(std::uint8_t c)
{
    if (c >= 'a' && c <= 'z')
        return 4;
    if (is_digit(static_cast<char>(c)))
        return 4;
    if (R"(":,{})"sv.find(static_cast<char>(c)) != std::string_view::npos)
        return 6;
    if (c == ' ')
        return 4;
    return c >= 'A' && c <= 'Z' ? 3 : 1;
}

/// The key's byte for every `length`th byte from `column` on: all that it opens must be usual, and
/// of those that do the likeliest is taken.
std::optional<std::uint8_t> column_key(Bytes sealed, std::size_t column, std::size_t length)
{
    std::bitset<256> possible;
    possible.set();
    for (auto at = column; at < sealed.size() && possible.any(); at += length)
        for (std::size_t key = 0; key < possible.size(); ++key)
            if (possible[key] && !usual_in_json(sealed[at] ^ static_cast<std::uint8_t>(key)))
                possible.reset(key);
    int best = -1;
    std::optional<std::uint8_t> found;
    for (std::size_t key = 0; key < possible.size(); ++key) {
        if (!possible[key])
            continue;
        int score = 0;
        for (auto at = column; at < sealed.size(); at += length)
            score += weight(sealed[at] ^ static_cast<std::uint8_t>(key));
        if (score > best) {
            best = score;
            found = static_cast<std::uint8_t>(key);
        }
    }
    return found;
}

// The first two bytes are known (`{"`); the others by what JSON is made of.
std::vector<std::uint8_t> repeating_key(Bytes first)
{
    constexpr std::size_t longest = 8;
    constexpr std::size_t least_rows = 16;
    constexpr auto opening = R"({")"sv;
    auto const looked_at = first.first(std::min(first.size(), xor_bytes));
    for (std::size_t length = 2; length <= longest; ++length) {
        if (looked_at.size() < length * least_rows)
            break;
        std::vector<std::uint8_t> key;
        for (std::size_t i = 0; i < length; ++i) {
            auto byte = column_key(looked_at, i, length);
            if (!byte)
                break;
            if (i < opening.size())
                byte = looked_at[i] ^ static_cast<std::uint8_t>(opening[i]);
            key.push_back(*byte);
        }
        Room room;
        // Of few different bytes a key makes anything; members have names and are many.
        auto const plain = as_text(key.size() == length ? undo(looked_at, key, room) : Bytes{});
        constexpr std::size_t least_members = 3;
        std::size_t members = 0;
        for (auto at = plain.find("\":"); at != std::string_view::npos;
             at = plain.find("\":", at + 1))
            ++members;
        if (members >= least_members && suits_json(as_bytes(plain)))
            return key;
    }
    return {};
}

class XorLayer : public ContentDissector {
public:
    XorLayer(Scope& scope, Origin const* origin, std::vector<std::uint8_t> key)
        : m_key(std::move(key))
        , m_step("xor:" + to_hex(m_key))
        , m_node{origin, m_step}
        , m_inner(make_layer(scope, &m_node, {}))
    {
    }

    void take(Bytes piece) override
    {
        Room room;
        while (!piece.empty()) {
            auto const count = std::min(piece.size(), room.size());
            for (std::size_t i = 0; i < count; ++i)
                room[i] = piece[i] ^ m_key[m_at++ % m_key.size()];
            m_inner->take(Bytes{room}.first(count));
            piece = piece.subspan(count);
        }
    }
    // How many bytes are missing is not known: a key of several may not fit any more.
    void gap() override { m_inner->gap(); }
    void finish() override { m_inner->finish(); }

private:
    std::vector<std::uint8_t> m_key;
    std::string m_step;
    Origin m_node;
    Layer m_inner;
    std::size_t m_at = 0;
};

} // namespace

std::vector<std::uint8_t> xor_key_of(Bytes first)
{
    if (auto const key = single_key(first))
        return {*key};
    return is_text(first) ? std::vector<std::uint8_t>{} : repeating_key(first);
}

Layer make_xor_layer(Scope& scope, Origin const* origin, std::vector<std::uint8_t> key)
{
    return std::make_unique<XorLayer>(scope, origin, std::move(key));
}

bool tell_xored(Scope& scope, std::string_view sealed, Origin const* origin, Place const& place)
{
    auto key = xor_key_of(as_bytes(sealed));
    if (key.empty() || !scope.may_open(origin))
        return false;
    auto const layer = make_xor_layer(scope, origin, std::move(key));
    hand_on(sealed, place, scope, *layer);
    layer->finish();
    return true;
}

} // namespace petze::content
