#pragma once

#include "judge/judge.h"
#include "run/joiner.h"

#include <vector>

namespace petze {

class Searcher;

/// Gathers what the judge needs while events pass by, and has it judged at the end.
class Investigation : public EventListener {
public:
    /// `searcher` is null without a profile; it is not needed afterwards.
    explicit Investigation(Searcher const* searcher);

    void take(Event const& event, EndpointId const& endpoint) override;

    /// Judges every endpoint of the result; their attributions are filled in before. What was too
    /// much to be looked at is counted in the stats.
    void conclude(Joiner::Result& result);

private:
    Circumstances m_circumstances;
    std::vector<ItemSize> m_sizes;
    Behaviours m_behaviours;
};

} // namespace petze
