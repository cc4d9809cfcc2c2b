#include "find/profile/calendar.h"

#include "base/text.h"
#include "find/profile/content_line.h"

namespace petze {

std::vector<CalendarEntry> read_calendar(std::string_view text)
{
    std::vector<CalendarEntry> entries;
    int depth = 0; // 1 inside a VEVENT, more inside its alarms
    for (auto const& line : read_content_lines(text)) {
        auto const component = trim(line.value);
        if (line.name == "BEGIN" && equal_ignoring_case(component, "VEVENT")) {
            depth = 1; // also where the one before has no end
            entries.emplace_back();
        } else if (line.name == "BEGIN") {
            depth += depth > 0 ? 1 : 0;
        } else if (line.name == "END") {
            depth -= depth > 0 ? 1 : 0;
        } else if (depth == 1) {
            auto& entry = entries.back();
            if (line.name == "SUMMARY")
                entry.summary = unescape_text(decoded_value(line));
            else if (line.name == "LOCATION")
                entry.location = unescape_text(decoded_value(line));
            else if (line.name == "DESCRIPTION")
                entry.description = unescape_text(decoded_value(line));
        }
    }
    return entries;
}

} // namespace petze
