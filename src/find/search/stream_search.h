#pragma once

#include "base/origin.h"
#include "find/finding.h"
#include "find/search/comparison.h"
#include "find/search/function_ref.h"
#include "find/search/searcher.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace petze {

/// Where a needle stands in a text.
struct Occurrence {
    std::uint32_t needle{};
    std::uint64_t begin{}, end{}; // offsets in the text
    Stamp first, last;            // of the packets that carried it, the earliest and the latest
    std::string_view steps{};     // Spelling::steps; belongs to the searcher
    Match match = Match::exact;
    std::optional<double> chance{}; // where the value was not found as a whole: Finding::chance
};
/// Told in the order in which occurrences end, as far as they do not overlap.
using OccurrenceSink = FunctionRef<void(Occurrence const&)>;

/// Searches one text that is there as a whole; stamps are left empty.
void search_text(Searcher const& searcher, Bytes text, OccurrenceSink sink);

/// Searches a text that comes in pieces: whatever stands across their borders is found too. Keeps
/// a tail of some dozen bytes, and comparisons that wait for more; both are bounded.
class StreamSearch {
public:
    /// Comparisons that wait at once. Only texts that repeat themselves reach this.
    static constexpr std::size_t most_waiting = 4096;

    StreamSearch(Searcher const& searcher, SearchScratch& scratch)
        : m_searcher(searcher)
        , m_scratch(scratch)
    {
    }

    void take(Bytes piece, Stamp const& stamp, OccurrenceSink sink);
    /// What waits for the byte behind it is decided; the rest of it never comes. What is taken
    /// after this is not next to what came before.
    void finish(OccurrenceSink sink);

    /// Comparisons that were given up because too many waited.
    std::uint64_t given_up() const { return m_given_up; }

private:
    struct Begun;
    struct Span {
        std::uint64_t begin{};
        Stamp first, last;

        void cover(Stamp const& stamp);
    };
    struct Waiting {
        Comparison comparison;
        Span span;
        bool touches{}; // what stands before it
    };
    // Equal to the last byte, and waits for the one behind.
    struct Whole {
        std::uint32_t variant{};
        std::uint64_t end{};
        Span span;
    };
    struct Mark {
        std::uint64_t offset{}; // where the bytes of this packet begin
        Stamp stamp;
    };

    void scan_border(Bytes piece, OccurrenceSink sink);
    void scan_piece(Bytes piece, OccurrenceSink sink);
    void begin(Begun const& begun, std::uint64_t context_begin, Bytes piece, OccurrenceSink sink);
    bool advance(Waiting& waiting, Bytes piece, std::size_t from, OccurrenceSink sink);
    void tell(Whole const& whole, OccurrenceSink sink) const;
    void join_border(Bytes piece);
    void keep_tail(Bytes piece);

    Searcher const& m_searcher;
    SearchScratch& m_scratch;
    std::uint64_t m_offset = 0; // of the next piece in the text
    std::vector<std::uint8_t> m_tail;
    std::vector<Mark> m_marks;
    std::vector<Waiting> m_waiting;
    std::vector<Whole> m_whole;
    std::uint64_t m_given_up = 0;
};

} // namespace petze
