#pragma once

#include "identify/attribution/reason.h"
#include "relate/phone_state.h"
#include "relate/poisson.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// How a receiver, or one kind of data for it, stands in a state, against the first. In the first
/// itself: present or absent.
enum class Relation : std::uint8_t {
    absent,
    present,
    persists,
    vanished,
    appeared,
    not_comparable
};

constexpr std::string_view name_of(Relation relation)
{
    constexpr std::string_view names[] = {"absent",   "present", "persists",
                                          "vanished", "new",     "not_comparable"};
    return names[static_cast<std::size_t>(relation)];
}

/// Why two states cannot be compared here.
enum class Obstacle : std::uint8_t {
    none,
    no_time,         // one of them was not recorded for any time
    not_looked_for,  // the profile of the silent one names nothing of this kind
    closed,          // in the silent one, it may have left unread
    too_short,       // silence would be likely at an unchanged rate
    not_significant, // it would not, but among so many comparisons it counts for little
};

constexpr std::string_view name_of(Obstacle obstacle)
{
    constexpr std::string_view names[] = {"none",   "no_time",   "not_looked_for",
                                          "closed", "too_short", "not_significant"};
    return names[static_cast<std::size_t>(obstacle)];
}

struct ComparedCell {
    Rate rate;
    Relation relation = Relation::absent;
    Obstacle obstacle = Obstacle::none;
    double false_discovery_rate = 1; // of the difference from the first state
    bool differs{};                  // it is below 0.05
    double unseen{};       // where not comparable: probability of nothing at an unchanged rate
    double hours_needed{}; // likewise: so long would the silent recording have to be
    std::vector<std::string> endpoints; // Endpoint::id of those seen, sorted
    std::vector<TrafficSource> sources; // of their connections, most first
    std::uint64_t connections{};
};

struct ComparedRow {
    std::string party;
    std::string category;            // empty: all traffic with the party
    std::vector<ComparedCell> cells; // one for each state
};

/// How many receivers stand how in a state, of those that were seen in it or in the first.
struct StateCount {
    std::uint64_t in_first{}, persist{}, vanished{}, not_comparable{}, appeared{};
    std::uint64_t not_comparable_new{}; // seen in this one alone, and that says little

    bool operator==(StateCount const&) const = default;
};

/// Receivers and kinds of data by state. Of several receivers that one party runs, one row is made:
/// a service that moved to another address has not vanished.
struct Comparison {
    std::vector<PhoneState> states;
    std::vector<ComparedRow> rows; // those that persist first, see comparison.cpp; a party's row of
                                   // all traffic, then its categories by name
    std::vector<StateCount> counts; // one for each state; that of the first is empty
    std::vector<Reason> remarks;    // what else must be known: texts `compare.remark.<key>`
};

/// Against the first of at least two states. A difference counts where its false discovery rate,
/// over all rows and states in which anything was seen, is below 0.05; what was not seen, without
/// that, is not comparable.
Comparison compare(std::vector<PhoneState> states);

} // namespace petze
