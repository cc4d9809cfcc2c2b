#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "find/profile/profile.h"
#include "find/search/function_ref.h"
#include "find/search/needles.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace petze {

/// Everything that is looked for, compiled once; shared by all threads, which only read it.
///
/// Hyperscan looks for a few bytes of every spelling (anchors.h), the same ones once; what stands
/// before and behind them is compared where they stand. A photo is a spelling of its own bytes
/// and begins with its anchor: then a stream need not be kept, and though every JPEG on the wire
/// begins like one of the owner's, a single comparison serves all photos that begin alike
/// (comparison.h). Hyperscan runs in block mode: its streams would cost every conversation a
/// state of kilobytes, the tail that StreamSearch keeps costs some dozen bytes.
class Searcher {
public:
    /// The profile is kept: photos are compared against its bytes.
    static Result<std::unique_ptr<Searcher>> compile(Profile profile);
    static Result<std::unique_ptr<Searcher>> compile(Profile profile, Needles needles);
    ~Searcher();
    Searcher(Searcher const&) = delete;
    Searcher& operator=(Searcher const&) = delete;

    Profile const& profile() const { return m_profile; }
    Needles const& needles() const { return m_needles; }
    /// Nothing in the profile can be looked for.
    bool empty() const { return m_variants.empty(); }

    /// One spelling of one needle.
    struct Variant {
        Bytes bytes; // lower case where the comparison is caseless
        std::uint32_t needle{};
        bool standalone{};        // must not touch further digits or letters of its own kind
        std::string_view steps{}; // Spelling::steps
    };
    Variant const& variant(std::uint32_t index) const { return m_variants[index]; }

    /// Variants with the same anchor at the same place, and the same bytes before it: neighbours,
    /// sorted by their bytes.
    struct Group {
        std::uint32_t first{}, last{}; // the last is not one of them
        std::size_t head{};            // bytes before the anchor
        bool standalone{};             // all of them are
    };
    struct Place {
        std::size_t length{};
        bool caseless{};
        std::vector<Group> groups{};
    };
    Place const& place(std::uint32_t anchor) const { return m_places[anchor]; }
    std::size_t anchors() const { return m_places.size(); }

    std::size_t longest_anchor() const { return m_longest_anchor; }
    /// Before the end of an anchor, none of its spellings begins further back.
    std::size_t reach() const { return m_reach; }

private:
    friend class SearchScratch;
    struct Engine;
    struct Entry;

    Searcher(Profile profile, Needles needles);
    std::vector<Entry> entries();
    void arrange(std::vector<Entry> const& entries);
    Result<void> build();

    Profile m_profile;
    Needles m_needles;
    std::deque<std::string> m_lowered; // what caseless variants point into
    std::vector<Variant> m_variants;
    std::vector<Place> m_places;
    std::vector<std::string> m_literals; // the bytes of each place's anchor
    std::size_t m_longest_anchor = 0;
    std::size_t m_reach = 0;
    std::unique_ptr<Engine> m_engine;
};

/// What one thread at a time needs to search; one for each shard.
class SearchScratch {
public:
    /// Hyperscan takes 32-bit lengths: longer texts are scanned in steps.
    static constexpr std::size_t longest_step = 1u << 30;

    explicit SearchScratch(Searcher const& searcher, std::size_t step = longest_step);
    ~SearchScratch();
    SearchScratch(SearchScratch const&) = delete;
    SearchScratch& operator=(SearchScratch const&) = delete;

    /// Tells each anchor and where in the text it ends.
    void scan(Bytes text, FunctionRef<void(std::uint32_t anchor, std::size_t end)> hit);

    /// Where a tail and the beginning of the next piece are put together, again and again.
    std::vector<std::uint8_t>& border() { return m_border; }

private:
    struct State;
    Searcher const& m_searcher;
    std::size_t m_step;
    std::unique_ptr<State> m_state;
    std::vector<std::uint8_t> m_border;
};

} // namespace petze
