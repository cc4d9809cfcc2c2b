#pragma once

#include "dissect/tree/tree.h"

namespace petze {

/// A TreeReader for binary property lists ("bplist00"; CFBinaryPList.c tells the format). Objects
/// that nothing refers to are told as well.
std::size_t read_bplist(Bytes bytes, TreeSink* sink);

} // namespace petze
