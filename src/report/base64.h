#pragma once

#include "base/bytes.h"

#include <string>

namespace petze {

/// RFC 4648 section 4, with padding.
std::string base64(Bytes bytes);

} // namespace petze
