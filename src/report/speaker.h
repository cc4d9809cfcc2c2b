#pragma once

#include "report/catalogue.h"
#include "report/local_time.h"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace petze {

/// A text of the catalogue with one open place {x}, before a language is chosen: "item.photo" and
/// the photo's name. Lets the page's script say the same in both languages.
struct Words {
    std::string key;
    std::string argument;

    auto operator<=>(Words const&) const = default;
};

/// Says things in one language: sentences out of the catalogue, numbers, times, lists.
class Speaker {
public:
    using Arguments = std::initializer_list<std::pair<std::string_view, std::string>>;

    Speaker(Language language, LocalTime const& time)
        : m_language(language)
        , m_texts(catalogue(language))
        , m_time(time)
    {
    }

    Speaker(Language language, LocalTime&& time) = delete; // it keeps a reference

    Language language() const { return m_language; }
    LocalTime const& time() const { return m_time; }

    std::string say(std::string_view key, Arguments arguments = {}) const;
    /// The same where only the places that the sentence has are to be filled.
    using TextOf = std::function<std::string(std::string_view place)>;
    std::string say_with(std::string_view key, TextOf const& in_place) const;
    /// key.one or key.other; {n} is the number.
    std::string count(std::string_view key, std::uint64_t number, Arguments arguments = {}) const;
    std::string say(Words const& words) const { return say(words.key, {{"x", words.argument}}); }
    bool knows(std::string_view key) const { return m_texts.contains(key); }

    /// "1,912", "1.912".
    std::string number(std::uint64_t value) const;
    /// "1,912 bytes"; exact below 1 MB, then "1.9 MB".
    std::string bytes(std::uint64_t value) const;
    /// "42.7%"; never 0.0% of something, never 100.0% of less than all.
    std::string percent(std::uint64_t part, std::uint64_t whole) const;
    /// "a, b and c".
    std::string list(std::vector<std::string> const& parts, std::string_view last_word) const;
    /// The first few, then "and 7 more".
    std::string list_of_some(std::vector<std::string> parts, std::size_t most,
                             std::string_view more_key) const;

    /// "21 July 2014".
    std::string date(std::int64_t time_ns) const;
    /// "08:15", "08:15:30".
    std::string clock(std::int64_t time_ns) const;
    std::string clock_seconds(std::int64_t time_ns) const;
    /// "21 July 2014, 08:15:30.123456 UTC".
    std::string moment(std::int64_t time_ns) const;
    /// "21 July 2014, 08:00–20:00 UTC (12 h)".
    std::string period(std::int64_t from_ns, std::int64_t to_ns) const;
    /// "12 h", "3 min", "45 s".
    std::string duration(std::int64_t nanoseconds) const;

private:
    std::string day(CivilTime const& time) const;

    Language m_language;
    Catalogue const& m_texts;
    LocalTime const& m_time;
};

} // namespace petze
