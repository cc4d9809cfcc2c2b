#include "report/json_writer.h"

#include "base/text.h"

#include <cmath>

namespace petze {

namespace {

constexpr bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

constexpr auto plain = [] {
    std::array<bool, 256> table{};
    for (unsigned c = 0; c < table.size(); ++c)
        table[c] = is_plain(static_cast<unsigned char>(c));
    return table;
}();

std::size_t plain_run(std::string_view text)
{
    std::size_t length = 0;
    while (length < text.size() && plain[static_cast<unsigned char>(text[length])])
        ++length;
    return length;
}

/// The letter of a two-character escape, RFC 8259 §7; 0 where the character has none.
constexpr char short_escape(char c)
{
    switch (c) {
    case '"':
    case '\\':
        return c;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

} // namespace

void JsonWriter::text(std::string_view value)
{
    if (m_filter && *m_filter)
        quoted((*m_filter)(value));
    else
        quoted(value);
}

void JsonWriter::quoted(std::string_view value)
{
    separate(value.size() + 2);
    m_buffer[m_used++] = '"';
    auto const run = plain_run(value);
    raw(value.substr(0, run));
    if (run < value.size())
        escaped(value.substr(run));
    make_room(1);
    m_buffer[m_used++] = '"';
}

void JsonWriter::escaped(std::string_view value)
{
    while (!value.empty()) {
        auto const first = static_cast<unsigned char>(value.front());
        std::size_t length = 1;
        if (plain[first]) {
            length = plain_run(value);
            raw(value.substr(0, length));
        } else if (char const letter = short_escape(value.front())) {
            std::array const pair{'\\', letter};
            raw({pair.data(), pair.size()});
        } else if (first < 0x80) {
            raw_escape(first);
        } else if (length = utf8_length(value); length == 0) {
            raw("\xef\xbf\xbd");
            length = 1;
        } else if (auto const second = static_cast<unsigned char>(value[1]);
                   first == 0xc2 && second < 0xa0) {
            raw_escape(second); // C1: U+009B begins a command to a terminal
        } else {
            raw(value.substr(0, length));
        }
        value.remove_prefix(length);
    }
}

void JsonWriter::raw_escape(unsigned code)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::array const escape{'\\', 'u', '0', '0', digits[code >> 4 & 15], digits[code & 15]};
    raw({escape.data(), escape.size()});
}

void JsonWriter::value(double value)
{
    if (!std::isfinite(value)) {
        literal("null");
        return;
    }
    separate(32);
    auto* const begin = m_buffer.data() + m_used;
    m_used += static_cast<std::size_t>(std::to_chars(begin, begin + 32, value).ptr - begin);
}

} // namespace petze
