#include "run/investigation.h"

#include "report/resources.h"
#include "run/prepared_search.h"

#include <cassert>

namespace petze {

namespace {

std::vector<Rule> const& rules()
{
    static auto const read = [] {
        auto rules = read_rules(resource("data/verdict_rules.toml"));
        assert(rules); // the file is part of the program, and a test reads it
        return rules ? *std::move(rules) : std::vector<Rule>{};
    }();
    return read;
}

} // namespace

Investigation::Investigation(PreparedSearch const& search)
    : m_circumstances(search.searcher ? Circumstances::of(search.searcher->profile())
                                      : Circumstances{})
    , m_items(search.sizes)
    , m_moments(search.searcher ? moments_of(search.searcher->profile(), m_items)
                                : std::vector<Moment>{})
    , m_behaviours(m_circumstances)
{
}

void Investigation::take(Event const& event, EndpointId const& endpoint)
{
    if (auto const* finding = std::get_if<Finding>(&event.body))
        m_behaviours.found(event.flow, *finding, event.stamp.time_ns);
    else if (auto const* exchange = std::get_if<HttpExchange>(&event.body))
        m_behaviours.exchanged(event.flow, *exchange);
    else if (auto const* end = std::get_if<FlowEnd>(&event.body))
        m_behaviours.ended(event.flow, end->record, endpoint.text());
}

Judge Investigation::judge(Device const& device, Tally& unread)
{
    auto behaviours = m_behaviours.of(device);
    if (m_behaviours.was_full())
        unread.count("judge: limit of receivers whose behaviour is watched");
    if (m_behaviours.left_out_bursts())
        unread.count("evidence: limit of bursts");
    return {rules(), {std::move(behaviours), std::move(m_items), m_circumstances}};
}

} // namespace petze
