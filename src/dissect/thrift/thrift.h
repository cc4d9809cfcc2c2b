#pragma once

#include "dissect/tree/tree.h"

namespace petze {

/// A TreeReader for messages of Thrift's compact protocol (thrift-compact-protocol.md of its
/// source), bare or framed, a field's path being the method and numbers: "$.login['1']['3']".
std::size_t read_thrift(Bytes bytes, TreeSink* sink);

} // namespace petze
