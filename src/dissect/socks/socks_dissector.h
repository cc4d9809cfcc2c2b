#pragma once

#include "dissect/layer.h"

#include <memory>

namespace petze {

/// Whether a stream begins as a SOCKS client's does, of version 4, 4a or 5.
Likeness looks_like_socks(Direction direction, Bytes first);

/// SOCKS 5 (RFC 1928, with user name and password: RFC 1929), 4 and 4a. Tells one AppMessage for
/// each request, named "connect a.example:443"; what the tunnel holds goes to next_stream.
std::unique_ptr<StreamDissector> make_socks_dissector(LayerContext& context, Origin const* parent);

} // namespace petze
