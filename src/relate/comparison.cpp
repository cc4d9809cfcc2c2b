#include "relate/comparison.h"

#include "relate/obstacles.h"
#include "relate/remarks.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace petze {

namespace {

constexpr double significant = 0.05;

struct Party {
    std::vector<PartyInState> states; // one for each
    std::set<std::string> categories; // with the empty one
};

std::map<std::string, Party> gather(std::vector<PhoneState> const& states)
{
    std::map<std::string, Party> out;
    for (std::size_t i = 0; i < states.size(); ++i)
        for (auto const& receiver : states[i].receivers) {
            auto& party = out[receiver.party];
            party.states.resize(states.size());
            party.states[i].receivers.push_back(&receiver);
            party.categories.insert(std::string{});
            for (auto const& [category, starts] : receiver.contacts.sent_ns)
                party.categories.insert(category);
        }
    for (auto& [name, party] : out)
        for (std::size_t i = 0; i < states.size(); ++i)
            party.states[i].state = &states[i];
    return out;
}

/// Those that talked, over all of a party's receivers.
std::vector<TrafficSource> sources_of(PartyInState const& party)
{
    std::map<std::pair<std::string, bool>, std::uint64_t> connections;
    for (auto const* receiver : party.receivers)
        for (auto const& source : receiver->contacts.sources)
            connections[{source.name, source.is_system}] += source.connections;
    std::vector<TrafficSource> out;
    out.reserve(connections.size());
    for (auto const& [who, count] : connections)
        out.push_back({who.first, who.second, count});
    std::stable_sort(out.begin(), out.end(), [](TrafficSource const& a, TrafficSource const& b) {
        return a.connections > b.connections;
    });
    return out;
}

ComparedCell cell_of(PartyInState const& party, std::string const& category)
{
    ComparedCell cell;
    cell.rate = rate_of(party.starts(category).size(), party.state->hours());
    for (auto const* receiver : party.receivers) {
        auto const& contacts = receiver->contacts;
        if (category.empty() || contacts.sent_ns.contains(category))
            cell.endpoints.push_back(contacts.endpoint);
        if (category.empty())
            cell.connections += contacts.connections;
    }
    std::sort(cell.endpoints.begin(), cell.endpoints.end());
    if (category.empty())
        cell.sources = sources_of(party);
    return cell;
}

/// Says how a cell stands to that of the first state.
void settle(ComparedCell& cell, ComparedCell const& first, PartyInState const& here,
            PartyInState const& there, std::string const& category)
{
    bool const before = first.rate.count > 0;
    bool const now = cell.rate.count > 0;
    if (before && now) {
        cell.relation = Relation::persists;
        return;
    }
    if (before || now)
        cell.obstacle = obstacle_to_seeing(before ? here : there, category);
    else if (here.state->hours() <= 0)
        cell.obstacle = Obstacle::no_time; // nothing is known, not even that it is absent
    if (!before && !now && cell.obstacle == Obstacle::none)
        return;
    if (cell.obstacle == Obstacle::none && cell.differs) {
        cell.relation = before ? Relation::vanished : Relation::appeared;
        return;
    }
    auto const& seen = before ? first.rate : cell.rate;
    auto const silent_hours = before ? cell.rate.hours : first.rate.hours;
    cell.relation = Relation::not_comparable;
    cell.unseen = unseen(seen, silent_hours);
    cell.hours_needed = hours_to_tell(seen, significant);
    if (cell.obstacle == Obstacle::none)
        cell.obstacle = cell.unseen > significant ? Obstacle::too_short : Obstacle::not_significant;
}

/// A row with its rates; how they relate is not known before all of them are.
ComparedRow row_of(std::string const& name, Party const& party, std::string const& category)
{
    ComparedRow row{name, category, {}};
    for (auto const& state : party.states)
        row.cells.push_back(cell_of(state, category));
    row.cells.front().relation =
        row.cells.front().rate.count > 0 ? Relation::present : Relation::absent;
    return row;
}

/// Two silences are no comparison and do not count among them.
bool is_compared(ComparedCell const& first, ComparedCell const& cell)
{
    return first.rate.hours > 0 && cell.rate.hours > 0 && first.rate.count + cell.rate.count > 0;
}

void fill_false_discovery_rates(std::vector<ComparedRow>& rows)
{
    std::vector<ComparedCell*> cells;
    std::vector<double> values;
    for (auto& row : rows) {
        auto const& first = row.cells.front();
        for (std::size_t i = 1; i < row.cells.size(); ++i) {
            auto& cell = row.cells[i];
            if (!is_compared(first, cell))
                continue;
            cells.push_back(&cell);
            values.push_back(
                same_rate(first.rate.count, first.rate.hours, cell.rate.count, cell.rate.hours));
        }
    }
    auto const rates = false_discovery_rates(values);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        cells[i]->false_discovery_rate = rates[i];
        cells[i]->differs = rates[i] < significant;
    }
}

/// Parties that got data of the owner's in a later state and still do come first, then those that
/// persist, vanished, are new, and of which nothing can be said; within these, the busiest.
using Rank = std::tuple<int, std::uint64_t, std::string>;

Rank rank_of(ComparedRow const& row, bool got_data)
{
    constexpr int worst = 6;
    int best = worst;
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        auto const& cell = row.cells[i];
        count += cell.rate.count;
        if (i > 0)
            best = std::min(
                best, cell.relation == Relation::absent ? worst : static_cast<int>(cell.relation));
    }
    return {best == static_cast<int>(Relation::persists) && got_data ? 0 : best, ~count, row.party};
}

void sort_rows(std::vector<ComparedRow>& rows)
{
    std::set<std::string> got_data;
    for (auto const& row : rows)
        if (!row.category.empty())
            got_data.insert(row.party);
    std::map<std::string, Rank> ranks;
    for (auto const& row : rows)
        if (row.category.empty())
            ranks.emplace(row.party, rank_of(row, got_data.contains(row.party)));
    std::stable_sort(rows.begin(), rows.end(), [&](ComparedRow const& a, ComparedRow const& b) {
        return ranks.at(a.party) < ranks.at(b.party);
    });
}

StateCount count_of(std::vector<ComparedRow> const& rows, std::size_t state)
{
    StateCount out;
    for (auto const& row : rows) {
        if (!row.category.empty())
            continue;
        bool const before = row.cells.front().rate.count > 0;
        auto const relation = row.cells[state].relation;
        out.in_first += before ? 1 : 0;
        out.persist += relation == Relation::persists ? 1 : 0;
        out.vanished += relation == Relation::vanished ? 1 : 0;
        out.appeared += relation == Relation::appeared ? 1 : 0;
        if (relation == Relation::not_comparable)
            ++(before ? out.not_comparable : out.not_comparable_new);
    }
    return out;
}

} // namespace

Comparison compare(std::vector<PhoneState> states)
{
    Comparison out;
    out.states = std::move(states);
    auto const parties = gather(out.states);
    for (auto const& [name, party] : parties)
        for (auto const& category : party.categories)
            out.rows.push_back(row_of(name, party, category));
    fill_false_discovery_rates(out.rows);
    for (auto& row : out.rows) {
        auto const& party = parties.at(row.party);
        for (std::size_t i = 1; i < row.cells.size(); ++i)
            settle(row.cells[i], row.cells.front(), party.states[i], party.states.front(),
                   row.category);
    }
    sort_rows(out.rows);
    out.counts.resize(out.states.size());
    for (std::size_t i = 1; i < out.states.size(); ++i)
        out.counts[i] = count_of(out.rows, i);
    out.remarks = remarks_on(out.states);
    return out;
}

} // namespace petze
