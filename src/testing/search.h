#pragma once

#include "find/search/searcher.h"
#include "find/search/stream_search.h"

#include <algorithm>
#include <compare>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

/// Searches for tests: what was found, as plain values in a fixed order.
namespace petze::testing {

struct Found {
    std::string item;
    std::uint64_t begin{}, end{};

    auto operator<=>(Found const&) const = default;
};
using FoundList = std::vector<Found>;

inline std::ostream& operator<<(std::ostream& out, Found const& found)
{
    return out << found.item << " at " << found.begin << " to " << found.end;
}

/// What overlaps is one place: "+49 30 …" and the "49 30 …" in it.
inline FoundList merged(FoundList found)
{
    std::sort(found.begin(), found.end());
    FoundList out;
    for (auto const& one : found)
        if (!out.empty() && out.back().item == one.item && one.begin < out.back().end)
            out.back().end = std::max(out.back().end, one.end);
        else
            out.push_back(one);
    return out;
}

inline std::unique_ptr<Searcher> searcher_for(Profile profile)
{
    return Searcher::compile(std::move(profile));
}

/// Sorted. None stands there twice: no two spellings of a value are the same bytes.
class Collected {
public:
    explicit Collected(Searcher const& searcher)
        : m_searcher(searcher)
    {
    }

    void operator()(Occurrence const& occurrence) const
    {
        m_found.push_back({m_searcher.needles().searched[occurrence.needle].item, occurrence.begin,
                           occurrence.end});
    }

    FoundList sorted() const
    {
        auto out = m_found;
        std::sort(out.begin(), out.end());
        return out;
    }

private:
    Searcher const& m_searcher;
    mutable FoundList m_found;
};

inline FoundList search_whole(Searcher const& searcher, std::string_view text)
{
    Collected found{searcher};
    search_text(searcher, as_bytes(text), found);
    return found.sorted();
}

/// The first piece is packet 1 of capture 0, and so on.
inline FoundList search_pieces(Searcher const& searcher,
                               std::vector<std::string_view> const& pieces)
{
    SearchScratch scratch;
    StreamSearch search{searcher, scratch};
    Collected found{searcher};
    std::uint64_t frame = 0;
    for (auto piece : pieces)
        search.take(as_bytes(piece), {0, ++frame, 0}, found);
    search.finish(found);
    return found.sorted();
}

} // namespace petze::testing
