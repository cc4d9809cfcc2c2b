#pragma once

#include "dissect/tree/tree.h"

namespace petze {

/// A TreeReader for BSON (bsonspec.org, version 1.1).
std::size_t read_bson(Bytes bytes, TreeSink* sink);

} // namespace petze
