#pragma once

#include "report/page.h"

namespace petze::page {

/// What can have gone up while somebody used the phone, and while nobody did; nothing where the
/// profile does not say when that was.
void windows(Html& html, Content const& content);

} // namespace petze::page
