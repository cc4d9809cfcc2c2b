#pragma once

#include "report/answer.h"

namespace petze {

/// The same answer as it may be shown: found values masked, in clear (reveal) or replaced
/// (redact), and so wherever one stands inside another text: host names, file names, comments.
/// Under redact, hashes, files and slices are left out. What writes a report sees only this.
Answer presentable(Answer const& answer, ReportOptions const& options);

} // namespace petze
