#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// What the law of the EU says of sending personal data to a country.
enum class Adequacy : std::uint8_t {
    unknown,    // no country is known
    eea,        // part of the EEA: no decision is needed
    decided,    // there is an adequacy decision
    commercial, // there is one for companies under the country's law for the private sector
    framework,  // there is one for companies that take part in a framework
    none
};

constexpr std::string_view name_of(Adequacy adequacy)
{
    constexpr std::string_view names[] = {"unknown",    "eea",       "decided",
                                          "commercial", "framework", "none"};
    return names[static_cast<std::size_t>(adequacy)];
}

/// Of one country.
struct AdequacyDecision {
    std::string country; // ISO 3166-1
    Adequacy scope{};
    std::string number; // "(EU) 2019/419"
    std::int64_t year{};

    bool operator==(AdequacyDecision const&) const = default;
};

/// data/adequacy.toml.
class AdequacyTable {
public:
    AdequacyTable() = default;
    /// An error names the line.
    static Result<AdequacyTable> read(std::string_view toml);

    /// What holds for this country; without a number where there is no decision.
    AdequacyDecision of(std::string_view country) const;
    std::string const& as_of() const { return m_as_of; }
    std::vector<AdequacyDecision> const& decisions() const { return m_decisions; }

private:
    std::string m_as_of;
    std::vector<std::string> m_eea;
    std::vector<AdequacyDecision> m_decisions;
};

} // namespace petze
