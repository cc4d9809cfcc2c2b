#pragma once

#include "base/byte_reader.h"

#include <string>

namespace petze {

/// UTF-16 as UTF-8; half a pair of surrogates stays out.
std::string from_utf16(Bytes bytes, ByteOrder order);

} // namespace petze
