#pragma once

#include "dissect/layer.h"

#include <memory>

namespace petze {

/// Whether a stream begins as IMAP does: the server's "* OK", "* PREAUTH" or "* BYE".
Likeness looks_like_imap(Direction direction, Bytes first);

/// IMAP (RFC 9051, RFC 3501). Tells one AppMessage for each command and one, named "message" or
/// "literal", for each literal; a mail's headers and parts are taken apart. Behind STARTTLS
/// next_stream has its turn.
std::unique_ptr<StreamDissector> make_imap_dissector(LayerContext& context, Origin const* parent);

} // namespace petze
