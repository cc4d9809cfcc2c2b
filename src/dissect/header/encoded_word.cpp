#include "dissect/header/encoded_word.h"

#include "base/text.h"

#include <optional>

namespace petze {

namespace {

/// RFC 2047 section 4.2.
std::string decode_q(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const byte = text[i] == '=' ? decode_hex(text.substr(i + 1, 2)) : std::nullopt;
        if (byte && byte->size() == 1) {
            out += static_cast<char>((*byte)[0]);
            i += 2;
        } else {
            out += text[i] == '_' ? ' ' : text[i];
        }
    }
    return out;
}

std::string latin_to_utf8(std::string_view text)
{
    std::string out;
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte < 0x80) {
            out += c;
        } else {
            out += static_cast<char>(0xc0 | byte >> 6);
            out += static_cast<char>(0x80 | (byte & 0x3f));
        }
    }
    return out;
}

struct Word {
    std::string text;
    std::size_t length{};
};

/// The encoded word that `text` begins with, "=?".
std::optional<Word> word_of(std::string_view text)
{
    constexpr std::size_t longest = 1000; // section 2 says 75
    text = text.substr(0, longest);
    auto const charset_end = text.find('?', 2);
    if (charset_end == npos || charset_end + 2 >= text.size() || text[charset_end + 2] != '?')
        return {};
    auto const begin = charset_end + 3;
    auto const end = text.find("?=", begin);
    if (end == npos)
        return {};
    auto const coded = text.substr(begin, end - begin);
    std::string decoded;
    if (auto const coding = to_lower(text[charset_end + 1]); coding == 'q') {
        decoded = decode_q(coded);
    } else if (auto const bytes = decode_base64(coded); coding == 'b' && bytes) {
        decoded.assign(bytes->begin(), bytes->end());
    } else {
        return {};
    }
    auto const charset = lower(text.substr(2, charset_end - 2));
    bool const latin = charset.starts_with("iso-8859-1") || charset.starts_with("windows-1252");
    return Word{latin ? latin_to_utf8(decoded) : decoded, end + 2};
}

} // namespace

std::string decode_encoded_words(std::string_view text)
{
    std::string out;
    bool after_word = false;
    for (std::size_t at = 0; at < text.size();) {
        auto const begin = text.find("=?", at);
        auto const between = text.substr(at, begin == npos ? npos : begin - at);
        auto const word = begin == npos ? std::nullopt : word_of(text.substr(begin));
        // Section 6.2: blanks between two words are not part of the text.
        if (!(after_word && word && trim(between).empty()))
            out += between;
        if (begin == npos)
            break;
        out += word ? std::string_view{word->text} : text.substr(begin, 2);
        at = begin + (word ? word->length : 2);
        after_word = word.has_value();
    }
    return out;
}

} // namespace petze
