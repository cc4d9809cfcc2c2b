#pragma once

#include "identify/attribution/reason.h"
#include "identify/endpoint.h"
#include "judge/behaviour.h"
#include "judge/budget.h"

#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// What is known of the traffic with one receiver, as names that rules ask for, and what fills the
/// places in their sentences. docs/verdicts.md lists the names.
class Facts {
public:
    void add(std::string name) { m_names.push_back(std::move(name)); }
    void set(std::string_view place, std::string text);
    bool has(std::string_view name) const;
    /// All that the sentences may name.
    Reason::Arguments const& arguments() const { return m_arguments; }

private:
    std::vector<std::string> m_names;
    Reason::Arguments m_arguments;
};

struct JudgedEndpoint {
    Endpoint const& endpoint;   // its attribution says what it is known for
    Behaviour const* behaviour; // null beyond limits::judged_endpoints
    ByteBudget const& budget;
    std::uint64_t others_with_same{}; // receivers that got an identifier that this one got, too
};

/// Facts of the receiver as a whole.
Facts facts_of(JudgedEndpoint const& judged, Circumstances const& circumstances);
/// Those, and what is known of one kind of data that it got.
Facts facts_of(Facts const& whole, std::string_view category, SentCategory const& sent,
               JudgedEndpoint const& judged, Circumstances const& circumstances);

/// Identifiers that stay with the device or its owner for life, and content.
bool is_lasting_identifier(std::string_view category);
bool is_content(std::string_view category);

} // namespace petze
