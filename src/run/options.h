#pragma once

#include "base/result.h"
#include "conversation/link/wifi_network.h"
#include "decrypt/payload/payload_key.h"
#include "judge/verdict.h"
#include "report/answer.h"
#include "report/event_types.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace petze {

/// What a command was told.
struct Options {
    std::vector<std::string> captures; // or what else a command is given: files, addresses
    std::vector<std::string> keys;
    std::vector<WifiNetwork> wifi;
    std::vector<PayloadKey> payload_keys;
    std::string profile;
    std::string data;  // folder of the attribution data; empty: the default
    std::string as_of; // ISO date; empty: the captures' own
    std::string out = "petze-report";
    Language language = Language::english;
    std::string time_zone = "UTC";
    EventTypes types = EventTypes::all();
    std::optional<Purpose> fail_on; // status 3 where a verdict is as bad or worse
    bool online{};
    bool reveal{};
    bool redact{};
    bool stamp{};
    bool quiet{};
    bool json{}; // instead of a table
    std::size_t threads = 1;
    bool cache = true;                 // of compiled profiles: read and written
    std::optional<std::uint64_t> seed; // of what is invented; else nobody knows it before
    std::size_t memory = 512u << 20;
};

enum class Command { analyze, events, compare, verify, bait, data_import, data_list, whois };

/// The command line, or what to print and with which status to end: help, version, or an error.
struct Invocation {
    std::optional<Command> command;
    Options options;
    int status{};
};
Invocation parse_command_line(int argc, char** argv);

/// "512M", "2G", "65536": bytes.
Result<std::size_t> parse_size(std::string const& text);

} // namespace petze
