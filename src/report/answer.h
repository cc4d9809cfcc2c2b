#pragma once

#include "judge/judge.h"
#include "judge/moments.h"
#include "relate/phone_state.h"
#include "report/event.h"
#include "report/language.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace petze {

/// One capture as it was given.
struct CaptureSource {
    std::string name; // file name without its folders; "standard input"
    std::uint64_t packets{};
    std::uint64_t bytes{};
    std::int64_t first_ns{}, last_ns{}; // equal and 0 where it holds no packet
    std::string sha256;                 // of the file as given
    std::string comment; // of the capture's own section (pcapng), shown as its maker wrote it
    std::optional<ClockOffset> clock{}; // how far its clock seems to be off
};

/// What the profile holds of one category, so that "not found" can say of what.
struct ProfileCategory {
    std::string category; // "imei", "contact", "photo", …
    std::uint64_t items{};
    std::uint64_t too_short{};                       // values too short or common to be looked for
    std::uint64_t smallest_bytes{}, largest_bytes{}; // photos and messages; else 0
};

/// One piece of evidence: a finding and where it stands.
struct Evidence {
    std::uint32_t number{}; // from 1, in order of frames: "Evidence 7", #e-7
    Stamp stamp;            // first occurrence, the packet that completed it
    Finding finding;
    /// Finding::written in hex; how many bytes must not be shown behind a star: "33 *13 31". Made
    /// by presentable().
    std::string hex{};
    FlowIdentity flow;
    std::string endpoint;          // Endpoint::id of the receiver
    std::uint64_t occurrences = 1; // in that conversation, all paths
    std::string slice;             // "evidence/flow-12.pcapng"; empty under --redact
    bool encrypted{};              // travelled inside TLS or QUIC
};

/// A file that went over the wire.
struct SentFile {
    Stamp stamp;
    FileInfo file;
    std::string endpoint;
    std::optional<std::string> item; // "photos/IMG_0003.jpg" where the profile holds it
};

/// One conversation on the timeline.
struct TimelineFlow {
    std::string endpoint;
    std::int64_t start_ns{}, end_ns{};
    std::uint64_t bytes_to_server{}, bytes_to_client{};
    std::string_view app_proto;
};

/// A period of use given in the profile; all else is background.
struct Activity {
    std::int64_t from_ns{}, to_ns{};
    std::string what;
};

/// Everything the report says, and nothing that it does not.
struct Answer {
    std::string device_name; // of the profile; else empty
    std::vector<std::string> device_addresses;
    bool device_guessed{}; // not given in the profile
    bool profile_given{};
    std::vector<ProfileCategory> profile; // in the order of the contract's categories
    std::vector<std::string> consent_backups, consent_services;
    std::vector<Activity> activities;
    std::vector<CaptureSource> captures;
    std::int64_t first_ns{}, last_ns{};
    std::vector<Evidence> evidence;    // by number
    std::vector<Endpoint> endpoints;   // gravest first: findings sent to them, then bytes up
    std::vector<Judgement> judgements; // of the endpoints, in their order
    TotalBudget total{};               // of all of them together
    std::vector<Moment> moments{};     // of the profile's photos and messages, by time
    std::vector<Contacts> contacts{};  // with them, likewise
    std::vector<SentFile> files;
    std::vector<TimelineFlow>
        timeline; // of remote endpoints, by start; bounded, see timeline_left_out
    std::uint64_t timeline_left_out{};
    Stats stats;
};

class Redactor;

struct ReportOptions {
    Language language = Language::english;
    std::string time_zone = "UTC";
    bool reveal{};
    bool redact{};
    Redactor const* redactor{}; // with redact: what the profile holds, in all its spellings
    std::optional<std::string> run_time{}; // --stamp, RFC 3339
    std::string version{};                 // of Petze
};

} // namespace petze
