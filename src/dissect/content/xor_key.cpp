#include "dissect/content/layers.h"

#include "base/text.h"
#include "dissect/content/xor_likelihood.h"

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

struct Candidate {
    std::uint8_t byte{};
    int score{};
};
using Candidates = std::vector<Candidate>;

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
        if (auto const score = column_likelihood(sealed, column, length, key))
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
    {
        for (auto const& candidates : columns) {
            m_key.push_back(candidates.front().byte);
            m_score += candidates.front().score;
        }
    }

    std::vector<std::uint8_t> choose()
    {
        constexpr int rounds = 2;
        auto best = m_score + neighbours_likelihood(m_sealed, m_key);
        std::vector<std::size_t> chosen(m_columns.size());
        for (int round = 0; round < rounds; ++round)
            for (std::size_t column = 0; column < m_columns.size(); ++column)
                improve(column, chosen[column], best);
        return m_key;
    }

private:
    void improve(std::size_t column, std::size_t& chosen, int& best)
    {
        auto const& candidates = m_columns[column];
        auto const others = m_score - candidates[chosen].score;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            m_key[column] = candidates[i].byte;
            auto const now = others + candidates[i].score + neighbours_likelihood(m_sealed, m_key);
            if (now > best) {
                best = now;
                chosen = i;
            }
        }
        m_key[column] = candidates[chosen].byte;
        m_score = others + candidates[chosen].score;
    }

    Bytes m_sealed;
    std::vector<Candidates> const& m_columns;
    std::vector<std::uint8_t> m_key;
    int m_score{}; // of all columns under it
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

// Whether what stands in the columns is likely enough under the best of keys. Of noise a key of
// some length makes 25 a byte and hardly ever 28, of JSON in Chinese 30, in English 45; a short one
// makes nothing of noise.
bool is_likely(Bytes sealed, std::vector<Candidates> const& columns)
{
    constexpr std::size_t short_key = 3;
    constexpr int least = 28;
    int sum = 0;
    for (auto const& candidates : columns)
        sum += candidates.front().score;
    return columns.size() <= short_key || sum >= least * static_cast<int>(sealed.size());
}

bool opens_as_json(Bytes sealed, std::size_t length)
{
    for (std::size_t column = 0; column < json_opening.size(); ++column)
        if (!column_likelihood(sealed, column, length, opening_key(sealed, column)))
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
        if (columns.empty() || !is_likely(looked_at, columns))
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
