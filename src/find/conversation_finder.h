#pragma once

#include "base/tally.h"
#include "dissect/field.h"
#include "find/finding.h"
#include "find/hash/salted_finder.h"
#include "find/name_parts.h"
#include "find/place/place_finder.h"
#include "find/search/searcher.h"
#include "find/search/stream_search.h"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// Searches everything that one conversation says, and tells each item once for each hostname,
/// path and direction, at its first occurrence.
class ConversationFinder : public FieldSink {
public:
    /// All of them outlive it; `findings` is called from within take() and the content sinks.
    /// `tally` counts comparisons that were given up; null where nobody counts.
    ConversationFinder(Searcher const& searcher, SearchScratch& scratch,
                       std::function<void(Finding&&)>& findings, Tally* tally = nullptr);

    ~ConversationFinder() override;
    ConversationFinder(ConversationFinder const&) = delete;
    ConversationFinder& operator=(ConversationFinder const&) = delete;

    void take(Field const& field) override;
    std::unique_ptr<ContentSink> open(Origin const* origin, MessageContext const& context) override;

    /// How often each item stood here, by item.
    std::vector<ItemCount> counts() const;

private:
    class Content;
    /// Where each needle was last seen in one text: two spellings of one item at the same place
    /// are one occurrence.
    using LastEnds = std::map<std::uint32_t, std::uint64_t>;
    /// How often one finding was met, by the number of steps that its spelling undid by itself:
    /// what was found in base64 and once more in what a layer made of that base64 is one thing.
    struct Told {
        std::string_view item;
        std::array<std::uint64_t, 4> met{};
    };

    /// `written`: the bytes of the occurrence, empty where they have passed.
    void tell(Occurrence const& occurrence, std::string_view written, Origin const* origin,
              MessageContext const& context, LastEnds& ends);

    Searcher const& m_searcher;
    SearchScratch& m_scratch;
    std::function<void(Finding&&)>& m_findings;
    Tally* m_tally;
    PlaceFinder m_places;
    SaltedFinder m_salted;
    NamePartsFinder m_name_parts;
    std::map<std::string, Told> m_told; // by item, hostname, direction and path
};

/// Wants nothing.
class NoFinder : public FieldSink {
public:
    bool searches() const override { return false; }
    void take(Field const&) override {}
    std::unique_ptr<ContentSink> open(Origin const*, MessageContext const&) override { return {}; }
};

} // namespace petze
