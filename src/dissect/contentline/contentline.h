#pragma once

#include "dissect/tree/tree.h"

#include <optional>
#include <string_view>

namespace petze {

enum class ContentLines : std::uint8_t { vcard, icalendar };
/// Which of the two a text begins as.
std::optional<ContentLines> content_lines(std::string_view text);

/// A TreeReader for vCard (RFC 6350, and 2.1 before it) and iCalendar (RFC 5545): values by the
/// names of their lines, "TEL", "VEVENT.SUMMARY"; folding, escapes and quoted-printable undone.
/// Parameters are told where their value is. Reads any text to its end.
std::size_t read_contentline(Bytes bytes, TreeSink* sink);

} // namespace petze
