#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace petze::json {

/// Follows brackets and quotes, to know what is open where a document stops. Takes what no parser
/// would, too.
class Follower {
public:
    /// Returns how far: up to the end, or to the bracket that closes the first one. Once only.
    std::size_t follow(std::string_view text);

    bool in_string() const { return m_in_string; }
    bool in_key() const { return m_in_string && m_in_key; }
    bool in_escape() const { return m_escape; }
    /// Where the string began that is open: its quote.
    std::size_t string_begin() const { return m_string_begin; }
    /// Behind the last comma between values; 0 where there was none.
    std::size_t behind_comma() const { return m_behind_comma; }

    /// One bracket that is open, and in an object the member it is at.
    struct Level {
        char closing{};
        std::size_t key_begin{}, key_end{}; // of the text, without its quotes
        bool has_key{};                     // whose value is open, or to come
    };
    /// Outermost first.
    std::vector<Level> const& levels() const { return m_levels; }

    /// What makes a document of it.
    std::string closing() const;

private:
    enum class Last { opened, key, colon, value, comma };

    void inside_string(char c, std::size_t at);
    void outside(char c, std::size_t at);
    void open(char closing);

    std::vector<Level> m_levels;
    Last m_last = Last::opened;
    std::size_t m_string_begin = 0, m_behind_comma = 0;
    bool m_in_string = false;
    bool m_in_key = false;
    bool m_escape = false;
};

} // namespace petze::json
