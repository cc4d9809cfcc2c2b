#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace petze::xmpp {

/// Finds where stanzas begin and end: the elements inside of <stream:stream>. No parser: keeps
/// nothing but its state, and whatever comes, it goes on.
class StanzaScanner {
public:
    enum class Event : std::uint8_t { none, begins, ends };
    struct Step {
        std::size_t taken{};
        Event event{};
    };

    /// As far as the next event. `begins` stands behind the stanza's first "<". Takes at least one
    /// byte of a piece that is not empty, but for `begins`, which may take none.
    Step next(std::string_view piece);
    /// Of the stanza: "message"; at most longest_name of it.
    std::string const& name() const { return m_stanza; }
    /// Between two stanzas.
    bool is_between() const { return m_depth <= 1 && m_state == State::text; }
    /// Bytes are missing.
    void gap();

    static constexpr std::size_t longest_name = 40;

private:
    enum class State : std::uint8_t {
        text,
        open, // behind "<"
        name, // of an element that begins
        attributes,
        quoted,
        slash,       // "/" that ">" would make the end
        closing,     // behind "</"
        instruction, // behind "<?"
        declaration, // behind "<!"
        characters   // CDATA
    };

    Event take(char c);
    Event take_open(char c);
    Event take_attribute(char c);
    Event begin_element();
    Event end_element();

    State m_state = State::text;
    std::size_t m_depth = 0;
    bool m_in_stanza = false;
    char m_quote = 0;
    std::size_t m_brackets = 0; // of "]]>"
    std::string m_name;         // of the element or declaration at hand
    std::string m_stanza;
};

} // namespace petze::xmpp
