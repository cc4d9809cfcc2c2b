#include "report/redaction.h"

#include "base/text.h"
#include "find/notation/wrapping.h"
#include "find/search/searcher.h"
#include "find/search/stream_search.h"
#include "report/mask.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace petze {

namespace {

constexpr std::size_t shortest_base64 = 8; // shorter ones would stand anywhere

bool is_base64(char c)
{
    auto const l = to_lower(c);
    return is_digit(c) || (l >= 'a' && l <= 'z')
           || std::string_view{"+/-_="}.find(c) != std::string_view::npos;
}

// What a hash in hex or base64url consists of.
bool is_word(char c)
{
    return is_base64(c) && c != '/' && c != '=' && c != '+';
}

std::optional<std::uint32_t> number(std::string_view digits, int base)
{
    std::uint32_t value = 0;
    auto const* const end = digits.data() + digits.size();
    auto const [stop, failure] = std::from_chars(digits.data(), end, value, base);
    if (digits.empty() || failure != std::errc{} || stop != end)
        return {};
    return value;
}

std::string utf8(std::uint32_t code)
{
    auto const tail = [&](unsigned shift) {
        return static_cast<char>(0x80 | (code >> shift & 0x3f));
    };
    if (code < 0x80)
        return {static_cast<char>(code)};
    if (code < 0x800)
        return {static_cast<char>(0xc0 | code >> 6), tail(0)};
    if (code < 0x10000)
        return {static_cast<char>(0xe0 | code >> 12), tail(6), tail(0)};
    return {static_cast<char>(0xf0 | (code >> 18 & 7)), tail(12), tail(6), tail(0)};
}

/// An escape at the beginning of a text: how long it is and what it stands for.
struct Escape {
    std::size_t length{};
    std::string meaning;
};

std::optional<Escape> no_escape(std::string_view)
{
    return {};
}

std::optional<Escape> percent_escape(std::string_view text)
{
    if (text.front() != '%' || text.size() < 3)
        return {};
    auto const code = number(text.substr(1, 2), 16);
    if (!code)
        return {};
    return Escape{3, std::string(1, static_cast<char>(*code))};
}

std::optional<Escape> form_escape(std::string_view text)
{
    return text.front() == '+' ? Escape{1, " "} : percent_escape(text);
}

std::optional<std::uint32_t> json_unit(std::string_view text)
{
    if (text.size() < 6 || text[0] != '\\' || text[1] != 'u')
        return {};
    return number(text.substr(2, 4), 16);
}

// RFC 8259 section 7, surrogate pairs included.
std::optional<Escape> json_escape(std::string_view text)
{
    if (text.front() != '\\' || text.size() < 2)
        return {};
    if (auto const high = json_unit(text)) {
        auto const low =
            *high >= 0xd800 && *high < 0xdc00 ? json_unit(text.substr(6)) : std::nullopt;
        if (low && *low >= 0xdc00 && *low < 0xe000)
            return Escape{12, utf8(0x10000 + ((*high - 0xd800) << 10) + (*low - 0xdc00))};
        return Escape{6, utf8(*high)};
    }
    constexpr std::string_view letters = "nrtbf";
    constexpr std::string_view meanings = "\n\r\t\b\f";
    auto const letter = letters.find(text[1]);
    return Escape{2, std::string(1, letter == std::string_view::npos ? text[1] : meanings[letter])};
}

std::optional<Escape> xml_entity(std::string_view text)
{
    if (text.front() != '&')
        return {};
    auto const end = text.substr(0, 12).find(';');
    if (end == std::string_view::npos || end < 2)
        return {};
    auto const name = text.substr(1, end - 1);
    struct Named {
        std::string_view name;
        char meaning;
    };
    for (auto const& [known, meaning] : {Named{"amp", '&'}, Named{"lt", '<'}, Named{"gt", '>'},
                                         Named{"quot", '"'}, Named{"apos", '\''}})
        if (name == known)
            return Escape{end + 1, std::string(1, meaning)};
    if (name.front() != '#' || name.size() < 2)
        return {};
    bool const hex = to_lower(name[1]) == 'x';
    auto const code = number(name.substr(hex ? 2 : 1), hex ? 16 : 10);
    if (!code)
        return {};
    return Escape{end + 1, utf8(*code)};
}

// Those that add_encoded() makes anew, with the characters around them.
bool is_encoded(Spelling const& spelling)
{
    return spelling.steps == "base64" || spelling.steps == "hex";
}

} // namespace

Redactor::Redactor(std::vector<HiddenValue> const& values, Searcher const* searcher)
    : m_searcher(searcher)
{
    for (auto const& value : values) {
        auto const mark = m_marks.size();
        m_marks.push_back(value.mark);
        for (auto const& spelling : value.spellings)
            if (!is_encoded(spelling))
                add(spelling.bytes, {mark, Extent::spelling});
    }
    // After all plain ones: where both mean the same text, the plain one is the better reason.
    for (std::size_t mark = 0; mark < values.size(); ++mark)
        for (auto const& spelling : values[mark].spellings)
            if (spelling.steps.empty())
                add_encoded(spelling.bytes, mark);
    m_first_needle = m_marks.size();
    if (searcher)
        for (auto const& needle : searcher->needles().searched)
            m_marks.push_back(redaction_mark(needle.item, needle.category));
    for (auto& [key, lengths] : m_lengths) {
        std::sort(lengths.rbegin(), lengths.rend());
        lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
    }
}

Redactor::Key Redactor::key_of(std::string_view text)
{
    Key key = 0;
    for (std::size_t i = 0; i < key_bytes; ++i)
        key = key << 8 | static_cast<unsigned char>(text[i]);
    return key;
}

void Redactor::add(std::string_view spelling, Entry entry)
{
    if (spelling.size() < key_bytes)
        return;
    auto const [place, is_new] = m_entries.try_emplace(lower(spelling), entry);
    if (!is_new)
        return;
    m_lengths[key_of(place->first)].push_back(spelling.size());
    m_begins[static_cast<unsigned char>(place->first.front())] = true;
}

void Redactor::add_encoded(std::string_view spelling, std::size_t mark)
{
    for (auto const& form : wrapped_forms(as_bytes(spelling)))
        if (form.step == "hex")
            add(form.bytes, {mark, Extent::spelling});
        else if (form.bytes.size() >= shortest_base64)
            add(form.bytes, {mark, Extent::base64_word});
}

namespace {

/// The beginning of a text with escapes undone, in lower case, and where in the source each of
/// its bytes ends.
template<typename Read>
struct Undone {
    Undone(std::string_view source, Read read, std::size_t most)
    {
        for (std::size_t offset = 0; offset < source.size() && text.size() < most;) {
            auto const escape = read(source.substr(offset));
            offset += escape ? escape->length : 1;
            for (char const c :
                 escape ? std::string_view{escape->meaning} : source.substr(offset - 1, 1)) {
                text += to_lower(c);
                ends.push_back(offset);
            }
        }
    }

    std::string text;
    std::vector<std::size_t> ends;
};

} // namespace

// From every byte on anew: "%5anna" may be Z and "nna", but also "%5" and "anna".
template<typename Read>
void Redactor::search(std::string_view source, Read read, std::vector<Found>& found) const
{
    for (std::size_t at = 0; at < source.size(); ++at) {
        auto const escape = read(source.substr(at));
        auto const first = to_lower(escape ? escape->meaning.front() : source[at]);
        if (m_begins[static_cast<unsigned char>(first)])
            search_at(source, at, read, found);
    }
}

template<typename Read>
void Redactor::search_at(std::string_view source, std::size_t at, Read read,
                         std::vector<Found>& found) const
{
    auto const begin = Undone{source.substr(at), read, key_bytes};
    if (begin.text.size() < key_bytes)
        return;
    auto const lengths = m_lengths.find(key_of(begin.text));
    if (lengths == m_lengths.end())
        return;
    auto const longest = Undone{source.substr(at), read, lengths->second.front()};
    for (auto const length : lengths->second) {
        if (length > longest.text.size())
            continue;
        auto const entry = m_entries.find(longest.text.substr(0, length));
        if (entry == m_entries.end())
            continue;
        Found place{at, at + longest.ends[length - 1], entry->second.mark};
        if (!found.empty() && found.back().begin <= place.begin && place.end <= found.back().end)
            return;
        if (entry->second.extent == Extent::base64_word) {
            while (place.begin > 0 && is_base64(source[place.begin - 1]))
                --place.begin;
            while (place.end < source.size() && is_base64(source[place.end]))
                ++place.end;
        }
        found.push_back(place);
        return;
    }
}

// With all of the word that it stands in: the rest of a hash that was found by its beginning.
void Redactor::search_hashes(std::string_view source, std::vector<Found>& found) const
{
    search_text(*m_searcher, as_bytes(source), [&](Occurrence const& occurrence) {
        if (occurrence.match != Match::hashed)
            return;
        Found place{occurrence.begin, occurrence.end, m_first_needle + occurrence.needle};
        while (place.begin > 0 && is_word(source[place.begin - 1]))
            --place.begin;
        while (place.end < source.size() && is_word(source[place.end]))
            ++place.end;
        found.push_back(place);
    });
}

std::string Redactor::apply(std::string_view text) const
{
    if (m_marks.empty() || text.size() < key_bytes)
        return std::string{text};
    std::vector<Found> found;
    search(text, no_escape, found);
    if (m_searcher)
        search_hashes(text, found);
    if (text.find('%') != std::string_view::npos)
        search(text, percent_escape, found);
    if (text.find('+') != std::string_view::npos)
        search(text, form_escape, found);
    if (text.find('\\') != std::string_view::npos)
        search(text, json_escape, found);
    if (text.find('&') != std::string_view::npos)
        search(text, xml_entity, found);
    std::stable_sort(found.begin(), found.end(), [](Found const& a, Found const& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
    });
    std::string out;
    std::size_t written = 0;
    for (auto const& place : found) {
        if (place.end <= written)
            continue;
        // What overlaps the one before loses its rest as well, under that one's mark.
        if (place.begin >= written) {
            out += text.substr(written, place.begin - written);
            out += m_marks[place.mark];
        }
        written = place.end;
    }
    out += text.substr(std::min(written, text.size()));
    return out;
}

} // namespace petze
