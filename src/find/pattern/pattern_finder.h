#pragma once

#include "base/tally.h"
#include "find/pattern/known_values.h"
#include "find/pattern/records.h"
#include "find/place/sought_place.h"
#include "find/tell_once.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// Finds what looks like personal data in the fields of one conversation, whoever's it is
/// (finding.match = pattern): numbers with their check digits, addresses, credentials in clear,
/// positions, lists of apps, of contacts, of messages and of access points. All that a run without
/// a profile looks for.
class PatternFinder : public FieldSink {
public:
    /// `known` is not told, nor positions at `places`. All of them outlive it; `tally` may be null.
    PatternFinder(std::function<void(Finding&&)>& findings, Tally* tally,
                  KnownValues const* known = nullptr, std::vector<Place> const* places = nullptr);

    ~PatternFinder() override;
    PatternFinder(PatternFinder const&) = delete;
    PatternFinder& operator=(PatternFinder const&) = delete;

    /// False once as much was told as one conversation may tell.
    bool searches() const override { return !m_told.is_full(); }
    void take(Field const& field) override;
    /// Patterns stand in fields.
    std::unique_ptr<ContentSink> open(Origin const*, MessageContext const&) override { return {}; }

private:
    struct Half {
        std::string where;
        double degrees{};
        std::string text;
        bool is_latitude{};
        std::uint64_t field{}; // its number
        FrameRange frames;
    };

    void tell(std::string_view category, std::string_view value, Field const& field);
    void learn(Field const& field, pattern::Name const& name, std::string_view category);
    void look_for_position(Field const& field);
    void pair(Half const& before, Half const& now, Field const& field);
    void look_for_apps(Field const& field);
    void look_for_records(Field const& field, pattern::Name const& name);

    TellOnce m_told;
    TellOnce m_sightings;
    Tally* m_tally;
    KnownValues const* m_known;
    std::vector<SoughtPlace> m_places;
    std::uint64_t m_fields = 0;
    std::optional<Half> m_half;
    RecordFinder m_records;
    std::map<std::string, std::set<std::string>> m_apps; // names by path, until there are enough
};

} // namespace petze
