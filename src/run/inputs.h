#pragma once

#include "base/result.h"
#include "decrypt/keys/key_log.h"
#include "decrypt/payload/payload_key.h"
#include "run/options.h"
#include "run/pipeline.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace petze {

/// The captures of a command line, in the order in which they are read: by their first packet.
struct Inputs {
    std::vector<Input> inputs;        // in reading order; Input::index is that of the command line
    std::vector<std::string> secrets; // found in them, each in SSLKEYLOGFILE form
    std::vector<std::string> skipped; // files in folders that are no captures
    std::uint64_t total_bytes{};      // of regular files, as they lie on the disk
};
Result<Inputs> prepare_inputs(Options const& options);

/// What the user has of keys.
struct GivenKeys {
    KeyLog log;
    std::vector<PayloadKey> payload;   // of --payload-key, then recorded ones
    std::uint64_t recorded{};          // how many of them an app's recorded calls gave
    std::uint64_t recorded_left_out{}; // beyond the number that is tried
    std::uint64_t broken_records{};
};

/// Those of --keys and --payload-key. Read before anything else, so that a misspelt path does not
/// show after an hour.
Result<GivenKeys> read_keys(Options const& options);
/// Adds those that lie in the captures. To be called once, before packets are read.
void complete_keys(GivenKeys& keys, Options const& options, Inputs const& inputs);
/// Says after the work how many secrets there were, and whether they fitted anything.
void tell_keys(GivenKeys const& keys, Options const& options, std::uint64_t opened_flows);

/// Prints "petze: WHAT: WHY" to standard error.
void print_error(Error const& error);
/// A note for people on standard error, unless --quiet.
void print_note(Options const& options, std::string const& text);

/// Says on a terminal how far the work is; silent elsewhere and with --quiet.
class Progress {
public:
    Progress(Options const& options, std::uint64_t total_bytes);
    ~Progress();
    Progress(Progress const&) = delete;
    Progress& operator=(Progress const&) = delete;

    void advance(std::uint64_t packets, std::uint64_t bytes);

private:
    bool m_shown;
    bool m_drawn = false;
    std::uint64_t m_total, m_packets = 0, m_bytes = 0;
    std::int64_t m_last_drawn_ns = 0;
};

/// Set by SIGINT and SIGTERM once watch_for_interrupt() was called: work stops at the next block.
std::atomic<bool> const& interrupted();
void watch_for_interrupt();
/// Dies by the signal that was caught, so that whoever started the program knows why it ended.
void end_if_interrupted();

} // namespace petze
