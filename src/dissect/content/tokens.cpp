#include "dissect/content/layers.h"
#include "dissect/json/json.h"

#include "base/limits.h"
#include "base/text.h"

#include <algorithm>
#include <array>

namespace petze::content {

namespace {

constexpr std::size_t shortest = 16; // shorter words are base64 by chance

constexpr std::array<bool, 256> make_token_characters()
{
    std::array<bool, 256> is_one{};
    for (std::size_t c = 0; c < 128; ++c) {
        auto const small = to_lower(static_cast<char>(c));
        is_one[c] = (small >= 'a' && small <= 'z') || is_digit(small) || c == '+' || c == '/'
                    || c == '-' || c == '_';
    }
    return is_one;
}
constexpr auto token_characters = make_token_characters();

bool is_token_character(char c)
{
    return token_characters[static_cast<std::uint8_t>(c)];
}

/// Finds what may be base64 or hex inside of a text, and opens what is.
class Tokens {
public:
    Tokens(Scope& scope, std::string_view text, Origin const* origin, Place const& place)
        : m_scope(scope)
        , m_text(text)
        , m_origin(origin)
        , m_place(place)
    {
    }

    void tell()
    {
        while (m_at + shortest <= m_text.size() && m_scope.fields < limits::fields_message) {
            // Most words are shorter: then one look passes over them.
            if (!is_token_character(m_text[m_at + shortest - 1])) {
                m_at += shortest;
                continue;
            }
            auto begin = m_at + shortest - 1;
            while (begin > m_at && is_token_character(m_text[begin - 1]))
                --begin;
            m_at = end_of_token(begin);
            auto const token = m_text.substr(begin, m_at - begin);
            if (token.size() >= shortest && !tell_jwt(token))
                tell_token(token);
        }
    }

private:
    // Lines of equal length are one token: so mail and certificates write it.
    std::size_t end_of_token(std::size_t begin) const
    {
        constexpr std::size_t least_line = 60;
        auto end = begin;
        while (true) {
            auto const line = end;
            while (end < m_text.size() && is_token_character(m_text[end]))
                ++end;
            auto const rest = m_text.substr(end, 3);
            auto const broken = rest.starts_with("\r\n") ? 2u : rest.starts_with('\n') ? 1u : 0u;
            if (end - line < least_line || broken == 0 || rest.size() <= broken
                || !is_token_character(rest[broken]))
                return end;
            end += broken;
        }
    }

    void open(Wrapped const& wrapped)
    {
        auto const layer = make_coding_layer(m_scope, m_origin, wrapped.coding, {});
        auto const offset = static_cast<std::size_t>(wrapped.text.data() - m_text.data());
        hand_on(wrapped.text, m_place.part(offset, wrapped.text.size(), m_text.size()), m_scope,
                *layer);
        layer->finish();
    }

    bool tell_token(std::string_view token)
    {
        if (auto const wrapped = wrapped_in(token)) {
            open(*wrapped);
            return true;
        }
        return tell_parts(token, '/') || tell_parts(token, '_') || tell_parts(token, '-')
               || tell_glued(token);
    }

    // A path is made of the same characters.
    bool tell_parts(std::string_view token, char separator)
    {
        if (token.find(separator) == npos)
            return false;
        bool found = false;
        while (!token.empty()) {
            auto const end = std::min(token.find(separator), token.size());
            if (auto const part = token.substr(0, end); part.size() >= shortest)
                if (auto const wrapped = wrapped_in(part)) {
                    open(*wrapped);
                    found = true;
                }
            token.remove_prefix(std::min(end + 1, token.size()));
        }
        return found;
    }

    // Base64 of ASCII behind a word that is glued to it: of each group of four the first character
    // stands for six bits whose highest is zero.
    bool tell_glued(std::string_view token)
    {
        constexpr std::size_t least = 32;
        constexpr std::size_t group = 4;
        for (std::size_t alignment = 0; alignment < group; ++alignment) {
            auto begin = token.size() - (token.size() - alignment) % group;
            while (begin >= group && is_low(token[begin - group]))
                begin -= group;
            if (begin == 0 || token.size() < begin + least)
                continue;
            if (auto const wrapped = wrapped_in(token.substr(begin))) {
                open(*wrapped);
                return true;
            }
        }
        return false;
    }
    static bool is_low(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'f'); }

    // RFC 7519, RFC 7515: three or five parts with points between them, the first one JSON.
    bool tell_jwt(std::string_view header)
    {
        if (!header.starts_with("eyJ") || m_text.substr(m_at, 1) != ".")
            return false;
        auto const clear = decode_base64(header);
        if (!clear || !looks_like_json(as_text(*clear)) || as_text(*clear).find("\"alg\"") == npos)
            return false;
        tell_part("jwt:header", header);
        std::string_view payload;
        for (int part = 0; m_text.substr(m_at, 1) == "."; ++part) {
            auto const begin = ++m_at;
            while (m_at < m_text.size() && is_token_character(m_text[m_at]))
                ++m_at;
            if (part == 0)
                payload = m_text.substr(begin, m_at - begin);
        }
        tell_part("jwt:payload", payload);
        return true;
    }

    void tell_part(std::string_view step, std::string_view part)
    {
        auto const clear = decode_base64(part);
        if (!clear || clear->empty())
            return;
        Origin const node{m_origin, step};
        auto const offset = static_cast<std::size_t>(part.data() - m_text.data());
        tell_bytes(m_scope, *clear, &node, m_place.part(offset, part.size(), m_text.size()));
    }

    Scope& m_scope;
    std::string_view m_text;
    Origin const* m_origin;
    Place m_place;
    std::size_t m_at = 0;
};

} // namespace

void tell_tokens(Scope& scope, std::string_view text, Origin const* origin, Place const& place)
{
    if (text.size() >= shortest && scope.may_open(origin))
        Tokens{scope, text, origin, place}.tell();
}

} // namespace petze::content
