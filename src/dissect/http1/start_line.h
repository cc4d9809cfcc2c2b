#pragma once

#include "dissect/http1/http_dissector.h"

#include <optional>
#include <string_view>

namespace petze::http1 {

/// RFC 9112 §3. Views into the line.
struct RequestLine {
    std::string_view method;
    std::string_view target;
    std::string_view version; // literal: "1.0" or "1.1"
};
std::optional<RequestLine> parse_request_line(std::string_view line);

/// RFC 9112 §4.
struct StatusLine {
    std::string_view version; // literal
    int status{};
    std::string_view reason;
};
std::optional<StatusLine> parse_status_line(std::string_view line);

/// Whether a message of this direction begins with this line, which is whole.
bool is_start_line(Direction direction, std::string_view line);

} // namespace petze::http1
