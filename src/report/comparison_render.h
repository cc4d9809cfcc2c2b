#pragma once

#include "relate/comparison.h"
#include "report/answer.h"
#include "report/render.h"

#include <string>

namespace petze {

/// What `petze compare` writes. Takes states that presentable() has passed, and names of states
/// that hold no personal value where that is asked for.

/// report.html: the matrix, what it shows and what not, and the way to each state's own report.
std::string render_comparison_html(Comparison const& comparison, ReportOptions const& options);

/// report.json, as docs/comparison.schema.json describes it.
std::string render_comparison_json(Comparison const& comparison, ReportOptions const& options);

/// For the terminal.
std::string render_comparison_summary(Comparison const& comparison, ReportOptions const& options,
                                      SummaryStyle const& style);

} // namespace petze
