#include "report/comparison_words.h"

#include "conversation/address.h"
#include "report/words.h"

#include <algorithm>
#include <cmath>

namespace petze {

namespace {

constexpr std::size_t named = 4; // receivers in one sentence

bool have_none_in_common(std::vector<std::string> const& a, std::vector<std::string> const& b)
{
    return std::none_of(a.begin(), a.end(), [&](std::string const& one) {
        return std::find(b.begin(), b.end(), one) != b.end();
    });
}

std::vector<std::string> printed(std::vector<std::string> texts)
{
    for (auto& text : texts)
        text = printable(text);
    return texts;
}

std::uint64_t known(std::vector<TrafficSource> const& sources)
{
    std::uint64_t out = 0;
    for (auto const& source : sources)
        out += source.connections;
    return out;
}

} // namespace

std::vector<std::string> ComparisonWording::kinds(std::string const& party, std::size_t number,
                                                  Relation relation) const
{
    std::vector<std::string> out;
    for (auto const& row : m_comparison.rows)
        if (row.party == party && !row.category.empty() && row.cells[number].relation == relation)
            out.push_back(kind(row.category));
    return out;
}

std::vector<std::string> ComparisonWording::still_sent(ComparedRow const& row,
                                                       std::size_t number) const
{
    auto const found = kinds(row.party, number, Relation::persists);
    if (found.empty())
        return {};
    return {m_speaker.say("compare.shows.still", {{"state", state(number)},
                                                  {"party", printable(row.party)},
                                                  {"kinds", m_speaker.list(found, "list.and")}})};
}

void ComparisonWording::about_data(ComparedRow const& row, std::size_t number, Lines& out) const
{
    auto const party = printable(row.party);
    for (auto& line : still_sent(row, number))
        out.push_back(std::move(line));
    auto const say = [&](char const* key, Relation relation) {
        auto const found = kinds(row.party, number, relation);
        if (!found.empty())
            out.push_back(m_speaker.say(key, {{"state", state(number)},
                                              {"party", party},
                                              {"kinds", m_speaker.list(found, "list.and")}}));
    };
    say("compare.shows.fresh", Relation::appeared);
    if (row.cells[number].relation == Relation::vanished)
        out.push_back(
            m_speaker.say("compare.shows.gone", {{"state", state(number)}, {"party", party}}));
    else
        say("compare.shows.no_longer", Relation::vanished);
}

void ComparisonWording::about_way(ComparedRow const& row, std::size_t number, Lines& out) const
{
    auto const& first = row.cells.front();
    auto const& cell = row.cells[number];
    if (cell.relation != Relation::persists)
        return;
    if (have_none_in_common(first.endpoints, cell.endpoints))
        out.push_back(m_speaker.say(
            "compare.shows.moved",
            {{"state", state(number)},
             {"party", printable(row.party)},
             {"there", m_speaker.list_of_some(printed(cell.endpoints), named, "names.more")},
             {"here", m_speaker.list_of_some(printed(first.endpoints), named, "names.more")}}));
}

void ComparisonWording::about_talkers(ComparedRow const& row, std::size_t number, Lines& out) const
{
    auto const& cell = row.cells[number];
    auto const told = known(cell.sources);
    bool const is_told = cell.relation == Relation::persists || cell.relation == Relation::appeared;
    if (!is_told || told == 0)
        return;
    auto const all = told >= cell.connections;
    out.push_back(m_speaker.count(all ? "compare.shows.talkers" : "compare.shows.some_talkers",
                                  cell.connections,
                                  {{"state", state(number)},
                                   {"party", printable(row.party)},
                                   {"known", m_speaker.number(told)},
                                   {"sources", sources(cell.sources)}}));
}

std::vector<std::string> ComparisonWording::shows() const
{
    constexpr std::size_t most = 12;
    Lines out;
    // The last state first, since that is what people ask about; in each, what was sent first.
    for (std::size_t i = m_comparison.states.size(); i-- > 1;)
        for (auto const about : {&ComparisonWording::about_data, &ComparisonWording::about_way,
                                 &ComparisonWording::about_talkers})
            for (auto const& row : m_comparison.rows)
                if (row.category.empty())
                    (this->*about)(row, i, out);
    if (out.size() > most) {
        auto const more = out.size() - most;
        out.resize(most);
        out.push_back(m_speaker.count("compare.shows.more", more));
    }
    return out;
}

/// Receivers whose silence says little, with the longest recording that any of them needs.
void ComparisonWording::about_silence(std::size_t number, Lines& out) const
{
    std::vector<std::string> parties;
    double needed = 0;
    for (auto const& row : m_comparison.rows) {
        auto const& cell = row.cells[number];
        bool const silent = row.category.empty() && cell.relation == Relation::not_comparable
                            && cell.rate.count == 0 && cell.rate.hours > 0;
        if (!silent || cell.hours_needed <= 0)
            continue;
        parties.push_back(printable(row.party));
        needed = std::max(needed, cell.hours_needed);
    }
    if (parties.empty())
        return;
    out.push_back(
        m_speaker.say("compare.not.silent",
                      {{"state", state(number)},
                       {"parties", m_speaker.list_of_some(parties, named, "receivers.more")},
                       {"hours", hours(m_comparison.states[number].hours())},
                       {"needed", hours(std::ceil(needed))}}));
}

void ComparisonWording::about_closed(std::size_t number, Lines& out) const
{
    for (auto const& row : m_comparison.rows) {
        auto const& cell = row.cells[number];
        if (row.category.empty() || cell.obstacle != Obstacle::closed || cell.rate.count > 0)
            continue;
        std::uint64_t closed = 0;
        for (auto const& receiver : m_comparison.states[number].receivers)
            closed += receiver.party == row.party ? receiver.closed_bytes : 0;
        out.push_back(m_speaker.say("compare.not.closed", {{"state", state(number)},
                                                           {"party", printable(row.party)},
                                                           {"kind", kind(row.category)},
                                                           {"bytes", m_speaker.bytes(closed)}}));
    }
}

void ComparisonWording::about_unknown_talkers(std::size_t number, Lines& out) const
{
    std::vector<std::string> parties;
    for (auto const& row : m_comparison.rows) {
        auto const& cell = row.cells[number];
        if (row.category.empty() && cell.relation == Relation::persists
            && known(cell.sources) < cell.connections)
            parties.push_back(printable(row.party));
    }
    if (!parties.empty())
        out.push_back(
            m_speaker.say("compare.not.talkers",
                          {{"state", state(number)},
                           {"parties", m_speaker.list_of_some(parties, named, "receivers.more")}}));
}

// An address without a name may be a neighbour of another row; nothing in a recording can tell.
void ComparisonWording::about_addresses(Lines& out) const
{
    std::vector<std::string> parties;
    for (auto const& row : m_comparison.rows)
        if (row.category.empty() && Address::parse(row.party))
            parties.push_back(printable(row.party));
    if (!parties.empty())
        out.push_back(
            m_speaker.say("compare.not.addresses",
                          {{"parties", m_speaker.list_of_some(parties, named, "addresses.more")}}));
}

std::vector<std::string> ComparisonWording::shows_not() const
{
    Lines out;
    for (std::size_t i = m_comparison.states.size(); i-- > 1;) {
        about_silence(i, out);
        about_closed(i, out);
        about_unknown_talkers(i, out);
    }
    about_addresses(out);
    out.push_back(m_speaker.say("compare.not.other_times"));
    return out;
}

} // namespace petze
