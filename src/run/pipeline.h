#pragma once

#include "base/result.h"
#include "base/tally.h"
#include "conversation/link/wifi_network.h"
#include "run/shard.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace petze {

/// One capture that is read: where it is, and the index that its stamps carry.
struct Input {
    std::string path; // "-" is standard input
    std::string name; // for people
    std::uint32_t index{};
};

/// What was read of one capture.
struct InputSummary {
    std::uint32_t index{};
    std::uint64_t packets{};
    std::uint64_t bytes{};
    std::int64_t first_ns{}, last_ns{};
    std::string comment;
};

/// The three stages, whatever the number of threads: the reader (frame → packet, in order), 64
/// shards, the joiner (events in order of frames). Blocks follow each other through them without
/// waiting, as Stages has it.
class Pipeline {
public:
    struct Options {
        std::size_t threads = 1;
        ShardSetting shards;
        std::vector<WifiNetwork> wifi{}; // whose passphrases are known
        std::function<void(std::uint64_t packets, std::uint64_t bytes)> progress; // may be empty
        std::atomic<bool> const* stop{};                                          // may be null
    };
    struct Outcome {
        std::vector<InputSummary> inputs;
        std::vector<Error> unreadable; // inputs that could not be read at all
        Tally unread;                  // of all stages, without the captures' own
        bool stopped{};
    };

    /// Hands every event to `joiner`, on one thread at a time, in order.
    static Outcome run(std::vector<Input> const& inputs, Options const& options,
                       std::function<void(Event&&)> const& joiner);
};

} // namespace petze
