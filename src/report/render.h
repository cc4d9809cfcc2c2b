#pragma once

#include "report/answer.h"

#include <string>

namespace petze {

/// report.html: one file that shows everything and asks nobody for anything.
std::string render_html(Answer const& answer, ReportOptions const& options);

/// report.json, as docs/report.schema.json describes it.
std::string render_json(Answer const& answer, ReportOptions const& options);

/// How the summary for people is laid out.
struct SummaryStyle {
    int width = 80;       // of the terminal, in characters
    bool color{};         // the caller knows of NO_COLOR and of what stdout is
    std::string report{}; // path of report.html, named at the end; empty: not written
};
/// A few lines for the terminal, in the language chosen.
std::string render_summary(Answer const& answer, ReportOptions const& options,
                           SummaryStyle const& style);

} // namespace petze
