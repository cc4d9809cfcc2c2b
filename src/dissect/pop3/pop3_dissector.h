#pragma once

#include "dissect/layer.h"

#include <memory>

namespace petze {

/// Whether a stream begins as POP3 does: the server's "+OK".
Likeness looks_like_pop3(Direction direction, Bytes first);

/// POP3 (RFC 1939). Tells one AppMessage for each command and one, named "message", for each mail
/// that was fetched, whose headers and parts are taken apart. Behind STLS (RFC 2595) next_stream
/// has its turn.
std::unique_ptr<StreamDissector> make_pop3_dissector(LayerContext& context, Origin const* parent);

} // namespace petze
