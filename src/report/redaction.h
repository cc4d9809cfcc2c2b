#pragma once

#include "find/notation/notation.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace petze {

class Searcher;

/// A value that must not be shown, and the ways in which it may be written.
struct HiddenValue {
    std::string mark; // what stands in its place: redaction_mark() or mask()
    std::vector<Spelling> spellings;
};

/// Replaces personal values in any text that is written. Built once, then only read: several
/// threads may use one.
///
/// Case never matters, and neither does how a text was escaped: what percent-encoding, JSON
/// escapes or XML entities make of a value is found whichever characters the sender chose to
/// escape, and so are hex and base64 of it. Replacing too much is harmless here, too little is not.
/// Where two values stand at one place, the longer one is replaced.
class Redactor {
public:
    /// Of a `searcher`, which outlives it, hashes of what it looks for are replaced as well.
    explicit Redactor(std::vector<HiddenValue> const& values, Searcher const* searcher = nullptr);

    std::string apply(std::string_view text) const;
    bool empty() const { return m_marks.empty(); }

private:
    struct Found {
        std::size_t begin{}, end{}; // in the source
        std::size_t mark{};
    };
    /// Base64 (RFC 4648) shows the value's own bytes only together with its neighbours'.
    enum class Extent { spelling, base64_word };
    struct Entry {
        std::size_t mark{};
        Extent extent{};
    };

    void add(std::string_view spelling, Entry entry);
    void add_encoded(std::string_view spelling, std::size_t mark);
    void search_hashes(std::string_view source, std::vector<Found>& found) const;
    template<typename Read>
    void search(std::string_view source, Read read, std::vector<Found>& found) const;
    template<typename Read>
    void search_at(std::string_view source, std::size_t at, Read read,
                   std::vector<Found>& found) const;

    static constexpr std::size_t key_bytes = 3;
    using Key = std::uint32_t;
    static Key key_of(std::string_view text);

    Searcher const* m_searcher;
    std::size_t m_first_needle = 0; // the mark of the searcher's first needle
    std::vector<std::string> m_marks;
    std::unordered_map<std::string, Entry> m_entries; // lower case
    std::array<bool, 256> m_begins{};                 // bytes with which one begins
    // For the first bytes of a spelling the lengths that begin so, longest first.
    std::unordered_map<Key, std::vector<std::size_t>> m_lengths;
};

} // namespace petze
