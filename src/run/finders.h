#pragma once

#include "base/held_content.h"
#include "base/tally.h"
#include "dissect/field.h"
#include "find/finding.h"
#include "run/shard_setting.h"

#include <functional>
#include <memory>
#include <vector>

namespace petze {

class ConversationFinder;
class PatternFinder;
class PhotoFinder;
struct SearchScratch;

/// Looks for patterns in all that is handed on through it.
class PatternFields : public FieldSink {
public:
    PatternFields(ShardSetting const& setting, FieldSink& next, Tally& tally,
                  std::function<void(Finding&&)>& findings);
    ~PatternFields() override;
    PatternFields(PatternFields const&) = delete;
    PatternFields& operator=(PatternFields const&) = delete;

    bool searches() const override { return looks() || m_next.searches(); }
    void take(Field const& field) override;
    std::unique_ptr<ContentSink> open(Origin const* origin, MessageContext const& context) override
    {
        return m_next.open(origin, context);
    }

private:
    bool looks() const;

    ShardSetting const& m_setting;
    FieldSink& m_next;
    Tally& m_tally;
    std::function<void(Finding&&)>& m_findings;
    std::unique_ptr<PatternFinder> m_finder; // most conversations have no fields and need none
};

/// All that is looked for in what one conversation says: the profile's values and photos, and what
/// looks like personal data.
class Finders {
public:
    /// All of them outlive it. `scratch` is null where there is no profile.
    Finders(ShardSetting const& setting, SearchScratch* scratch, Tally& tally, HeldContent& held,
            std::function<void(Finding&&)>& findings);
    ~Finders();
    Finders(Finders const&) = delete;
    Finders& operator=(Finders const&) = delete;

    /// Where content goes.
    FieldSink& fields();
    /// How often each item stood here, by item.
    std::vector<ItemCount> counts() const;

private:
    std::unique_ptr<ConversationFinder> make_finder(ShardSetting const& setting,
                                                    SearchScratch* scratch, Tally& tally);

    std::function<void(Finding&&)>& m_findings;
    std::function<void(Finding&&)> m_noted_findings; // of m_finder
    std::unique_ptr<ConversationFinder> m_finder;
    PatternFields m_patterns;
    std::unique_ptr<PhotoFinder> m_photo_finder;
};

/// Both are sorted by item, and so is what comes out.
void add_counts(std::vector<ItemCount>& counts, std::vector<ItemCount> const& more);

} // namespace petze
