#pragma once

#include "report/wording.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace petze {

/// "a < b" → "a &lt; b"; also what would move or hide other characters is made visible.
std::string escape_html(std::string_view text);

/// Writes a piece of the page. Our own markup goes through raw(); whatever came from the wire, the
/// profile or the catalogue goes through text() or say(), which escape it.
///
/// The page holds both languages side by side; its style shows one of them.
class Html {
public:
    Html(Wording const& english, Wording const& german)
        : m_english(english)
        , m_german(german)
    {
    }

    Html& raw(std::string_view markup)
    {
        m_out += markup;
        return *this;
    }
    Html& text(std::string_view text)
    {
        m_out += escape_html(text);
        return *this;
    }
    Html& number(std::uint64_t value)
    {
        return say([&](Wording const& words) { return words.speaker().number(value); });
    }
    Html& bytes(std::uint64_t value)
    {
        return say([&](Wording const& words) { return words.speaker().bytes(value); });
    }
    Html& say(std::string_view key)
    {
        return say([&](Wording const& words) { return words.speaker().say(key); });
    }
    Html& say(Words const& text)
    {
        return say([&](Wording const& words) { return words.speaker().say(text); });
    }
    /// What `sentence(wording)` returns, in both languages.
    template<typename Sentence>
    Html& say(Sentence sentence) requires std::is_invocable_v<Sentence, Wording const&>
    {
        both(sentence(m_english), sentence(m_german));
        return *this;
    }
    /// The attribute aria-label; the script changes it with the language.
    Html& label(std::string_view key);
    /// "Evidence 7", as a link to it.
    Html& evidence(std::uint32_t number);
    /// A mark, such as b-proven, beside its label.
    Html& mark(std::string_view id);

    Wording const& english() const { return m_english; }
    Wording const& german() const { return m_german; }
    std::string take() { return std::move(m_out); }

private:
    void both(std::string const& english, std::string const& german);

    Wording const& m_english;
    Wording const& m_german;
    std::string m_out;
};

} // namespace petze
