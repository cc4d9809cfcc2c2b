#pragma once

#include "relate/clocks.h"
#include "relate/contact_log.h"
#include "report/answer.h"
#include "run/joiner.h"
#include "run/pipeline.h"
#include "run/slices.h"

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

namespace petze {

class Searcher;
class SliceWriter;

/// Gathers what the report says while events pass by.
class AnswerBuilder : public EventListener {
public:
    /// `searcher` is null without a profile.
    explicit AnswerBuilder(Searcher const* searcher);

    void take(Event const& event, EndpointId const& endpoint) override;

    /// The conversations that evidence stands in, by id.
    std::vector<WantedFlow> wanted_flows() const;

    /// How far that capture's clock seems to be off.
    std::optional<ClockOffset> clock_of(std::uint32_t capture) const
    {
        return m_clocks.of(capture);
    }

    /// Ends the gathering. Captures are the caller's to fill in. `writer` is null where no slices
    /// are made.
    Answer finish(Joiner::Result&& result, SliceWriter* writer);

private:
    struct EvidenceFlow {
        WantedFlow wanted;
        std::string secrets; // that open it and nothing else
        std::string endpoint;
        std::map<std::string, std::uint64_t> occurrences; // by item
        bool has_findings{};                              // else there may be some later
    };

    void take(Event const& event, Finding const& finding);
    void take(Event const& event, FileInfo const& file);
    void take(Event const& event, FlowEnd const& end, EndpointId const& endpoint);
    void describe_profile(Searcher const& searcher);
    void settle_evidence(Device const& device, SliceWriter* writer);
    void sort_endpoints();

    Answer m_answer;
    ContactLog m_contacts;
    Clocks m_clocks;
    std::map<std::uint64_t, EvidenceFlow> m_flows; // with evidence, by id
    std::unordered_map<std::uint64_t, std::string> m_file_endpoints;
    std::vector<std::uint64_t> m_file_flows;     // of m_answer.files
    std::map<std::string, std::string> m_photos; // items by SHA-256
};

} // namespace petze
