#pragma once

#include "dissect/tree/tree.h"

namespace petze {

/// A TreeReader for MessagePack (github.com/msgpack/msgpack, spec.md).
std::size_t read_msgpack(Bytes bytes, TreeSink* sink);

} // namespace petze
