#pragma once

#include "report/answer.h"
#include "report/speaker.h"

#include <cstdint>
#include <string>
#include <vector>

namespace petze {

/// What can have gone up in a window of time. The profile says which there are: when somebody used
/// the phone, and the times between.
struct Window {
    struct Receiver {
        std::string endpoint; // Endpoint::id
        std::uint64_t max_bytes{};
    };

    std::int64_t from_ns{}, to_ns{};
    bool in_use{};
    std::string what;                  // in use: the profile's words
    std::uint64_t max_bytes{};         // to all receivers, and within the phone's own network
    std::vector<Receiver> receivers;   // beyond it, by bytes; the first windows_receivers
    std::vector<std::string> excluded; // categories of which no item would fit into that whole
};

/// The hour after a photo was taken, or a message came or went.
struct After {
    Moment what;
    Window window;
    Departure state{};        // of that item in that hour, beyond the phone's own network
    std::uint32_t evidence{}; // of the first time it was sent then; 0 for none
};

inline constexpr std::size_t windows_told = 48;
inline constexpr std::size_t windows_receivers = 20;

struct Windows {
    std::vector<Window> windows; // by begin
    std::uint64_t left_out{};    // beyond windows_told
    std::vector<After> after;    // by time; those within the recording
    std::uint64_t after_left_out{};
};

/// None where the profile has no [[activity]] and nothing in it happened during the recording, or
/// where not every conversation's times are kept.
///
/// A conversation counts with all that its frames held, read or not, in every window that it
/// touches; what the recording missed of a receiver counts in each of its windows. So a window's
/// bytes are a bound, and those of two windows do not add up.
Windows windows_of(Answer const& answer);

/// "At most 1,912 bytes went up, 1,500 of them to x. No photo …"
std::string window_words(Window const& window, Speaker const& speaker);
/// "Photo IMG_0003.jpg was taken."
std::string after_words(After const& after, Speaker const& speaker);
/// What follows for it: that it was sent, that it would fit, or that it cannot have left whole.
std::string after_state_words(After const& after, Speaker const& speaker);

} // namespace petze
