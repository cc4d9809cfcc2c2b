#pragma once

#include "base/origin.h"
#include "base/tally.h"
#include "conversation/flow.h"
#include "dissect/message.h"
#include "dissect/upload_piece.h"
#include "find/finding.h"
#include "identify/endpoint.h"

#include <string>
#include <variant>
#include <vector>

namespace petze {

/// The end of a conversation.
struct FlowEnd {
    FlowRecord record;
    std::vector<ItemCount> findings;
    std::string secrets{}; // that opened it, as lines of a key log; where there are findings
    bool more_findings{};  // may be told of it behind its end
};

/// One line of the event stream, before it is written; or a piece of an upload, which no line
/// tells.
struct Event {
    Stamp stamp;
    FlowIdentity flow;
    std::variant<FlowEnd, DnsMessage, TlsConnection, QuicConnection, HttpExchange, AppMessage,
                 FileInfo, Finding, UploadPiece>
        body;
};

/// The last event: what the run came to.
struct Stats {
    std::uint64_t packets{};
    std::uint64_t bytes{}; // captured bytes, as on the wire
    std::uint64_t flows{};
    std::vector<ClosedBytes> closed{};            // by reason
    std::uint64_t secrets{}, opened_flows{};      // of the key logs; conversations they opened
    std::uint64_t opened_bytes{}, closed_bytes{}; // of transport payload, both directions
    std::uint64_t other_devices_flows{};          // counted, not judged
    std::uint64_t findings_not_told{};            // beyond limits::findings
    Tally unread; // what could not be read and why, and limits that were hit
};

} // namespace petze
