#pragma once

#include "base/held_content.h"
#include "base/tally.h"
#include "dissect/field.h"
#include "find/finding.h"
#include "find/photo/photo_matcher.h"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace petze {

/// Stands before the finder of one conversation and looks at what that one cannot see: pieces of
/// photos in everything that passes, and in images what they show and where they were taken.
class PhotoFinder : public FieldSink {
public:
    /// All of them outlive it. `findings` is called from within the content sinks.
    PhotoFinder(PhotoMatcher& matcher, FieldSink& next, std::function<void(Finding&&)>& findings,
                Tally& tally, HeldContent& held)
        : m_matcher(matcher)
        , m_next(next)
        , m_findings(findings)
        , m_tally(tally)
        , m_held(held)
    {
    }

    bool searches() const override { return true; }
    void take(Field const& field) override { m_next.take(field); }
    std::unique_ptr<ContentSink> open(Origin const* origin, MessageContext const& context) override;
    std::unique_ptr<ContentSink> open_image(Origin const* origin, MessageContext const& context,
                                            std::string_view format) override;

    /// To be told of what the next one finds: of a photo that was found whole there is nothing
    /// more to say.
    void note(Finding const& finding);

    /// How often each item was met, by item.
    std::vector<ItemCount> counts() const;

private:
    class Stream;
    class Image;

    struct Place {
        Origin const* origin;
        Direction direction;
        std::string hostname; // normal
    };
    void tell(Finding&& finding, Place const& place, std::string_view step);
    bool is_whole(std::string const& item, Place const& place) const;

    PhotoMatcher& m_matcher;
    FieldSink& m_next;
    std::function<void(Finding&&)>& m_findings;
    Tally& m_tally;
    HeldContent& m_held;
    std::set<std::string> m_told;
    std::set<std::string> m_whole; // photos that were found byte by byte, and where
    std::map<std::string, std::uint64_t> m_counts;
};

} // namespace petze
