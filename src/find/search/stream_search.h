#pragma once

#include "find/search/comparison.h"
#include "find/search/digest_match.h"
#include "find/search/occurrence.h"
#include "find/search/searcher.h"
#include "find/search/surroundings.h"

#include <array>
#include <cstdint>
#include <vector>

namespace petze {

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
        Before before;
    };
    struct WaitingDigest {
        DigestMatch match;
        Span span;
    };
    // Equal to the last byte, and waits for those behind.
    struct Whole {
        std::uint32_t variant{};
        std::uint64_t end{};
        Span span;
        std::array<std::uint8_t, 2> behind{};
        std::size_t seen{}; // of these

        void look_at(Bytes bytes);
    };
    struct Mark {
        std::uint64_t offset{}; // where the bytes of this packet begin
        Stamp stamp;
    };

    void scan_border(Bytes piece, OccurrenceSink sink);
    void scan_piece(Bytes piece, OccurrenceSink sink);
    void begin(Begun const& begun, std::uint64_t context_begin, Bytes piece, OccurrenceSink sink);
    bool advance(Waiting& waiting, Bytes piece, std::size_t from, OccurrenceSink sink);
    void begin(DigestMatch match, std::uint64_t begin, Bytes piece, OccurrenceSink sink);
    void advance_waiting(Bytes piece, Stamp const& stamp, OccurrenceSink sink);
    Span span_from(std::uint64_t begin) const;
    bool decide(Whole const& whole, bool is_end, OccurrenceSink sink) const;
    void tell(Whole const& whole, OccurrenceSink sink) const;
    void tell(WaitingDigest const& waiting, OccurrenceSink sink) const;
    std::size_t near_bytes() const;
    void join_border(Bytes piece);
    void keep_tail(Bytes piece);

    Searcher const& m_searcher;
    SearchScratch& m_scratch;
    std::uint64_t m_offset = 0; // of the next piece in the text
    std::vector<std::uint8_t> m_tail;
    std::vector<Mark> m_marks;
    std::vector<Waiting> m_waiting;
    std::vector<WaitingDigest> m_waiting_digests;
    std::vector<Whole> m_whole;
    std::uint64_t m_given_up = 0;
};

} // namespace petze
