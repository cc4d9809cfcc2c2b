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

constexpr auto json_opening = R"({")"sv; // of what a longer key hides

bool suits_json(Bytes plain)
{
    auto const text = as_text(plain);
    auto const second = text.find_first_not_of(" \t\r\n", 1);
    return second != npos
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

// What comes after the brace or bracket that opens a document of JSON.
constexpr std::string_view after_opening = "\"{ \r\n\t";

/// A key leaves the difference of two neighbours as it was: those that the openings have.
constexpr std::array<bool, 256> differences = [] {
    std::array<bool, 256> out{};
    auto const add = [&](char a, char b) {
        out[static_cast<std::uint8_t>(a) ^ static_cast<std::uint8_t>(b)] = true;
    };
    for (auto const beginning : beginnings)
        add(beginning[0], beginning[1]);
    for (char const next : after_opening) {
        add('{', next);
        add('[', next);
    }
    return out;
}();

std::optional<std::uint8_t> single_key(Bytes first)
{
    constexpr std::size_t least = 16;
    if (first.size() < least || !differences[first[0] ^ first[1]])
        return {};
    Room room;
    for (char const opening : {'{', '['}) {
        std::array<std::uint8_t, 1> const key{
            static_cast<std::uint8_t>(first[0] ^ static_cast<std::uint8_t>(opening))};
        auto const second = static_cast<char>(first[1] ^ key[0]);
        if (key[0] == 0 || after_opening.find(second) == npos)
            continue;
        auto const plain = undo(first, key, room);
        if (suits_json(plain) && as_text(plain).find("\":") != npos)
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

/// How likely a byte is in JSON, and impossible where it is negative.
struct Likelihood {
    std::array<std::int16_t, 256> of{};

    Likelihood()
    {
        // Eighths of bits above the rarest; how often letters stand in English, rounded.
        constexpr std::string_view letters = "etaoinsrhldcumfpgwybvkxjqz";
        constexpr std::array<std::int16_t, 26> often{58, 54, 53, 52, 52, 51, 50, 50, 49,
                                                     46, 45, 40, 41, 40, 38, 39, 37, 37,
                                                     37, 34, 30, 25, 18, 15, 10, 10};
        constexpr std::int16_t never = -1, blank = 10, seldom = 15, beyond_ascii = 18, capital = 29,
                               frame = 37, digit = 42, sign = 54, quote = 67;
        for (auto& likely : of)
            likely = beyond_ascii;
        set(as_bytes(R"x( !#$%&'()*;<=>?@\^`|~)x"sv), seldom);
        for (std::uint8_t c = 0; c < ' '; ++c)
            of[c] = never;
        of[0x7f] = never;
        set(as_bytes("\t\n\r"sv), blank);
        set(as_bytes("ABCDEFGHIJKLMNOPQRSTUVWXYZ"sv), capital);
        set(as_bytes("0123456789"sv), digit);
        set(as_bytes("{}[]._-/+"sv), frame);
        set(as_bytes(":, "sv), sign);
        set(as_bytes(R"(")"sv), quote);
        for (std::size_t i = 0; i < letters.size(); ++i)
            set(as_bytes(letters.substr(i, 1)), often[i]);
    }

private:
    void set(Bytes bytes, std::int16_t likely)
    {
        for (auto const byte : bytes)
            of[byte] = likely;
    }
};
Likelihood const likelihood;

/// How much two bytes speak for JSON that stand beside each other in it.
int pair_likelihood(std::uint8_t a, std::uint8_t b)
{
    constexpr int usual = 40, alike = 12;
    constexpr std::string_view pairs[] = {"\":", ",\"", "{\"", "\"}", "\"]", "},", "],",
                                          "[{",  ": ",  ", ",  ":\"", ":{",  ":["};
    auto const first = static_cast<char>(a);
    auto const second = static_cast<char>(b);
    for (auto const pair : pairs)
        if (pair[0] == first && pair[1] == second)
            return usual;
    auto const kind = [](std::uint8_t c) {
        auto const sign = static_cast<char>(c);
        if (sign >= 'a' && sign <= 'z')
            return 0;
        if (is_digit(sign))
            return 1;
        if (sign >= 'A' && sign <= 'Z')
            return 2;
        return c >= 0x80 ? 3 : 4;
    };
    return kind(a) == kind(b) && kind(a) < 4 ? alike : 0;
}

struct Candidate {
    std::uint8_t byte{};
    int score{};
};
using Candidates = std::vector<Candidate>;

/// How likely JSON is made of every `length`th byte from `column` on under this key; nothing where
/// it cannot be.
std::optional<int> score_of(Bytes sealed, std::size_t column, std::size_t length, std::uint8_t key)
{
    int score = 0;
    for (auto at = column; at < sealed.size(); at += length) {
        auto const likely = likelihood.of[sealed[at] ^ key];
        if (likely < 0)
            return {};
        score += likely;
    }
    return score;
}

/// The byte of a key in a column of the opening, which is known.
std::uint8_t opening_key(Bytes sealed, std::size_t column)
{
    return static_cast<std::uint8_t>(sealed[column]
                                     ^ static_cast<std::uint8_t>(json_opening[column]));
}

/// The bytes of a key that may stand for every `length`th byte from `column` on, the likeliest
/// first.
Candidates column_keys(Bytes sealed, std::size_t column, std::size_t length)
{
    constexpr std::size_t kept = 6, bytes = 256;
    Candidates out;
    auto const consider = [&](std::uint8_t key) {
        if (auto const score = score_of(sealed, column, length, key))
            out.push_back({key, *score});
    };
    if (column < json_opening.size()) {
        consider(opening_key(sealed, column));
        return out;
    }
    for (std::size_t key = 0; key < bytes; ++key)
        consider(static_cast<std::uint8_t>(key));
    std::sort(out.begin(), out.end(), [](Candidate const& a, Candidate const& b) {
        return a.score != b.score ? a.score > b.score : a.byte < b.byte;
    });
    out.resize(std::min(out.size(), kept));
    return out;
}

/// Chooses for each column by what the bytes of its neighbours become.
class Choosing {
public:
    Choosing(Bytes sealed, std::vector<Candidates> const& columns)
        : m_sealed(sealed)
        , m_columns(columns)
        , m_chosen(columns.size())
    {
    }

    std::vector<std::uint8_t> choose()
    {
        constexpr int rounds = 2;
        auto best = score();
        for (int round = 0; round < rounds; ++round)
            for (std::size_t column = 0; column < m_columns.size(); ++column)
                improve(column, best);
        std::vector<std::uint8_t> key;
        for (std::size_t column = 0; column < m_columns.size(); ++column)
            key.push_back(byte(column));
        return key;
    }

private:
    std::uint8_t byte(std::size_t column) const { return m_columns[column][m_chosen[column]].byte; }
    int score() const
    {
        int out = 0;
        for (std::size_t column = 0; column < m_columns.size(); ++column)
            out += m_columns[column][m_chosen[column]].score;
        std::uint8_t before = 0;
        for (std::size_t i = 0; i < m_sealed.size(); ++i) {
            auto const plain = static_cast<std::uint8_t>(m_sealed[i] ^ byte(i % m_columns.size()));
            out += pair_likelihood(before, plain);
            before = plain;
        }
        return out;
    }
    void improve(std::size_t column, int& best)
    {
        auto chosen = m_chosen[column];
        for (std::size_t other = 0; other < m_columns[column].size(); ++other) {
            m_chosen[column] = other;
            if (auto const now = score(); now > best) {
                best = now;
                chosen = other;
            }
        }
        m_chosen[column] = chosen;
    }

    Bytes m_sealed;
    std::vector<Candidates> const& m_columns;
    std::vector<std::size_t> m_chosen;
};

std::vector<Candidates> all_columns(Bytes sealed, std::size_t length)
{
    std::vector<Candidates> columns;
    for (std::size_t i = 0; i < length; ++i) {
        columns.push_back(column_keys(sealed, i, length));
        if (columns.back().empty())
            return {};
    }
    return columns;
}

bool opens_as_json(Bytes sealed, std::size_t length)
{
    for (std::size_t column = 0; column < json_opening.size(); ++column)
        if (!score_of(sealed, column, length, opening_key(sealed, column)))
            return false;
    return true;
}

// Whether there is enough to tell one key from another: of what repeats itself with the key's own
// length, as every second byte of UTF-16 does, a key makes whatever one likes.
bool is_varied(Bytes sealed, std::size_t length)
{
    constexpr std::size_t least_different = 4; // in each column
    for (std::size_t column = 0; column < length; ++column) {
        std::bitset<256> seen;
        for (auto at = column; at < sealed.size(); at += length)
            seen.set(sealed[at]);
        if (seen.count() < least_different)
            return false;
    }
    return true;
}

// Whether strings and what stands between them follow each other as in JSON: half of a key makes
// half of the bytes right, and those alone have members enough.
bool goes_on_as_json(std::string_view plain)
{
    constexpr std::string_view between = "{}[]:, \t\r\n0123456789+-.eEtrufalsn";
    bool inside = false; // of a string
    bool ended = false;  // just now
    for (std::size_t i = 0; i < plain.size(); ++i) {
        auto const c = plain[i];
        if (inside) {
            i += c == '\\' ? 1 : 0;
            inside = c != '"';
            ended = !inside;
            continue;
        }
        bool const is_blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        bool const follows = !ended || is_blank || c == ':' || c == ',' || c == '}' || c == ']';
        if (!follows || (c != '"' && between.find(c) == npos))
            return false;
        inside = c == '"';
        ended &= is_blank;
    }
    return true;
}

// The first two bytes are known (`{"`); the others by what JSON is made of.
std::vector<std::uint8_t> repeating_key(Bytes first)
{
    constexpr std::size_t longest = 8, least_rows = 16, least_members = 3;
    auto const looked_at = first.first(std::min(first.size(), xor_bytes));
    for (std::size_t length = 2; length <= longest; ++length) {
        if (looked_at.size() < length * least_rows)
            break;
        // Most of what is no JSON is known by the columns of the opening, after a few bytes.
        if (!opens_as_json(looked_at, length) || !is_varied(looked_at, length))
            continue;
        auto const columns = all_columns(looked_at, length);
        if (columns.empty())
            continue;
        auto key = Choosing{looked_at, columns}.choose();
        Room room;
        // Of few different bytes a key makes anything; members have names and are many.
        auto const plain = as_text(undo(looked_at, key, room));
        std::size_t members = 0;
        for (auto at = plain.find("\":"); at != npos; at = plain.find("\":", at + 1))
            ++members;
        if (members >= least_members && suits_json(as_bytes(plain)) && goes_on_as_json(plain))
            return key;
    }
    return {};
}

} // namespace

std::vector<std::uint8_t> single_xor_key_of(Bytes first)
{
    auto const key = single_key(first);
    return key ? std::vector<std::uint8_t>{*key} : std::vector<std::uint8_t>{};
}

std::vector<std::uint8_t> xor_key_of(Bytes first)
{
    if (auto const key = single_key(first))
        return {*key};
    bool const is_plain = begins_as_text(first.first(std::min(first.size(), xor_bytes)));
    return is_plain ? std::vector<std::uint8_t>{} : repeating_key(first);
}

} // namespace petze::content
