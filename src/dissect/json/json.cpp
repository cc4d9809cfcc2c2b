#include "dissect/json/json.h"

#include "base/limits.h"
#include "dissect/json/mend.h"
#include "dissect/json/path.h"

#include <cstring>
#include <functional>
#include <simdjson.h>
#include <unordered_set>

namespace petze {

namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::size_t padding = simdjson::SIMDJSON_PADDING;
constexpr std::size_t remembered_keys = 10'000;

enum class Outcome { refused, cut, whole };

/// Walks documents and tells what they say. One for a call, so that a key is told once.
class Walker {
public:
    Walker(std::string_view original, JsonSink& sink)
        : m_original(original)
        , m_sink(sink)
    {
    }

    /// Parses `length` bytes that stand at `offset` of the original; `begin` is followed by
    /// padding. Afterwards read_to() says how far it came.
    Outcome parse(char const* begin, std::size_t length, std::size_t offset)
    {
        m_begin = begin;
        m_offset = offset;
        m_path.back_to(1);
        ondemand::document document;
        if (m_parser.iterate(begin, length, length + padding).get(document))
            return Outcome::refused;
        auto const before = m_told;
        ondemand::json_type type{};
        bool read = !document.type().get(type);
        ondemand::array array;
        ondemand::object object;
        if (read && type == ondemand::json_type::array)
            read = !document.get_array().get(array) && walk(array, 1);
        else if (read && type == ondemand::json_type::object)
            read = !document.get_object().get(object) && walk(object, 1);
        else
            read = false;
        if (!read)
            return m_told == before ? Outcome::refused : Outcome::cut;
        char const* location = nullptr;
        bool const more = !document.current_location().get(location);
        m_read_to = more ? offset_of(location) : offset + length;
        return Outcome::whole;
    }

    std::size_t read_to() const { return m_read_to; }
    bool enough() const { return m_enough; }

private:
    bool walk(ondemand::array& array, int depth)
    {
        auto const length = m_path.length();
        m_path.element();
        for (auto element : array) {
            ondemand::value value;
            if (element.get(value) || !walk(value, depth))
                return false;
        }
        m_path.back_to(length);
        return true;
    }

    bool walk(ondemand::object& object, int depth)
    {
        auto const length = m_path.length();
        for (auto member : object) {
            ondemand::field field;
            ondemand::value value;
            if (std::move(member).get(field))
                return false;
            auto const key = text_of(field);
            m_path.member(key.value);
            if (!tell_key(key, length))
                return false;
            value = std::move(field).value();
            if (!walk(value, depth))
                return false;
            m_path.back_to(length);
        }
        return true;
    }

    bool walk(ondemand::value& value, int depth)
    {
        ondemand::json_type type{};
        if (value.type().get(type))
            return false;
        if (type == ondemand::json_type::array || type == ondemand::json_type::object)
            return walk_nested(value, type, depth);
        if (type == ondemand::json_type::string)
            return tell_string(value);
        if (type == ondemand::json_type::number) {
            std::string_view token;
            token = value.raw_json_token();
            while (!token.empty() && static_cast<unsigned char>(token.back()) <= ' ')
                token.remove_suffix(1);
            return tell({JsonText::Kind::number, m_path.text(), token, offset_of(token.data()),
                         token.size()});
        }
        return true; // true, false and null say nothing of a person
    }

    bool walk_nested(ondemand::value& value, ondemand::json_type type, int depth)
    {
        ondemand::array array;
        ondemand::object object;
        bool const is_array = type == ondemand::json_type::array;
        if (is_array ? value.get_array().get(array) : value.get_object().get(object))
            return false;
        if (depth < limits::json_depth)
            return is_array ? walk(array, depth + 1) : walk(object, depth + 1);
        std::string_view raw;
        if (is_array ? array.raw_json().get(raw) : object.raw_json().get(raw))
            return false;
        // What closes a cut document is not part of it.
        auto const offset = std::min(offset_of(raw.data()), m_original.size());
        auto const length = std::min(raw.size(), m_original.size() - offset);
        m_sink.skipped(offset, length);
        m_read_to = offset + length;
        return true;
    }

    // A key or string up to its closing quote, which the parser has made sure of.
    std::string_view raw_string(char const* begin) const
    {
        auto const* end = begin;
        while (*end != '"')
            end += *end == '\\' ? 2 : 1;
        return {begin, static_cast<std::size_t>(end - begin)};
    }

    JsonText text_of(ondemand::field& field)
    {
        auto const raw = raw_string(field.key().raw());
        std::string_view value;
        if (raw.find('\\') == std::string_view::npos || field.unescaped_key().get(value))
            value = as_sent(raw);
        return {JsonText::Kind::key, {}, value, offset_of(raw.data()), raw.size()};
    }

    bool tell_string(ondemand::value& value)
    {
        auto const token = value.raw_json_token();
        auto const end = token.rfind('"');
        if (end == 0)
            return false;
        auto const raw = token.substr(1, end - 1);
        std::string_view text;
        bool const escaped = std::memchr(raw.data(), '\\', raw.size()) != nullptr;
        if (!escaped || value.get_string().get(text))
            text = as_sent(raw); // also where an escape is none
        return tell({JsonText::Kind::text, m_path.text(), text, offset_of(raw.data()), raw.size()});
    }

    // What was put right for the parser is told as it was.
    std::string_view as_sent(std::string_view raw) const
    {
        auto const offset = offset_of(raw.data());
        return offset <= m_original.size() ? m_original.substr(offset, raw.size()) : raw;
    }

    bool tell_key(JsonText key, std::size_t object_path)
    {
        if (m_keys.size() < remembered_keys
            && !m_keys.insert(std::hash<std::string_view>{}(m_path.text())).second)
            return true;
        key.path = m_path.text().substr(0, object_path);
        return tell(key);
    }

    bool tell(JsonText text)
    {
        if (text.offset > m_original.size()) // stands in what closes a cut document
            return true;
        text.length = std::min(text.length, m_original.size() - text.offset);
        m_read_to = text.offset + text.length;
        ++m_told;
        if (text.value.empty() || m_sink.take(text))
            return true;
        m_enough = true;
        return false;
    }

    std::size_t offset_of(char const* at) const
    {
        return m_offset + static_cast<std::size_t>(at - m_begin);
    }

    std::string_view m_original;
    JsonSink& m_sink;
    ondemand::parser m_parser;
    json::Path m_path;
    std::unordered_set<std::size_t> m_keys; // hashes of their paths
    char const* m_begin = nullptr;
    std::size_t m_offset = 0;
    std::size_t m_read_to = 0;
    std::size_t m_told = 0;
    bool m_enough = false;
};

/// Reads the documents of a text one by one, after the attempt to read it as one has failed.
class Documents {
public:
    Documents(std::string const& padded, std::string_view text, Mend mend, JsonSink& sink,
              Walker& walker)
        : m_padded(padded)
        , m_text(text)
        , m_mend(mend)
        , m_sink(sink)
        , m_walker(walker)
    {
    }

    void read(std::size_t offset)
    {
        while (offset < m_text.size()) {
            auto const begin = m_text.find_first_of("{[", offset);
            auto const between = std::min(begin, m_text.size());
            skip(offset, between);
            if (begin == std::string_view::npos)
                return;
            auto const end = begin + json::document_length(m_text.substr(begin));
            offset = read_one(begin, end);
        }
    }

    // What is left of a document whose reading stopped.
    std::size_t stopped(std::size_t end)
    {
        if (m_walker.enough())
            end = m_text.size();
        skip(m_walker.read_to(), end);
        return end;
    }

private:
    std::size_t read_one(std::size_t begin, std::size_t end)
    {
        auto outcome = m_walker.parse(m_padded.data() + begin, end - begin, begin);
        if (outcome == Outcome::refused && m_mend == Mend::yes) {
            auto mended = json::mend(m_text.substr(begin, end - begin));
            auto const length = mended.size();
            mended.append(padding, ' ');
            outcome = m_walker.parse(mended.data(), length, begin);
        }
        if (outcome == Outcome::refused)
            skip(begin, end);
        else if (outcome == Outcome::cut)
            return stopped(end);
        return end;
    }

    void skip(std::size_t begin, std::size_t end)
    {
        // Punctuation alone says nothing.
        auto const first = m_text.substr(0, end).find_first_not_of(" \t\r\n,:\"{}[]", begin);
        if (first < end)
            m_sink.skipped(first, end - first);
    }

    std::string const& m_padded;
    std::string_view m_text;
    Mend m_mend;
    JsonSink& m_sink;
    Walker& m_walker;
};

} // namespace

bool looks_like_json(std::string_view text)
{
    auto const first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

bool read_json(std::string& document, Mend mend, JsonSink& sink)
{
    if (!looks_like_json(document))
        return false;
    auto const size = document.size();
    document.append(padding, ' ');
    std::string_view const text{document.data(), size};
    Walker walker{text, sink};
    Documents rest{document, text, mend, sink, walker};
    auto const outcome = walker.parse(document.data(), size, 0);
    bool read = true;
    if (outcome == Outcome::whole)
        rest.read(walker.read_to());
    else if (outcome == Outcome::cut)
        rest.read(rest.stopped(json::document_length(text)));
    else if (mend == Mend::yes)
        rest.read(0);
    else
        read = false;
    document.resize(size);
    return read;
}

} // namespace petze
