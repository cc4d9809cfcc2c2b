#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace petze {

/// A statement of a report that can be checked again from the captures.
struct Claim {
    std::string kind; // "capture", "evidence", "verdict", "budget": texts `verify.<kind>`
    std::string key;  // what it is about, in both reports
    std::string said; // of it
    std::vector<std::pair<std::string_view, std::string>> words; // that stand in the text

    bool operator==(Claim const&) const = default;
};

/// What a report says, and what its captures were.
struct Claims {
    struct Capture {
        std::string name, sha256; // the hash is empty under --redact
    };
    std::vector<Claim> claims;
    std::vector<Capture> captures;
    std::string version;         // of the Petze that wrote it
    std::string personal_values; // "masked", "revealed", "redacted"
    bool profile_given{};
};

/// Out of report.json; `name` is for errors.
Result<Claims> read_claims(std::string_view json, std::string const& name);

/// What became of a claim.
struct CheckedClaim {
    enum class Outcome : std::uint8_t { holds, differs, missing };
    Claim claim;
    Outcome outcome{};
    std::string now; // what is said of the same thing this time, where that differs
};

constexpr std::string_view name_of(CheckedClaim::Outcome outcome)
{
    constexpr std::string_view names[] = {"holds", "differs", "missing"};
    return names[static_cast<std::size_t>(outcome)];
}

/// Each claim of `report`, in its order, as `again` has it.
std::vector<CheckedClaim> check(Claims const& report, Claims const& again);

} // namespace petze
