#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>

namespace petze {

/// What texts pass through before they are written, so that none can be forgotten: replaces
/// personal values where the output is to be published.
using TextFilter = std::function<std::string(std::string_view)>;

/// Appends JSON (RFC 8259) to a string, straight down the page; commas come by themselves. What
/// was written stands in the string once the writer is gone, or after flush().
///
///     JsonWriter json{out};
///     json.begin_object();
///     json.member("packets", packets);
///     json.end_object();
///
/// Text may be any bytes: what is no well-formed UTF-8 is told as U+FFFD, byte by byte; control
/// characters, those of ISO 6429 too, are escaped, since the reader may be a terminal.
class JsonWriter {
public:
    explicit JsonWriter(std::string& out, TextFilter const* filter = nullptr)
        : m_out(out)
        , m_filter(filter)
    {
    }
    ~JsonWriter() { flush(); }
    JsonWriter(JsonWriter const&) = delete;
    JsonWriter& operator=(JsonWriter const&) = delete;

    void begin_object() { open('{'); }
    void end_object() { close('}'); }
    void begin_array() { open('['); }
    void end_array() { close(']'); }

    /// A name that needs no escaping, as ours are.
    template<std::size_t size>
    void key(char const (&name)[size])
    {
        static_assert(size < 64, "a name is short");
        make_room(size + 4);
        if (m_comma)
            m_buffer[m_used++] = ',';
        m_buffer[m_used++] = '"';
        std::memcpy(m_buffer.data() + m_used, name, size - 1);
        m_used += size - 1;
        m_buffer[m_used++] = '"';
        m_buffer[m_used++] = ':';
        m_comma = false;
    }
    /// A name of ours that is not known when this is compiled.
    void key_token(std::string_view name)
    {
        token(name);
        end_key();
    }
    /// A name that came from elsewhere.
    void key_text(std::string_view name)
    {
        text(name);
        end_key();
    }

    /// Text of others: filtered and escaped.
    void text(std::string_view value);
    /// Text of ours, such as a hash or a time: not filtered, and with nothing to escape.
    void token(std::string_view value)
    {
        separate(value.size() + 2);
        m_buffer[m_used++] = '"';
        raw(value);
        make_room(1);
        m_buffer[m_used++] = '"';
    }

    void value(bool value) { literal(value ? "true" : "false"); }
    template<std::integral Number>
    void value(Number value)
    {
        separate(24);
        auto* const begin = m_buffer.data() + m_used;
        m_used += static_cast<std::size_t>(std::to_chars(begin, begin + 20, value).ptr - begin);
    }
    /// The shortest digits that read back as the same number; null where there is none.
    void value(double value);

    template<std::size_t size, typename Value>
    void member(char const (&name)[size], Value value) requires std::is_arithmetic_v<Value>
    {
        key(name);
        this->value(value);
    }
    template<std::size_t size>
    void member(char const (&name)[size], std::string_view value)
    {
        key(name);
        text(value);
    }
    template<std::size_t size>
    void member_token(char const (&name)[size], std::string_view value)
    {
        key(name);
        token(value);
    }
    /// Nothing where the text is empty: what is not known is absent.
    template<std::size_t size>
    void member_if(char const (&name)[size], std::string_view value)
    {
        if (!value.empty())
            member(name, value);
    }

    /// The end of a line, between values that stand alone.
    void end_line()
    {
        make_room(1);
        m_buffer[m_used++] = '\n';
        m_comma = false;
    }
    void flush()
    {
        m_out.append(m_buffer.data(), m_used);
        m_used = 0;
    }

private:
    void make_room(std::size_t count)
    {
        if (m_buffer.size() - m_used < count)
            flush();
    }
    /// What stands before a value, and room for one of that length where it is short.
    void separate(std::size_t count)
    {
        make_room(count < m_buffer.size() ? count + 1 : 2);
        if (m_comma)
            m_buffer[m_used++] = ',';
        m_comma = true;
    }
    void open(char bracket)
    {
        separate(1);
        m_buffer[m_used++] = bracket;
        m_comma = false;
    }
    void close(char bracket)
    {
        make_room(1);
        m_buffer[m_used++] = bracket;
        m_comma = true;
    }
    void end_key()
    {
        make_room(1);
        m_buffer[m_used++] = ':';
        m_comma = false;
    }
    void literal(std::string_view value)
    {
        separate(value.size());
        raw(value);
    }
    void raw(std::string_view bytes)
    {
        make_room(bytes.size());
        if (bytes.size() > m_buffer.size()) {
            m_out.append(bytes);
            return;
        }
        std::memcpy(m_buffer.data() + m_used, bytes.data(), bytes.size());
        m_used += bytes.size();
    }
    void quoted(std::string_view value);
    void escaped(std::string_view value);
    void raw_escape(unsigned code);

    std::string& m_out;
    TextFilter const* m_filter;
    bool m_comma = false;
    std::size_t m_used = 0;
    // Filled without asking the string for room each time; left uninitialised on purpose.
    std::array<char, 2048> m_buffer;
};

} // namespace petze
