#pragma once

#include "judge/judge.h"
#include "run/joiner.h"

#include <vector>

namespace petze {

struct PreparedSearch;

/// Gathers what the judge needs while events pass by.
class Investigation : public EventListener {
public:
    /// `search` is not needed afterwards.
    explicit Investigation(PreparedSearch const& search);

    void take(Event const& event, EndpointId const& endpoint) override;

    /// Ends the gathering. What was too much to be looked at is counted in `unread`.
    Judge judge(Device const& device, Tally& unread);

    std::vector<Moment> const& moments() const { return m_moments; }

private:
    Circumstances m_circumstances;
    std::vector<SizedItem> m_items;
    std::vector<Moment> m_moments;
    Behaviours m_behaviours;
};

} // namespace petze
