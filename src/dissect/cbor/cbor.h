#pragma once

#include "dissect/tree/tree.h"

namespace petze {

/// A TreeReader for CBOR (RFC 8949). Tags are passed over; what they mark is told.
std::size_t read_cbor(Bytes bytes, TreeSink* sink);

} // namespace petze
