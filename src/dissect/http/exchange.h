#pragma once

#include "dissect/header/header_lines.h"
#include "dissect/http/upload.h"
#include "dissect/message.h"

#include <optional>
#include <string>
#include <string_view>

namespace petze::http {

/// What every version of HTTP says at the beginning of a request (RFC 9110 §6.2). Views are valid
/// until the call returns.
struct RequestHead {
    std::string_view version;   // literal: "1.1", "2"
    std::string_view method;    // empty where it could not be read
    std::string_view authority; // HTTP/2 and 3 give it apart; else empty, and Host stands for it
    std::string_view target;    // as sent
    HeaderLines const& headers; // pseudo-header fields (":path") among them are not told
};

/// A request and its answer, as far as they were seen.
struct Exchange {
    HttpExchange told;
    bool request_ended{};
    bool response_ended{};
    std::optional<UploadPlace> upload{}; // where the request is part of one

    void begin_request(RequestHead const& head);
    /// `status` 0: could not be read.
    void begin_response(int status, HeaderLines const& headers);

    /// Whom the request is for: Host, else the authority in its target (RFC 9112 §3.2.2).
    std::string hostname() const;
    /// What the target calls its last part, where that looks like a file's name.
    std::string filename() const;
};

/// The value of the first field of that name; empty where there is none.
std::string header_value(HeaderLines const& headers, std::string_view name);

} // namespace petze::http
