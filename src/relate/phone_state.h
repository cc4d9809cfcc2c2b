#pragma once

#include "judge/verdict.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace petze {

/// Who on the phone talked to a receiver, where the recording names it.
struct TrafficSource {
    std::string name; // package, else the app's name
    bool is_system{}; // by its uid: part of the ROM, not installed afterwards
    std::uint64_t connections{};

    bool operator==(TrafficSource const&) const = default;
};

/// When a receiver was talked to, and by whom.
struct Contacts {
    std::string endpoint;                                     // Endpoint::id
    std::vector<std::int64_t> starts_ns;                      // see distinct_starts()
    std::map<std::string, std::vector<std::int64_t>> sent_ns; // by category, likewise
    std::uint64_t connections{};
    std::vector<TrafficSource> sources; // most connections first

    bool operator==(Contacts const&) const = default;
};

/// By how much a capture's clock seems to go wrong: what servers said the time was, less its own.
struct ClockOffset {
    std::int64_t offset_ns{}; // the median
    std::uint64_t answers{};  // that named the time

    bool operator==(ClockOffset const&) const = default;
};

/// One recording of a state.
struct StateCapture {
    std::string name;
    std::string sha256; // empty under --redact
    std::uint64_t packets{};
    std::int64_t first_ns{}, last_ns{};
    std::optional<ClockOffset> clock{};

    bool operator==(StateCapture const&) const = default;
};

/// What was observed of a phone in one state: "stock", "rooted", "other ROM".
struct PhoneState {
    struct Receiver {
        Contacts contacts;
        std::string party; // who runs it where that is known, else its registrable domain, else id
        std::set<std::string> possible; // kinds that may have left unread (judge/budget.h)
        std::uint64_t closed_bytes{};   // of what went there

        bool operator==(Receiver const&) const = default;
    };
    std::string name;
    std::string report; // folder with the state's own report, beside the comparison's; or empty
    std::vector<StateCapture> captures;
    bool profile_given{};
    std::map<std::string, std::uint64_t> profile; // how many of each kind were looked for
    std::vector<Receiver> receivers;              // beyond the phone's own network
    std::uint64_t sent_bytes{}, closed_bytes{};   // by the phone: payload, and what stayed closed
    std::uint64_t others_flows{};                 // conversations of other devices
    bool device_guessed{};
    bool is_cut{};                // more conversations than are kept for a comparison
    std::optional<Purpose> worst; // of its verdicts

    /// For how long it was recorded: of recordings that overlap, each moment once.
    double hours() const;

    bool operator==(PhoneState const&) const = default;
};

/// What begins within a minute of a counted one counts with it: one visit of the phone's opens
/// several conversations. Sorted; each at least a minute after the one before.
std::vector<std::int64_t> distinct_starts(std::vector<std::int64_t> starts_ns);

} // namespace petze
