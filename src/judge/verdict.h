#pragma once

#include "identify/attribution/reason.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace petze {

/// What a transfer was for (contract: verdict), in the contract's order, gravest last.
enum class Purpose : std::uint8_t {
    maintenance,
    user_initiated,
    service,
    telemetry,
    advertising,
    undecidable,
    undisclosed
};

inline constexpr std::size_t purposes = 7;

constexpr std::string_view name_of(Purpose purpose)
{
    constexpr std::array<std::string_view, purposes> names{
        "maintenance", "user_initiated", "service",    "telemetry",
        "advertising", "undecidable",    "undisclosed"};
    return names[static_cast<std::size_t>(purpose)];
}

/// The purpose of that name, if any.
constexpr std::optional<Purpose> purpose_of(std::string_view name)
{
    for (std::size_t i = 0; i < purposes; ++i)
        if (name_of(static_cast<Purpose>(i)) == name)
            return static_cast<Purpose>(i);
    return {};
}

/// What one kind of data went to one receiver for.
struct CategoryVerdict {
    std::string category;
    Purpose purpose{};
    double confidence{};

    bool operator==(CategoryVerdict const&) const = default;
};

/// A reason, and how much it speaks for the verdict: in logits; below zero it speaks for another.
struct WeighedReason {
    std::string key; // its text is `because.<key>`
    double weight{};

    bool operator==(WeighedReason const&) const = default;
};

/// What the traffic with one receiver was for, and why that is said.
struct Verdict {
    std::string endpoint; // Endpoint::id
    Purpose purpose = Purpose::undecidable;
    double confidence{};                // 0–1, in the verdict; it is not its gravity
    std::vector<WeighedReason> because; // the weightiest first
    Reason::Arguments known;            // what their texts may name
    std::vector<Reason> would_change;
    std::vector<CategoryVerdict> categories; // sorted by category

    bool operator==(Verdict const&) const = default;
};

} // namespace petze
